"""Read text files with delimiters: comma, semicolon, tab or a rarer one."""

import csv
import io
import itertools
from collections import Counter
from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused
from etl.reading.column_letters import column_letter
from etl.reading.grid import Grid
from etl.reading.parsed_once import kept
from etl.reading.text_encoding import utf8_of_file

SAMPLED_ROWS = 40  # rows used to detect the delimiter and the width
SAMPLED_BYTES = 1 << 16  # bytes read for them
DELIMITERS = (",", ";", "\t")
RARE_DELIMITERS = ("|", "，")  # where none of the others splits the rows; the full-width comma is common in prose


@kept
def read_text_file(path: Path, encoding: str | None, delimiter: str | None) -> Grid:
    data = utf8_of_file(path, encoding)
    delimiter = delimiter or _delimiter(data)
    if len(delimiter.encode()) > 1:  # the fast reader wants a single byte
        cells = _read_row_by_row(path, data, delimiter)
        return Grid("", cells.with_row_index("source_row", offset=1), ragged=True, delimiter=delimiter)
    try:
        cells = _split(data, delimiter, _width(data[:SAMPLED_BYTES], delimiter))
    except pl.exceptions.NoDataError:
        raise Refused("empty", path) from None
    except pl.exceptions.PolarsError:
        # A row further down is wider, or a quotation mark is misplaced: this slower reader reports the row.
        cells = _read_row_by_row(path, data, delimiter)
    return Grid("", cells.with_row_index("source_row", offset=1), ragged=True, delimiter=delimiter)


def _delimiter(data: bytes) -> str:
    """The delimiter that splits the first rows most evenly; a comma if none does."""
    for among in (DELIMITERS, RARE_DELIMITERS):
        even = {delimiter: _evenness(_widths(data[:SAMPLED_BYTES], delimiter)) for delimiter in among}
        if any(width for _, width in even.values()):
            return max(among, key=lambda delimiter: even[delimiter])
    return DELIMITERS[0]


def _evenness(widths: list[int]) -> tuple[float, int]:
    """The share of rows with the most frequent number of cells, and that number; zero for single cells."""
    width, rows = Counter(width for width in widths if width).most_common(1)[0] if any(widths) else (1, 0)
    return (rows / len(widths), width) if width > 1 else (0.0, 0)


def _split(data: bytes, delimiter: str, width: int) -> pl.DataFrame:
    schema = {column_letter(at): pl.String for at in range(width)}
    return pl.read_csv(io.BytesIO(data), has_header=False, separator=delimiter, schema=schema, missing_columns="insert")


def _width(data: bytes, delimiter: str) -> int:
    """The largest number of cells in the first rows."""
    return max(_widths(data, delimiter), default=1)


def _widths(data: bytes, delimiter: str) -> list[int]:
    """The number of cells in each of the first rows."""
    lines = csv.reader(io.StringIO(data.decode("utf-8", errors="ignore"), newline=""), delimiter=delimiter)
    try:
        return [len(row) for row in itertools.islice(lines, SAMPLED_ROWS)]
    except csv.Error:
        return []


def _read_row_by_row(path: Path, data: bytes, delimiter: str) -> pl.DataFrame:
    """All rows, padded to the widest. Raises Refused for an unclosed quotation mark."""
    lines = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(lines)
    except csv.Error:
        raise Refused("quotes", path, row=len(rows) + 1) from None
    width = max(map(len, rows), default=1)
    filled = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    return pl.DataFrame(filled, schema={column_letter(at): pl.String for at in range(width)}, orient="row")
