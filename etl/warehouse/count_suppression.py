"""How many rows a batch has, as far as that is told: a file of few people, or of one hidden unit, would tell theirs.

What a check or a load says of the file at hand is for its sender, who has it. What compares its rows with those of
earlier files is told of people's data only from ten rows on, and by both numbers or none.
"""

import duckdb

from etl.storage import connect, model_sql, sql_path
from etl.warehouse.build import build_file, current_build
from etl.warehouse.disclosure import OF_PEOPLE
from etl.warehouse.shared_suppression import create_shared_suppression
from etl.warehouse.suppression import SMALLEST

PERSONAL_DATASETS = (*OF_PEOPLE, "index_score")


def published_manifest(manifest: dict, counted: set[str]) -> dict:
    """A batch's manifest; numbers that are not told are empty. counted: as of `counted_batches`."""
    if manifest["dataset"] not in PERSONAL_DATASETS:
        return manifest
    whole = manifest["accepted"] >= SMALLEST and manifest["batch_id"] in counted
    numbers = {} if whole else dict.fromkeys(("rows_read", "accepted", "rows"))
    repeats = {earlier: manifest["repeats"].get(earlier, 0) for earlier in manifest["revises"]}
    shared: dict[str, dict[str, int | None]] = {"revises": {}, "repeats": {}}
    for earlier, n in manifest["revises"].items():
        changed, same = published_shared_counts(manifest["dataset"], n - repeats[earlier], repeats[earlier])
        shared["revises"][earlier] = None if changed is None else n
        shared["repeats"][earlier] = same
    return manifest | numbers | shared


def published_shared_counts(dataset: str | None, changed: int, same: int) -> tuple[int | None, int | None]:
    """How many rows an earlier batch has with other values, and with the same. Told of few, they would say whether a
    guess was right."""
    if dataset in PERSONAL_DATASETS and min(changed, same) < SMALLEST:
        return None, None
    return changed, same


def countable_batches() -> set[str]:
    """The batches of people's data whose rows may be counted, as the build in force has them."""
    identity = current_build()
    if identity is None:
        return set()
    with connect() as connection:
        create_shared_suppression(connection)
        connection.execute(f"attach {sql_path(build_file(identity))} as build (read_only)")
        try:
            return {batch_id for (batch_id,) in connection.sql(model_sql("counted_batch")).fetchall()}
        except duckdb.CatalogException:  # a build of before one of these tables
            return set()
