"""Several processes behind nginx: readers are spread over them, a dead one is replaced, all end together."""

import os
import re
import signal
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from serving import proxy
from serving.errors import ServingError
from serving.proxy import Proxy
from serving.workers import ALLOCATION, free_port
from tests.serving.several_processes import REPO, Served, eventually, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("warehouse")) as started:
        yield started
        started.process.send_signal(signal.SIGINT)
        started.process.wait(60)


def test_readers_are_spread_over_the_processes(served: Served):
    """Established connections of nginx to the port of each process."""
    for _ in range(40):
        served.get()
    text = (served.home / "run" / "nginx.conf").read_text()
    ports = re.findall(r"server 127\.0\.0\.1:(\d+)", text)
    sockets = Path("/proc/net/tcp").read_text()
    assert len(ports) == 2
    assert all(f":{int(port):04X} 01 " in sockets for port in ports)


def test_its_processes_keep_freed_memory_at_hand_as_make_has_it(served: Served):
    (setting,) = [f"{name}={value}" for name, value in ALLOCATION.items()]
    assert setting.replace("=", " ?= ", 1) in (REPO / "Makefile").read_text(encoding="utf-8")
    for process in served.processes():
        assert setting.encode() in Path(f"/proc/{process}/environ").read_bytes().split(b"\0")


def test_what_it_writes_in_the_warehouse_is_private_although_its_caller_had_no_umask(served: Served):
    """`served` runs with a umask of 0. nginx makes folders of its own there."""
    written = [served.home / "run", *(served.home / "run").rglob("*")]
    assert {"nginx.conf", "nginx-error.log", "serve.log"} <= {path.name for path in written}
    assert [path for path in written if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []


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
