"""The short address of a trace code: from a card's drawer to the page that restores it."""

import pytest
from playwright.sync_api import Page, expect

from exhibits.trace_code import is_valid
from tests.browser.conftest import new_reader, settled

pytestmark = pytest.mark.browser
CARD = "satisfaction_trend"


def code_of_card(page: Page, address: str, lang: str) -> str:
    """The address under the QR in the drawer of a card."""
    page.goto(f"{address}/satisfaction?lang={lang}")
    page.locator(f".st-key-get-{CARD} button").click()
    shown = page.locator(f".st-key-code-{CARD}")
    expect(shown.locator("img")).to_be_visible()
    target = shown.locator("pre code").inner_text()
    assert target.startswith(f"{address}/c/")
    return target


@pytest.mark.parametrize(("lang", "told"), [("zh", "这就是现行构建"), ("en", "This is the build in force")])
def test_the_short_address_restores_the_card(page: Page, address: str, foreign: list[str], lang: str, told: str):
    target = code_of_card(page, address, lang)
    finding = page.locator(f".st-key-card-{CARD} h3").first.inner_text()
    page.goto(f"{target}?lang={lang}")
    expect(page.locator(".st-key-card-told h3")).to_contain_text(told)
    expect(page.locator(".st-key-card-was h3")).to_have_text(finding, use_inner_text=True)
    assert page.url.startswith(f"{address}/code?") and target.rpartition("/")[2] in page.url
    assert foreign == []


def test_a_slip_offers_the_code_that_was_meant(page: Page, address: str):
    code = code_of_card(page, address, "zh").rpartition("/")[2]
    page.goto(f"{address}/c/{code[1]}{code[0]}{code[2:]}" if code[0] != code[1] else f"{address}/c/{code[:-1]}")
    page.get_by_role("button", name=code).click()
    expect(page.locator(".st-key-card-told h3")).to_contain_text("这就是现行构建")


@pytest.mark.parametrize("wide", [390, 600, 1440])
def test_a_code_stands_on_one_line_of_its_footer_and_is_copied_as_it_is_written(browser, address: str, wide: int):
    reader = new_reader(browser, [], wide, 900)
    reader.goto(f"{address}/?lang=zh")
    settled(reader)
    codes = reader.locator(".part-footer code:visible")
    assert codes.count() > 2
    for code in codes.all():
        assert is_valid(code.inner_text())
        assert code.evaluate("element => element.getClientRects().length") == 1
    reader.context.close()


def test_a_restored_card_fits_a_telephone(browser, address: str, page: Page):
    target = code_of_card(page, address, "zh")
    reader = new_reader(browser, [], 390, 844)
    reader.goto(target)
    expect(reader.locator(".st-key-card-was")).to_be_visible()
    settled(reader)
    wide = reader.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
    reader.context.close()
