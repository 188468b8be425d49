"""Real .xls files (BIFF, Excel 97–2003), read whole with xlrd, with the features of their sheets.

fastexcel does not report merged blocks of .xls files and panics on damaged ones.
"""

import io
from pathlib import Path

import polars as pl
import xlrd

from etl.reading.cell_formats import format_kind, shown_text
from etl.reading.column_letters import column_letter
from etl.reading.sheet_cells import DAY_ZERO
from etl.reading.sheet_features import SheetFeatures
from etl.reading.sparse_cells import number_text

LAST_DAY = 2_958_466  # serial after 9999-12-31: larger numbers are no dates, whatever their format


def read_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """Sheet name → its cells (as in etl.reading.grid.Grid) and features. Raises any error of xlrd."""
    book = xlrd.open_workbook(
        file_contents=path.read_bytes(), formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    return {
        sheet.name: (_cells(sheet, book.datemode), _sheet_features(sheet, book.datemode)) for sheet in book.sheets()
    }


def _cells(sheet: xlrd.sheet.Sheet, datemode: int) -> pl.DataFrame:
    formats = sheet.book.format_map
    kinds = [format_kind(formats[style.format_key].format_str) for style in sheet.book.xf_list]
    columns: list[list[str | None]] = [[None] * sheet.nrows for _ in range(sheet.ncols)]
    for at in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(at)):
            kind = kinds[cell.xf_index] if cell.ctype in (xlrd.XL_CELL_DATE, xlrd.XL_CELL_NUMBER) else None
            shown = shown_text(cell.value, kind, DAY_ZERO[bool(datemode)]) if kind else None
            columns[column][at] = shown or _text(cell, datemode)
    numbers = pl.Series("source_row", range(1, sheet.nrows + 1), dtype=pl.UInt32)
    return pl.DataFrame(
        [numbers, *(pl.Series(column_letter(at), texts, pl.String) for at, texts in enumerate(columns))]
    )


def _text(cell: xlrd.sheet.Cell, datemode: int) -> str | None:
    """A cell as fastexcel writes it."""
    if cell.ctype == xlrd.XL_CELL_DATE and 0 <= cell.value < LAST_DAY:
        day = xlrd.xldate_as_datetime(cell.value, datemode)
        return str(day.date() if (day.hour, day.minute, day.second) == (0, 0, 0) else day.replace(microsecond=0))
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "true" if cell.value else "false"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#VALUE!")
    return cell.value or None


def _sheet_features(sheet: xlrd.sheet.Sheet, datemode: int) -> SheetFeatures:
    return SheetFeatures(
        merged=[
            (top + 1, column_letter(left), bottom, column_letter(right - 1))
            for top, bottom, left, right in sheet.merged_cells
        ],
        hidden=bool(sheet.visibility),
        since_1904=bool(datemode),
        hidden_rows={at + 1 for at, row in sheet.rowinfo_map.items() if row.hidden},
        hidden_columns={column_letter(at) for at, column in sheet.colinfo_map.items() if column.hidden},
    )
