"""The pages and a slide over a province of three cities: the demonstration, and two small ones of the same offices."""

import json
from pathlib import Path

import pytest
from pptx import Presentation

import etl
import queries
from briefing.__main__ import main as make_slides
from exhibits.__main__ import main as tell_exhibit
from tests.briefing.read_slides import charts_of, row_texts, sheet_rows, texts_of
from tests.etl.small_city import NAMES
from tests.etl.small_province import answers_of, made_city
from tests.pages.test_pages import PAGES, opened
from words import say

YEAR = 2021  # the demonstration used the same scale
SMALL = ("苏州", "WX")
STEWARDS = "pages/stewards"


@pytest.fixture(scope="module")
def province_home(demo_home, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cities")
    small = [f"{name}={made_city(folder / name, answers_of('SZ'), YEAR, name)}" for name in SMALL]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(folder / "province"))
        assert etl.build_from([f"南通={demo_home}", *small]).exit_code == 0
    return folder / "province"


@pytest.fixture(autouse=True)
def province(province_home, monkeypatch) -> None:
    monkeypatch.setenv("RONGHE_HOME", str(province_home))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_a_province(page):
    lang = "en" if STEWARDS in page else "zh"
    app = opened(page, lang=lang)
    assert not app.exception
    assert app.title[0].value == say(f"pages.{Path(page).stem}.title", lang)


def test_the_filter_of_units_tells_cities_apart():
    app = opened("pages/analysts/satisfaction.py")
    options = app.multiselect(key="units").options
    assert {f"{city} {NAMES['T1']}" for city in SMALL} <= set(options)


def test_a_choice_of_units_of_two_cities():
    app = opened("pages/analysts/satisfaction.py", units=["苏州:T1", "WX:T1"], year_from=str(YEAR), year_to=str(YEAR))
    assert not app.exception
    found = queries.ask("satisfaction_by_unit", units=["苏州:T1", "WX:T1"])
    assert found["unit"].to_list() == [f"{city} {NAMES['T1']}" for city in sorted(SMALL)]


def test_the_places_of_a_province_are_its_cities():
    found = queries.ask("satisfaction_by_division", year_from=YEAR, year_to=YEAR)
    assert set(found["zh"]) == {"南通", *SMALL}
    app = opened("pages/leaders/map.py", year_from=str(YEAR), year_to=str(YEAR))
    assert not app.exception


def test_a_slide_of_the_units_of_two_cities_says_what_the_exhibit_says(tmp_path, capsys):
    choice = ["--set", "units=苏州:T1,WX:T1,苏州:T2", "--set", f"year_from={YEAR}", "--set", f"year_to={YEAR}"]
    assert make_slides(["satisfaction_by_unit", "-o", str(tmp_path / "units.pptx"), *choice]) == 0
    capsys.readouterr()
    assert tell_exhibit(["satisfaction_by_unit", *choice, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (slide,) = Presentation(str(tmp_path / "units.pptx")).slides
    units = [row["unit"] for row in told["frame"]]
    assert sorted(units) == sorted([f"苏州 {NAMES['T1']}", f"苏州 {NAMES['T2']}", f"WX {NAMES['T1']}"])
    assert slide.shapes.title.text_frame.text == told["finding"]
    (chart,) = charts_of([slide])
    written = {value for row in sheet_rows(chart) for value in row}
    assert set(units) <= {text.strip() for text in (*row_texts(slide), *texts_of(slide))} | written
    assert {row["rate"] for row in told["frame"]} <= written
