"""Several processes behind nginx: readers keep theirs, a dead one is replaced, a reload breaks nothing off."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bench.served import chromium
from serving import proxy
from serving.errors import ServingError
from serving.proxy import Proxy
from serving.workers import free_port
from words import say

REPO = Path(__file__).parents[2]
PATIENT = 120.0  # seconds, also on a machine that has other work
GRACE = 5


class Served:
    """`python -m serving` in a process of its own. home: the warehouse."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        command = [sys.executable, "-m", "serving", "--port", str(self.port), "--grace", str(GRACE)]
        environment = os.environ | {"RONGHE_HOME": str(home), "RONGHE_LANG": "en"}
        self.process = subprocess.Popen(command, cwd=REPO, env=environment, stdout=subprocess.PIPE, text=True)
        self.address = f"http://127.0.0.1:{self.port}"

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def processes(self) -> set[int]:
        """The process ids of the dashboard's processes."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", "streamlit"], capture_output=True, text=True
        )
        return {int(line) for line in found.stdout.split()}

    def get(self, path: str = "_stcore/health") -> int:
        """The status of a request of a reader who was never here before."""
        with closing(urllib.request.urlopen(f"{self.address}/{path}", timeout=30)) as answer:
            return answer.status


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    served = Served(home)
    try:
        assert served.line().startswith("The dashboard: ")
        yield served
    finally:
        served.process.kill() if served.process.poll() is None else None
        served.process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("warehouse")) as started:
        yield started
        started.process.send_signal(signal.SIGINT)
        started.process.wait(60)


def eventually(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENT
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def readers(served: Served) -> Iterator[Callable[[], Page]]:
    """Opens the page 导入 as one more reader."""
    with sync_playwright() as player:
        browser = chromium(player)

        def opened() -> Page:
            page = browser.new_context(locale="zh-CN").new_page()
            page.set_default_timeout(PATIENT * 1000)
            page.goto(f"{served.address}/intake")
            page.wait_for_selector("input[type=file]", state="attached")
            return page

        yield opened
        browser.close()


def test_uploads_reach_the_process_of_their_reader(served: Served, readers: Callable[[], Page]):
    """An upload that another process gets is refused there: of two processes six readers would hardly all be lucky."""
    for number in range(6):
        page = readers()
        name = f"台账{number}.csv"
        page.locator("input[type=file]").first.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": "甲,乙\n1,2\n".encode()}
        )
        page.get_by_text(name).first.wait_for()
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["ronghe_reader"]["httpOnly"] and len(cookies["ronghe_reader"]["value"]) == 32


def test_readers_are_spread_over_the_processes(served: Served):
    """Established connections of nginx to the port of each process."""
    for _ in range(40):
        served.get()
    text = (served.home / "run" / "nginx.conf").read_text()
    ports = re.findall(r"server 127\.0\.0\.1:(\d+)", text)
    sockets = Path("/proc/net/tcp").read_text()
    assert len(ports) == 2
    assert all(f":{int(port):04X} 01 " in sockets for port in ports)


def test_scripts_come_compressed(served: Served):
    page = urllib.request.urlopen(served.address, timeout=30).read().decode()
    script = re.search(r'src="\./(static/js/index\.[^"]+)"', page)
    assert script
    request = urllib.request.Request(f"{served.address}/{script[1]}", headers={"Accept-Encoding": "gzip"})
    with closing(urllib.request.urlopen(request, timeout=30)) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.read(2) == b"\x1f\x8b"


def test_a_dead_process_is_left_out_and_replaced(served: Served):
    before = served.processes()
    os.kill(min(before), signal.SIGKILL)
    for _ in range(20):
        assert served.get() == 200
    assert "no longer answers" in served.line()
    eventually(lambda: len(served.processes()) == 2 and served.processes() != before)


def test_a_reload_breaks_nothing_off(served: Served, readers: Callable[[], Page]):
    page, before = readers(), served.processes()
    page.evaluate("() => { window.before = true }")
    served.process.send_signal(signal.SIGHUP)
    while served.processes() & before:
        assert served.get() == 200
        time.sleep(0.1)
    assert served.line() == "2 new processes serve now."
    assert len(served.processes()) == 2
    page.wait_for_function("window.before === undefined")  # it has loaded itself anew, from a new process
    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", level=1, name=say("pages.intake.title", "en")).wait_for()


def test_everything_ends_with_an_interrupt(tmp_path: Path):
    with serving(tmp_path) as started:
        children = started.processes()
        nginx = int((tmp_path / "run" / "nginx.pid").read_text())
        started.process.send_signal(signal.SIGINT)
        assert started.process.wait(60) == 0
        assert started.line() == "Ended."
    for process in (*children, nginx):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_port_that_is_taken_is_said(served: Served, tmp_path: Path):
    command = [sys.executable, "-m", "serving", "--port", str(served.port)]
    environment = os.environ | {"RONGHE_HOME": str(tmp_path), "RONGHE_LANG": "en"}
    run = subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith(f"Cannot serve on 127.0.0.1:{served.port}: ")
    assert served.get() == 200


def test_without_nginx_the_sentence_says_what_to_ask_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(proxy, "PLACES", str(tmp_path))
    with pytest.raises(ServingError, match="apt-get install nginx-light"):
        Proxy(tmp_path, "127.0.0.1", 8501, 60)


@pytest.mark.parametrize("name", ["plain", "with blank", "数据", "a;b", "a$b", "a{b}", 'a"b'])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path):
    folder = tmp_path / name
    folder.mkdir()
    front = Proxy(folder, "127.0.0.1", free_port(), 1)
    try:
        front.serve([free_port()])
        eventually((folder / "nginx.pid").exists)
    finally:
        front.stop()
