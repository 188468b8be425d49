"""Rollback to a kept build: its figures, and the batches it was made from.

Batches that the build lacks are withdrawn, so that the next load does not bring them back; batches it has become live
again. The intent is written to disk first: an interrupted rollback is completed by the next writer.
"""

import contextlib
import json

from etl.storage import WarehouseError, current_user, home, locked, plain_errors, write_text
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import batch_ids, current_build, kept_builds, publish_build, published_at
from etl.warehouse.events import log_pending_event, write_pending_event
from etl.warehouse.revisions import Change, change_to

INTENT_FILE = "rollback.json"


def rollback(build_id: str, by: str | None = None) -> str:
    """Put a kept build in force again; its id. Raises WarehouseError when it is not kept."""
    with locked():
        _require_kept(build_id)
        complete_interrupted()
        old, moved = current_build(), [batch.batch_id for batch, _ in _changed_batches(build_id)]
        if moved or old != build_id:
            write_pending_event("rollback", by or current_user(), moved, old, build_id, change_to(build_id))
            write_text(home() / INTENT_FILE, json.dumps({"build": build_id}))
            complete_interrupted()
    return build_id


def preview_rollback(build_id: str) -> Change:
    """The change that a rollback would make. Nothing is published."""
    with locked():
        _require_kept(build_id)
        return change_to(build_id)


def complete_interrupted() -> None:
    """Complete an interrupted rollback and log the pending event of an interrupted writer, if there are any."""
    intent = home() / INTENT_FILE
    if intent.exists():
        build_id = json.loads(intent.read_text(encoding="utf-8"))["build"]
        for batch, changes in _changed_batches(build_id):
            batches.update_manifest(batch, **changes)
        publish_build(build_id)
        intent.unlink()
    log_pending_event()


def _changed_batches(build_id: str) -> list[tuple[Batch, dict]]:
    """The batches whose state changes with this build in force, and the manifest fields that change."""
    had = set(batch_ids(build_id))
    moved: list[tuple[Batch, dict]] = []
    for batch in batches.all_batches():
        if batch.batch_id in had and batch.withdrawn_at:
            moved.append((batch, {"withdrawn_at": None, "rolled_back": False}))
        elif batch.batch_id not in had and not batch.withdrawn_at:
            moved.append((batch, {"withdrawn_at": batches.now(), "rolled_back": True}))
    return moved


def builds() -> list[dict]:
    """The kept builds, last published first.

    Each has id, since (when it was published), in_force, batches (their number), added and removed (batch ids compared
    with the next older build).
    """
    with plain_errors():
        since = {identity: batches.timestamp(moment) for identity, moment in published_at().items()}
        had = {}
        for identity in since:
            with contextlib.suppress(FileNotFoundError):  # deleted after it was listed
                had[identity] = batch_ids(identity)
    older = [*had, None][1:]
    return [
        {
            "id": identity,
            "since": since[identity],
            "in_force": identity == current_build(),
            "batches": len(had[identity]),
            "added": sorted(set(had[identity]) - set(had.get(before or "", had[identity] if not before else []))),
            "removed": sorted(set(had.get(before or "", [])) - set(had[identity])),
        }
        for identity, before in zip(had, older, strict=True)
    ]


def _require_kept(build_id: str) -> None:
    if build_id not in kept_builds():
        raise WarehouseError("warehouse.no_such_build", build=build_id)
