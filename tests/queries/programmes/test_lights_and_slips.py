"""The six programmes on a small build whose lights, slips and forecasts were worked by hand."""

import csv
import datetime
from pathlib import Path

import polars as pl
import pytest

import queries
from tests.queries.small_build import REFERENCE, project, small_build, unit

MARCH, JUNE, SEPTEMBER = datetime.date(2025, 3, 31), datetime.date(2025, 6, 30), datetime.date(2025, 9, 30)
DECEMBER = datetime.date(2025, 12, 31)
ROUNDS = (MARCH, JUNE, SEPTEMBER)
EVEN = (0.25, 0.5, 0.75)  # the schedule of a plan that ends in December


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def course(name: str, progress: tuple, schedule: tuple = EVEN, days: tuple = ROUNDS, **more) -> list[dict]:
    """The reports of a project; without a status its state follows from its progress."""
    reports = zip(progress, schedule, days, strict=True)
    given = {"deadline": DECEMBER, "batch_id": "b1"} | more
    return [project(name, done, on, schedule=expected) | given for done, expected, on in reports]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with (REFERENCE / "traffic_lights.csv").open(encoding="utf-8") as file:
        rules = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    projects = [
        *course("a", (0.2, 0.3, 0.6), owner="办公室主任"),
        *course("b", (0.3, 0.4, 0.65), (0.4, 0.5, 0.75)),  # 10 points behind: 0.4 - 0.3 is a little more in binary
        *course("c", (0.2, 0.3, 0.45)),
        *course("d", (0.2, 0.3, 0.44)),
        *course("e", (0.0, 0.0, 0.0), status="not_started"),
        *course("f", (0.0, 0.0, 0.0), (0.0, 0.0, 0.2), status="not_started"),
        *course("g", (0.3, 0.6, 0.9), (0.33, 0.67, 1.0), deadline=SEPTEMBER),
        *course("h", (0.3, 0.6, 0.9), (0.33, 0.67, 1.0), deadline=day("2025-09-29")),
        *course("i", (0.2, 0.5, 0.4)),
        *course("j", (0.4, 0.8, 1.0), (0.5, 1.0, 1.0), deadline=JUNE, done_on=day("2025-07-10")),
        *course("k", (0.4, 0.8), (0.45, 0.9), (MARCH, JUNE), deadline=day("2025-07-31"), unit_id="u2",
                current_unit_id="u2", programme="care"),
        *course("l", (0.5,), (0.5,), (SEPTEMBER,), deadline=None),
        *course("m", (0.5, 0.5), (0.5, 0.75), (JUNE, SEPTEMBER)),
        *course("old", (0.9,), (1.0,), (day("2024-12-31"),), deadline=day("2024-11-30")),
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("programmes")
    units = [unit("u1", unit="甲局"), unit("u2", unit="乙局", unit_class="party_mass")]
    return small_build(folder / "city.duckdb", unit=units, traffic_lights=rules, programme_project=projects)


def one(city: Path, question: str, project_id: str, **params) -> dict:
    rows = queries.ask(question, build=city, year_from=2025, **params).filter(pl.col("project_id") == project_id)
    (row,) = rows.iter_rows(named=True)
    return row


@pytest.mark.parametrize(
    ("project_id", "lights"),
    [
        ("a", ["green", "yellow", "yellow"]),  # 5, 20 and 15 points behind
        ("b", ["green", "green", "green"]),  # 10 points are not over 10
        ("c", ["green", "yellow", "yellow"]),  # 30 points are not over 30
        ("d", ["green", "yellow", "red"]),
        ("e", ["yellow", "yellow", "red"]),  # 0, 3 and 6 months after the month due
        ("f", [None, None, "yellow"]),  # its plan begins only in the third quarter
        ("j", ["green", "yellow", None]),  # done
        ("l", ["green"]),
    ],
)
def test_lights_go_by_the_rule_in_force_and_its_limits_belong_to_the_milder_side(city, project_id, lights):
    reports = queries.ask("programme_status", build=city, year_from=2025).filter(pl.col("project_id") == project_id)
    assert reports["light"].to_list() == lights
    assert reports.select("yellow_above", "red_above", "red_after_months").unique().rows() == [(0.1, 0.3, 3.0)]


def test_slip_and_forecast_of_a_project_behind_its_plan(city):
    """0.6 lies 0.4 of the way from 0.5 in June to 0.75 in September: 37 of 92 days. 0.6 in 273 days, 0.4 to go."""
    row = one(city, "programme_progress", "a")
    assert row["planned_on"] == day("2025-08-06")
    assert row["slip_days"] == 55
    assert row["forecast_on"] == SEPTEMBER + datetime.timedelta(days=182)
    assert row["forecast_first_on"] == SEPTEMBER + datetime.timedelta(days=123)  # 0.3 in 92 days, its fastest
    assert row["forecast_last_on"] == SEPTEMBER + datetime.timedelta(days=364)  # 0.1 in 91 days, its slowest


def test_reports_after_the_chosen_day_change_nothing(city):
    """0.3 lies 0.2 of the way from 0.25 in March to 0.5 in June: 19 of 91 days."""
    row = one(city, "programme_progress", "a", until="2025-06-30")
    assert (row["reported_on"], row["progress"], row["planned_on"]) == (JUNE, 0.3, day("2025-04-19"))
    assert row["slip_days"] == 72
    assert row["forecast_on"] == JUNE + datetime.timedelta(days=423)  # 0.7 at 0.3 in 181 days
    assert queries.ask("programme_progress", build=city, until="2024-01-01").is_empty()


def test_a_project_without_progress_has_a_slip_and_no_forecast(city):
    row = one(city, "programme_progress", "e")
    assert (row["planned_on"], row["slip_days"]) == (day("2024-12-31"), 273)
    assert row["forecast_on"] is None and row["forecast_first_on"] is None
    late_plan = one(city, "programme_progress", "f")  # its plan stands at 0 until June
    assert (late_plan["planned_on"], late_plan["slip_days"]) == (JUNE, 92)


def test_a_range_needs_two_paces_and_its_end_a_pace_above_zero(city):
    single = one(city, "programme_progress", "l")
    assert single["forecast_on"] == SEPTEMBER + datetime.timedelta(days=273)
    assert (single["forecast_first_on"], single["forecast_last_on"]) == (None, None)
    assert (single["planned_on"], single["slip_days"]) == (None, None)  # without a deadline its plan ends at 0.5
    resting = one(city, "programme_progress", "m")
    assert resting["forecast_on"] == SEPTEMBER + datetime.timedelta(days=273)
    assert resting["forecast_first_on"] == SEPTEMBER + datetime.timedelta(days=181)
    assert resting["forecast_last_on"] is None
    assert resting["stalled"]


def test_overdue_when_the_deadlines_day_is_over_also_without_a_report(city):
    assert not one(city, "programme_projects", "g")["overdue"]
    late = one(city, "programme_projects", "h")
    assert (late["overdue"], late["overdue_days"], late["silent"]) == (True, 1, False)
    quiet = one(city, "programme_projects", "k")  # reported last in June, due in July, the round is of September
    assert (quiet["overdue"], quiet["overdue_days"], quiet["silent"]) == (True, 61, True)
    assert (quiet["reported_on"], quiet["round_on"]) == (JUNE, SEPTEMBER)


def test_a_completed_project_slips_from_its_deadline(city):
    row = one(city, "programme_projects", "j")
    assert (row["state"], row["completed_on"], row["slip_days"], row["overdue"]) == (
        "done",
        day("2025-07-10"),
        10,
        False,
    )
    assert row["forecast_on"] is None


def test_a_project_of_last_year_is_held_against_the_last_round_of_that_year(city):
    old = queries.ask("programme_projects", build=city, year_to=2024).row(0, named=True)
    assert (old["project_id"], old["round_on"], old["overdue_days"]) == ("old", day("2024-12-31"), 31)


def test_progress_that_fell_is_told_at_its_report_and_of_its_project(city):
    reports = queries.ask("programme_story", build=city, project_id="i")
    assert reports["fell"].to_list() == [False, False, True]
    assert reports["stalled"].to_list() == [False, False, True]
    assert queries.ask("programme_projects", build=city, standing=["fell"])["project_id"].to_list() == ["i"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"standing": ["overdue"]}, {"h", "k", "old"}),
        ({"standing": ["red"]}, {"d", "e", "i"}),
        ({"standing": ["silent"]}, {"k"}),
        ({"standing": ["not_started"]}, {"e", "f"}),
        ({"standing": ["done", "stalled"], "year_from": 2025}, {"e", "f", "i", "j", "m"}),
        ({"units": ["乙局"]}, {"k"}),
        ({"unit_class": ["party_mass"]}, {"k"}),
        ({"programme": ["care"]}, {"k"}),
        ({"search": "主任"}, {"a"}),
    ],
)
def test_the_projects_by_standing_unit_programme_and_text(city, choice, expected):
    assert set(queries.ask("programme_projects", build=city, **choice)["project_id"]) == expected


def test_the_round_is_that_of_all_projects_whatever_is_chosen(city):
    (row,) = queries.ask("programme_projects", build=city, units=["u2"]).iter_rows(named=True)
    assert row["round_on"] == SEPTEMBER


def test_a_standing_that_does_not_exist_is_refused(city):
    with pytest.raises(queries.QuestionError):
        queries.ask("programme_projects", build=city, standing=["purple"])
