"""Series and measures as the small town has them, worked out by hand."""

import datetime

import polars as pl
import pytest

import queries
from tests.queries.small_build import hotline, score, small_build, unit

day = datetime.date


def asked(name, town, **params) -> list[dict]:
    return queries.ask(name, build=town, **params).to_dicts()


def of(series, town, **params) -> dict:
    rows = asked("series_signals", town, series=series, **params)
    return {(row["period_kind"], row["period"]): (row["value"], row["n"], row["suppressed"]) for row in rows}


def test_units_of_a_month_are_added_up_and_a_bulletin_stands_for_the_city(town):
    assert of("hotline_received", town) == {
        ("month", day(2023, 11, 1)): (50, None, False),
        ("month", day(2023, 12, 1)): (90, None, False),
        ("week", day(2024, 1, 5)): (700, None, False),
    }
    assert of("hotline_received", town, units=["u2"]) == {("month", day(2023, 12, 1)): (30, None, False)}


def test_a_rate_is_made_of_counts_where_there_are_any(town):
    assert of("hotline_on_time_rate", town) == {
        ("month", day(2023, 11, 1)): (pytest.approx(38 / 40), 40, False),
        ("month", day(2023, 12, 1)): (pytest.approx(35 / 38), 38, False),
        ("week", day(2024, 1, 5)): (0.99, None, False),
    }
    # Few work orders are shown: they are no answers of persons, and from the others they could be told anyway.
    assert of("hotline_on_time_rate", town, units=["u1"])["month", day(2023, 12, 1)] == (1.0, 8, False)
    assert of("hotline_satisfaction_rate", town) == {("month", day(2023, 11, 1)): (pytest.approx(0.95), 20, False)}


def test_callbacks_of_few_are_not_worked_out_from_the_others(tmp_path):
    """4 of u1 with 20 of u2 are hidden of class a; of class b, with 30 of one unit, nothing is."""
    told = {"u1": 4, "u2": 20, "u3": 60, "u4": 30}
    build = small_build(
        tmp_path / "callbacks.duckdb",
        unit=[unit(name, unit_class="party_mass" if name == "u4" else "service_heavy") for name in told],
        hotline=[
            row
            for name, n in told.items()
            for row in hotline(day(2024, 1, 1), unit_id=name, valid_callbacks=n, satisfied=n)
        ],
    )
    month = ("month", day(2024, 1, 1))
    shown = {name: of("hotline_satisfaction_rate", build, units=[name])[month][1] for name in told}
    assert shown == {"u1": None, "u2": None, "u3": 60, "u4": 30}
    assert of("hotline_satisfaction_rate", build, units=["u2", "u3"])[month] == (None, None, True)
    assert of("hotline_satisfaction_rate", build, unit_class=["service_heavy"])[month] == (1.0, 84, False)
    assert of("hotline_satisfaction_rate", build)[month] == (1.0, 114, False)


def test_the_callbacks_of_a_small_class_take_another_class_and_its_smallest_units_with_them(tmp_path):
    told = {"u1": ("a", 4), "u2": ("b", 20), "u3": ("b", 60), "u4": ("c", 200)}
    build = small_build(
        tmp_path / "callbacks.duckdb",
        unit=[unit(name, unit_class=unit_class) for name, (unit_class, _) in told.items()],
        hotline=[
            row
            for name, (_, n) in told.items()
            for row in hotline(day(2024, 1, 1), unit_id=name, valid_callbacks=n, satisfied=n)
        ],
    )
    month = ("month", day(2024, 1, 1))
    classes = {code: of("hotline_satisfaction_rate", build, unit_class=[code])[month][1] for code in "abc"}
    assert classes == {"a": None, "b": None, "c": 200}
    shown = {name: of("hotline_satisfaction_rate", build, units=[name])[month][1] for name in told}
    assert shown == {"u1": None, "u2": None, "u3": 60, "u4": 200}


def test_members_of_few_are_not_worked_out_from_the_others(tmp_path):
    """4 of u1 with 12 of u2 are hidden; of u4, of whose 30 only 5 were scored the year before, the change is."""
    members = {"u1": (4, 4), "u2": (12, 12), "u3": (40, 40), "u4": (30, 5)}
    build = small_build(
        tmp_path / "members.duckdb",
        unit=[unit(name, unit_class="party_mass") for name in members],
        index_score=[
            score(year, "pioneer", f"{name}-{no}", 80.0, current_unit_id=name, subject_grain="member")
            for name, (now, before) in members.items()
            for year, n in ((2023, before), (2024, now))
            for no in range(n)
        ],
    )
    rows = asked("index_by_unit", build, year_from=2024)
    assert {row["unit_id"]: row["subjects_n"] for row in rows} == {"u1": None, "u2": None, "u3": 40, "u4": 30}
    assert {row["unit_id"] for row in rows if row["change"] is None} >= {"u1", "u2", "u4"}
    assert asked("index_trend", build, units=["u2"], year_from=2024)[0]["subjects_n"] is None
    assert asked("index_trend", build, units=["u2", "u3"], year_from=2024)[0]["mean"] is None
    assert asked("index_trend", build, unit_class=["party_mass"], year_from=2024)[0]["subjects_n"] == 86
    sides = asked("composite_scores", build, year_from=2024)
    pioneer = {row["unit_id"]: row["suppressed"] for row in sides if row["measure"] == "pioneer"}
    assert pioneer == {"u1": True, "u2": True, "u3": False, "u4": False}


def test_callbacks_of_a_longer_period_do_not_tell_those_of_a_short_one(tmp_path):
    """A quarter of 60 less two months of 30 and 26 would be the four of the third."""
    told = {"u1": (30, 26, 4), "u2": (30, 30, 30), "u3": (40, 40, 40)}
    rows = [
        row
        for name, months in told.items()
        for at, n in enumerate(months, 1)
        for row in hotline(day(2024, at, 1), unit_id=name, valid_callbacks=n, satisfied=n)
    ]
    rows += [
        row
        for name, months in told.items()
        for row in hotline(
            day(2024, 1, 1), unit_id=name, period_kind="quarter", valid_callbacks=sum(months), satisfied=1
        )
    ]
    build = small_build(tmp_path / "quarters.duckdb", unit=[unit(name) for name in told], hotline=rows)
    for chosen in ({"units": ["u1"]}, {"units": ["u2"]}, {"unit_class": ["service_heavy"]}):
        assert of("hotline_satisfaction_rate", build, **chosen)["quarter", day(2024, 1, 1)] == (None, None, True)
    assert of("hotline_satisfaction_rate", build, units=["u1"])["month", day(2024, 1, 1)] == (1.0, 30, False)
    assert of("hotline_satisfaction_rate", build)["quarter", day(2024, 1, 1)][1] == 270


def test_months_without_an_item_are_zero_and_a_month_cut_short_is_none(town):
    opened = of("rectification_opened", town, as_of=day(2024, 6, 29))
    assert max(period for _, period in opened) == day(2024, 5, 1)
    assert opened["month", day(2024, 4, 1)][0] == 12
    assert opened["month", day(2023, 4, 1)][0] == 0
    closed = of("rectification_closed", town)
    assert closed["month", day(2024, 5, 1)][0] == 12
    assert sum(value for value, _, _ in closed.values()) == 14


def test_the_satisfaction_of_a_year_is_there_to_be_refused(town):
    rows = of("satisfaction_rate", town)
    assert {kind for kind, _ in rows} == {"year"}
    assert rows["year", day(2018, 1, 1)][1] == 600


def test_measures_of_the_sides_with_what_is_missing(town):
    rows = {
        (row["side"], row["measure"]): row
        for row in asked("coupling", town, year_from=2019, year_to=2019, units=["u1"])
    }
    assert rows["party", "programmes"]["score"] == pytest.approx(80)
    assert rows["business", "business"]["score"] == pytest.approx(100 * (930 + 86) / 1100)
    assert rows["business", "conduct"]["score"] == 81
    assert rows["party", "fortress"]["score"] == pytest.approx(84)
    assert rows["party", "fortress"]["score_se"] == pytest.approx((2.5 / 5) ** 0.5)
    assert (rows["party", "brand"]["score"], rows["party", "brand"]["suppressed"]) == (None, False)
    assert (rows["party", "pioneer"]["score"], rows["party", "pioneer"]["suppressed"]) == (None, True)
    assert {row["weight"] for (side, _), row in rows.items() if side == "party"} == {25}


def test_a_composite_weighs_the_four_indices(town):
    rows = queries.ask("composite_scores", build=town, year_from=2019)
    assert set(rows["measure"]) == {"pioneer", "fortress", "brand", "conduct"}
    assert rows.filter(pl.col("unit_id") == "u1")["low"].unique().to_list() == [60]


def test_a_series_that_nobody_knows_is_refused(town):
    with pytest.raises(queries.QuestionError, match="series"):
        queries.ask("series_signals", build=town, series="weather")
