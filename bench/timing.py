"""Stopwatches: a command with its processor time and peak memory, a call many times over; and the table they end in."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).parents[1]


class Run(NamedTuple):
    """What a command took. On a machine with other work to do, processor time says more than the clock."""

    seconds: float
    processor_seconds: float  # of all its threads
    memory: float  # MB, at its peak


def run(arguments: list[str], home: Path | None = None) -> Run:
    """Runs `python ARGUMENTS` at the root. A failure prints what the command said."""
    environment = os.environ | ({"RONGHE_HOME": str(home)} if home else {})
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPO,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"python {' '.join(arguments)} failed:\n{said}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def middle(times: int, call: Callable[[int], Run]) -> Run:
    """The run of so many whose time on the clock is the middle one; each is told its number."""
    return sorted(call(number) for number in range(times))[times // 2]


def median_ms(call: Callable[[], object], times: int) -> float:
    """The middle of so many calls, in milliseconds; one call before them warms up."""
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def show(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Prints a table whose first column is flush left and whose others are flush right."""
    widths = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    print(f"\n{title}")
    for row in [header, *rows]:
        first, *rest = row
        print("  " + "  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]))
