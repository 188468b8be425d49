"""Tables in the browser: sorted by a heading, moved through, opened, chosen by keyboard, and led on by links."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from shell.table_cells import NOTHING
from tests.browser.conftest import settled
from words import say

pytestmark = pytest.mark.browser
MORE = re.compile(say("shell.more", "zh", n="X").replace("X", r"\d+"))


def opened(page: Page, address: str, path: str, card: str) -> Locator:
    """The table of a card."""
    page.goto(address + path)
    settled(page)
    return page.locator(f".st-key-card-{card} .table-box").first


def column(table: Locator, title: str) -> list[str]:
    """The cells of a column that are in the page."""
    heads = table.locator("th").all_inner_texts()
    at = next(at for at, head in enumerate(heads) if head.strip(" ↑↓") == title)
    return table.locator(f"tbody td:nth-child({at + 1})").all_inner_texts()


def test_a_heading_sorts_up_then_down_then_not_at_all(page: Page, address: str):
    table = opened(page, address, "/rectification?group_by=unit", "rectification_summary-rows")
    title = say("shell.column.median_days", "zh")
    page.locator(".st-key-card-rectification_summary-rows").get_by_role("button", name=MORE).click()
    given = column(table, title)
    head = table.locator("th", has_text=title)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    days = [int(cell) for cell in column(table, title) if cell != NOTHING]
    assert len(days) > 20 and days == sorted(days) != sorted(days, reverse=True)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [int(cell) for cell in column(table, title) if cell != NOTHING] == days[::-1]
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    assert column(table, title) == given


def test_cells_without_a_value_come_last_either_way(page: Page, address: str):
    table = opened(page, address, "/rectification", "rectification_items")
    title = say("shell.column.closed_on", "zh")
    assert column(table, title)[0] == NOTHING
    for _ in range(2):
        table.locator("th", has_text=title).locator("button").click()
        cells = column(table, title)
        assert len(cells) == 100 and NOTHING not in cells


def test_rows_far_below_come_when_the_reader_gets_there(page: Page, address: str):
    table = opened(page, address, "/rectification", "rectification_items")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(100)
    table.evaluate("box => (box.scrollTop = box.scrollHeight)")
    expect(rows).to_have_count(200)
    assert table.evaluate("box => box.scrollHeight > 10 * box.clientHeight")


def test_the_other_rows_are_shown_when_they_are_asked_for(page: Page, address: str):
    table = opened(page, address, "", "attention")
    seen = table.locator("tbody tr:visible")
    expect(seen).to_have_count(10)
    page.locator(".table-more").click()
    expect(page.locator(".table-more")).to_have_count(0)
    assert seen.count() > 10
    assert table.evaluate("box => box === document.activeElement")


def test_a_row_is_chosen_and_let_go_by_keyboard(page: Page, address: str):
    table = opened(page, address, "/rectification", "rectification_items")
    stories = page.locator(".st-key-card-rectification_items .table-box")
    button = table.locator(".choose button").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    expect(stories).to_have_count(2)
    expect(table.locator("tr.chosen")).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(stories).to_have_count(1)
    expect(table.locator("tr.chosen")).to_have_count(0)


def test_a_unit_in_a_table_leads_to_its_portrait(page: Page, address: str):
    table = opened(page, address, "/rectification", "rectification_items")
    link = table.locator("tbody a").first
    unit = link.inner_text()
    with page.expect_popup() as portrait:
        link.click()
    expect(portrait.value.get_by_role("heading", level=2, name=unit)).to_be_visible(timeout=60_000)
    expect(table.locator("tr.chosen")).to_have_count(0)
    portrait.value.close()
