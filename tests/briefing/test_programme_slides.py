"""Slides of the six programmes: the words and numbers of the frame."""

import pytest

from tests.briefing.read_slides import along, charts_of, made, row_texts, slides_of, values_of
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES, label, say

__all__ = ["made"]  # the fixture of opened


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_project_has_a_row_with_the_word_of_each_light(made, lang):
    exhibit, slides = made["programme_status", lang]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    rows = [tuple(cell.text for cell in row.cells) for table in tables for row in list(table.rows)[1:]]
    assert len(rows) == 30 and len({row[1] for row in rows}) == 30
    last = exhibit.frame.sort("month").unique("project_id", keep="last")
    for programme, project, unit, state, light in last.select("programme", "project", "unit", "state", "light").rows():
        (row,) = [row for row in rows if row[1] == project]
        assert (row[0], row[2]) == (label("programme", programme, lang), unit)
        word = say(f"exhibits.light_short.{'done' if state == 'done' else light}", lang)
        assert row[-1].rstrip("!\u2193") == word


def test_the_projects_behind_their_plan_are_dots_with_their_forecast(made):
    exhibit, slides = made["programme_progress", "zh"]
    behind = exhibit.frame.filter((exhibit.frame["state"] != "done") | (exhibit.frame["slip_days"] > 0))
    assert along(slides, -1) == behind["slip_days"].to_list()
    words = [text for slide in slides for text in row_texts(slide)]
    assert "晚139天；预计2026-08-12（2026-08-05至2026-08-22）" in words
    assert "晚365天；无进度，不作预计" in words


def test_the_course_of_a_project_is_two_lines(demo_home):
    exhibit = exhibit_of("programme_story", "project_id=XM-22")
    (chart,) = charts_of(slides_of(exhibit))
    actual, plan = chart.plots[0].series
    assert values_of(actual) == exhibit.frame["progress"].to_list()
    assert values_of(plan) == exhibit.frame["schedule"].to_list()
