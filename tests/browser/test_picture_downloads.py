"""Pictures from a page: of a card in its drawer, of all cards at the page's foot, as the reader has chosen them."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from charts.theme import PALETTES, channels
from tests.briefing.made_pictures import image_of, svg_text
from tests.browser.conftest import settled
from words import LANGUAGES, say

pytestmark = pytest.mark.browser


def download(page: Page, name: str, lang: str) -> tuple[str, bytes]:
    """Name and content of the file that a button of the open drawer hands over."""
    with page.expect_download() as loaded:
        page.get_by_role("button", name=say(name, lang), exact=True).click()
    return loaded.value.suggested_filename, loaded.value.path().read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_hands_over_its_picture_in_form_size_and_colours(page: Page, address: str, foreign, lang: str):
    page.goto(f"{address}/?lang={lang}&year_from=2019")
    settled(page)
    title = page.locator(".st-key-card-satisfaction_trend h3").inner_text()
    page.locator(".st-key-get-satisfaction_trend button").click()
    file, content = download(page, "picture.download", lang)
    assert file == "satisfaction_trend.png"
    assert image_of(content).size == (1920, 1080)
    for choice, option in (("theme", "dark"), ("size", "1280x960")):
        page.locator(f".st-key-picture-{choice}-satisfaction_trend").get_by_text(
            say(f"picture.{choice}.{option}", lang)
        ).click()
        settled(page)
    file, content = download(page, "picture.download", lang)
    assert file == "satisfaction_trend-1280x960-dark.png"
    shot = image_of(content)
    assert (shot.size, shot.getpixel((3, 3))) == ((1280, 960), channels(PALETTES["dark"].paper))
    page.locator(".st-key-picture-form-satisfaction_trend").get_by_text("SVG").click()
    settled(page)
    file, content = download(page, "picture.download", lang)
    assert file == "satisfaction_trend-1280x960-dark.svg"
    assert title.replace(" ", "") in svg_text(content).replace(" ", "")
    assert foreign == []


def test_all_cards_of_a_page_are_one_file(page: Page, address: str):
    page.goto(f"{address}/satisfaction?view=units&unit_class=service_heavy")
    settled(page)
    titles = page.locator("[class*='st-key-card-'] h3").all_inner_texts()
    page.get_by_text(say("pages.satisfaction.unit_ranking", "zh"), exact=True).click()
    settled(page)  # a part of the page has changed its card
    shown = page.locator(".st-key-card-unit_ranking h3").inner_text()
    page.locator(".st-key-get-page button").click()
    page.locator(".st-key-picture-form-page").get_by_text("SVG").click()
    settled(page)
    file, content = download(page, "picture.zip", "zh")
    assert file == "ronghe-pictures.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        texts = {name: svg_text(packed.read(name)).replace(" ", "") for name in packed.namelist()}
    assert list(texts) == ["01-unit_ranking.svg", "02-satisfaction_by_unit.svg"]
    assert shown.replace(" ", "") in texts["01-unit_ranking.svg"]
    assert titles[1].replace(" ", "") in texts["02-satisfaction_by_unit.svg"]


def test_the_map_of_columns_says_that_it_has_no_picture(page: Page, address: str):
    page.goto(f"{address}/map?map_form=columns")
    settled(page)
    page.locator(".st-key-get-division_map button").click()
    expect(page.get_by_text(say("picture.refused.columns", "zh"))).to_be_visible()
    expect(page.get_by_role("button", name=say("picture.download", "zh"), exact=True)).to_have_count(0)
