"""A leader's and an analyst's way through the dashboard in a real browser, and where the browser calls on the way."""

import contextlib
import io
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect
from pptx import Presentation

from bench.page import in_view
from tests.browser.conftest import WAIT, click_row, new_reader, settled
from tests.exhibits.demonstration import exhibit_of
from words import say

pytestmark = pytest.mark.browser
# The first is no main page: a server that has just started must know it.
PATHS = (
    "/rectification",
    "/",
    "/satisfaction",
    "/indices",
    "/unit",
    "/trends",
    "/programmes",
    "/appraisal",
    "/brands",
    "/duties",
    "/inquiries",
    "/services",
    "/fusion",
    "/map",
    "/intake",
    "/quality",
    "/history",
    "/trace",
    "/compose",
    "/definitions",
)
STREAMLITS_OWN = (
    "Choose options",
    "Choose an option",
    "Press Enter",
    "Browse files",
    "Drag and drop",
    "Deploy",
    "Page not found",
    "Upload",
)


def chips(page: Page) -> Locator:
    return page.locator(".st-key-chips button")


def findings(page: Page) -> Locator:
    return page.locator("[class*='st-key-card-'] h3")


def findings_said(page: Page) -> list[str]:
    """The findings of a page that is at rest."""
    settled(page)
    said = findings(page).all_inner_texts()
    assert said
    return said


def choose(page: Page, name: str, word: str) -> None:
    """Picks a word in a filter of the sidebar."""
    in_view(page.get_by_role("combobox", name=say(f"shell.filter.{name}", "zh"))).click()
    page.get_by_role("option", name=word, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def click_mark(page: Page, card: str, place: int) -> None:
    """Clicks on a mark of a card's chart until the address says that it narrows.

    Plotly clicks what it hovers over, looks only every so often, and loses a click while it draws anew.
    """
    mark = page.locator(f".st-key-card-{card} .scatterlayer path.point:visible").nth(place)
    before = page.url
    for _ in range(3):
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x - 2, y - 2)
        page.mouse.move(x, y)
        expect(page.locator(f".st-key-card-{card} .hoverlayer .hovertext").first).to_be_visible()
        page.mouse.click(x, y)
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(lambda url: url != before, timeout=WAIT)
            break
    settled(page)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_speaks_chinese_and_calls_nobody_else(path: str, page: Page, address: str, foreign: list[str]):
    page.goto(address + path)
    settled(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page).to_have_title(re.compile(say("shell.title", "zh")))
    shown = page.inner_text("body")
    assert [word for word in STREAMLITS_OWN if word in shown] == []
    assert say("shell.error.title", "zh") not in shown
    assert foreign == []


def test_a_filter_narrows_the_page_and_its_chip_undoes_it(page: Page, address: str):
    page.goto(address)
    before = findings_said(page)
    word = say("codes.unit_class.party_mass", "zh")
    choose(page, "unit_class", word)
    expect(page).to_have_url(re.compile("unit_class=party_mass"))
    expect(chips(page)).to_contain_text([word])
    expect(findings(page)).not_to_have_text(before, use_inner_text=True)
    chips(page).first.click()
    expect(chips(page)).to_have_count(0)
    expect(findings(page)).to_have_text(before, use_inner_text=True)


def test_a_click_on_a_year_narrows_to_it_and_the_chip_undoes_it(page: Page, address: str):
    page.goto(address)
    before = findings_said(page)
    click_mark(page, "satisfaction_trend", 2)
    one_year = re.compile(r"year_from=(\d{4})&year_to=\1")
    expect(page).to_have_url(one_year)
    found = one_year.search(page.url)
    assert found
    expect(chips(page).first).to_contain_text(found[1])
    chips(page).first.click()
    expect(chips(page)).to_have_count(0)
    expect(findings(page)).to_have_text(before, use_inner_text=True)


def test_a_click_on_a_group_narrows_to_it(page: Page, address: str):
    page.goto(address + "/satisfaction")
    settled(page)
    click_mark(page, "satisfaction_by_group", 1)
    expect(page).to_have_url(re.compile("groups="))
    expect(chips(page)).to_have_count(1)


def test_a_link_with_thousands_of_fields_keeps_what_is_known_and_is_answered_by_one_sentence(page: Page, address: str):
    """Streamlit would read none of them: it drops a query of more than a thousand fields."""
    unknown = "&".join(f"units=unknown-{at}" for at in range(3000))
    page.goto(f"{address}/satisfaction?year_from=2019&{unknown}&units=A01&groups=residents")
    told = say("shell.link.lost_several", "zh", what="unknown-0”“unknown-1”“unknown-2", n=3000)
    expect(page.locator("[data-testid=stAlert]")).to_have_text(told)
    settled(page)
    assert {"year_from=2019", "units=A01", "groups=residents"} <= set(page.url.partition("?")[2].split("&"))
    unknown = "&".join(f"name-{at}={at}" for at in range(3000))
    page.goto(f"{address}/satisfaction?{unknown}&units=A01")
    told = say("shell.link.lost_several", "zh", what="name-0”“name-1”“name-2", n=3000)
    expect(page.locator("[data-testid=stAlert]")).to_have_text(told)
    settled(page)
    assert "units=A01" in page.url


def test_a_link_gives_the_same_view_to_a_fresh_browser(page: Page, browser: Browser, address: str, foreign: list[str]):
    page.goto(f"{address}/satisfaction?year_from=2019&year_to=2023&unit_class=service_heavy&basis=two")
    before = findings_said(page)
    page.locator(".st-key-link button").click()
    link = page.locator("[data-testid=stCode]").inner_text().strip()
    assert "build=" in link and "basis=two" in link and "year_from=2019" in link
    other = new_reader(browser, foreign)
    other.goto(link)
    expect(findings(other)).to_have_text(before, use_inner_text=True)
    expect(chips(page)).not_to_have_count(0)
    expect(chips(other)).to_have_text(chips(page).all_inner_texts(), use_inner_text=True)
    other.context.close()


def test_the_language_changes_and_what_is_chosen_stays(page: Page, address: str):
    page.goto(f"{address}/satisfaction?groups=residents")
    settled(page)
    page.get_by_role("button", name="English").or_(page.get_by_role("radio", name="English")).first.click()
    page.get_by_role("heading", level=1, name=say("pages.satisfaction.title", "en")).wait_for()
    expect(page).to_have_url(re.compile("lang=en.*groups=residents"))
    expect(chips(page)).to_have_text([say("shell.chip.undo", "en", word=say("codes.group.residents", "en"))])
    settled(page)
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text("满意率", use_inner_text=True)


def test_going_back_brings_back_what_was_chosen(page: Page, address: str):
    page.goto(address)
    settled(page)
    choose(page, "unit_class", say("codes.unit_class.party_mass", "zh"))
    expect(chips(page)).to_have_count(1)
    page.go_back()
    expect(page).not_to_have_url(re.compile("unit_class"))
    expect(chips(page)).to_have_count(0)


def test_the_slide_of_a_card_holds_the_numbers_that_the_page_shows(page: Page, address: str, demo_home):
    page.goto(f"{address}/satisfaction?year_from=2018&year_to=2024")
    settled(page)
    page.locator(".st-key-get-satisfaction_trend button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=say("shell.download.slide", "zh")).click()
    slide = Presentation(io.BytesIO(download.value.path().read_bytes())).slides[0]
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    shown = exhibit_of("satisfaction_trend", "year_from=2018", "year_to=2024")
    expect(page.locator(".st-key-card-satisfaction_trend h3")).to_have_text(shown.finding, use_inner_text=True)
    assert shown.finding in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    years = [str(category) for category in chart.plots[0].categories]
    values = {series.name: list(series.values) for series in chart.plots[0].series}
    rates = dict(zip(shown.frame["year"].cast(str), shown.frame["rate"], strict=True))
    assert any(
        all(
            rates.get(year) is None or value == pytest.approx(rates[year])
            for year, value in zip(years, line, strict=True)
        )
        for line in values.values()
    )
    assert any(set(line) == {0.94} for line in values.values())


def test_a_row_of_the_ledger_tells_its_story(page: Page, address: str):
    page.goto(f"{address}/rectification")
    settled(page)
    tables = page.locator(".st-key-card-rectification_items .table-box")
    expect(tables).to_have_count(1)
    click_row(tables)
    expect(tables).to_have_count(2)


def test_a_phone_shows_the_headline_two_by_two_without_a_sideways_scroll(browser: Browser, address: str):
    phone = new_reader(browser, [], 390, 844)
    phone.goto(address)
    settled(phone)
    cards = phone.locator(".st-key-cards > div")
    expect(cards).to_have_count(4)
    boxes = [card.bounding_box() for card in cards.all()]
    assert len({round(box["y"]) for box in boxes if box}) == 2
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.context.close()
