"""Files that a bulk read writes for its batch: accepted rows as they are found, and a copy of the source file."""

import hashlib
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from etl.reading.arrow_slices import as_arrow
from etl.storage import flush

ROW_GROUP = 1 << 20
MAX_QUEUED = 2  # tables waiting to be written


def copy_original(path: Path, folder: Path | None) -> str:
    """Copy the file to the folder (if any) as original.*; its sha256."""
    if folder:
        copy = folder / f"original{path.suffix.lower()}"
        shutil.copyfile(path, copy)
        flush(copy)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class AcceptedRowsWriter:
    """Writes accepted.parquet in a thread of its own while the next rows are read. Without a folder it writes
    nothing."""

    def __init__(self, folder: Path | None, schema: pa.Schema) -> None:
        self.file, self.schema = (folder / "accepted.parquet" if folder else None), schema
        self.writer = self._opened() if folder else None
        self.pool = ThreadPoolExecutor(1)
        self.waiting: list[Future] = []

    def __enter__(self) -> "AcceptedRowsWriter":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.pool.shutdown(cancel_futures=error is not None)
        if self.writer:
            self.writer.close()
        if error is None:
            self._wait_for(0)

    def add(self, rows: pa.Table) -> None:
        """Queue rows for writing; columns are cast to the schema."""
        if self.file and rows.num_rows:
            self._wait_for(MAX_QUEUED)
            self.waiting.append(self.pool.submit(self._write, rows))

    def leave_out(self, numbers: np.ndarray) -> None:
        """Rewrite the file without the rows from these source rows."""
        self._wait_for(0)
        if not self.file or not self.writer:
            return
        self.writer.close()
        before, out = self.file.with_suffix(".before"), as_arrow(numbers)
        self.file.rename(before)
        self.writer = self._opened()
        with pa.parquet.ParquetFile(before) as file:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                gone = pa.compute.is_in(rows.column("source_row"), value_set=out)
                self._write(rows.filter(pa.compute.invert(gone)))
        before.unlink()

    def _wait_for(self, most: int) -> None:
        while len(self.waiting) > most:
            self.waiting.pop(0).result()

    def _write(self, rows: pa.Table) -> None:
        assert self.writer
        self.writer.write_table(
            pa.table([_cast_column(rows.column(one.name), one) for one in self.schema], self.schema), ROW_GROUP
        )

    def _opened(self) -> pa.parquet.ParquetWriter:
        return pa.parquet.ParquetWriter(
            self.file,
            self.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[field.name for field in self.schema if pa.types.is_dictionary(field.type)],
            column_encoding={"source_row": "DELTA_BINARY_PACKED"},
            write_statistics=["form_id", "source_row"],  # those of dictionaries take a third of the time
            store_schema=False,  # so that readers get plain text columns
        )


def _cast_column(values: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    """A column cast to the type of a field."""
    if values.type == field.type:
        return values
    if pa.types.is_dictionary(field.type):
        return values.cast(field.type.value_type).dictionary_encode().cast(field.type)
    return values.cast(field.type)
