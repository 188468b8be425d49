"""The supervisor while it renews: whoever dies meanwhile is replaced, and silence of one delays no other.

The processes are stand-ins that begin and answer when a test says so; several real ones are in test_supervisor.
"""

import threading
from pathlib import Path

import pytest

from serving import supervisor
from serving.errors import ServingError
from serving.supervisor import Supervisor

PATIENT = 20.0  # seconds


class Process:
    """A stand-in for a worker. `begins`: set when it may answer for the first time."""

    begins = threading.Event()
    made: list["Process"] = []

    def __init__(self, log: Path, port: int | None = None) -> None:
        self.port = port or 9000 + len(self.made)
        self.alive = True
        self.made.append(self)

    def runs(self) -> bool:
        return self.alive

    def answers(self) -> bool:
        return self.alive

    def wait(self, ending: threading.Event) -> None:
        if not self.begins.wait(PATIENT):
            raise ServingError("serving.no_start", port=self.port)

    def stop(self) -> None:
        self.alive = False


class Front:
    """A stand-in for nginx."""

    def __init__(self, *_: object) -> None:
        self.ports: list[int] = []

    def serve(self, ports: list[int]) -> None:
        self.ports = ports

    def runs(self) -> bool:
        return True


@pytest.fixture
def watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Supervisor:
    """A supervisor that has started two processes."""
    monkeypatch.setattr(supervisor, "Worker", Process)
    monkeypatch.setattr(supervisor, "Proxy", Front)
    monkeypatch.setattr(Process, "made", [])
    monkeypatch.setattr(Process, "begins", threading.Event())
    Process.begins.set()
    started = Supervisor(2, "127.0.0.1", 8501, tmp_path, grace=60)
    started._renew()
    return started


def test_a_process_that_dies_during_a_renewal_is_replaced_at_once(watching):
    Process.begins.clear()
    watching.renewing.set()
    watching._look()
    before = list(watching.workers)
    before[0].alive = False
    watching._look()
    assert watching.workers[0] is not before[0] and watching.workers[0].port == before[0].port
    assert watching.proxy.ports == [worker.port for worker in watching.workers]
    Process.begins.set()
    watching.renewal.join(PATIENT)
    assert not set(watching.workers) & set(before)
    assert watching.proxy.ports == [worker.port for worker in watching.workers]
    assert before[1] in [worker for _, worker in watching.leaving]


def test_a_second_renewal_waits_for_the_first(watching):
    Process.begins.clear()
    for _ in range(2):
        watching.renewing.set()
        watching._look()
    assert len(Process.made) == 4 and watching.renewing.is_set()
    Process.begins.set()
    watching.renewal.join(PATIENT)
    watching._look()
    watching.renewal.join(PATIENT)
    assert len(Process.made) == 6 and not watching.renewing.is_set()


def test_a_renewal_that_fails_leaves_the_processes_before(watching, monkeypatch, capsys):
    def no_start(self: Process, ending: threading.Event) -> None:
        raise ServingError("serving.no_start", port=self.port)

    monkeypatch.setattr(Process, "wait", no_start)
    before = list(watching.workers)
    watching.renewing.set()
    watching._look()
    watching.renewal.join(PATIENT)
    assert watching.workers == before and all(worker.alive for worker in before)
    assert not any(worker.alive for worker in Process.made[2:])
    assert str(before[0].port + 2) in capsys.readouterr().err


def test_processes_are_asked_side_by_side(watching, monkeypatch):
    """Each answers only once the other is asked too."""
    both = threading.Barrier(2, timeout=PATIENT)
    monkeypatch.setattr(Process, "answers", lambda self: both.wait() >= 0)
    watching._look()
    assert not both.broken
