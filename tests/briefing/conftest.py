"""A home that several files of these tests start from."""

from pathlib import Path

import pytest

import etl
from tests.etl.small_city import ANSWERS, counts, directory


@pytest.fixture
def city(home_after) -> Path:
    """A small city with its first build."""
    return home_after("small city", lambda folder: etl.load([directory(folder), counts(folder, "全市.csv", ANSWERS)]))


@pytest.fixture
def demo_copy(demo_home, tmp_path, monkeypatch) -> Path:
    """A home with the demonstration's builds and a record of exports of its own."""
    home = tmp_path / "copy"
    home.mkdir()
    (home / "builds").symlink_to(demo_home / "builds")
    monkeypatch.setenv("RONGHE_HOME", str(home))
    return home
