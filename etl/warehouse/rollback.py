"""Back to an earlier build: its figures, and the batches that it was made from.

A batch that the build did not have is withdrawn, so that no later load brings it back unasked; one that it had counts
again. What is to be done is written down first: a rollback that dies is completed by whoever locks the warehouse next.
"""

import json

from etl.storage import WarehouseError, home, locked, plain_errors, user, write_text
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import batches_of, current, kept, place, publish
from etl.warehouse.events import announce, settle
from etl.warehouse.revisions import Change, change

INTENT = "rollback.json"


def rollback(build_id: str, by: str | None = None) -> str:
    """Put a kept build in force again; its id. WarehouseError when it is not kept."""
    with locked():
        _must_be_kept(build_id)
        complete()
        old, moved = current(), [batch.batch_id for batch, _ in _moved(build_id)]
        if moved or old != build_id:
            changed = change(place(old) if old else None, place(build_id))
            announce("rollback", by or user(), moved, old, build_id, changed)
            write_text(home() / INTENT, json.dumps({"build": build_id}))
            complete()
    return build_id


def preview_rollback(build_id: str) -> Change:
    """What going back would change; nothing is done."""
    with locked():
        _must_be_kept(build_id)
        old = current()
        return change(place(old) if old else None, place(build_id))


def complete() -> None:
    """Carry out the rollback that is written down, if there is one, and settle the event of one who died."""
    intent = home() / INTENT
    if intent.exists():
        build_id = json.loads(intent.read_text(encoding="utf-8"))["build"]
        for batch, marks in _moved(build_id):
            batches.mark(batch, **marks)
        publish(build_id)
        intent.unlink()
    settle()


def _moved(build_id: str) -> list[tuple[Batch, dict]]:
    """The batches whose state is another one with this build in force, and their new marks."""
    had = set(batches_of(build_id))
    moved: list[tuple[Batch, dict]] = []
    for batch in batches.batches():
        if batch.batch_id in had and batch.withdrawn_at:
            moved.append((batch, {"withdrawn_at": None, "rolled_back": False}))
        elif batch.batch_id not in had and not batch.withdrawn_at:
            moved.append((batch, {"withdrawn_at": batches.now(), "rolled_back": True}))
    return moved


def builds() -> list[dict]:
    """The builds that are kept, the last one put in force first.

    id, since (when it was put in force), in_force, batches (how many), added and removed (ids, against the next older).
    """
    with plain_errors():
        identities = kept()
        had = {identity: batches_of(identity) for identity in identities}
        since = {identity: batches.at(place(identity).stat().st_mtime) for identity in identities}
    older = [*identities, None][1:]
    return [
        {
            "id": identity,
            "since": since[identity],
            "in_force": identity == current(),
            "batches": len(had[identity]),
            "added": sorted(set(had[identity]) - set(had.get(before or "", had[identity] if not before else []))),
            "removed": sorted(set(had.get(before or "", [])) - set(had[identity])),
        }
        for identity, before in zip(identities, older, strict=True)
    ]


def _must_be_kept(build_id: str) -> None:
    if build_id not in kept():
        raise WarehouseError("warehouse.no_such_build", build=build_id)
