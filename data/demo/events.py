"""Events that stewards of the demonstration noted, for the marks in its charts."""

import csv
from pathlib import Path

HERE = Path(__file__).parent


def events() -> list[dict[str, str]]:
    """One dict per event: day, what, scope, concerns."""
    with (HERE / "events.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
