"""Few call-backs of a unit in a period are told by no sum: neither of several units nor of a year."""

import itertools

import polars as pl
import pytest

import queries

YEAR = 2022
SMALL = """
    select period_from as period, current_unit_id as unit_id, sum(value)::bigint as n
    from hotline
    where channel = 'all' and division_code is null and unit_id is not null and measure = 'valid_callbacks'
        and period_kind = 'month' and year(period_from) = $year
    group by all having n between 5 and 9 order by all"""


@pytest.fixture
def small(demo_home) -> pl.DataFrame:
    """The units and months of the demonstration with five to nine call-backs."""
    with queries.connect() as cursor:
        return cursor.sql(SMALL, params={"year": YEAR}).pl()


def of_months(*units: str) -> pl.DataFrame:
    rows = queries.ask("hotline_quality", units=list(units), year_from=YEAR, year_to=YEAR)
    return rows.filter(pl.col("series") == "hotline_satisfaction_rate", pl.col("period_kind") == "month")


def test_two_small_units_together_are_not_told(small):
    """The sums of each two of three units would tell each of them."""
    period, units = (
        small.group_by("period").agg("unit_id").filter(pl.col("unit_id").list.len() > 2).sort("period").row(0)
    )
    for two in itertools.combinations(units[:3], 2):
        assert of_months(*two).filter(pl.col("period") == period)["n"].to_list() == [None]


def test_a_year_less_its_months_is_not_a_small_month(small):
    of_year = queries.ask("hotline_by_unit", year_from=YEAR, year_to=YEAR).drop_nulls("valid_callbacks")
    told = dict(
        of_year.filter(pl.col("unit_id").is_in(small["unit_id"].implode())).select("unit_id", "valid_callbacks").rows()
    )
    assert len(told) > 5
    assert [unit for unit, n in told.items() if 0 < n - of_months(unit)["n"].sum() < 10] == []
