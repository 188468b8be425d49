"""Many readers at once: what the last of them waits, what a session costs in memory, and whether hours leave a trace.

The readers speak the server's messages without a browser, so what is measured is the server alone.
"""

import asyncio
import contextlib
import itertools
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.aims import Measured
from bench.readers import Answer, Reader, finished, reader
from bench.served import started
from bench.timing import processor_seconds, show
from words import label

SERVER = ["streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.headless", "true", "--server.port"]
SERVERS = ["serving", "--workers", "2", "--port"]
BASES = [label("basis", basis, "zh") for basis in ("two", "top", "points", "three")]
PAGES = ("", "satisfaction", "rectification", "unit", "trends", "indices", "map", "services", "fusion", "quality")
ROUNDS = 3  # changes of every reader before the memory of a session is taken


def main(many: int, times: int) -> Measured:
    """Prints how long one and how long the last of many readers waits for a changed filter, and the memory of both."""
    with started(SERVER, "_stcore/health") as (address, pid):
        measured = finished(_crowd(address, pid, many, times))
    with started(SERVERS, "_stcore/health") as (address, _):
        measured[f"{many} at once, two processes"] = finished(_waited(address, many, times))
    rows = [(name, f"{value:.2f}") for name, value in measured.items()]
    show(f"{many} readers change the overview's filter at once; one browses before", ("what", "s, MB"), rows)
    return measured


async def _crowd(address: str, pid: int, many: int, times: int) -> Measured:
    async with contextlib.AsyncExitStack() as all_of_them:
        one = await all_of_them.enter_async_context(reader(address))
        await _browse(one)
        alone = [(await one.choose("basis", basis)).seconds for basis in BASES * 2][len(BASES) :]
        before = resident(pid)
        readers = [await all_of_them.enter_async_context(reader(address)) for _ in range(many)]
        for each in readers:
            await each.view()
        cpu = processor_seconds(pid)
        last = await _changed_at_once(readers, times)
        used = (processor_seconds(pid) - cpu) / len(last)
        return {
            f"{many} at once, last answer": statistics.median(last),
            f"{many} at once, processor seconds": used,
            "one alone": statistics.median(alone),
            "memory a session": (resident(pid) - before) / many,
            "resident memory": before,
        }


async def _waited(address: str, many: int, times: int) -> float:
    """The median of what the last of many waits, in seconds."""
    async with contextlib.AsyncExitStack() as all_of_them:
        readers = [await all_of_them.enter_async_context(reader(address)) for _ in range(many)]
        for each in readers:
            await each.view()
        await _changed_at_once(readers, len(BASES))  # in both processes each selection has been made before
        return statistics.median(await _changed_at_once(readers, times))


async def _changed_at_once(readers: Sequence[Reader], times: int) -> list[float]:
    """What the last of them waits, in seconds, each time."""
    last = []
    for basis in itertools.islice(itertools.cycle(BASES), max(times, ROUNDS)):
        answers = await asyncio.gather(*(each.choose("basis", basis) for each in readers))
        _assert_whole(answers)
        last.append(max(answer.seconds for answer in answers))
    return last


async def _browse(one: Reader) -> None:
    """Every page that many read, and back."""
    _assert_whole([await one.view()])
    for page in (*PAGES[1:], ""):
        _assert_whole([await one.go(page)])


def _assert_whole(answers: list[Answer]) -> None:
    if failed := sum(answer.failed for answer in answers):
        raise SystemExit(f"{failed} of {len(answers)} answers show an error")


def soak(sessions: int, minutes: float) -> Measured:
    """Prints the memory while this many readers change pages and filters for so long. Errors in the log end it."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.txt")
        with started(SERVER, "_stcore/health", log=log) as (address, pid):
            sizes, answers = finished(_soaked(address, pid, sessions, minutes * 60))
        errors = [
            line for line in log.read_text(encoding="utf-8").splitlines() if "rror" in line or "Traceback" in line
        ]
    if errors:
        raise SystemExit("\n".join(["the server's log has errors:", *errors[:20]]))
    half = sizes[len(sizes) // 2 :]
    grown = half[-1] - half[0]
    rows = [
        (f"{share:.0%} of the time", f"{sizes[int(share * (len(sizes) - 1))]:.0f}") for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    show(f"Memory of {sessions} sessions over {minutes:g} minutes, {answers} answers", ("after", "MB"), rows)
    return {"soak, growth in the second half": grown, "soak, answers": float(answers)}


async def _soaked(address: str, pid: int, sessions: int, seconds: float) -> tuple[list[float], int]:
    """Sizes in MB over the time, and the number of answers."""
    end = time.monotonic() + seconds
    sizes: list[float] = []

    async def reads(number: int) -> int:
        answers = 0
        async with reader(address) as one:
            _assert_whole([await one.view()])
            for turn in itertools.count(number):
                if time.monotonic() > end:
                    return answers
                page = PAGES[turn % len(PAGES)]
                _assert_whole([await one.go(page), await one.choose("basis", BASES[turn % len(BASES)])])
                answers += 2
                await asyncio.sleep(1)
        return answers

    async def weighs() -> None:
        while time.monotonic() < end:
            sizes.append(resident(pid))
            await asyncio.sleep(max(0.2, seconds / 100))

    weighing = asyncio.create_task(weighs())
    counts = await asyncio.gather(*(reads(number) for number in range(sessions)))
    await weighing
    return sizes, sum(counts)


def resident(pid: int) -> float:
    """The resident memory of a process in MB."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
