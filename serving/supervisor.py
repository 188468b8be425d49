"""Keeps a number of processes serving behind nginx until it is told to end."""

import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from serving.errors import ServingError
from serving.proxy import Proxy
from serving.workers import Worker
from words import say

LOOK_EVERY = 1.0  # seconds
UNWELL = 5  # looks in a row without an answer: then a process is replaced


class Supervisor:
    """folder: for logs and nginx's files. grace: seconds for which a replaced process still serves its readers."""

    def __init__(self, workers: int, address: str, port: int, folder: Path, grace: int) -> None:
        self.wanted, self.address, self.port, self.grace = workers, address, port, grace
        self.log = folder / "serve.log"
        self.proxy = Proxy(folder, address, port, grace)
        self.workers: list[Worker] = []
        self.leaving: list[tuple[float, Worker]] = []  # when a replaced process ends
        self.unwell: dict[int, int] = {}  # port → looks in a row without an answer
        self.ending, self.renewing = threading.Event(), threading.Event()
        self.changing = threading.Lock()  # of which processes serve
        self.renewal: threading.Thread | None = None

    def run(self) -> None:
        """Serves until SIGINT or SIGTERM; SIGHUP replaces all processes, one build or program by the next. Raises
        ServingError if it cannot begin."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.ending.set())
        signal.signal(signal.SIGHUP, lambda *_: self.renewing.set())
        _assert_free(self.address, self.port)
        try:
            self._renew()
            report("serving.serves", address=self.address, port=self.port, n=self.wanted)
            while not self.ending.wait(LOOK_EVERY):
                self._look()
        finally:
            self.ending.set()
            if self.renewal:
                self.renewal.join()
            self.proxy.stop()
            for worker in [*self.workers, *(worker for _, worker in self.leaving)]:
                worker.stop()
        report("serving.ended")

    def _renew(self) -> None:
        """New processes take the place of all; those before serve their readers until the grace ends."""
        fresh = [Worker(self.log) for _ in range(self.wanted)]
        try:
            for worker in fresh:
                worker.wait(self.ending)
            with self.changing:
                self.proxy.serve([worker.port for worker in fresh])
                self.leaving += [(time.monotonic() + self.grace, worker) for worker in self.workers]
                self.workers = fresh
        except BaseException:
            for worker in fresh:
                worker.stop()
            raise

    def _renew_aside(self) -> None:
        """Renews while the processes before are looked after; if it fails, they go on."""
        try:
            self._renew()
            report("serving.renewed", n=self.wanted)
        except ServingError as error:
            print(error, file=sys.stderr, flush=True)

    def _look(self) -> None:
        if self.renewing.is_set() and not (self.renewal and self.renewal.is_alive()):
            self.renewing.clear()
            self.renewal = threading.Thread(target=self._renew_aside, name="renewal")
            self.renewal.start()
        asked = self.workers
        with ThreadPoolExecutor(len(asked)) as pool:  # one that does not answer delays no other
            well = list(pool.map(Worker.answers, asked))
        with self.changing:
            if self.workers is asked:
                self._replace([worker for worker, answers in zip(asked, well, strict=True) if not answers])
            self._dismiss()
        if not self.proxy.runs():
            raise ServingError("serving.nginx_ended", log=self.proxy.folder / "nginx-error.log")

    def _replace(self, silent: Sequence[Worker]) -> None:
        """Starts anew what has died, and what has not answered several times in a row."""
        for at, worker in enumerate(self.workers):
            self.unwell[worker.port] = self.unwell.get(worker.port, 0) + 1 if worker in silent else 0
            if not worker.runs() or self.unwell[worker.port] >= UNWELL:
                report("serving.replaced", port=worker.port)
                worker.stop()
                self.workers[at] = Worker(self.log, worker.port)
                self.unwell[worker.port] = -round(60 / LOOK_EVERY)  # a start takes its time

    def _dismiss(self) -> None:
        """Ends the replaced processes whose time is over."""
        for due, worker in list(self.leaving):
            if time.monotonic() > due or not worker.runs():
                worker.stop()
                self.leaving.remove((due, worker))


def report(key: str, **facts: object) -> None:
    print(say(key, None, **facts), flush=True)


def _assert_free(address: str, port: int) -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError as error:
            raise ServingError("serving.port", address=address, port=port, said=error.strerror) from error
