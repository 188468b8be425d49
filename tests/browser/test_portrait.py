"""From a chart to a unit's portrait, and from there to the systems that know it."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled
from words import say

pytestmark = pytest.mark.browser


def test_the_chip_of_a_unit_leads_to_its_portrait(page, address):
    page.goto(f"{address}/satisfaction?units=A06&year_from=2019&year_to=2024")
    settled(page)
    page.locator(".st-key-chips").get_by_role("link", name=say("shell.chip.portrait", "zh")).click()
    expect(page.get_by_role("heading", name="市自然资源和规划局", exact=True)).to_be_visible()
    settled(page)
    assert "unit=A06" in page.url and "year_from=2019" in page.url
    former = say("pages.unit.predecessors", "zh", units="市国土资源局、市规划局", year=2019)
    expect(page.get_by_text(former)).to_be_visible()


def test_a_system_of_the_portrait_leads_to_its_page_about_the_unit(page, address):
    page.goto(f"{address}/unit?unit=A21&lang=en")
    settled(page)
    link = page.get_by_role("link", name=say("codes.system.programmes", "en"))
    page.goto(urljoin(page.url, link.get_attribute("href")))
    expect(page.get_by_role("heading", name=say("pages.programmes.title", "en"), exact=True)).to_be_visible()
    settled(page)
    assert re.search(r"units=A21\b", page.url) and "unit=A21" not in page.url.replace("units=", "")
