"""The resident browser: shared by threads, replaced when it dies, closed when idle, ended with the process."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefing.picture import picture, resident_renderer
from briefing.picture.renderer import DrawingError, Renderer, browser_file
from tests.briefing.made_pictures import exhibit, image_of

pytestmark = pytest.mark.browser
REPO = Path(__file__).parents[2]
PATIENCE = 60  # seconds
SIZE = (1920, 1080)
SENT = ("TCP_CONNECT_ATTEMPT", "SOCKET_BYTES_SENT", "UDP_BYTES_SENT", "HOST_RESOLVER_DNS_TASK")  # in Chromium's own log


@pytest.fixture
def own() -> Iterator[Renderer]:
    """A renderer of one test that closes its browser at once."""
    made = Renderer(idle=0.1)
    yield made
    made.close()


def until(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(holds())


def below(process: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has just ended
    own = [child for child, parent in parents.items() if parent == process]
    return own + [later for child in own for later in below(child)]


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def tabs(process: int) -> list[int]:
    """The processes of a browser that draw its pages."""
    return [each for each in below(process) if "--type=renderer" in Path(f"/proc/{each}/cmdline").read_text()]


def test_several_readers_at_once_get_their_own_pictures():
    made = [exhibit(height=height) for height in range(300, 700, 50)]
    alone = [picture([each], size="a4").content for each in made]
    with ThreadPoolExecutor(len(made)) as readers:
        together = list(readers.map(lambda each: picture([each], size="a4").content, made))
    assert [image_of(each).size for each in together] == [image_of(each).size for each in alone]
    assert len({image_of(each).size for each in together}) == len(made)


def test_one_browser_draws_all_pictures():
    picture([exhibit()])
    first = resident_renderer().process
    picture([exhibit()], "pdf")
    assert resident_renderer().process == first


def test_a_browser_that_was_killed_is_replaced():
    picture([exhibit()])
    before = resident_renderer().process
    assert before
    os.kill(before, signal.SIGKILL)
    assert image_of(picture([exhibit()]).content).size == SIZE
    assert resident_renderer().process != before


def test_a_page_that_crashed_is_drawn_anew(monkeypatch):
    """The browser is started without the variable that `make` sets: with it Chromium cannot rename its processes, and
    those of pages are not told from others."""
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    resident_renderer().close()
    picture([exhibit()])
    process = resident_renderer().process
    assert process and tabs(process)
    for each in tabs(process):
        os.kill(each, signal.SIGKILL)
    assert image_of(picture([exhibit()]).content).size == SIZE


def test_a_browser_killed_while_it_draws_is_replaced():
    picture([exhibit()])
    process = resident_renderer().process
    assert process
    killer = threading.Timer(0.05, os.kill, (process, signal.SIGKILL))
    killer.start()
    drawn = [picture([exhibit()]).content for _ in range(4)]
    killer.join()
    assert {image_of(each).size for each in drawn} == {SIZE}


def test_a_browser_whose_answers_no_longer_arrive_can_be_closed(own: Renderer, monkeypatch):
    monkeypatch.setattr("briefing.picture.resident_renderer", lambda: own)
    monkeypatch.setattr("briefing.picture.renderer.FAREWELL", 0.5)
    picture([exhibit()])
    process = own.process
    assert process and own._browser
    reading = own._browser._broker._current_read_task
    assert reading
    own._loop.call_soon_threadsafe(reading.cancel)
    own.close()
    assert until(lambda: not running(process))
    assert image_of(picture([exhibit()]).content).size == SIZE


def test_a_fault_in_drawing_is_told_and_the_next_picture_drawn():
    with pytest.raises(DrawingError):
        resident_renderer().draw({"cards": [], "form": "png"})
    assert picture([exhibit()]).content


def test_an_idle_browser_is_closed(own: Renderer):
    own.warm_up()
    assert until(lambda: own.process)
    assert until(lambda: own.process is None)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL, None], ids=["stopped", "killed", "at its end"])
def test_the_browser_ends_with_the_process(stop):
    program = (
        "import sys; from briefing.picture import picture; from tests.briefing.made_pictures import exhibit\n"
        "picture([exhibit()]); print('drawn', flush=True); sys.stdin.read()"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert user.stdin and user.stdout and user.stderr
    assert user.stdout.readline() == b"drawn\n"
    browser = below(user.pid)
    assert len(browser) > 2
    if stop:
        user.send_signal(stop)
    else:
        user.stdin.close()
    assert user.wait(PATIENCE) == (-stop if stop else 0)
    assert until(lambda: not any(map(running, browser)))
    assert b"Traceback" not in user.stderr.read()


def test_the_browser_calls_nobody(tmp_path, monkeypatch):
    log, wrapped = tmp_path / "net.json", tmp_path / "chromium"
    wrapped.write_text(f'#!/bin/sh\nexec "{browser_file()}" --log-net-log="{log}" "$@"\n')
    wrapped.chmod(0o700)
    monkeypatch.setenv("CHROMIUM", str(wrapped))
    own = Renderer()
    monkeypatch.setattr("briefing.picture.resident_renderer", lambda: own)
    hostile = "<img src=http://example.com/x>"
    for form in ("png", "svg", "pdf"):
        picture([exhibit(axis=hostile, finding=hostile)], form)
    own.close()
    assert until(log.exists)
    told = json.loads(log.read_text())
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    events = [(kinds[event["type"]], event.get("params", {})) for event in told["events"]]
    asked = {params["url"] for _, params in events if "url" in params}
    assert events
    assert set(SENT) <= set(kinds.values())
    assert [event for event in events if event[0] in SENT] == []
    assert [url for url in asked if "example.com" in url] == []
