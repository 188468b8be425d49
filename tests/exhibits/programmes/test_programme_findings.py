"""What the exhibits of the six programmes say, on both sides of each rule, and what they show of nothing."""

import datetime

import polars as pl
import pytest

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from exhibits.gates import LONGEST
from tests.exhibits.answered_frames import around
from words import LANGUAGES

NAMES = ("programme_status", "programme_progress", "programme_projects", "programme_story")
TYPES = {"varchar": pl.String, "bigint": pl.Int64, "integer": pl.Int32, "double": pl.Float64, "date": pl.Date}
TYPES |= {"boolean": pl.Boolean}
JUNE, SEPTEMBER, DECEMBER = (datetime.date(2025, month, day) for month, day in ((6, 30), (9, 30), (12, 31)))
COMMON = {"year": 2025, "programme": "care", "project": "谈心谈话制度", "unit": "甲局", "deadline": DECEMBER,
          "reported_on": SEPTEMBER, "state": "in_progress", "light": "green", "progress": 0.7, "schedule": 0.75,
          "share_behind": 0.05}  # fmt: skip
FALSE = dict.fromkeys(("fell", "stalled", "past_deadline", "overdue", "silent"), False)


def frame(name: str, *given: dict) -> pl.DataFrame:
    """Rows of a question; columns not given are those of a project on plan."""
    schema = {column.split()[0]: TYPES[column.split()[1]] for column in queries.contract(name)["returns"]}
    more = {"month": datetime.date(2025, 9, 1), "round_on": SEPTEMBER, "plan_zero_on": datetime.date(2024, 12, 31)}
    more |= {"reports_n": 1, "yellow_above": 0.1, "red_above": 0.3, "red_after_months": 3.0}
    usual = {column: (COMMON | FALSE | more).get(column) for column in schema}
    return pl.DataFrame([usual | row for row in given], schema=schema)


def shown(name: str, *given: dict, lang: str = "zh", **chosen) -> Exhibit:
    """The exhibit of these rows; the course of a project also has its standing."""
    rows = [{"project_id": f"XM-{at:02d}"} | row for at, row in enumerate(given, start=1)]
    frames = around() | {name: frame(name, *rows)}
    columns = frame("programme_progress").columns
    standing = [{column: value for column, value in row.items() if column in columns} for row in rows[-1:]]
    if name == "programme_story":
        frames["programme_progress"] = frame("programme_progress", *standing)
    return CATALOGUE[name].make(frames, Selection(lang=lang, **chosen))


DONE = {"state": "done", "light": None, "progress": 1.0}
RED, YELLOW = {"light": "red", "share_behind": 0.4}, {"light": "yellow", "share_behind": 0.2}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_says_so(name, lang):
    exhibit = shown(name, lang=lang)
    assert exhibit.figure is None
    assert exhibit.finding == {"zh": "没有符合条件的项目", "en": "No project matches this choice"}[lang]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([DONE, {}], "2项完成1项，无逾期"),
        ([DONE, RED, YELLOW, YELLOW], "4项完成1项，红灯1项，黄灯2项，无逾期"),
        ([RED | {"past_deadline": True}], "1项完成0项，红灯1项，逾期1项"),
        ([{"fell": True}, {}], "2项完成0项，1项进度倒退，无逾期"),
        ([DONE | {"light": "red"}], "1项完成1项，无逾期"),
    ],
)
def test_lights_are_counted_of_what_is_not_done(rows, said):
    assert shown("programme_status", *rows).finding == said


def test_the_light_of_a_project_is_that_of_its_last_report_and_a_fall_of_any():
    march = {"project_id": "XM-01", "month": datetime.date(2025, 3, 1), **RED, "fell": True}
    exhibit = shown("programme_status", march, {"project_id": "XM-01"})
    assert exhibit.finding == "1项完成0项，1项进度倒退，无逾期"
    heat = exhibit.figure.data[0]
    assert [list(row) for row in heat.text if any(row)] == [["红↓", "绿"]]
    assert [list(row) for row in heat.z if any(code is not None for code in row)] == [[4, 2]]


def test_a_cell_has_a_word_and_a_sign_and_never_colour_alone():
    exhibit = shown("programme_status", RED | {"past_deadline": True}, YELLOW, DONE, {"light": None}, lang="en")
    words = [row[0] for row in exhibit.figure.data[0].text if row[0]]
    assert words == ["Red!", "Yellow", "Done", "—"]
    assert all(word in exhibit.figure.layout.title.text for word in ("red", "yellow", "green", "done", "no light"))


def test_the_rule_is_said_with_the_limits_that_were_in_force():
    said = shown("programme_status", {"yellow_above": 0.05, "red_above": 0.2}).subtitle
    assert "超过5个百分点黄灯、超过20个红灯" in said
    assert "红灯" not in shown("programme_status", {"yellow_above": None}).subtitle


def test_only_the_last_months_are_drawn_and_the_frame_holds_all():
    months = [{"project_id": "XM-01", "month": datetime.date(2025, month, 1)} for month in range(1, 9)]
    exhibit = shown("programme_status", *months)
    assert len(exhibit.figure.data[0].x) == 6 and exhibit.frame.height == 8
    assert "图示最近6个月，共8个月" in exhibit.subtitle


def ahead(first: datetime.date, last: datetime.date | None = None) -> dict:
    return {"forecast_on": first, "forecast_first_on": first, "forecast_last_on": last or first, "slip_days": 10}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([DONE | {"completed_on": JUNE, "slip_days": 0}], "1项全部完成"),
        ([ahead(DECEMBER)], "1项未完成，无逾期，最快均可不逾期"),  # on the day of its deadline
        ([ahead(datetime.date(2026, 1, 1))], "1项未完成，无逾期，1项最快也要逾期"),
        (
            [ahead(datetime.date(2026, 1, 1)) | {"overdue": True}],
            "1项未完成，逾期1项",
        ),  # what is overdue is no forecast
        ([{"slip_days": 5}], "1项未完成，无逾期"),  # no range, no word about it
    ],
)
def test_what_will_be_overdue_is_said_of_the_fastest_pace_alone(rows, said):
    assert shown("programme_progress", *rows).finding == said


def test_the_range_of_a_forecast_is_called_no_interval_of_a_sample():
    exhibit = shown("programme_progress", ahead(DECEMBER), lang="en")
    assert "not a sample: no confidence interval" in exhibit.footer
    assert "fastest and slowest pace" in exhibit.footer


def test_the_unfinished_and_the_late_are_drawn_and_the_others_counted():
    done = [DONE | {"completed_on": JUNE, "slip_days": slip} for slip in (0, -3, 9)]
    exhibit = shown("programme_progress", *done, ahead(DECEMBER), {"slip_days": None, "planned_on": None})
    assert len(exhibit.figure.layout.yaxis.ticktext) == 3
    assert "图示3项，其余2项见表" in exhibit.subtitle
    texts = [trace.text for trace in exhibit.figure.data if trace.text is not None]
    assert [text.strip() for text in texts[-1]] == ["晚10天", "—", "晚9天"]


def test_at_most_24_projects_are_drawn_the_furthest_behind():
    exhibit = shown("programme_progress", *({"slip_days": at} for at in range(30)))
    assert len(exhibit.figure.layout.yaxis.ticktext) == 24
    assert exhibit.frame["slip_days"][0] == 29


def test_a_forecast_far_away_or_without_an_end_is_a_triangle_at_the_edge():
    far = ahead(datetime.date(2033, 1, 1)) | {"forecast_last_on": None}
    figure = shown("programme_progress", far).figure
    assert any(trace.marker.symbol == "triangle-right-open" and len(trace.x) == 1 for trace in figure.data)
    assert figure.layout.xaxis.range[1] < "2027-03"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([DONE, {}], "共2项，1项未完成，无逾期"),
        ([{"overdue": True, "stalled": True}, {"stalled": True}], "共2项，2项未完成，逾期1项，停滞2项"),
    ],
)
def test_the_list_counts_what_is_overdue_and_stalled(rows, said):
    assert shown("programme_projects", *rows).finding == said


def test_a_project_must_be_chosen_for_its_course():
    exhibit = shown("programme_story", {})
    assert (exhibit.finding, exhibit.figure) == ("请先选定一个项目", None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "谈心谈话制度进度70%，绿灯"),
        (RED | {"overdue": True}, "谈心谈话制度进度70%，红灯，已逾期"),
        ({"light": None, "progress": None}, "谈心谈话制度进度—"),
        (DONE | {"completed_on": JUNE}, "谈心谈话制度2025-06-30完成"),
    ],
)
def test_the_course_says_progress_light_and_deadline(row, said):
    exhibit = shown("programme_story", {"project_id": "XM-01"} | row, project_id="XM-01")
    assert exhibit.finding == said
    assert (exhibit.figure is None) == ("progress" in row and row["progress"] is None)


def test_the_plan_of_a_course_runs_from_the_years_start_to_the_deadline():
    exhibit = shown("programme_story", {"project_id": "XM-01"}, project_id="XM-01")
    plan = exhibit.figure.data[0]
    assert list(plan.y) == [0.0, 0.75, 1.0]
    assert str(plan.x[-1])[:10] == "2025-12-31"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_name_leaves_room_for_the_light(lang):
    exhibit = shown("programme_story", {"project_id": "XM-01", "project": "长" * 60}, lang=lang, project_id="XM-01")
    assert len(exhibit.finding) <= LONGEST[lang]
    assert {"zh": "绿灯", "en": "green light"}[lang] in exhibit.finding
