"""The slide button of every card: what is downloaded is a slide of that card, under its title."""

import io

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

import briefing
from tests.browser.conftest import settled
from words import say

pytestmark = pytest.mark.browser


def cards_of(page: Page, least: int) -> list[str]:
    """The exhibits of the page that have a drawer of downloads and can become a slide; waits for so many."""
    drawers = page.locator(", ".join(f".st-key-get-{name}" for name in briefing.SUPPORTED))
    expect(drawers.nth(least - 1)).to_be_attached()
    settled(page)  # there may be more
    classes = drawers.evaluate_all("all => all.map(each => each.className)")
    keys = [word.removeprefix("st-key-get-") for names in classes for word in names.split() if "st-key-get-" in word]
    return [key for key in keys if key in briefing.SUPPORTED]


@pytest.mark.parametrize(("path", "least"), [("/", 5), ("/fusion", 2)])
def test_each_card_of_a_page_hands_over_its_slide(page: Page, address: str, path: str, least: int):
    page.goto(address + path)
    slide = page.get_by_role("button", name=say("shell.download.slide", "zh"))
    for name in cards_of(page, least):
        page.locator(f".st-key-get-{name} button").click()
        with page.expect_download() as download:
            slide.click()
        page.keyboard.press("Escape")
        expect(slide).to_have_count(0)
        assert download.value.suggested_filename == f"{name}.pptx"
        (first, *_) = Presentation(io.BytesIO(download.value.path().read_bytes())).slides
        heading = "h2" if name == "headline" else f".st-key-card-{name} h3"
        expect(page.locator(heading).first).to_have_text(first.shapes.title.text_frame.text, use_inner_text=True)
