"""Stopwatches: a command with its peak memory, a call many times over; and the table they end in."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

REPO = Path(__file__).parents[1]


def run(arguments: list[str], home: Path | None = None) -> tuple[float, float]:
    """Runs `python ARGUMENTS` at the root: (seconds, peak memory in MB). A failure prints what the command said."""
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
    return seconds, usage.ru_maxrss / 1024


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
