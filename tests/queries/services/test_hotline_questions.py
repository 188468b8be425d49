"""The 12345 hotline in small worlds, worked out by hand."""

import datetime

import pytest

import queries
from tests.queries.small_build import hotline, small_build, unit

day = datetime.date
WEEK = {"unit_id": None, "period_kind": "week"}


def built(folder, rows, units=("u1", "u2", "u3")):
    return small_build(
        folder / "hotline.duckdb",
        unit=[unit(name) for name in units],
        hotline=[row for part in rows for row in part],
    )


def asked(name, build, **params) -> list[dict]:
    return queries.ask(name, build=build, **params).to_dicts()


def channel(first: day, name: str, received: float) -> list[dict]:
    return [row | {"channel": name} for row in hotline(first, received=received, **WEEK)]


def test_received_is_answered_plus_sent_or_the_gap_is_told(tmp_path):
    """The published bulletin of 1–8 December 2018, and one whose parts leave four requests and two calls."""
    first, second = day(2018, 12, 1), day(2020, 12, 4)
    rows = [
        hotline(first, received=2846, answered_online=1500, dispatched=1346, **WEEK),
        *(channel(first, name, n) for name, n in (("calls", 2465), ("web", 130), ("province", 251))),
        hotline(second, received=13205, answered_online=10501, dispatched=2700, **WEEK),
        *(channel(second, name, n) for name, n in (("calls", 11978), ("web", 553), ("province", 452), ("other", 220))),
        hotline(day(2021, 1, 1), received=100, **WEEK),
    ]
    flow = [row for row in asked("hotline_flow", built(tmp_path, rows)) if row["channel"] == "all"]
    assert [(row["unexplained"], row["channels_gap"]) for row in flow] == [(0, 0), (4, 2), (None, None)]
    assert flow[0]["answered_share"] == pytest.approx(1500 / 2846)


def test_units_and_divisions_are_not_the_city(tmp_path):
    rows = [hotline(day(2024, 1, 5), received=50), hotline(day(2024, 1, 5), received=700, **WEEK)]
    flow = asked("hotline_flow", built(tmp_path, rows))
    assert [(row["period_kind"], row["received"]) for row in flow] == [("week", 700)]


def test_it_is_told_who_has_reported_a_rate(tmp_path):
    counts = {"due": 40, "on_time": 38}
    rows = [
        hotline(day(2024, 1, 1), **counts),
        hotline(day(2024, 1, 5), **counts),
        hotline(day(2024, 1, 5), **counts, **WEEK),
    ]
    world = built(tmp_path, rows)
    asked_of = {True: asked("hotline_quality", world), False: asked("hotline_quality", world, units=["u1"])}
    assert {(row["period_kind"], row["reported_by"]) for row in asked_of[True]} == {("month", "unit"), ("week", "city")}
    assert {row["reported_by"] for row in asked_of[False]} == {"unit"}


def test_on_time_has_no_interval_and_call_backs_have_one(town):
    rows = {(row["series"], row["period"]): row for row in asked("hotline_quality", town)}
    on_time = rows["hotline_on_time_rate", day(2023, 11, 1)]
    assert (on_time["value"], on_time["n"], on_time["lower"], on_time["target"]) == (0.95, 40, None, 0.95)
    satisfied = rows["hotline_satisfaction_rate", day(2023, 11, 1)]
    assert (satisfied["value"], satisfied["n"], satisfied["target"]) == (0.95, 20, 0.98)
    assert (satisfied["lower"], satisfied["upper"]) == (pytest.approx(0.763869), pytest.approx(0.991119))


def test_small_denominators_have_no_rate_and_a_unit_without_requests_is_told_apart(tmp_path):
    rows = [
        hotline(day(2024, 1, 1), received=30, due=20, on_time=18, valid_callbacks=15, satisfied=12),
        hotline(day(2024, 2, 1), received=30, due=20, on_time=19, valid_callbacks=15, satisfied=15),
        hotline(day(2024, 1, 1), "u2", received=5, due=3, on_time=2),
        hotline(day(2024, 1, 1), "u3", received=0, due=0, on_time=0),
    ]
    told = {row["unit_id"]: row for row in asked("hotline_by_unit", built(tmp_path, rows))}
    assert (told["u1"]["orders_on_time"], told["u1"]["orders_due"], told["u1"]["on_time_verdict"]) == (
        37,
        40,
        "not_met",
    )
    assert told["u1"]["orders_on_time_rate"] == 0.925
    assert (told["u1"]["callbacks_satisfied"], told["u1"]["callback_rate"]) == (27, 0.9)
    # Two of three are no 67 %.
    assert (told["u2"]["orders_due"], told["u2"]["orders_on_time_rate"], told["u2"]["no_requests"]) == (3, None, False)
    assert (told["u3"]["orders_on_time_rate"], told["u3"]["no_requests"]) == (None, True)
    assert (told["u2"]["valid_callbacks"], told["u2"]["callback_rate"], told["u2"]["suppressed"]) == (None, None, False)


def test_call_backs_of_a_hidden_month_are_left_out_of_the_sum(tmp_path):
    """In January 4 of u1 with 20 of u2 are hidden beside 60 of u3; February is told."""
    january, february = {"u1": 4, "u2": 20, "u3": 60}, {"u1": 30, "u2": 30, "u3": 30}
    rows = [
        hotline(day(2024, at, 1), name, received=n, valid_callbacks=n, satisfied=n - 2)
        for at, month in ((1, january), (2, february))
        for name, n in month.items()
    ]
    told = {row["unit_id"]: row for row in asked("hotline_by_unit", built(tmp_path, rows))}
    assert {name: row["valid_callbacks"] for name, row in told.items()} == {"u1": 30, "u2": 30, "u3": 90}
    assert {name: row["periods_hidden"] for name, row in told.items()} == {"u1": 1, "u2": 1, "u3": 0}


def test_a_unit_whose_call_backs_are_all_hidden_has_no_rate(tmp_path):
    rows = [
        hotline(day(2024, 1, 1), name, received=n, valid_callbacks=n, satisfied=n)
        for name, n in (("u1", 4), ("u2", 20), ("u3", 60))
    ]
    told = {row["unit_id"]: row for row in asked("hotline_by_unit", built(tmp_path, rows))}
    assert {name: row["suppressed"] for name, row in told.items()} == {"u1": True, "u2": True, "u3": False}
    assert (told["u2"]["valid_callbacks"], told["u2"]["callbacks_satisfied"]) == (None, None)


def test_a_longer_period_is_not_added_to_the_months(tmp_path):
    rows = [hotline(day(2024, at, 1), received=10, due=10, on_time=9) for at in (1, 2, 3)]
    rows += [hotline(day(2024, 1, 1), period_kind="quarter", received=30, due=30, on_time=27)]
    (told,) = asked("hotline_by_unit", built(tmp_path, rows))
    assert (told["orders_due"], told["orders_on_time"]) == (30, 27)


def test_each_unit_counts_from_its_own_shortest_periods(tmp_path):
    """A week of u1 leaves the months of u2 where they are, whichever units are chosen."""
    rows = [
        hotline(day(2024, 1, 5), period_kind="week", received=20, due=20, on_time=19),
        *(hotline(day(2024, at, 1), name, received=30, due=30, on_time=27) for at in (1, 2) for name in ("u1", "u2")),
    ]
    world = built(tmp_path, rows)
    columns = ("period_kind", "orders_due", "orders_on_time")
    told = {row["unit_id"]: tuple(row[name] for name in columns) for row in asked("hotline_by_unit", world)}
    assert told == {"u1": ("week", 20, 19), "u2": ("month", 60, 54)}
    (alone,) = asked("hotline_by_unit", world, units=["u2"])
    assert tuple(alone[name] for name in columns) == told["u2"]


def test_a_rate_is_of_the_reports_that_give_both_counts(tmp_path):
    """February lacks the work orders due and the call-backs, March those on time and satisfied, and u2 those of all."""
    january = {"due": 30, "on_time": 27, "valid_callbacks": 20, "satisfied": 15}
    rows = [
        hotline(day(2024, 1, 1), received=30, **january),
        hotline(day(2024, 2, 1), received=30, on_time=29, satisfied=19),
        hotline(day(2024, 3, 1), received=30, due=30, valid_callbacks=20),
        hotline(day(2024, 1, 1), "u2", received=30, on_time=25, satisfied=15),
    ]
    world = built(tmp_path, rows)
    told = {row["unit_id"]: row for row in asked("hotline_by_unit", world)}
    assert told["u1"]["received"] == 90
    assert (told["u1"]["orders_on_time"], told["u1"]["orders_due"], told["u1"]["orders_on_time_rate"]) == (27, 30, 0.9)
    assert (told["u1"]["valid_callbacks"], told["u1"]["callback_rate"]) == (20, 0.75)
    assert (told["u2"]["orders_on_time"], told["u2"]["orders_on_time_rate"], told["u2"]["valid_callbacks"]) == (
        None,
    ) * 3
    over_units = {row["series"]: (row["value"], row["n"]) for row in asked("hotline_quality", world)}
    assert over_units == {"hotline_on_time_rate": (0.9, 30), "hotline_satisfaction_rate": (0.75, 20)}


def test_a_printed_rate_holds_where_the_bulletin_prints_the_part_alone(tmp_path):
    rows = [
        hotline(day(2024, 1, 5), on_time=38, on_time_rate=0.95, **WEEK),
        hotline(day(2024, 1, 12), due=40, on_time_rate=0.95, **WEEK),
        hotline(day(2024, 1, 19), due=50, on_time=45, on_time_rate=0.89, **WEEK),
    ]
    told = [(row["value"], row["n"]) for row in asked("hotline_quality", built(tmp_path, rows))]
    assert told == [(0.95, None), (0.95, 40), (0.9, 50)]
