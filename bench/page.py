"""Time from a changed filter to drawn charts in Chromium, compared with the rerun of an empty page."""

import statistics

import numpy as np
from playwright.sync_api import Locator, Page, sync_playwright

from bench.served import chromium, served
from bench.timing import show
from words import label

BASES = [label("basis", basis, "zh") for basis in ("three", "two", "top", "points")]
QUIET_MS = 600  # the page counts as drawn when nothing has changed on it for this long
# Records the time of a click and of the last change after it of a text, element or shape in the page's body.
WATCH = """
() => {
  const watch = (window.watch = { start: null, last: null });
  addEventListener("click", () => (watch.start ??= performance.now()), { capture: true });
  new MutationObserver(() => (watch.last = performance.now())).observe(document.querySelector("[data-testid=stMain]"), {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["d", "x", "y", "width", "height", "transform", "points"],
  });
}
"""
DRAWN = f"""
() => {{
  const {{ start, last }} = window.watch;
  const idle = document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning";
  return start !== null && last > start && idle && performance.now() - last > {QUIET_MS};
}}
"""


def main(times: int) -> None:
    """Prints the median and the 95th percentile of both, and of the first view after the start."""
    with sync_playwright() as player, served("bench/empty_page.py") as empty, served() as ours:
        browser = chromium(player)
        bare = [rerun(page, again) for page in [opened(browser, empty)] for _ in range(times)]
        page = opened(browser, ours)
        known = [rerun(page, change_basis) for _ in range(times + len(BASES))][len(BASES) :]
        fresh = [rerun(page, add_unit) for page in [opened(browser, ours)] for _ in range(times)]
        browser.close()
    rows = [
        ("(empty page's rerun)", *figures(bare, bare)),
        ("overview, one more unit: a selection nobody made before", *figures(fresh, bare)),
        ("overview, another basis: a selection made before", *figures(known, bare)),
    ]
    show(
        f"Filter change to drawn charts in Chromium, {times} times",
        ("page", "median ms", "p95 ms", "ratio", "p95"),
        rows,
    )


def figures(taken: list[float], bare: list[float]) -> tuple[str, ...]:
    """Median and 95th percentile in ms, and each as a ratio to the empty page's median."""
    middle, high = np.percentile(taken, [50, 95])
    reference = statistics.median(bare)
    return f"{middle:.0f}", f"{high:.0f}", f"{middle / reference:.1f}", f"{high / reference:.1f}"


def rerun(page: Page, act) -> float:
    """Acts on the page and waits until it is drawn again: milliseconds from the click to the last change."""
    page.evaluate("() => { window.watch.start = window.watch.last = null }")
    act(page)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.keyboard.press("Escape")  # a list that stays open would cover other filters at the next action
    return page.evaluate("() => window.watch.last - window.watch.start")


def again(page: Page) -> None:
    page.get_by_role("button", name="again").click()


def add_unit(page: Page) -> None:
    """Chooses one more unit: a choice that is not in the server's cache yet."""
    box = in_view(page.locator(".st-key-units"))
    box.get_by_role("combobox").click()
    press(page, page.get_by_role("option").first)


def change_basis(page: Page) -> None:
    """Chooses each basis in turn: from the second round on, the result is in the server's cache."""
    box = in_view(page.locator(".st-key-basis"))
    now = BASES.index(box.get_by_role("combobox").input_value())
    box.get_by_role("button").click()
    press(page, page.get_by_role("option", name=BASES[(now + 1) % len(BASES)]))


def in_view(box: Locator) -> Locator:
    """Scrolls to the filter and waits until scrolling ends: an open list closes when its surroundings scroll."""
    box.scroll_into_view_if_needed()
    box.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return box


def press(page: Page, option: Locator) -> None:
    """Clicks an option. The time starts with this click, not with the click that opened the list."""
    option.wait_for()
    page.evaluate("() => { window.watch.start = null }")
    option.click()


def opened(browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_timeout(3 * QUIET_MS)
    page.evaluate(WATCH)
    return page
