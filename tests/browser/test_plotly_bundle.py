"""Our bundle of Plotly draws every figure as Plotly's whole script does."""

import json
from collections.abc import Iterator
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Browser, Page

import queries
from charts import plotly_bundle
from exhibits import CATALOGUE, Selection

pytestmark = pytest.mark.browser

WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# The marks of a drawn figure; the random ids that Plotly gives are the same in each page.
DRAWN = """
async (figure) => {
  let seed = 1;
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const place = document.body.appendChild(document.createElement("div"));
  await Plotly.newPlot(place, figure.data, { ...figure.layout, width: 700 });
  const svg = [...place.querySelectorAll(".main-svg")].map((each) => each.outerHTML).join("\\n");
  Plotly.purge(place);
  place.remove();
  return svg;
}
"""


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[list[Page]]:
    """Two empty pages, one with our bundle, one with the whole script."""
    opened = []
    for script in (plotly_bundle.BUNDLE, WHOLE):
        opened.append(browser.new_page(viewport={"width": 1100, "height": 900}))
        opened[-1].set_content("<p>")
        opened[-1].add_script_tag(path=script)
    yield opened
    for page in opened:
        page.close()


def test_the_bundle_is_of_the_version_that_plotly_has():
    assert plotly_bundle.version() == plotly_bundle.version(WHOLE)


def test_the_bundle_has_the_traces_that_it_names(pages: list[Page]):
    ours, _ = pages
    assert ours.evaluate("() => Object.keys(Plotly.PlotSchema.get().traces).sort()") == sorted(plotly_bundle.TRACES)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_figure_is_drawn_as_by_the_whole_script(name: str, pages: list[Page], demo_home: Path):
    chosen, spec = Selection(), CATALOGUE[name]
    shown = spec.make(
        {each: queries.ask(each, **chosen.params(queries.parameters(each))) for each in spec.questions}, chosen
    )
    if not shown.figure_json:
        return
    figure = json.loads(shown.figure_json)
    assert {trace["type"] for trace in figure["data"]} <= set(plotly_bundle.TRACES)
    ours, whole = (page.evaluate(DRAWN, figure) for page in pages)
    assert len(ours) > 1000
    assert ours == whole
