"""`python -m docs.pictures [NAME…]`: the pictures of these pages, taken of the dashboard in both languages.

The data are those of RONGHE_HOME where it is set, else the demonstration's, made for the time. Nothing is published.
"""

import sys

from playwright.sync_api import FilePayload, Locator, Page, expect

from docs.camera import Act, take_all
from words import say

# A ledger as an office might send it: a misspelt unit, closed before it was found, closed without a day.
LEDGER = """问题来源,轮次,问题编号,责任单位,问题类别,发现日期,到期日期,当前状态,销号日期
灯下黑督查,18,C-001,市教育局,窗口作风,2026-03-05,2026-04-30,已销号,2026-04-18
灯下黑督查,18,C-002,市教肓局,窗口作风,2026-03-12,2026-05-31,整改中,
灯下黑督查,18,C-003,市教育局,办事流程,2026-03-12,2026-05-31,已销号,2026-02-03
灯下黑督查,18,C-004,市教育局,信息公开,2026-03-20,2026-06-30,已销号,
"""
LEDGER_OF_2025 = 3  # its row among the batches of the demonstration


def card(name: str) -> Act:
    """The card of an exhibit as it stands."""
    return lambda page, lang: [page.locator(f".st-key-card-{name}")]


trend = card("satisfaction_trend")


def overview(page: Page, lang: str) -> list[Locator]:
    return [page.locator("h1"), page.locator(".st-key-cards"), page.locator(".st-key-card-satisfaction_trend")]


def ranking(page: Page, lang: str) -> list[Locator]:
    button = page.get_by_role("radio", name=say("pages.satisfaction.unit_ranking", lang))
    button.or_(page.get_by_role("button", name=say("pages.satisfaction.unit_ranking", lang))).first.click()
    return [page.locator(".st-key-card-unit_ranking")]


def filters(page: Page, lang: str) -> list[Locator]:
    """The filters, what they have chosen, and the page down to the end of a card."""
    parts = ("stSidebarHeader", "stSidebarUserContent")
    return [page.locator(f"[data-testid={part}]") for part in parts] + overview(page, lang)


def ledger(page: Page, lang: str) -> list[Locator]:
    tables = page.locator(".st-key-card-rectification_items .table-box")
    tick(tables.first)
    expect(tables).to_have_count(2)
    return [page.locator(".st-key-card-rectification_items")]


def trace(page: Page, lang: str) -> list[Locator]:
    tick(page.locator(".st-key-card-records .table-box").first)
    expect(page.locator(".st-key-card-records .table-box")).to_have_count(2)
    return [page.locator(".st-key-card-records")]


def download(page: Page, lang: str) -> list[Locator]:
    """The drawer of a card, which is as high as the window: from its first words to its table."""
    page.locator(".st-key-get-series_signals button").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".table-box")).to_be_visible()
    return [drawer.locator("[data-testid=stCaptionContainer]").first, drawer.locator(".table-box")]


def words(page: Page, lang: str) -> list[Locator]:
    """The rules of targets and of changes; those after them would make a picture of many pages."""
    page.add_style_tag(content=".st-key-card-words tbody tr:nth-child(n + 12) { display: none; }")
    return [page.locator(".st-key-card-words")]


def intake(page: Page, lang: str) -> list[Locator]:
    sent: FilePayload = {"name": "2026年整改台账.csv", "mimeType": "text/csv", "buffer": LEDGER.encode()}
    page.locator("input[type=file]").first.set_input_files(sent)
    page.get_by_role("button", name=say("pages.intake.check", lang), exact=True).click()
    page.get_by_role("heading", name=say("pages.intake.will_change", lang)).wait_for()
    return [page.locator(".st-key-card-review")]


def history(page: Page, lang: str) -> list[Locator]:
    tick(page.locator(".st-key-card-batches .table-box"), LEDGER_OF_2025)
    page.get_by_role("button", name=say("pages.history.withdraw", lang), exact=True).click()
    page.get_by_role("button", name=say("pages.history.leave", lang), exact=True).wait_for()
    return [page.locator(".st-key-card-batches")]


def tick(table: Locator, row: int = 0) -> None:
    """Chooses a row of a table."""
    table.locator("tbody .choose button").nth(row).click()


TAKEN: dict[str, tuple[str, Act]] = {  # in the order in which they are taken
    "overview": ("/", overview),
    "trend": ("/satisfaction?basis=three", trend),
    "ranking": ("/satisfaction?view=units&unit_class=service_heavy&span=three", ranking),
    "hidden": ("/satisfaction?view=units&unit_class=party_mass", card("satisfaction_by_unit")),
    "filters": ("/?unit_class=service_heavy&groups=residents&year_from=2021&basis=two", filters),
    "ledger": ("/rectification?year_from=2025", ledger),
    "trace": ("/trace?traced=exhibit%3Drectification_summary%26year_from%3D2025%26unit_class%3Dparty_mass", trace),
    "download": ("/services?view=signals", download),
    "words": ("/definitions", words),
    "intake": ("/intake", intake),
    "quality": ("/quality", card("coverage")),
    "history": ("/history", history),
}


if __name__ == "__main__":
    asked = sys.argv[1:]
    if unknown := set(asked) - set(TAKEN):
        sys.exit(f"no picture is called {', '.join(sorted(unknown))}: {', '.join(TAKEN)}")
    take_all({name: TAKEN[name] for name in asked or TAKEN})
