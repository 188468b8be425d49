"""Binary workbooks (.xlsb), read whole from the records of their parts (MS-XLSB), with the features of their sheets.

The fast reader of .xlsx loses cells of this format: error values of formulas and texts with fonts of their own. It
reports no merged blocks of it, and panics on damaged files.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import polars as pl

from etl.contracts.faults import Refused, in_both_languages
from etl.reading.cell_formats import kinds_among, shown_text
from etl.reading.column_letters import column_letter
from etl.reading.packages import open_package
from etl.reading.sheet_cells import DAY_ZERO, Book, dates_among, figure_text
from etl.reading.sheet_features import SheetFeatures
from etl.reading.sparse_cells import SparseCells, check_extent, grid_of_cells

WORKBOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
SHARED_STRINGS, STYLES = "xl/sharedStrings.bin", "xl/styles.bin"

# Kinds of records.
ROW, SHARED_STRING, FORMAT, STYLE, COLUMN, PROPERTIES, SHEET, MERGED = 0, 19, 44, 47, 60, 153, 156, 176
CELL_STYLES_BEGIN, CELL_STYLES_END = 617, 618  # other styles are not those of cells
BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH_TEXT = 1, 2, 3, 4, 5, 6, 7, 62
RESULTS = {8: TEXT, 9: REAL, 10: BOOLEAN, 11: ERROR}  # of formulas
# Cells beside the one before them name no column.
BESIDE = {12: BLANK, 13: RK, 14: ERROR, 15: BOOLEAN, 16: REAL, 17: TEXT, 18: SHARED, 61: RICH_TEXT}
CELLS = {kind: kind for kind in (BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH_TEXT)} | RESULTS | BESIDE
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
HIDDEN_ROW, HIDDEN_COLUMN = 0x1000, 1
LAST_COLUMN = 16_384


def read_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """Sheet name → its cells (as in etl.reading.grid.Grid) and features.

    Raises Refused for a sheet above CELLS_LIMIT or a missing shared string, and any error of struct or zipfile.
    """
    with open_package(path) as package:
        relations = {one.get("Id"): one for one in ElementTree.fromstring(package.read(RELATIONS))}
        sheets: dict[str, tuple[str, bool]] = {}
        since_1904 = False
        for kind, data in _records(package, WORKBOOK):
            if kind == PROPERTIES:
                since_1904 = bool(data[0] & 1)
            elif kind == SHEET:
                relation, end = _wide_text(data, 8)
                if relations[relation].get("Type", "").endswith("/worksheet"):  # not a chart sheet
                    target = relations[relation].get("Target", "")
                    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                    sheets[_wide_text(data, end)[0]] = part, bool(_number(data, 0))
        shared = [_wide_text(data, 1)[0] for kind, data in _records(package, SHARED_STRINGS) if kind == SHARED_STRING]
        dates, shown = _styles(package)
        book = Book(shared, dates, DAY_ZERO[since_1904], shown)
        return {
            name: _read_sheet(
                path, name, _records(package, part), SheetFeatures(hidden=hidden, since_1904=since_1904), book
            )
            for name, (part, hidden) in sheets.items()
        }


def _records(package: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind, content. No record if the package lacks the part."""
    if part not in package.namelist():
        return
    with package.open(part) as stream:
        reader = io.BufferedReader(cast(io.RawIOBase, stream), 1 << 20)
        while start := reader.read(1):
            kind = start[0]
            if kind & 0x80:
                kind = kind & 0x7F | (reader.read(1)[0] & 0x7F) << 7
            size, shift = 0, 0
            while True:
                byte = reader.read(1)[0]
                size |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80 or shift == 28:
                    break
            data = reader.read(size)
            if len(data) < size:
                raise EOFError(part)
            yield kind, data


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _wide_text(data: bytes, at: int) -> tuple[str, int]:
    """The text that begins at a position, and where it ends."""
    end = at + 4 + 2 * _number(data, at)
    if end > len(data):
        raise EOFError
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _styles(package: zipfile.ZipFile) -> tuple[frozenset[int], dict[int, str]]:
    """The cell styles that show a number as a date, and those that show it as a month or a percentage."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    of_cells = False
    for kind, data in _records(package, STYLES):
        if kind == FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = _wide_text(data, 2)[0]
        elif kind in (CELL_STYLES_BEGIN, CELL_STYLES_END):
            of_cells = kind == CELL_STYLES_BEGIN
        elif kind == STYLE and of_cells:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    return dates_among(styles, formats), kinds_among(styles, formats)


def _read_sheet(
    path: Path, sheet: str, records: Iterator[tuple[int, bytes]], features: SheetFeatures, book: Book
) -> tuple[pl.DataFrame, SheetFeatures]:
    cells: SparseCells = {}
    row = column = 0
    for kind, data in records:
        if kind in CELLS:
            column = column + 1 if kind in BESIDE else _number(data, 0) + 1
            text = _cell_text(CELLS[kind], data, 0 if kind in BESIDE else 4, book)
            if text is None:
                place = in_both_languages("etl.where.sheet_name", sheet=sheet)
                raise Refused("missing_text", path, sheet=place, cell=f"{column_letter(column - 1)}{row}")
            if text:
                cells[row, column] = text
        elif kind == ROW:
            row = _number(data, 0) + 1
            if struct.unpack_from("<H", data, 10)[0] & HIDDEN_ROW:
                features.hidden_rows.add(row)
        elif kind == COLUMN and data[16] & HIDDEN_COLUMN:
            columns = range(_number(data, 0), min(_number(data, 4), LAST_COLUMN - 1) + 1)
            features.hidden_columns |= set(map(column_letter, columns))
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", data)
            features.merged.append((top + 1, column_letter(left), bottom + 1, column_letter(right)))
    check_extent(path, sheet, max((at for at, _ in cells), default=0), max((at for _, at in cells), default=0))
    return grid_of_cells(cells), features


def _cell_text(kind: int, data: bytes, at: int, book: Book) -> str | None:
    """The text of a cell, "" if it is empty; None if its shared string is missing. at: where its style stands."""
    value = at + 4
    if kind == SHARED:
        number = _number(data, value)
        return book.shared[number] if number < len(book.shared) else None
    if kind in (RK, REAL):
        figure = _rk(_number(data, value)) if kind == RK else struct.unpack_from("<d", data, value)[0]
        style = _number(data, at) & 0xFFFFFF
        shown = shown_text(figure, book.shown_styles[style], book.day_zero) if style in book.shown_styles else None
        return shown or figure_text(figure, style in book.date_styles, book.day_zero)
    if kind in (TEXT, RICH_TEXT):
        return _wide_text(data, value + (kind == RICH_TEXT))[0]
    if kind == BOOLEAN:
        return "true" if data[value] else "false"
    return ERRORS.get(data[value], "#VALUE!") if kind == ERROR else ""


def _rk(number: int) -> float:
    """A number in 30 bits: an integer or the upper bits of a float, either in hundredths or not."""
    if number & 2:
        whole = number >> 2
        figure = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        figure = struct.unpack("<d", struct.pack("<Q", (number & ~3) << 32))[0]
    return figure / 100 if number & 1 else figure
