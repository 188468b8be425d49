"""What later batches correct: the cells of a batch against the rows of the same key in earlier ones, and the batches
whose faults a later one settles."""

import polars as pl

from etl.contracts.dictionary import PERSON_NAME_COLUMNS, columns, key_columns
from etl.storage import connect, parquet_scan, plain_errors
from etl.warehouse import batches
from etl.warehouse.disclosure import FORBIDDEN_FILTERS, NOT_A_MEMBER, PERSONAL_DATASETS

# One row per corrected cell.
CORRECTIONS = pl.Schema(
    {
        "earlier": pl.String(),  # the batch with the earlier row
        "source_sheet": pl.String(),  # of the new row
        "source_row": pl.UInt32(),
        "row_key": pl.String(),  # the key that both rows share
        "column": pl.String(),
        "cell_before": pl.String(),
        "cell_after": pl.String(),
    }
)


def corrections(batch_id: str, limit: int) -> pl.DataFrame:
    """The cells in which a batch differs from the batches it revises, as CORRECTIONS.

    limit: the most rows compared with each earlier batch. Without columns of persons' names; empty for datasets about
    people. Raises WarehouseError for an unknown batch.
    """
    with plain_errors():
        every = batches.all_batches()
        batch = batches.find_batch(batch_id, every)
        if batch.dataset in PERSONAL_DATASETS:
            return pl.DataFrame(schema=CORRECTIONS)
        known = {other.batch_id: other for other in every}
        found = [_corrected_cells(known[earlier], batch, limit) for earlier in sorted(batch.revises)]
    return pl.concat(found) if found else pl.DataFrame(schema=CORRECTIONS)


def corrected_batches(of: list[batches.Batch]) -> set[str]:
    """Ids of batches whose faults a later live batch corrects: their return, or the same file name with
    revised rows."""
    return {
        batch.batch_id
        for batch in of
        for later in of
        if later.batch_id > batch.batch_id
        and later.dataset == batch.dataset
        and (later.returns == batch.sha256 or (later.file == batch.file and batch.batch_id in later.revises))
    }


def _corrected_cells(earlier: batches.Batch, later: batches.Batch, limit: int) -> pl.DataFrame:
    together = key_columns(later.dataset)
    # An older batch may lack a column that was added to the contract later.
    there = pl.read_parquet_schema(earlier.accepted_file).keys() & pl.read_parquet_schema(later.accepted_file).keys()
    untold = (*together, *PERSON_NAME_COLUMNS, *FORBIDDEN_FILTERS.get(later.dataset, ()))
    compared = [name for name in columns(later.dataset) if name in there and name not in untold]
    if not compared:
        return pl.DataFrame(schema=CORRECTIONS)
    same_key = " and ".join(f'new."{name}" is not distinct from old."{name}"' for name in together)
    differs = " or ".join(f'new."{name}" is distinct from old."{name}"' for name in compared)
    whose = f"new.{NOT_A_MEMBER}" if later.dataset == "index_score" else "true"
    sides = ", ".join(
        f'old."{name}"::varchar as "{name} before", new."{name}"::varchar as "{name} after"' for name in compared
    )
    named = ", ".join(f'new."{name}"' for name in together)
    with connect() as connection:
        pairs = connection.sql(
            f"""select new.source_sheet, new.source_row, concat_ws(' · ', {named}) as row_key, {sides}
            from {parquet_scan(later.accepted_file)} as new
            inner join {parquet_scan(earlier.accepted_file)} as old on {same_key}
            where ({differs}) and {whose} order by new.source_sheet, new.source_row limit {int(limit)}"""
        ).pl()
    cells = [
        pairs.select(
            pl.lit(earlier.batch_id).alias("earlier"),
            *("source_sheet", "source_row", "row_key"),
            pl.lit(name).alias("column"),
            pl.col(f"{name} before").alias("cell_before"),
            pl.col(f"{name} after").alias("cell_after"),
        )
        for name in compared
    ]
    every = pl.concat(cells).filter(pl.col("cell_before").ne_missing(pl.col("cell_after")))
    return every.sort("source_sheet", "source_row", maintain_order=True).cast(CORRECTIONS)
