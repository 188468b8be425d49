"""One small build that has a row for every question: `town`."""

from pathlib import Path

import pytest

from tests.queries import town_figures, town_records
from tests.queries.small_build import builds_beside, small_build


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Units u1 (with its predecessor old1), u2, u3 (few answers), u4; years 2017 to 2020; the scale changes in 2020."""
    events = (
        "E1,2018-01-20,甲局合并,unit,old1,b,t,,",
        "E2,2019/6/1,换问卷,instrument,survey,b,t,,",
        "E3,2019-07-01,误记,city,,b,t,b,t",
        "E4,去年,没有日期,city,,b,t,,",
    )
    rows = [
        town_figures.units(),
        town_figures.satisfaction(),
        town_figures.indices(),
        town_records.rectification(),
        town_records.programmes_and_brands(),
        town_figures.appraisal(),
        town_records.services(),
        town_records.duties(),
        town_records.inquiries(),
        town_figures.warehouse(),
    ]
    home = builds_beside(tmp_path_factory.mktemp("town"), *events)
    return small_build(home / "town.duckdb", **{table: own for subject in rows for table, own in subject.items()})
