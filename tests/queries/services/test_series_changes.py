"""A month against the month before and against the same month of the year before, worked out by hand."""

import datetime

import pytest

import queries
from tests.queries.small_build import episode, hotline, ratings, small_build, unit

Z = 1.959963984540054
day = datetime.date


def wilson(x: int, n: int) -> tuple[float, float]:
    middle, half = x + Z**2 / 2, Z * (x * (n - x) / n + Z**2 / 4) ** 0.5
    return (middle - half) / (n + Z**2), (middle + half) / (n + Z**2)


def newcombe(now: tuple[int, int], before: tuple[int, int]) -> tuple[float, float, float]:
    p2, p1 = now[0] / now[1], before[0] / before[1]
    (l2, u2), (l1, u1) = wilson(*now), wilson(*before)
    change = p2 - p1
    return change, change - ((p2 - l2) ** 2 + (u1 - p1) ** 2) ** 0.5, change + ((u2 - p2) ** 2 + (p1 - l1) ** 2) ** 0.5


def asked(build, series: str, **params) -> dict[tuple, dict]:
    rows = queries.ask("series_changes", build=build, series=series, **params)
    return rows.rows_by_key(["month", "against"], named=True, unique=True)


@pytest.fixture
def calls(tmp_path):
    """Requests and call-backs of November 2022, October and November 2023; a bulletin's rate alone in December."""
    return small_build(
        tmp_path / "calls.duckdb",
        unit=[unit("u1")],
        hotline=[
            *hotline(day(2022, 11, 1), received=80, valid_callbacks=40, satisfied=36),
            *hotline(day(2023, 10, 1), received=50, valid_callbacks=4, satisfied=4),
            *hotline(day(2023, 11, 1), received=60, valid_callbacks=50, satisfied=30),
            *hotline(day(2023, 12, 1), received=0),
            *hotline(day(2024, 1, 1), received=5),
        ],
    )


def test_counts_have_relative_changes_and_their_limits_are_made_elsewhere(calls):
    rows = asked(calls, "hotline_received")
    month, year = rows[day(2023, 11, 1), "month"], rows[day(2023, 11, 1), "year"]
    assert (month["before"], year["before"]) == (50, 80)
    assert (month["change"], year["change"]) == pytest.approx((0.2, -0.25))
    assert (month["counted"], month["change_lower"], month["n"], month["reason"]) == (True, None, None, None)
    assert rows[day(2023, 12, 1), "month"]["change"] == -1
    assert (rows[day(2024, 1, 1), "month"]["reason"], rows[day(2024, 1, 1), "month"]["change"]) == ("zero", None)
    assert rows[day(2022, 11, 1), "month"]["reason"] == "no_month"


def test_rates_have_differences_with_newcombes_limits(calls):
    rows = asked(calls, "hotline_satisfaction_rate")
    year = rows[day(2023, 11, 1), "year"]
    assert (year["change"], year["change_lower"], year["change_upper"]) == pytest.approx(newcombe((30, 50), (36, 40)))
    assert (year["n"], year["before_n"]) == (50, 40)
    assert (year["lower"], year["upper"]) == pytest.approx(wilson(30, 50))


def test_a_hidden_month_leaves_no_change_on_either_side(calls):
    rows = asked(calls, "hotline_satisfaction_rate")
    assert rows[day(2023, 10, 1), "month"]["suppressed"] and rows[day(2023, 10, 1), "month"]["value"] is None
    after = rows[day(2023, 11, 1), "month"]
    assert (after["reason"], after["before"], after["change"], after["change_lower"]) == (
        "suppressed",
        None,
        None,
        None,
    )


def test_the_first_month_shown_still_knows_the_year_before(calls):
    rows = asked(calls, "hotline_received", year_from=2023, year_to=2023)
    assert min(month for month, _ in rows) == day(2023, 10, 1)
    assert rows[day(2023, 11, 1), "year"]["before"] == 80


def test_no_change_is_told_across_a_change_of_rules(tmp_path):
    months = [day(2020, 1, 1), day(2020, 12, 1), day(2021, 1, 1), day(2021, 2, 1)]
    build = small_build(
        tmp_path / "b.duckdb",
        unit=[unit("u1")],
        service_rating=[row for month in months for row in ratings(month, 90, 10)],
    )
    rows = asked(build, "service_rating_rate")
    assert rows[day(2021, 1, 1), "month"]["reason"] == rows[day(2021, 1, 1), "year"]["reason"] == "break"
    assert rows[day(2021, 2, 1), "month"]["change"] == 0
    assert rows[day(2020, 12, 1), "month"]["reason"] == "no_month"


def test_a_rate_printed_alone_has_a_change_without_limits(tmp_path):
    printed = [*hotline(day(2023, 10, 1), unit_id=None, on_time_rate=0.9),
               *hotline(day(2023, 11, 1), unit_id=None, on_time_rate=0.95)]  # fmt: skip
    build = small_build(tmp_path / "b.duckdb", hotline=printed)
    row = asked(build, "hotline_on_time_rate")[day(2023, 11, 1), "month"]
    assert (row["reason"], row["change_lower"]) == ("no_n", None)
    assert row["change"] == pytest.approx(0.05)


def test_items_of_the_ledger_by_month_without_the_month_cut_short(tmp_path):
    found = [day(2023, 1, 5), day(2023, 1, 9), day(2024, 1, 2), day(2024, 2, 1), day(2024, 2, 9), day(2024, 2, 11)]
    items = [episode(str(no), on) for no, on in enumerate(found)]
    build = small_build(tmp_path / "b.duckdb", as_of=day(2024, 2, 28), unit=[unit("u1")], rectification_episode=items)
    rows = asked(build, "rectification_opened")
    assert max(month for month, _ in rows) == day(2024, 1, 1)
    assert rows[day(2024, 1, 1), "year"]["change"] == -0.5
    assert rows[day(2023, 2, 1), "month"]["change"] == -1
    assert asked(build, "rectification_opened", as_of=day(2024, 2, 29))[day(2024, 2, 1), "month"]["change"] == 2
