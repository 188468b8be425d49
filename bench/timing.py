"""Measures commands (time, processor time, peak memory) and repeated calls, and prints tables of results."""

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
    """Time and memory of a command. On a busy machine, processor time is more reliable than elapsed time."""

    seconds: float
    processor_seconds: float  # of all its threads together
    memory: float  # peak memory in MB


def run(arguments: list[str], home: Path | None = None) -> Run:
    """Runs `python ARGUMENTS` in the project folder. If it fails, prints its output."""
    environment = os.environ | ({"RONGHE_HOME": str(home)} if home else {})
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program does not compile its modules at each start
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


def processor_seconds(pid: int) -> float:
    """What a running process has used of the processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def middle(times: int, call: Callable[[int], Run]) -> Run:
    """The run with the median elapsed time of this many runs. `call` gets the number of the run."""
    return sorted(call(number) for number in range(times))[times // 2]


def median_ms(call: Callable[[], object], times: int) -> float:
    """The median time of this many calls, in milliseconds, after one warm-up call."""
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def show(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Prints a table: first column aligned left, the others right."""
    widths = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    print(f"\n{title}")
    for row in [header, *rows]:
        first, *rest = row
        print("  " + "  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]))
