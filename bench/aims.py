"""The aims of quickness (ratios of one run, counts, sizes), and the history of what was measured.

A part of the bench returns what it has measured under these names; the table of aims comes last. The history is a CSV
file to which each run adds its rows, so that a slowdown is seen: the table names the median of the runs before.
"""

import csv
import datetime
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.timing import REPO, show

Measured = dict[str, float]
HISTORY = REPO / "bench" / "history.csv"
COLUMNS = ("measured_at", "commit", "name", "value")
RECENT = 5  # runs before that a value is compared with


class Aim(NamedTuple):
    """An upper limit of a measured value, and its unit."""

    name: str
    most: float
    unit: str


AIMS = (
    Aim("peers' page, made before", 1.0, "x Dash"),
    Aim("peers' page, not made before", 1.3, "x Dash"),
    Aim("overview, made before", 3.0, "x empty page"),
    Aim("overview, not made before", 4.0, "x empty page"),
    Aim("overview, p95", 6.0, "x empty page"),
    Aim("/satisfaction, made before", 5.0, "x empty page"),
    Aim("/satisfaction, not made before", 5.0, "x empty page"),
    Aim("first view", 1.5, "s"),
    Aim("switch of pages", 0.5, "s"),
    Aim("50 at once, last answer", 3.0, "s"),
    Aim("50 at once, two processes", 2.0, "s"),
    Aim("memory a session", 1.0, "MB"),
    Aim("resident memory", 350.0, "MB"),
    Aim("slowest question", 5.0, "x group-by"),
    Aim("slowest question, ms", 25.0, "ms"),
    Aim("deck of 20 exhibits", 1.0, "s"),
    Aim("document of 20 exhibits", 1.5, "s"),
)


def print_aims(measured: Measured, history: Path) -> None:
    """Prints the aims that were measured, and adds all that was measured to the history."""
    before = _before(history)
    rows = []
    for name, most, unit in AIMS:
        if name in measured:
            value, earlier = measured[name], before.get(name)
            past = f"{statistics.median(earlier[-RECENT:]):.2f}" if earlier else "-"
            rows.append((name, f"{value:.2f}", f"{most:.2f}", unit, "met" if value <= most else "missed", past))
    if rows:
        show("Aims of quickness", ("what", "measured", "aim", "unit", "", f"median of {RECENT} before"), rows)
    if measured:
        _add(history, measured)


def _before(history: Path) -> dict[str, Sequence[float]]:
    """The values of earlier runs by name, oldest first."""
    found: dict[str, list[float]] = {}
    if history.exists():
        with history.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["name"], []).append(float(row["value"]))
    return dict(found)


def _add(history: Path, measured: Measured) -> None:
    now = datetime.datetime.now().astimezone().isoformat(timespec="minutes")
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=REPO, capture_output=True, text=True)
    begun = history.exists()
    with history.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        if not begun:
            lines.writerow(COLUMNS)
        lines.writerows([now, head.stdout.strip() or "-", name, f"{value:.4g}"] for name, value in measured.items())
