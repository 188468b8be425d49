"""Read files as grids of text, with true row numbers and column letters. Unreadable files are refused."""

from pathlib import Path

import polars as pl
import pyarrow
import pyarrow.parquet

from etl.contracts.faults import Refused
from etl.reading.file_formats import file_format
from etl.reading.grid import Grid
from etl.reading.parsed_once import kept
from etl.reading.text_files import read_text_file
from etl.reading.workbooks import read_workbook


def read_grids(
    path: Path,
    sheets: list[str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    form: str | None = None,
) -> list[Grid]:
    """The sheets of a file, or those named. form: the format, where the extension does not give it.

    delimiter: of a text file; None: detected.
    """
    form = form or file_format(path)
    if form == "csv":
        return [read_text_file(path, encoding, delimiter)]
    if form == "parquet":
        return [_read_parquet(path)]
    return read_workbook(path, sheets)


@kept
def _read_parquet(path: Path) -> Grid:
    try:
        # With Arrow, because Polars panics on damaged pages.
        with pyarrow.parquet.ParquetFile(path) as file:
            frame: pl.DataFrame = pl.DataFrame(pl.from_arrow(file.read()))
    except (pyarrow.ArrowException, pl.exceptions.PolarsError, OSError):
        raise Refused("truncated", path) from None
    texts = as_text_columns(frame.drop(nested_columns(frame)))
    return Grid("", texts.with_row_index("source_row", offset=1), named=True)


def nested_columns(frame: pl.DataFrame) -> list[str]:
    """The columns whose values a cell cannot hold: lists, structs, bytes."""
    return [name for name, kind_of in frame.schema.items() if kind_of.is_nested() or kind_of == pl.Binary]


def as_text_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Typed values as text, as a sender would write them; a column named source_row is renamed."""
    cells = frame.cast(pl.String)
    cells = cells.with_columns(pl.all().str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00(?:\.0+)?$", "$1"))
    return cells.rename({"source_row": "source_row "}, strict=False)
