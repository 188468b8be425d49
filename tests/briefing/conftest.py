"""A home that several files of these tests start from."""

from pathlib import Path

import pytest

import etl
from tests.etl.small_city import ANSWERS, counts, directory


@pytest.fixture
def city(home_after) -> Path:
    """A small city with its first build."""
    return home_after("small city", lambda folder: etl.load([directory(folder), counts(folder, "全市.csv", ANSWERS)]))
