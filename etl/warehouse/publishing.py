"""Publish staged batches: the draft with them, what it changes, the event, the new build in force."""

from collections.abc import Callable

from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import batch_ids, build_draft, current_build, publish_build
from etl.warehouse.events import log_pending_event, write_pending_event
from etl.warehouse.revisions import Change, change_to
from etl.warehouse.staging import publish_staged


def publish_with(
    staged: list[Batch], before: list[Batch], by: str | None, publishing: Callable[[Change], bool]
) -> tuple[Change, bool]:
    """Publish the build of the live batches and the staged ones; the change, and whether it was published.

    before: all stored batches. publishing: whether to publish the change; without it nothing is stored. Call under the
    warehouse's lock. Raises WarehouseError when a check fails.
    """
    old, new = current_build(), build_draft(batches.live_batches([*before, *staged]))
    changed = change_to(new)
    if not publishing(changed):
        return changed, False
    publish_staged(staged)
    if new != old:
        added = _added_batches(old, batches.live_batches(batches.all_batches()))
        write_pending_event("load", by, added, old, new, changed)
    publish_build(new)
    log_pending_event()
    return changed, True


def _added_batches(old: str | None, live: list[Batch]) -> list[str]:
    """Ids of live batches that the build in force lacks, including those of an interrupted load."""
    had = set(batch_ids(old)) if old else set()
    return [batch.batch_id for batch in live if batch.batch_id not in had]
