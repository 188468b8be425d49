"""Read files as grids of text, with true row numbers and column letters. Unreadable files are refused.

The positions allow the sender to find a faulty cell in the file.
"""

import codecs
import csv
import io
import itertools
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl
import pyarrow
import pyarrow.parquet

from etl.contracts.faults import Refused
from etl.reading import sheet_features, xls
from etl.reading.column_letters import column_letter, column_position
from etl.reading.return_marks import problem_sheet
from etl.reading.sheet_features import SheetFeatures

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
FILE_EXTENSIONS = dict.fromkeys(WORKBOOKS, "xlsx") | {".csv": "csv", ".parquet": "parquet"}
UNPACKED_LIMIT = 2_000_000_000  # bytes; larger packages are refused as possible zip bombs
PARTS_LIMIT = 10_000  # parts of a package; more are refused
SAMPLED_ROWS = 40  # rows used to detect the delimiter and the width
SAMPLED_BYTES = 1 << 16  # bytes read for them
DELIMITERS = (",", ";", "\t")
MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"

ERROR_CELLS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
OLE_MAGIC, ZIP_MAGIC, PARQUET_MAGIC = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PAR1"


@dataclass(frozen=True)
class Grid:
    """One sheet: source_row (as the spreadsheet counts) and one text column per column, named by its letter.

    A Parquet file has no letters: its columns keep their names, `named` is true, and no row is a header.
    """

    sheet: str
    cells: pl.DataFrame
    features: SheetFeatures = field(default_factory=SheetFeatures)
    named: bool = False
    ragged: bool = False  # a row may have more cells than the header (text files)
    delimiter: str = ""  # of a text file


def file_format(path: Path, form: str | None = None) -> str:
    """xlsx, csv or parquet: as given or by the extension, checked against the first bytes. Raises Refused."""
    if not path.is_file():
        raise Refused("missing", path)
    found = form or FILE_EXTENSIONS.get(path.suffix.lower())
    if found is None:
        raise Refused("ending", path, ending=path.suffix or path.name)
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise Refused("empty", path)
    if found == "xlsx":
        _check_workbook(path, start)
    elif found == "csv" and start[:4] in (ZIP_MAGIC, OLE_MAGIC):
        raise Refused("workbook_called_csv", path)
    elif found == "parquet" and start[:4] != PARQUET_MAGIC:
        raise Refused("not_parquet", path)
    return found


def _check_workbook(path: Path, start: bytes) -> None:
    if start[:4] == OLE_MAGIC:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Refused("encrypted", path)
    elif start[:4] == ZIP_MAGIC:
        with sheet_features.refuse_unreadable(path), zipfile.ZipFile(path) as parts:
            _check_package(path, parts)
    else:
        raise Refused("not_workbook", path)


def _check_package(path: Path, parts: zipfile.ZipFile) -> None:
    """Refuse a package that is no workbook, or too large to unpack."""
    names = set(parts.namelist())
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Refused("not_workbook", path)
    if len(parts.infolist()) > PARTS_LIMIT or sum(part.file_size for part in parts.infolist()) > UNPACKED_LIMIT:
        raise Refused("too_large", path, limit=UNPACKED_LIMIT // 1_000_000_000, parts=PARTS_LIMIT)
    if "content.xml" in names and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Refused("encrypted", path)
    for part in parts.infolist():
        if part.filename.endswith(".xml") and "/worksheets/" not in part.filename:
            with parts.open(part) as stream:  # raises if a part is larger than declared
                while stream.read(1 << 20):
                    pass


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook."""
    ours = problem_sheet(path)  # the problem list of an annotated return holds no data
    every = _read_xls(path) if _is_xls(path) else sheet_features.sheet_names(path)
    return [name for name in every if name != ours]


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
        return [_read_csv(path, encoding, delimiter)]
    if form == "parquet":
        return [_read_parquet(path)]
    return _read_workbook(path, sheets)


# --- workbooks ------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path, sheets: list[str] | None) -> list[Grid]:
    if _is_xls(path):
        every = _read_xls(path)
        return [Grid(name, *every[name]) for name in (every if sheets is None else sheets)]
    marked = sheet_features.workbook_features(path)  # first, because it refuses sheets that are too large
    try:
        # From memory, because fastexcel goes by the extension, and an .xls may be an xlsx inside.
        book = fastexcel.read_excel(path.read_bytes())
        return [_read_sheet(book, name, marked[name]) for name in (sheet_names(path) if sheets is None else sheets)]
    except fastexcel.FastExcelError:
        raise Refused("truncated", path) from None


def _is_xls(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(OLE_MAGIC)) == OLE_MAGIC


def _read_xls(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    with sheet_features.refuse_unreadable(path):
        return xls.read_sheets(path)


def _read_sheet(book: fastexcel.ExcelReader, name: str, marked: SheetFeatures) -> Grid:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = sheet.to_arrow_with_errors()
    cells: pl.DataFrame = pl.DataFrame(pl.from_arrow(batch))
    cells.columns = [column_letter(column.absolute_index) for column in sheet.selected_columns] if cells.width else []
    cells = _with_error_cells(cells, errors)
    cells = cells.with_columns(pl.all().str.replace(MIDNIGHT, "$1")).with_row_index("source_row", offset=1)
    return Grid(name, _with_formulas(cells, marked.formulas), marked)


def _with_formulas(cells: pl.DataFrame, formulas: dict[tuple[int, str], str]) -> pl.DataFrame:
    """Show a formula without a stored result as its text."""
    for column in cells.columns[1:]:
        written = {row: formula for (row, at), formula in formulas.items() if at == column and row <= cells.height}
        if written:
            cells = cells.with_columns(
                pl.coalesce(column, pl.col("source_row").replace_strict(written, default=None, return_dtype=pl.String))
            )
    return cells


def _with_error_cells(cells: pl.DataFrame, errors: fastexcel.CellErrors | None) -> pl.DataFrame:
    """Show error values such as `#DIV/0!`, which fastexcel reads as empty."""
    for error in errors.errors if errors else []:
        row, column = error.position
        name = re.search(r"Error\((\w+)\)", error.detail)
        shown = ERROR_CELLS.get(name.group(1), "#VALUE!") if name else "#VALUE!"
        cells[row, column] = shown
    return cells


def fill_merged(grid: Grid) -> pl.DataFrame:
    """The cells with every merged block filled with the value of its first cell."""
    cells = grid.cells
    last = max(map(column_position, cells.columns[1:]), default=0)
    updates: dict[str, list[tuple[int, int, str]]] = {}
    for top, left, bottom, right in grid.features.merged:
        if left in cells.columns and top <= cells.height and (value := cells[top - 1, left]) is not None:
            for at in range(column_position(left), min(column_position(right), last) + 1):
                updates.setdefault(column_letter(at), []).append((top, bottom, value))
    for column, ranges in updates.items():
        if column in cells.columns:
            filled = cells[column].to_list()
            for top, bottom, value in ranges:
                filled[top - 1 : min(bottom, len(filled))] = [value] * (min(bottom, len(filled)) - top + 1)
            cells = cells.with_columns(pl.Series(column, filled, dtype=pl.String))
    return cells


# --- text and Parquet -----------------------------------------------------------------------------------------------


def _read_csv(path: Path, encoding: str | None, delimiter: str | None) -> Grid:
    data = _utf8(path, encoding)
    delimiter = delimiter or _delimiter(data)
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
    return max(DELIMITERS, key=lambda delimiter: _evenness(_widths(data[:SAMPLED_BYTES], delimiter)))


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


def _utf8(path: Path, encoding: str | None) -> bytes:
    """The text as UTF-8 without BOM: strict UTF-8, else strict GB18030, else Refused; or the given encoding."""
    data = path.read_bytes()
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" in data[:4096]:
        raise Refused("encoding", path)
    data = data.removeprefix(codecs.BOM_UTF8)
    for candidate in [encoding] if encoding else ["utf-8", "gb18030"]:
        try:
            text = codecs.decode(data, candidate)
        except LookupError:
            raise Refused("unknown_encoding", path, encoding=candidate) from None
        except UnicodeDecodeError:
            continue
        return data if candidate == "utf-8" else text.removeprefix("\ufeff").encode("utf-8")
    raise Refused("encoding", path)


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
