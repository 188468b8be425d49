"""`python -m serving` in a process of its own, for tests."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from serving.workers import free_port

REPO = Path(__file__).parents[2]
PATIENT = 120.0  # seconds, also on a machine that has other work
GRACE = 5


class Served:
    """`python -m serving` in a process of its own. home: the warehouse."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        command = [sys.executable, "-m", "serving", "--port", str(self.port), "--grace", str(GRACE)]
        environment = os.environ | {"RONGHE_HOME": str(home), "RONGHE_LANG": "en"}
        self.process = subprocess.Popen(command, cwd=REPO, env=environment, stdout=subprocess.PIPE, text=True, umask=0)
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


def eventually(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENT
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)
