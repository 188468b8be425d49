"""No choice of filters gives a sum over few members away: those who joined or left a unit, or were deducted points."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import queries
from tests.queries.member_attacker import Attack, of_changes, of_points

LAST = 2025


@pytest.fixture(scope="module")
def attacked(demo_home: Path) -> tuple[Attack, dict[str, np.ndarray]]:
    current = (demo_home / "builds" / "current").read_text(encoding="utf-8").strip()
    return of_changes(demo_home / "builds" / f"{current}.duckdb", "pioneer", LAST)


def test_no_change_tells_the_scores_of_few_who_joined_or_left(attacked):
    attack, small = attacked
    assert len(attack.rows) > 300 and len(small) > 30
    assert attack.found(small) == []


@pytest.mark.slow
@pytest.mark.parametrize("year", range(2020, LAST))
def test_no_change_of_any_year_tells_the_scores_of_few_who_joined_or_left(year, demo_home):
    attack, small = of_changes(None, "pioneer", year)
    assert attack.found(small) == [] and small


def test_changes_are_shown_where_nobody_joined_or_left(demo_home):
    rows = queries.ask("index_by_unit", index=["pioneer"], year_from=LAST)
    assert rows.filter(~pl.col("change_suppressed"))["change"].count() > 40
    assert rows.filter("change_suppressed")["change"].count() == 0 < rows["change_suppressed"].sum()


@pytest.mark.parametrize("column", ["entries_n", "points"])
@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_no_entries_of_few_members_are_told(year, column, demo_home):
    attack, small = of_points(None, year, column)
    assert len(attack.rows) > 10 and len(small) > 10
    assert attack.found(small) == []


def test_the_attacker_finds_what_is_not_hidden_with_it(attacked):
    """The check can fail: with all changes of units shown, the scores of single members follow."""
    attack, small = attacked
    told = Attack(attack.unknowns, list(attack.rows))
    for unit in told.unknowns["unit_id"].unique():
        mask = told.mask([unit], [], {"stayed": 1.0, "stayed_before": -1.0})
        told.hear(mask, float(mask @ told.unknowns["value"].to_numpy()))
    assert len(told.found(small)) > 20
