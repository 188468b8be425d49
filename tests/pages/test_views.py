"""The views of pages that have several, and the portrait of a unit: with the demonstration, narrowed, and empty."""

import pytest

import queries
from shell import plain
from tests.pages.test_pages import nothing_matches, opened, texts
from tests.pages.told_parts import told_tables
from words import LANGUAGES, label, say

SATISFACTION, UNIT = "pages/analysts/satisfaction.py", "pages/leaders/unit.py"


@pytest.mark.parametrize("view", ["city", "units"])
def test_the_views_of_satisfaction_bear_every_choice(view, demo_home):
    for address in ({}, nothing_matches(), {"basis": "points"}):
        assert not opened(SATISFACTION, view=view, **address).exception


def test_the_views_of_satisfaction_bear_an_empty_build(empty_home):
    assert not opened(SATISFACTION, view="units").exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_the_portrait_of_a_unit_beside_others(lang, demo_home):
    app = opened(UNIT, lang=lang, unit="A22", beside="A03,B01,nobody")
    assert not app.exception
    assert app.session_state["unit"] == "A22"
    assert app.session_state["beside"] == ["A03"]  # B01 is of another class
    assert app.query_params["beside"] in ("A03", ["A03"])
    assert say("exhibits.measure.profile", lang) in texts(app)


def test_a_former_unit_leads_to_the_unit_that_continues_it(demo_home):
    units = queries.ask("unit_list")
    former = units.filter(units["unit_id"] != units["current_unit_id"]).row(0, named=True)
    assert opened(UNIT, unit=former["unit_id"]).session_state["unit"] == former["current_unit_id"]


def test_a_unit_that_is_unknown_leads_to_a_portrait_all_the_same_and_is_named(demo_home):
    app = opened(UNIT, unit="no such unit")
    assert not app.exception and app.session_state["unit"]
    assert "no such unit" in app.warning[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_portrait_names_the_former_units_and_the_year(lang, demo_home):
    said = say(
        "pages.unit.predecessors",
        lang,
        units=say("exhibits.list.comma", lang).join(["市国土资源局", "市规划局"]),
        year=2019,
    )
    assert plain(said) in texts(opened(UNIT, lang=lang, unit="A06"))
    of_none = [caption.value for caption in opened(UNIT, lang=lang, unit="A01").caption]
    assert label("unit_class", "service_heavy", lang) in of_none  # and nothing after it


def test_units_beside_each_other_have_a_column_each(demo_home):
    tables = told_tables(opened(UNIT, unit="A06", beside="A07,A08,A19"))
    assert [len(rows.columns) for rows in tables[:2]] == [5, 5]
    alone = told_tables(opened(UNIT, unit="A06"))[0]
    assert len(alone.columns) == 6 and tables[0].height == alone.height
