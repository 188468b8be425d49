"""Read workbooks of every kind as grids of text, and see to it that no cell with text is read as empty."""

import re
from pathlib import Path

import fastexcel
import polars as pl

from etl.reading import binary_workbook, cell_formats, html_tables, open_document, sheet_features, spreadsheet_xml, xls
from etl.reading.column_letters import column_letter, column_position
from etl.reading.file_formats import WorkbookKind, workbook_kind
from etl.reading.grid import Grid
from etl.reading.packages import package_bytes, refuse_unreadable
from etl.reading.parsed_once import kept
from etl.reading.return_marks import problem_sheet
from etl.reading.sheet_cells import read_cells
from etl.reading.sheet_features import SheetFeatures, find_long_numbers
from etl.reading.sparse_cells import SparseCells, check_extent, grid_of_cells

MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
ERROR_CELLS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
WHOLE_READERS = {  # of kinds that are read whole, with the features of their sheets
    WorkbookKind.BIFF: xls.read_sheets,
    WorkbookKind.HTML: html_tables.read_sheets,
    WorkbookKind.WEB_ARCHIVE: html_tables.read_archived_sheets,
    WorkbookKind.XML_2003: spreadsheet_xml.read_sheets,
    WorkbookKind.OPEN_DOCUMENT: open_document.read_sheets,
    WorkbookKind.BINARY_PACKAGE: binary_workbook.read_sheets,
}


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook. Raises Refused when it cannot be opened."""
    ours = problem_sheet(path)  # the problem list of an annotated return holds no data
    if (kind := workbook_kind(path)) in WHOLE_READERS:
        every = list(_read_whole(path, kind))
    else:
        every = sheet_features.sheet_names(path)
    return [name for name in every if name != ours]


def read_workbook(path: Path, sheets: list[str] | None) -> list[Grid]:
    """The sheets of a workbook, or those named. Raises Refused when it cannot be read."""
    if (kind := workbook_kind(path)) in WHOLE_READERS:
        every = _read_whole(path, kind)
        return [Grid(name, *every[name]) for name in (every if sheets is None else sheets)]
    _features(path)  # first, because they refuse sheets that are too large
    with refuse_unreadable(path):
        return [_read_sheet(path, name) for name in (sheet_names(path) if sheets is None else sheets)]


@kept
def _read_whole(path: Path, kind: WorkbookKind) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    with refuse_unreadable(path):
        return WHOLE_READERS[kind](path)


@kept
def _features(path: Path) -> dict[str, SheetFeatures]:
    return sheet_features.workbook_features(path)


@kept
def _open(path: Path) -> fastexcel.ExcelReader:
    with refuse_unreadable(path):
        # From memory, because fastexcel goes by the extension, and an .xls may be an xlsx inside.
        return fastexcel.read_excel(package_bytes(path))


@kept
def _read_sheet(path: Path, name: str) -> Grid:
    features = _features(path)[name]
    try:
        cells = _read_fast(_open(path), name)
    except fastexcel.FastExcelError:  # for instance an error value that it does not know
        cells = grid_of_cells(read_cells(path, name, features.part))
    if _filled(cells) < features.filled:
        cells = _with_missing(path, name, cells, read_cells(path, name, features.part))
    cells = _as_shown(cells, cell_formats.formatted_cells(path, features.part))
    if _has_long_digits(cells):  # rare: the sheet is searched only then
        cells = _as_shown(cells, find_long_numbers(path, features.part))
    formulas = {(row, column_position(at) + 1): text for (row, at), text in features.formulas.items()}
    return Grid(name, _with_missing(path, name, cells, formulas) if formulas else cells, features)


def _as_shown(cells: pl.DataFrame, shown: cell_formats.ColumnTexts) -> pl.DataFrame:
    """The cells with other texts in some of them."""
    changed = []
    for letter in cells.columns[1:]:
        texts = {row: text for row, text in shown.get(letter, {}).items() if row <= cells.height}
        if texts:
            rows = pl.Series(list(texts), dtype=pl.UInt32) - 1
            changed.append(cells[letter].scatter(rows, pl.Series(list(texts.values()), dtype=pl.String)))
    return cells.with_columns(changed)


def _read_fast(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = sheet.to_arrow_with_errors()
    cells: pl.DataFrame = pl.DataFrame(pl.from_arrow(batch))
    cells.columns = [column_letter(column.absolute_index) for column in sheet.selected_columns] if cells.width else []
    cells = _with_error_cells(cells, errors)
    return cells.with_columns(pl.all().str.replace(MIDNIGHT, "$1")).with_row_index("source_row", offset=1)


def _filled(cells: pl.DataFrame) -> int:
    """The number of cells with text."""
    return int(sum((cells[name] != "").sum() for name in cells.columns[1:]))


def _has_long_digits(cells: pl.DataFrame) -> bool:
    """Whether some cells could be numbers of more than 15 digits."""
    lengths = cells.select(pl.col(cells.columns[1:]).str.len_bytes().max()).row(0) if cells.width > 1 else ()
    long = [name for name, most in zip(cells.columns[1:], lengths, strict=True) if (most or 0) > 15]
    return any(cells[name].str.contains(r"^\d{16,}(?:\.\d+)?$").any() for name in long)


def _with_missing(path: Path, sheet: str, cells: pl.DataFrame, written: SparseCells) -> pl.DataFrame:
    """Fill empty cells, also below and beside the grid, with the texts that are written there."""
    height = max(cells.height, *(row for row, _ in written)) if written else cells.height
    by_column: dict[str, dict[int, str]] = {}
    for (row, column), text in written.items():
        by_column.setdefault(column_letter(column - 1), {})[row] = text
    check_extent(path, sheet, height, cells.width + len(by_column))
    rows = pl.DataFrame({"source_row": range(1, height + 1)}, schema={"source_row": cells.schema["source_row"]})
    cells = rows.join(cells, on="source_row", how="left", maintain_order="left")
    for letter, texts in by_column.items():
        given = pl.when(pl.col(letter) != "").then(letter) if letter in cells.columns else pl.lit(None, pl.String)
        there = pl.col("source_row").replace_strict(texts, default=None, return_dtype=pl.String)
        cells = cells.with_columns(pl.coalesce(given, there).alias(letter))
    return cells.select("source_row", *sorted(cells.columns[1:], key=column_position))


def _with_error_cells(cells: pl.DataFrame, errors: fastexcel.CellErrors | None) -> pl.DataFrame:
    """Show error values such as `#DIV/0!`, which fastexcel reads as empty."""
    for error in errors.errors if errors else []:
        row, column = error.position
        name = re.search(r"Error\((\w+)\)", error.detail)
        shown = ERROR_CELLS.get(name.group(1), "#VALUE!") if name else "#VALUE!"
        cells[row, column] = shown
    return cells
