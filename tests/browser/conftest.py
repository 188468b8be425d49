"""A real server over the demonstration data, and a real Chromium that reports where it calls."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bench.served import chromium, served

WAIT = 30_000  # ms for what a test expects to see, also on a machine that has other work
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="session")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that was started for these tests."""
    with served(home=demo_home, log=tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = chromium(play)
        yield started
        started.close()


@pytest.fixture
def foreign() -> list[str]:
    """Requests of the test's pages to any host but the server's own; must stay empty."""
    return []


@pytest.fixture
def page(browser: Browser, foreign: list[str]) -> Iterator[Page]:
    reader = new_reader(browser, foreign)
    yield reader
    reader.context.close()


def new_reader(browser: Browser, foreign: list[str], width: int = 1440, height: int = 900) -> Page:
    """A fresh browser: no cookies, no storage."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True)
    reader = context.new_page()
    reader.set_default_timeout(WAIT)
    reader.on("request", lambda request: note(request.url, foreign))
    reader.on("websocket", lambda socket: note(socket.url, foreign))
    return reader


def note(url: str, foreign: list[str]) -> None:
    if urlparse(url).hostname not in ("127.0.0.1", None):
        foreign.append(url)


def click_row(table: Locator) -> None:
    """Chooses the first row of a table."""
    table.locator("tbody .choose button").first.click()


def settled(reader: Page, seconds: float = 60.0) -> None:
    """Wait until the script has run to its end, nothing is loading and the page has not changed for half a second.

    What a test asserts it waits for besides, with `expect`: a page may be at rest because a click is not yet heard.
    """
    reader.wait_for_selector("[data-testid=stMain] h1")
    start = still = time.monotonic()
    last = None
    while time.monotonic() - start < seconds:
        ended = reader.locator("[data-testid=stApp][data-test-script-state=notRunning]").count()
        busy = not ended or reader.locator("[data-testid=stSkeleton]").count()
        drawn = reader.evaluate("document.querySelector('[data-testid=stMain]').innerHTML.length + location.href")
        if busy or drawn != last:
            last, still = drawn, time.monotonic()
        elif time.monotonic() - still > 0.5:
            return
        reader.wait_for_timeout(50)
    raise AssertionError("the page did not come to rest")
