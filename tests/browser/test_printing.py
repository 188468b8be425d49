"""What Chromium prints: clean A4 with nothing cut off, every year in it, and the portrait of a unit on one sheet."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from shell.tables import ON_PAPER
from tests.browser.conftest import new_reader, settled
from words import LANGUAGES, say

pytestmark = pytest.mark.browser
YEARS = {str(year) for year in range(2018, 2026)}
MARGIN = 25  # points: less than the margins of a sheet, 11 mm
POPPLER = "pdftotext is missing: apt-get install poppler-utils"


@dataclass
class Sheet:
    """A printed sheet: its size, and each word with its left, right, top and bottom edge, in points."""

    width: float
    height: float
    words: list[tuple[str, float, float, float, float]]

    @property
    def text(self) -> str:
        return " ".join(word for word, *_ in self.words)


Printer = Callable[[Page], list[Sheet]]


@pytest.fixture
def printed(tmp_path: Path) -> Printer:
    """Prints a page that is at rest, as the browser's own command does."""

    def sheets(page: Page) -> list[Sheet]:
        assert shutil.which("pdftotext"), POPPLER
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        run = subprocess.run(["pdftotext", "-bbox", "page.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
        tree = etree.fromstring(run.stdout, etree.XMLParser(recover=True))
        return [
            Sheet(float(sheet.get("width")), float(sheet.get("height")), list(map(_word, sheet.iterfind("{*}word"))))
            for sheet in tree.iterfind(".//{*}page")
        ]

    return sheets


def _word(word: etree._Element) -> tuple[str, float, float, float, float]:
    left, right, top, bottom = (float(word.get(edge)) for edge in ("xMin", "xMax", "yMin", "yMax"))
    return word.text or "", left, right, top, bottom


def assert_whole(sheets: list[Sheet]) -> None:
    """A4, every word between the margins at the sides, and no button or filter among them."""
    for sheet in sheets:
        assert (round(sheet.width), round(sheet.height)) in ((595, 842), (596, 843))
        outside = [word for word, left, right, *_ in sheet.words if left < MARGIN or right > sheet.width - MARGIN]
        assert outside == []
    printed_words = " ".join(sheet.text for sheet in sheets)
    for key in ("shell.download.open", "shell.filter.basis", "shell.link.label"):
        assert say(key, "zh") not in printed_words


@pytest.mark.parametrize(
    ("path", "years"),
    # Of its small multiples the first and the last year are named.
    [("/satisfaction", YEARS), ("/trends", {"'17", "'25", "2025"})],
)
def test_a_page_prints_whole_with_every_year(path, years, page, address, printed):
    page.goto(f"{address}{path}")
    settled(page)
    size = page.locator(".js-plotly-plot .main-svg").first.get_attribute("width")
    sheets = printed(page)
    assert_whole(sheets)
    assert {word for sheet in sheets for word, *_ in sheet.words} >= years
    last = sheets[-1].text
    assert say("shell.sheet.number", "zh", page=len(sheets), pages=len(sheets)) in last.replace(" ", "")
    assert page.locator(".js-plotly-plot .main-svg").first.get_attribute("width") == size  # as it was on the screen


def test_a_phone_prints_as_a_desk_does(browser: Browser, address, printed, foreign):
    texts = []
    for width in (390, 1440):
        reader = new_reader(browser, foreign, width=width)
        reader.goto(f"{address}/satisfaction")
        settled(reader)
        texts.append([sheet.text for sheet in printed(reader)])
        reader.context.close()
    assert texts[0] == texts[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choices", ["unit=A06", "unit=B19", "unit=A01&beside=A02,A03,A04"])
def test_a_portrait_is_one_sheet(choices, lang, page, address, printed):
    page.goto(f"{address}/unit?{choices}&lang={lang}")
    settled(page)
    expect(page.locator(".st-key-card-rectification_backlog .js-plotly-plot .main-svg").first).to_be_visible()
    sheets = printed(page)
    assert_whole(sheets)
    assert len(sheets) == 1
    (sheet,) = sheets
    findings = page.locator(".st-key-portrait [class*='st-key-card-'] h3").all_inner_texts()
    lines = ":is(tspan.line, .annotation-text:not(:has(tspan.line)))"  # of the names, some at the right end of a chart
    names = page.locator(f".st-key-portrait .annotation {lines}").all_text_contents()
    assert len(names) > 10
    whole = sheet.text.replace(" ", "")
    for text in findings[:-1]:  # the list of items, the last card, stays on the screen
        assert text.replace(" ", "") in whole
    assert [part for text in names for part in text.split() if part not in whole] == []  # lines of neighbours mix
    assert say("pages.unit.title", lang) in sheet.text


@pytest.mark.parametrize(
    "path", ["/", "/rectification", "/programmes", "/inquiries", "/brands", "/quality", "/definitions"]
)
def test_a_table_is_printed_with_every_column_and_its_rows(path, page, address, printed):
    page.goto(f"{address}{path}")
    settled(page)
    tables = page.locator(".table-box table")
    assert tables.count() > 0
    sheets = printed(page)
    assert_whole(sheets)
    letters = Counter("".join(sheet.text for sheet in sheets))  # the lines of neighbouring cells mix
    rows = [row for table in tables.all() for row in table.locator("tr").all_text_contents()[: ON_PAPER + 1]]
    assert Counter("".join("".join(rows).split())) - letters == Counter()
    assert all(0 < table.locator("tbody tr:not(.off-paper)").count() <= ON_PAPER for table in tables.all())
    for told in page.locator(".table-rest").all_text_contents():
        assert told.replace(" ", "") in "".join(sheet.text for sheet in sheets).replace(" ", "")


def test_the_closed_sections_of_the_definitions_are_printed(page, address, printed):
    page.goto(f"{address}/definitions")
    settled(page)
    sections = page.locator(".st-key-card-metrics details")
    assert sections.count() > 1
    sheets = printed(page)
    whole = "".join("".join(sheet.text.split()) for sheet in sheets)
    for text in sections.locator("strong").all_text_contents():
        assert "".join(text.split()) in whole
    assert "满意率" in sheets[0].text  # the first sheet is not left empty
    assert page.locator(".st-key-card-metrics details[open]").count() == 0


def _overlap(one: tuple[str, float, float, float, float], other: tuple[str, float, float, float, float]) -> bool:
    """True of two words on each other: at one place of a line, and their middles on nearly the same height."""
    _, left, right, top, bottom = one
    _, left2, right2, top2, bottom2 = other
    apart = abs(top + bottom - top2 - bottom2) / 2
    return min(right, right2) - max(left, left2) > 12 and apart < 0.4 * min(bottom - top, bottom2 - top2)


def test_nothing_is_printed_over_a_table_that_goes_on_on_the_next_sheet(page, address, printed):
    page.goto(f"{address}/indices")
    settled(page)
    sheets = printed(page)
    assert_whole(sheets)
    stamp = say("exhibits.sample", "zh")
    for sheet in sheets:
        words = sorted((word for word in sheet.words if word[0] != stamp), key=lambda word: word[3])
        near = [(one, other) for at, one in enumerate(words) for other in words[at + 1 : at + 60]]
        assert [(one[0], other[0]) for one, other in near if _overlap(one, other)] == []


def test_flows_are_printed_with_both_their_ends(page, address, printed):
    page.goto(f"{address}/indices?view=stars")
    settled(page)
    ends = page.locator(".sankey .node-label").all_text_contents()
    assert len(ends) == 8
    pixels = page.locator(".sankey").bounding_box()
    text = "".join(sheet.text for sheet in printed(page)).replace(" ", "")
    assert [end for end in ends if end.replace(" ", "") not in text] == []
    assert all(text.count(end.replace(" ", "")) >= ends.count(end) for end in ends)
    assert page.locator(".sankey").bounding_box() == pixels  # as it was on the screen


@pytest.mark.parametrize("path", ["/programmes", "/brands?view=winners"])
def test_the_first_sheet_holds_more_than_the_heading_of_its_page(path, page, address, printed):
    page.goto(f"{address}{path}")
    settled(page)
    first, *_ = printed(page)
    assert page.locator("h3").first.inner_text().replace(" ", "") in first.text.replace(" ", "")
