"""Time from a changed filter to a drawn page in Chromium, compared with an empty page's rerun and with plain Dash."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench import dash_page
from bench.aims import Measured
from bench.served import chromium, served, started
from bench.timing import show
from words import label, say

BASES = [label("basis", basis, "zh") for basis in ("three", "two", "top", "points")]
YEARS = range(2017, 2026)
QUIET_MS = 600  # the page counts as drawn when nothing has changed on it for this long
# Records the time of a click and of the last change after it of a text, element or shape in the page's body.
WATCH = """
(body) => {
  const watch = (window.watch = { start: null, last: null });
  addEventListener("click", () => (watch.start ??= performance.now()), { capture: true });
  new MutationObserver(() => (watch.last = performance.now())).observe(document.querySelector(body) ?? document, {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["d", "x", "y", "width", "height", "transform", "points"],
  });
}
"""
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Kind:
    """How a page of one kind is watched: its body, and when its server has answered."""

    body: str
    idle: str

    @property
    def drawn(self) -> str:
        return f"""() => {{
          const {{ start, last }} = window.watch;
          return start !== null && last > start && ({self.idle}) && performance.now() - last > {QUIET_MS};
        }}"""


OURS = Kind(
    "[data-testid=stMain]", "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
)
DASH = Kind("#body", "!document.title.startsWith('Updating')")


def main(times: int) -> Measured:
    """Prints the median and the 95th percentile of each, and of the first view and of a switch of pages."""
    with (
        sync_playwright() as player,
        served("bench/empty_page.py") as empty,
        started(["bench.dash_page"]) as (dash, _),
        served("bench/peers_page.py") as peers,
        served() as ours,
    ):
        browser = chromium(player)
        bare = [rerun(page, again) for page in [opened(browser, empty)] for _ in range(times + 2)][2:]
        theirs = peers_of(browser, dash, DASH, dash_choice, times)
        own = peers_of(browser, peers, OURS, our_choice, times)
        pages = {name: both(browser, ours + path, times) for name, path in PATHS.items()}
        views = [first_view(browser, ours) for _ in range(max(1, times // 4))]
        switches = switched(browser, ours, max(1, times // 4))
        browser.close()
    rows = [("(empty page's rerun)", *figures(bare, bare))]
    for (made, ms), (_, dashs) in zip(own.items(), theirs.items(), strict=True):
        rows += [(f"peers' page, Dash: a selection {made}", *figures(dashs, bare))]
        rows += [(f"peers' page, ours: a selection {made}", *figures(ms, bare))]
    rows += [
        (f"{name}: a selection {made}", *figures(ms, bare)) for name, of in pages.items() for made, ms in of.items()
    ]
    rows += [("first view of the overview", *figures(views, bare)), ("switch of pages", *figures(switches, bare))]
    show(
        f"Filter change to drawn page in Chromium, {times} times", ("page", "median ms", "p95 ms", "ratio", "p95"), rows
    )
    middle = statistics.median
    return {
        **{f"peers' page, {made}": middle(own[made]) / middle(theirs[made]) for made in own},
        **{f"{name}, {made}": middle(ms) / middle(bare) for name, of in pages.items() for made, ms in of.items()},
        "overview, p95": float(np.percentile(pages["overview"][FRESH], 95)) / middle(bare),
        "first view": middle(views) / 1000,
        "switch of pages": middle(switches) / 1000,
    }


KNOWN, FRESH = "made before", "not made before"
PATHS = {"overview": "", "/satisfaction": "/satisfaction"}


def both(browser: Browser, address: str, times: int) -> dict[str, list[float]]:
    """Milliseconds of changes of one of our pages, made before and not."""
    page = opened(browser, address)
    bases = several(BASES, times)
    turns = [our_choice("basis", bases[(at + 1) % len(bases)]) for at in range(times + len(bases))]
    known = [rerun(page, act) for act in turns][len(bases) :]
    page.close()
    page = opened(browser, address)
    fresh = [rerun(page, add_unit) for _ in range(times)]
    page.close()
    return {KNOWN: known, FRESH: fresh}


def several(bases: list[str], times: int) -> list[str]:
    """The bases that are chosen in turn: from the second round on, their results are in the server's cache."""
    return bases[: times + 1]


def peers_of(
    browser: Browser, address: str, kind: Kind, choose: Callable[[str, str], Act], times: int
) -> dict[str, list[float]]:
    """The same for a peers' page: bases in turn, then years that nobody has chosen before."""
    page = opened(browser, address, kind)
    bases = several(BASES if kind is OURS else list(dash_page.BASES), times)
    turns = [choose("basis", bases[(at + 1) % len(bases)]) for at in range(times + len(bases))]
    known = [rerun(page, act, kind) for act in turns][len(bases) :]
    later, earlier = YEARS[1:-1][:times], YEARS[-2:0:-1][: max(0, times - len(YEARS) + 2)]
    fresh = [rerun(page, choose("year_from", str(year)), kind) for year in later]
    if earlier:
        rerun(page, choose("year_from", str(YEARS[0])), kind)
    fresh += [rerun(page, choose("year_to", str(year)), kind) for year in earlier]
    page.close()
    return {KNOWN: known, FRESH: fresh}


def figures(taken: list[float], bare: list[float]) -> tuple[str, ...]:
    """Median and 95th percentile in ms, and each as a ratio to the empty page's median."""
    middle, high = np.percentile(taken, [50, 95])
    reference = statistics.median(bare)
    return f"{middle:.0f}", f"{high:.0f}", f"{middle / reference:.1f}", f"{high / reference:.1f}"


def rerun(page: Page, act: Act, kind: Kind = OURS) -> float:
    """Acts on the page and waits until it is drawn again: milliseconds from the click to the last change."""
    page.evaluate("() => { window.watch.start = window.watch.last = null }")
    act(page)
    page.wait_for_function(kind.drawn, timeout=60_000)
    page.keyboard.press("Escape")  # a list that stays open would cover other filters at the next action
    return page.evaluate("() => window.watch.last - window.watch.start")


def again(page: Page) -> None:
    page.get_by_role("button", name="again").click()


def add_unit(page: Page) -> None:
    """Chooses one more unit: a choice that is not in the server's cache yet."""
    box = in_view(page.locator(".st-key-units"))
    box.get_by_role("combobox").click()
    press(page, page.get_by_role("option").first)


def our_choice(key: str, word: str) -> Act:
    """Chooses a word of one of our lists."""

    def act(page: Page) -> None:
        box = in_view(page.locator(f".st-key-{key}"))
        box.get_by_role("button").click()
        press(page, page.get_by_role("option", name=word, exact=True))

    return act


def dash_choice(key: str, word: str) -> Act:
    """Chooses a word of the page of Dash."""
    return lambda page: page.locator(f"#{key} label").filter(has_text=word).first.click()


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


def opened(browser: Browser, address: str, kind: Kind = OURS) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector(kind.body)
    page.wait_for_function(kind.idle, timeout=60_000)
    page.wait_for_timeout(3 * QUIET_MS)
    page.evaluate(WATCH, kind.body)
    return page


def first_view(browser: Browser, address: str) -> float:
    """Milliseconds until a browser that has nothing of us has drawn the overview."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(f"({WATCH})('#none'); window.watch.start = 0;")
    page.goto(address)
    page.wait_for_function("document.querySelectorAll('.part-figure .main-svg').length > 0", timeout=60_000)
    page.wait_for_function(OURS.drawn, timeout=60_000)
    taken = page.evaluate("() => window.watch.last")
    page.context.close()
    return taken


def switched(browser: Browser, address: str, times: int) -> list[float]:
    """Milliseconds of switches between pages that were opened before, by the menu."""
    page = opened(browser, address)
    stops = [("analysts", "satisfaction"), ("analysts", "rectification"), ("leaders", "overview")]
    taken = [rerun(page, via_menu(*stop)) for _ in range(times + 1) for stop in stops]
    page.close()
    return taken[len(stops) :]


def via_menu(audience: str, name: str) -> Act:
    """Goes to a page by the menu of its audience."""

    def act(page: Page) -> None:
        menu = page.get_by_test_id("stTopNavSection").filter(has_text=say(f"shell.audience.{audience}", "zh"))
        menu.first.click()
        press(page, page.get_by_role("menuitem", name=say(f"pages.{name}.title", "zh"), exact=True).first)

    return act
