"""Suppression of row counts: the counts of a batch with few people, or with one suppressed unit, would disclose theirs.

The report of a check or load is for the sender, who has the file. Counts of rows shared with earlier batches are
published for datasets about people only if both (changed and unchanged) reach the smallest n.
"""

import duckdb

from etl.storage import connect, model_sql, sql_path
from etl.warehouse.build import build_file, current_build
from etl.warehouse.disclosure import PERSONAL_DATASETS
from etl.warehouse.shared_suppression import create_shared_suppression
from etl.warehouse.suppression import SMALLEST

SUPPRESSED_DATASETS = (*PERSONAL_DATASETS, "index_score")


def published_manifest(manifest: dict, counted: set[str]) -> dict:
    """A batch's manifest with suppressed counts set to None. counted: the result of `countable_batches`."""
    if manifest["dataset"] not in SUPPRESSED_DATASETS:
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
    """The counts of an earlier batch's rows with changed and with unchanged values; both None when suppressed.

    Small counts would confirm guesses about single rows.
    """
    if dataset in SUPPRESSED_DATASETS and min(changed, same) < SMALLEST:
        return None, None
    return changed, same


def countable_batches() -> set[str]:
    """Ids of batches about people whose row counts are published for the build in force."""
    identity = current_build()
    if identity is None:
        return set()
    with connect() as connection:
        create_shared_suppression(connection)
        connection.execute(f"attach {sql_path(build_file(identity))} as build (read_only)")
        try:
            return {batch_id for (batch_id,) in connection.sql(model_sql("counted_batch")).fetchall()}
        except duckdb.CatalogException:  # an older build without one of these tables
            return set()
