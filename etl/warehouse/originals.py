"""The workbook of a batch: as it was received, where its cells stand, what was wrong with its rows."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from etl.reading.header_mapping import source_cells
from etl.storage import plain_errors
from etl.warehouse import batches


def original(batch_id: str) -> Path:
    """The workbook as it was received; of a private dataset what was kept of it. WarehouseError: no such batch."""
    with plain_errors():
        folder = batches.find_batch(batch_id, batches.all_batches()).folder
        return next(folder.glob("original.*"))


def cell_places(batch_id: str, sheet: str, row: int, record: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The cells of the workbook that a row was read from: ours, header, cell (E17; the header itself of a file without
    letters). record: its columns and values; of a wide row, only the cells that this record came from. Empty for a
    batch taken in before this was kept. WarehouseError: no such batch."""
    with plain_errors():
        return source_cells(batches.find_batch(batch_id, batches.all_batches()).folder, sheet, row, record or {})


def faults_of(batch_id: str) -> pl.DataFrame:
    """What was wrong with a batch's rejected rows: etl.contracts.faults.FAULTS. WarehouseError: no such batch."""
    with plain_errors():
        return pl.read_parquet(
            batches.find_batch(batch_id, batches.all_batches()).folder / "faults.parquet", glob=False
        )
