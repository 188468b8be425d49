"""Real input with real faults, read where it lies beside the repository; the layouts are kept here, the data is not."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.intake.file_intake import Intake, read_file
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout

REAL = Path(__file__).parents[3] / "shared" / "real"
LAYOUTS = Path(__file__).parent / "layouts"
ENGAGEMENT = "Employee engagement index"


def read(file: str, layout: str) -> Intake:
    path = REAL / file
    if not path.exists():
        pytest.skip(f"the real data is not beside the repository: ../shared/real/{file}")
    (intake,) = read_file(path, Layout.from_file(LAYOUTS / layout), Directory.from_reference())
    assert intake.faults["message_zh"].to_list() == []
    return intake


@pytest.fixture(scope="module")
def requests() -> Intake:
    return read("baltimore311/311_sample.csv", "baltimore311.toml")


@pytest.fixture(scope="module")
def scores() -> Intake:
    return read("csps/csps_org_long.parquet", "csps_long.toml")


def test_every_service_request_is_an_item(requests):
    items = requests.accepted
    assert (requests.rows_read, requests.accepted_rows, requests.skipped_rows) == (10_000, 10_000, 0)
    assert requests.registered["unit"]["unit_id"].to_list() == items["unit_id"].unique().sort().to_list()
    assert items["unit_id"].n_unique() == 16
    assert items["closed_on"].null_count() == 208
    assert items.filter(pl.col("status") == "closed").height == 10_000 - 208
    assert items["due_on"].null_count() == 286
    assert (items["found_on"].min(), items["closed_on"].max()) == (date(2014, 1, 1), date(2019, 2, 13))


def test_the_engagement_index_of_every_organisation_and_year(scores):
    assert scores.accepted.height == 1630
    assert scores.rows_read == scores.accepted_rows + scores.skipped_rows == 151_495
    assert scores.accepted["index"].unique().to_list() == [ENGAGEMENT]
    assert scores.accepted["survey_year"].unique().sort().to_list() == list(range(2009, 2025))
    assert {"CSBNCH", "CSMEAN"}.isdisjoint(scores.accepted["unit_id"])


def test_its_median_is_the_published_benchmark_in_14_of_16_years(scores):
    raw = pl.read_parquet(REAL / "csps" / "csps_org_long.parquet")
    published = raw.filter(
        (pl.col("uid") == "CSBNCH") & pl.col("question_measure").str.contains("(?i)engagement.index|^EES$")
    )
    median = scores.accepted.group_by(year="survey_year").agg(median=pl.col("score").median())
    both = median.join(published.select("year", "value"), on="year").sort("year")
    equal = both.filter((pl.col("median") - pl.col("value")).abs() < 1e-9)
    assert both.height == 16
    assert equal["year"].to_list() == list(range(2009, 2023))


@pytest.mark.parametrize(("year", "organisations", "indices", "skipped"), [(2014, 101, 10, 18), (2019, 109, 12, 23)])
def test_the_original_workbooks_agree_with_the_long_table(year, organisations, indices, skipped, scores):
    workbook = read(f"csps/{year}_organisations.xlsx", f"csps_{year}.toml")
    assert workbook.accepted.height == organisations * indices
    assert (workbook.accepted_rows, workbook.skipped_rows) == (organisations, skipped)
    engagement = workbook.accepted.filter(pl.col("index") == ENGAGEMENT)["score"].sort()
    long = scores.accepted.filter(pl.col("survey_year") == year)["score"].sort()
    assert engagement.round(6).to_list() == long.round(6).to_list()
