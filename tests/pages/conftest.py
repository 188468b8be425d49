"""AppTest starts a Streamlit runtime for every test; what these look for on the disk is the same for all of them."""

import functools

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="package")
def _installed_packages_are_searched_once():
    """Streamlit reads the metadata of every installed package in search of components, 0.1 s a runtime."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield
