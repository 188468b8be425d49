"""A Streamlit server and Chromium, for whatever drives the dashboard in a browser: bench, pictures, tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from bench.timing import REPO

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 120  # seconds, also on a machine that has other work


def chromium(player: Playwright) -> Browser:
    """Chromium without calls of its own: the one that CHROMIUM names, else the one that is installed."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return player.chromium.launch(executable_path=executable, args=FLAGS)


@contextmanager
def served(script: str = "app.py", home: Path | str | None = None, log: Path | str = os.devnull) -> Iterator[str]:
    """A Streamlit server of a script on a free port while the block runs; its address.

    home: the warehouse, by default the one in force. log: where the server's output goes. RuntimeError when the server
    ends or does not answer.
    """
    options = ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.port"]
    with started(["streamlit", "run", script, *options], "_stcore/health", home, log) as (address, _):
        yield address


@contextmanager
def started(
    module: list[str], health: str = "", home: Path | str | None = None, log: Path | str = os.devnull
) -> Iterator[tuple[str, int]]:
    """A server `python -m MODULE… PORT` on a free port while the block runs; its address and its process id.

    health: the path that answers once the server is ready. Otherwise as `served`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | ({"RONGHE_HOME": str(home)} if home else {})
    with Path(log).open("w") as stream:
        server = subprocess.Popen(
            [sys.executable, "-m", *module, address.rpartition(":")[2]],
            cwd=REPO,
            env=environment,
            stdout=stream,
            stderr=stream,
        )
    try:
        _await(f"{address}/{health}", server, log)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=10)


def _await(address: str, server: subprocess.Popen, log: Path | str) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server of {address} did not start: {Path(log).read_text()}")
