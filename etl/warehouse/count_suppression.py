"""How many rows a batch has, as far as that is told: a file of few people, or of one hidden unit, would tell theirs.

What a check or a load says of the file at hand is for its sender, who has it. What compares its rows with those of
earlier files is told of people's data only from ten rows on, and by both numbers or none.
"""

import duckdb

from etl.storage import engine, model, quoted
from etl.warehouse.build import current, place
from etl.warehouse.disclosure import OF_PEOPLE
from etl.warehouse.shared_suppression import hide_together
from etl.warehouse.suppression import SMALLEST

ABOUT_PEOPLE = (*OF_PEOPLE, "index_score")


def told_manifest(manifest: dict, counted: set[str]) -> dict:
    """A batch's manifest; numbers that are not told are empty. counted: as of `counted_batches`."""
    if manifest["dataset"] not in ABOUT_PEOPLE:
        return manifest
    whole = manifest["accepted"] >= SMALLEST and manifest["batch_id"] in counted
    numbers = {} if whole else dict.fromkeys(("rows_read", "accepted", "rows"))
    repeats = {earlier: manifest["repeats"].get(earlier, 0) for earlier in manifest["revises"]}
    shared: dict[str, dict[str, int | None]] = {"revises": {}, "repeats": {}}
    for earlier, n in manifest["revises"].items():
        changed, same = told_shared(manifest["dataset"], n - repeats[earlier], repeats[earlier])
        shared["revises"][earlier] = None if changed is None else n
        shared["repeats"][earlier] = same
    return manifest | numbers | shared


def told_shared(dataset: str | None, changed: int, same: int) -> tuple[int | None, int | None]:
    """How many rows an earlier batch has with other values, and with the same. Told of few, they would say whether a
    guess was right."""
    if dataset in ABOUT_PEOPLE and min(changed, same) < SMALLEST:
        return None, None
    return changed, same


def counted_batches() -> set[str]:
    """The batches of people's data whose rows may be counted, as the build in force has them."""
    identity = current()
    if identity is None:
        return set()
    with engine() as connection:
        hide_together(connection)
        connection.execute(f"attach {quoted(place(identity))} as build (read_only)")
        try:
            return {batch_id for (batch_id,) in connection.sql(model("counted_batch")).fetchall()}
        except duckdb.CatalogException:  # a build of before one of these tables
            return set()
