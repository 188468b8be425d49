"""Who did what to the warehouse and when: one line an event, only ever added to."""

import json
import os
from collections.abc import Iterable

from etl.batches import now
from etl.revisions import Change
from etl.warehouse import home

FILE = "events.jsonl"
KEPT_SENTENCES = 200  # of the revised figures; how many there were is always kept


def record(
    action: str, by: str | None, batches: Iterable[str], before: str | None, after: str, changed: Change
) -> None:
    """Add an event; call under the warehouse's lock, after the build is in force."""
    sentences = changed.revisions.head(KEPT_SENTENCES).select("message_zh", "message_en").to_dicts()
    event = {
        "at": now(),
        "by": by,
        "action": action,
        "batches": list(batches),
        "build_before": before,
        "build": after,
        "revised_n": changed.revisions.height,
        "revised": sentences,
    }
    with (home() / FILE).open("a", encoding="utf-8") as log:
        log.write(json.dumps(event, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(log.fileno())


def events() -> list[dict]:
    """Every event, newest first. A line cut short by a power failure is left out."""
    try:
        lines = (home() / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found[::-1]
