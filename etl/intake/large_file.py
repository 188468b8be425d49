"""A large file of answered forms: its content, and access to its rows in slices or one by one."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet

from etl.contracts.faults import Refused
from etl.reading import arrow_slices, column_naming, detection, sources
from etl.reading.arrow_slices import Slice
from etl.reading.entity_matching import Directory
from etl.reading.file_formats import file_format
from etl.reading.layout_file import Layout
from etl.reading.tables import EXTRA_CELLS, Table, without_empty_rows
from etl.reading.text_encoding import utf16_of

LARGE_FILE_SIZE = {"csv": 4_000_000, "parquet": 100_000}  # bytes of a text file, rows of a Parquet file
HEAD_BYTES, HEAD_ROWS = 1 << 16, 1000


def recognize_large_file(path: Path, layout: Layout | None, directory: Directory) -> "LargeFile | None":
    """The large file, if the file is large and holds answered forms and nothing else; else None. Raises Refused."""
    form = file_format(path, layout.format if layout else None)
    if form not in LARGE_FILE_SIZE or _file_size(path, form) < LARGE_FILE_SIZE[form]:
        return None
    with path.open("rb") as stream:
        if utf16_of(stream.read(HEAD_BYTES)):  # cannot be cut at the bytes of line breaks
            return None
    with tempfile.TemporaryDirectory() as folder:
        head = _write_head(path, form, Path(folder))
        found, _ = detection.tables_of_file(head, layout, directory)
        of_file, tables = found[0]
        (grid,) = sources.read_grids(head, None, of_file.encoding, of_file.delimiter, form)
    if [(one.dataset, len(parts)) for one, parts in found] != [("survey_response", 1)] or of_file.survey_site:
        return None  # the export of a survey site is read whole, so that nothing private is copied
    if len(grid.delimiter.encode()) > 1:
        return None  # nor can the bytes of a row be cut there
    if column_naming.private_headers(tables[0], of_file):
        return None  # nor is any other file that tells who answered
    if tables[0].header(of_file.columns.get("form_id", ())) is None:
        return None
    of_file = replace(of_file, constants=of_file.constants | tables[0].told)
    return LargeFile(path, form, of_file, tables[0], grid.cells.columns[1:], grid.delimiter)


def _file_size(path: Path, form: str) -> int:
    if form == "csv":
        return path.stat().st_size
    try:
        return pa.parquet.read_metadata(path).num_rows
    except (pa.ArrowException, OSError):
        raise Refused("truncated", path) from None


def _write_head(path: Path, form: str, folder: Path) -> Path:
    """Copy the first rows of a large file to a small file of the same name, for detection."""
    head = folder / path.name
    if form == "csv":
        with path.open("rb") as stream:
            start = stream.read(HEAD_BYTES)
        head.write_bytes(start[: start.rfind(b"\n") + 1] or start)
    else:
        with pa.parquet.ParquetFile(path) as file:
            pa.parquet.write_table(pa.Table.from_batches([next(file.iter_batches(HEAD_ROWS))]), head)
    return head


@dataclass(frozen=True)
class LargeFile:
    """A large file, its layout, and how it is cut into slices."""

    path: Path
    form: str
    layout: Layout
    head: Table  # the first rows, with the headers
    letters: list[str]  # all columns of the file
    delimiter: str
    encoding: str = "utf-8"

    @property
    def encodings(self) -> list[str]:
        """The encodings of a text file in the order to be tried."""
        return [self.layout.encoding] if self.layout.encoding else ["utf-8", "gb18030"]

    @property
    def forms(self) -> str:
        """The header of the form numbers."""
        return self.head.header(self.layout.columns["form_id"]) or ""

    @property
    def wide(self) -> list[str]:
        """The headers of the answers in a wide file."""
        return column_naming.unpivoted_headers(self.head, self.layout.unpivot) if self.layout.unpivot else []

    @property
    def coded(self) -> list[str]:
        """The headers that make up a combination: those the layout reads, without form number and answers."""
        read = [self.head.header(wanted) for name, wanted in self.layout.columns.items() if name != "form_id"]
        read += [self.head.header([name]) for name in (*self.layout.keep, *self.layout.skip_rows_where)]
        return [header for header in dict.fromkeys(read) if header is not None and header not in self.wide]

    def slices(self, coded: bool = True) -> Iterator[Slice]:
        """The file's rows. Columns are named by header, those without a header by letter."""
        names = {letter: header for header, letter in self.head.letters.items()}
        few = {self.head.letters[header] for header in (*self.coded, *self.wide)} if coded else set()
        if self.form == "parquet":
            wanted = [self.forms, *self.coded, *self.wide]
            return arrow_slices.parquet_slices(self.path, wanted, few)
        return (
            replace(piece, table=piece.table.rename_columns([names.get(one, one) for one in self.letters]))
            for piece in arrow_slices.text_slices(
                self.path, self.encoding, self.delimiter, self.letters, few, self.header_ends
            )
        )

    @property
    def headless(self) -> list[str]:
        """The letters of a text file's columns beyond the last header, which should be empty."""
        last = max(map(self.letters.index, self.head.letters.values()))
        return self.letters[last + 1 :] if self.form == "csv" else []

    @property
    def header_ends(self) -> int:
        """The number of the last header row."""
        return self.head.header_row + self.head.header_rows - 1

    def rows(self, numbers: np.ndarray) -> Table:
        """The rows with the given numbers, with all columns."""
        if self.form == "parquet":
            return replace(self.head, rows=arrow_slices.parquet_rows(self.path, numbers))
        parts = [self._among(piece, numbers) for piece in self.slices(coded=False)]
        rows = pl.concat([part for part in parts if part.height], how="diagonal")
        return replace(self.head, rows=without_empty_rows(rows.sort("source_row")))

    def _among(self, piece: Slice, numbers: np.ndarray) -> pl.DataFrame:
        mine = np.isin(piece.rows, numbers)
        whole = pl.DataFrame(pl.from_arrow(piece.table.filter(arrow_slices.as_arrow(mine))))
        beyond = pl.sum_horizontal(pl.lit(0), *(pl.col(one).is_not_null() for one in self.headless))
        rows = whole.select(pl.Series("source_row", piece.rows[mine]), *self.head.headers, beyond.alias(EXTRA_CELLS))
        width = len(self.letters)
        ragged = []
        asked = set(numbers.tolist()) if piece.ragged else set()
        for number, texts in piece.ragged:
            if number in asked:
                at = dict(zip(self.letters, [text or None for text in texts], strict=False))
                more = sum(at.get(one) is not None for one in self.headless) + sum(map(bool, texts[width:]))
                ragged.append({header: at.get(one) for header, one in self.head.letters.items()} | {EXTRA_CELLS: more})
                ragged[-1]["source_row"] = number
        return pl.concat([rows, pl.DataFrame(ragged, schema=rows.schema)])
