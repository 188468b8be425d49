"""Builds that another process deletes while they are listed, and errors that are not what they look like."""

import duckdb
import pytest

import etl
from etl.storage import build_folder
from etl.warehouse.build import kept_builds
from etl.warehouse.cities import City, opened
from tests.etl.workbooks import answers, units


@pytest.fixture
def two_builds(home_after) -> list[str]:
    def load(folder):
        etl.load(units(folder))
        etl.load([answers(folder, "2019.csv", *((f"f{at}", "C", "satisfied") for at in range(20)))])

    home_after("two builds", load)
    return kept_builds()


def test_a_build_deleted_while_they_are_listed_is_left_out(two_builds):
    (build_folder() / "gone.duckdb").symlink_to(build_folder() / "nowhere")  # listed, and not there
    assert kept_builds() == two_builds
    assert [one["id"] for one in etl.builds()] == two_builds


def test_a_build_deleted_before_its_batches_are_read_is_left_out(two_builds, monkeypatch):
    newest, older = two_builds
    moments = {newest: 2.0, "deleted": 1.5, older: 1.0}
    monkeypatch.setattr("etl.warehouse.rollback.published_at", lambda: moments)
    listed = etl.builds()
    assert [one["id"] for one in listed] == [newest, older]
    assert listed[0]["added"]  # compared with the older build that is there


def test_a_fault_of_our_own_statement_is_not_told_as_a_damaged_city(two_builds):
    file = build_folder() / f"{two_builds[0]}.duckdb"
    city = City("NT", two_builds[0], file, (file,))
    with pytest.raises(duckdb.BinderException), opened(city) as connection:
        connection.execute("select no_such_column from city.meta")
    with pytest.raises(etl.WarehouseError, match="NT"), opened(city) as connection:
        raise duckdb.IOException("a block of the file is damaged")
