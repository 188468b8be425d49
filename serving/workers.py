"""The processes that serve the dashboard: each a Streamlit server on a loopback port of its own."""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from serving.errors import ServingError

APP = Path(__file__).parents[1] / "app.py"
PATIENCE = 120.0  # seconds until a process must answer, also on a machine that has other work
SECONDS = 10.0  # to end
# Signs the cookies of uploads: the same for all processes, so that a reader who changes process may go on.
SECRET = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
# Planning a question takes and frees thousands of small pieces of memory. glibc keeps seven of each size at hand for
# the next; with more of them a question takes a fifth less processor time. Elsewhere the variable has no effect.
ALLOCATION = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000"}


class Worker:
    """A process, started at once. log: the file to which what it says is added."""

    def __init__(self, log: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        options = ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.port", str(self.port)]
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(APP), *options],
                env=ALLOCATION | os.environ | SECRET,
                stdout=stream,
                stderr=stream,
                start_new_session=True,  # Ctrl+C reaches the supervisor alone, which ends the processes in their order
            )

    def runs(self) -> bool:
        return self.process.poll() is None

    def answers(self) -> bool:
        """Whether its health check is answered."""
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5):
            return True
        return False

    def wait(self, ending: threading.Event) -> None:
        """Returns once it answers, or everything is to end. Raises ServingError if it ends, or does not answer for two
        minutes."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers() and not ending.wait(0.1):
            if not self.runs() or time.monotonic() > deadline:
                raise ServingError("serving.no_start", port=self.port)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """A port of loopback on which nothing listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
