"""Readers of several processes behind nginx: each keeps its process, and a reload takes them along."""

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.serving.several_processes import PATIENT, Served, serving
from words import say

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("warehouse")) as started:
        yield started
        started.process.send_signal(signal.SIGINT)
        started.process.wait(60)


def opened(browser: Browser, processes: Served) -> Page:
    """The page 导入 of one more reader."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(PATIENT * 1000)
    page.goto(f"{processes.address}/intake")
    page.wait_for_selector("input[type=file]", state="attached")
    return page


def test_uploads_reach_the_process_of_their_reader(processes: Served, browser: Browser):
    """An upload that another process gets is refused there: of two processes six readers would hardly all be lucky."""
    for number in range(6):
        page = opened(browser, processes)
        name = f"台账{number}.csv"
        page.locator("input[type=file]").first.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": "甲,乙\n1,2\n".encode()}
        )
        page.get_by_text(name).first.wait_for()
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["ronghe_reader"]["httpOnly"] and len(cookies["ronghe_reader"]["value"]) == 32
        page.context.close()


def test_a_link_with_thousands_of_fields_passes_and_is_answered_by_one_sentence(processes: Served, browser: Browser):
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(PATIENT * 1000)
    page.goto(f"{processes.address}/intake?" + "&".join(f"units=unknown-{at}" for at in range(2000)))
    told = say("shell.link.lost_several", "zh", what="unknown-0”“unknown-1”“unknown-2", n=2000)
    page.get_by_text(told).wait_for()
    page.context.close()


def test_a_reload_breaks_nothing_off(processes: Served, browser: Browser):
    page, before = opened(browser, processes), processes.processes()
    page.evaluate("() => { window.before = true }")
    processes.process.send_signal(signal.SIGHUP)
    while processes.processes() & before:
        assert processes.get() == 200
    assert processes.line() == "2 new processes serve now."
    assert len(processes.processes()) == 2
    page.wait_for_function("window.before === undefined")  # it has loaded itself anew, from a new process
    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", level=1, name=say("pages.intake.title", "en")).wait_for()
    page.context.close()
