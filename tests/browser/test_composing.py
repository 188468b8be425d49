"""From cards of two pages to a deck and a pack: a writer's way in a real browser, and the pack without any network."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from bench.served import served
from tests.briefing.read_slides import charts_of, sheet_rows, slides_of
from tests.browser.conftest import settled
from tests.exhibits.demonstration import exhibit_of
from words import say

pytestmark = pytest.mark.browser
NOTE = "<b>一句话</b> =1+1"


@pytest.fixture(scope="module")
def writers_address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a warehouse that may be written to."""
    home = tmp_path_factory.mktemp("writers")
    (home / "builds").symlink_to(demo_home / "builds")
    with served(home=home, log=home / "log.txt") as address:
        yield address


def add(page: Page, name: str) -> None:
    button, before = page.locator(f".st-key-basket-{name} button:visible").first, page.url
    button.click()
    expect(button).to_be_disabled()
    expect(button).to_contain_text(say("compose.basket.added", "zh"))
    expect(page).not_to_have_url(before)  # the basket is in the address, which is written last


def findings(page: Page) -> list[str]:
    settled(page)
    return page.locator("[class*='st-key-card-block-'] strong").all_inner_texts()


def pressed(page: Page, place: int, tool: str) -> None:
    """Presses an arrow of the block at a place, and waits until the address holds another draft."""
    before = page.url
    page.locator(f"[class*='st-key-{tool}-'] button:visible").nth(place).click()
    expect(page).not_to_have_url(before)
    settled(page)


def test_three_cards_become_a_deck_and_a_pack(page: Page, writers_address: str, foreign: list[str], tmp_path: Path):
    page.goto(writers_address)
    add(page, "headline")
    add(page, "satisfaction_trend")
    page.goto(page.url.replace("/?", "/rectification?"))  # a link to another page takes the basket along
    add(page, "rectification_summary")
    page.get_by_role("link", name=say("compose.basket.link", "zh", n=3)).click()
    said = [exhibit_of(name).finding for name in ("headline", "satisfaction_trend", "rectification_summary")]
    expect(page.locator("[class*='st-key-card-block-'] strong")).to_have_count(3)
    assert findings(page)[:2] == said[:2]

    page.reload()
    expect(page.locator("[class*='st-key-card-block-'] strong")).to_have_count(3)
    pressed(page, 1, "up")
    assert findings(page)[:2] == [said[1], said[0]]
    note = page.get_by_placeholder(say("compose.page.words.exhibit", "zh")).first
    note.fill(NOTE)
    before = page.url
    note.blur()
    expect(page).not_to_have_url(before)

    for label, words in (("name", "月报"), ("by", "王")):
        field = page.get_by_label(say(f"compose.page.{label}", "zh"), exact=True)
        field.fill(words)
        field.blur()
        settled(page)
    page.locator(".st-key-composed-save button").click()
    expect(page.get_by_text(say("compose.said.saved", "zh", name="月报", number=1))).to_be_visible()
    pressed(page, 0, "remove")
    assert len(findings(page)) == 2
    page.locator(".st-key-composed-open button").click()
    expect(page.locator("[class*='st-key-card-block-'] strong")).to_have_count(3)

    deck = downloaded(page, "deck")
    slides = list(Presentation(io.BytesIO(deck)).slides)
    trend = slides_of(exhibit_of("satisfaction_trend"))
    assert [sheet_rows(chart) for chart in charts_of(slides)][: len(charts_of(trend))] == [
        sheet_rows(chart) for chart in charts_of(trend)
    ]
    assert any(NOTE in shape.text_frame.text for shape in slides[1].shapes if shape.has_text_frame)
    pack = downloaded(page, "pack")
    assert b"ronghePart" not in pack  # the server dresses its own page, not what readers download
    (tmp_path / "pack.html").write_bytes(pack)
    assert foreign == []
    read_offline(page.context.browser, tmp_path / "pack.html", said)


def downloaded(page: Page, what: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=say(f"compose.page.{what}", "zh")).click()
    return download.value.path().read_bytes()


def read_offline(browser: Browser | None, file: Path, said: list[str]) -> None:
    """The pack in a browser without a network: drawn, searched, sorted, by keyboard, and nothing asked of any host."""
    assert browser
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("h3").all_inner_texts() == [said[1], said[0], *page.locator("h3").all_inner_texts()[2:]]
    expect(page.locator(".note").first).to_have_text(say("compose.note", "zh", note=NOTE))

    details = page.locator("details").first
    details.locator("summary").press("Enter")
    details.locator("th button").first.press("Enter")
    expect(details.locator("th").first).to_have_attribute("aria-sort", "ascending")
    details.locator("th button").first.press("Enter")
    years = [int(year) for year in details.locator("tbody tr td:first-child").all_inner_texts()]
    assert years == sorted(years, reverse=True) and len(years) > 3
    details.locator(".filter input").fill(str(years[0]))
    expect(details.locator("tbody tr:visible")).to_have_count(1)

    page.locator("#search").fill(said[0])
    expect(page.locator(".block:visible")).to_have_count(1)
    page.locator("#search").fill("没有这句话")
    expect(page.locator("#found")).to_have_text(say("compose.pack.nothing", "zh"))
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []
    context.close()
