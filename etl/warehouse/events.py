"""Who did what to the warehouse and when: one line an event, only ever added to.

An event is announced before its build is put in force and settled after it: whoever dies in between leaves it to the
next one who locks the warehouse, so that each is told once.
"""

import json
import os
from collections.abc import Iterable

from etl.storage import home, write_text
from etl.warehouse.batches import now
from etl.warehouse.build import current_build
from etl.warehouse.revisions import Change, current_sentences

LOG_FILE, PENDING_FILE = "events.jsonl", "event.json"
MAX_FIGURES = 200  # of those revised; how many there were is always kept


def write_pending_event(
    action: str, by: str | None, batches: Iterable[str], before: str | None, after: str, changed: Change
) -> None:
    """Write down an event that is about to come true; call under the warehouse's lock."""
    figures = changed.revisions.head(MAX_FIGURES).drop("message_zh", "message_en").to_dicts()
    event = {
        "at": now(),
        "by": by,
        "action": action,
        "batches": list(batches),
        "build_before": before,
        "build": after,
        "revised_n": changed.revised_n,
        "figures": figures,
    }
    write_text(home() / PENDING_FILE, json.dumps(event, ensure_ascii=False))


def log_pending_event() -> None:
    """Add the announced event to the log if its build is in force, and forget it if not; call under the lock."""
    announced = home() / PENDING_FILE
    if not announced.exists():
        return
    event = json.loads(announced.read_text(encoding="utf-8"))
    if event["build"] == current_build() and event not in _read_log()[:1]:
        with (home() / LOG_FILE).open("ab+") as log:
            log.seek(max(0, log.tell() - 1))
            cut_short = log.read() not in (b"", b"\n")
            line = json.dumps(event, ensure_ascii=False) + "\n"
            log.write((("\n" if cut_short else "") + line).encode())
            log.flush()
            os.fsync(log.fileno())
    announced.unlink()


def events() -> list[dict]:
    """Every event, newest first, with the sentences of what it `revised`: a figure that is hidden today is not told,
    whatever it was then. Events from before figures were kept apart from their sentences have none."""
    logged = _read_log()
    figures = [event.pop("figures", []) for event in logged]
    told = iter(current_sentences([figure for of_event in figures for figure in of_event]) if any(figures) else [])
    return [
        event | {"revised": [next(told) for _ in of_event]} for event, of_event in zip(logged, figures, strict=True)
    ]


def _read_log() -> list[dict]:
    """Every event as it was written down, newest first. A line cut short by a power failure is left out."""
    try:
        lines = (home() / LOG_FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found[::-1]
