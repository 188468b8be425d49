"""The stored workbook of a batch, the places of its cells, and its faults."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from etl.reading.header_mapping import source_cells
from etl.storage import plain_errors
from etl.warehouse import batches


def original_workbook(batch_id: str) -> Path:
    """The stored workbook of a batch; of a dataset with persons' numbers its redacted rows.

    Raises WarehouseError for an unknown batch.
    """
    with plain_errors():
        folder = batches.find_batch(batch_id, batches.all_batches()).folder
        return next(folder.glob("original.*"))


def cells_of_row(batch_id: str, sheet: str, row: int, record: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The cells that a row was read from: ours (our column), header, cell (as E17; the header where a file has no
    letters).

    record: column → value, to select the cells of one record of a wide row. Empty for batches older than this record.
    Raises WarehouseError for an unknown batch.
    """
    with plain_errors():
        return source_cells(batches.find_batch(batch_id, batches.all_batches()).folder, sheet, row, record or {})


def batch_faults(batch_id: str) -> pl.DataFrame:
    """The faults of a batch's rejected rows, as etl.contracts.faults.FAULTS. Raises WarehouseError for an unknown
    batch."""
    with plain_errors():
        return pl.read_parquet(
            batches.find_batch(batch_id, batches.all_batches()).folder / "faults.parquet", glob=False
        )
