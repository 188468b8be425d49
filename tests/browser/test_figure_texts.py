"""No text of a figure overlaps another, lies under a mark of its axis or a line, is cut or too small to read.

Every exhibit of the demonstration is drawn in both languages as wide as cards are on a phone, in one of two columns and
alone, by the bundle of the pages with the settings of the pages; `figure_texts.js` measures what is drawn.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import queries
from charts.plotly_bundle import BUNDLE
from charts.theme import WIDTHS
from exhibits import CATALOGUE, Selection
from exhibits.services.series_signals import charted
from shell.parts import plotly_config
from tests.pages.test_pages import opened
from tests.pages.told_parts import told_parts
from words import LANGUAGES, say

pytestmark = pytest.mark.browser

# Choices that make other shapes of figures, and the exhibits that they are tried on. UNITS: four units.
CHOICES = {
    "units_shown=all trend_by=unit group_by=unit split_by=group span=three cohort=quarter": (
        *("unit_ranking", "coupling", "satisfaction_multiples", "satisfaction_decomposition"),
        *("rectification_on_time", "rectification_closure", "rectification_cohorts"),
    ),
    "unit_class=service_heavy year_from=2024 group_by=round index=brand": (
        *("unit_funnel", "linkage", "satisfaction_by_unit", "index_by_unit", "brand_winners", "coverage"),
        *("rectification_backlog", "rectification_quality", "duty_coverage", "bad_rating_handling"),
    ),
    "basis=points trend_by=division group_by=source colour=dissatisfied_rate": (
        *("satisfaction_trend", "satisfaction_weighted", "satisfaction_multiples", "division_map", "inquiry_flow"),
    ),
    "units=UNITS year_from=2025": (
        *("linkage", "unit_funnel", "satisfaction_trend", "service_ratings_by_unit", "brand_winners", "index_trend"),
        *("contact_points", "programme_status", "appraisal_grades"),
    ),
    "unit=A01": ("unit_closure",),
}


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> Iterator[Page]:
    """An empty page with Plotly and the measuring functions."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.set_content("<div id=figure></div>")
    page.add_script_tag(path=BUNDLE)
    page.add_script_tag(path=Path(__file__).with_name("figure_texts.js"))
    yield page
    page.close()


def figures(name: str, settings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(language, the exhibit's Plotly figure as JSON), where it has one."""
    chosen, spec = Selection.of(settings), CATALOGUE[name]
    answers = {each: queries.ask(each, **chosen.params(queries.parameters(each))) for each in spec.questions}
    for lang in LANGUAGES:
        figure = spec.make(answers, replace(chosen, lang=lang)).figure
        if hasattr(figure, "to_plotly_json"):
            yield lang, figure.to_json()


def faults(drawing: Page, name: str, settings: Sequence[str] = ()) -> list[str]:
    return [fault for lang, figure in figures(name, settings) for fault in measured(drawing, name, figure, lang)]


def measured(drawing: Page, name: str, figure: str, lang: str) -> list[str]:
    given = [figure, plotly_config(lang), WIDTHS, say("exhibits.sample", lang)]
    spoken = drawing.evaluate("([figure, ...how]) => faults(JSON.parse(figure), ...how)", given)
    return [f"{name} {lang} {width} px: {kind}: {one} | {other}" for width, kind, one, other in spoken]


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_text_of_a_figure_can_be_read(name: str, drawing: Page, demo_home: Path):
    assert faults(drawing, name) == []


@pytest.mark.parametrize(("choice", "name"), [(choice, name) for choice, names in CHOICES.items() for name in names])
def test_every_text_of_another_shape_can_be_read(choice: str, name: str, drawing: Page, demo_home: Path):
    units = ",".join(queries.ask("unit_list")["unit_id"].head(4))
    assert faults(drawing, name, choice.replace("UNITS", units).split()) == []


def test_every_text_of_a_control_chart_can_be_read(drawing: Page, demo_home: Path):
    series = charted(queries.ask("series_signals"))
    assert len(series) > 1
    assert [fault for each in series for fault in faults(drawing, "series_signals", [f"series={each}"])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["A01", "A06"])
def test_every_text_of_a_portrait_can_be_read_though_its_figures_are_low(unit, lang, drawing: Page, demo_home: Path):
    shown = [told for told in told_parts(opened("pages/leaders/unit.py", lang=lang, unit=unit)) if "figure" in told]
    assert len(shown) == 6
    for told in shown:
        figure = told["figure"] | {"layout": told["figure"]["layout"] | {"height": told["height"]}}
        assert measured(drawing, told["finding"], json.dumps(figure), lang) == []


@pytest.mark.parametrize(
    ("layout", "kind"),
    [
        ({"annotations": [{"text": "one name", "x": 1, "y": 1}, {"text": "another name", "x": 1, "y": 1}]}, "overlap"),
        ({"annotations": [{"text": "a name", "xref": "paper", "x": 1, "y": 1, "xshift": 80}]}, "cut"),
        ({"annotations": [{"text": "a name", "x": 1, "y": 1, "font": {"size": 6}}]}, "small"),
        (
            {
                "annotations": [{"text": "a name", "x": 1.5, "y": 1.5, "showarrow": False}],
                "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 1.5, "y1": 1.5}],
            },
            "struck",
        ),
        ({"xaxis": {"range": [1, 2]}, "margin": {"l": 0}, "yaxis": {"ticklabelposition": "inside"}}, "under a mark"),
    ],
)
def test_a_fault_is_found(layout: dict, kind: str, drawing: Page):
    points = {"type": "scatter", "mode": "markers", "x": [1, 1, 2], "y": [1, 2, 1], "marker": {"size": 20}}
    spoken = drawing.evaluate("([figure]) => faults(figure, {}, [333], '')", [{"data": [points], "layout": layout}])
    assert kind in {fault[1] for fault in spoken}
