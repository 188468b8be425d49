"""Append-only event log of the warehouse: one JSON line per load, withdrawal or rollback.

An event is written to a pending file before its build is published and moved to the log afterwards. After a crash the
next writer completes it, so that each event is logged once.
"""

import json
import os
from collections.abc import Iterable

from etl.storage import home, write_text
from etl.warehouse.batches import now
from etl.warehouse.build import current_build
from etl.warehouse.revisions import Change, current_sentences

LOG_FILE, PENDING_FILE = "events.jsonl", "event.json"
MAX_FIGURES = 200  # figures stored per event; their number is always stored


def write_pending_event(
    action: str, by: str | None, batches: Iterable[str], before: str | None, after: str, changed: Change
) -> None:
    """Write the event that is about to happen. Call under the warehouse's lock.

    batches: ids of the batches added or changed. before, after: ids of the builds.
    """
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
    """Append the pending event to the log if its build is in force, else drop it. Call under the lock."""
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
    """All events, newest first, with `revised`: the sentences of the revised figures as they may be published today.

    Events older than the separate storage of figures have no sentences.
    """
    logged = _read_log()
    figures = [event.pop("figures", []) for event in logged]
    sentences = iter(current_sentences([figure for of_event in figures for figure in of_event]) if any(figures) else [])
    return [
        event | {"revised": [next(sentences) for _ in of_event]}
        for event, of_event in zip(logged, figures, strict=True)
    ]


def _read_log() -> list[dict]:
    """The logged events, newest first. A line truncated by a power failure is skipped."""
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
