"""OpenDocument spreadsheets (.ods), read whole in one pass over their XML, with the features of their sheets.

The fast reader of .xlsx loses cells of this format: error values, times, tabs and line breaks inside a text.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from etl.reading.cell_formats import percent_text
from etl.reading.column_letters import column_letter
from etl.reading.packages import open_package
from etl.reading.sheet_features import SheetFeatures
from etl.reading.sparse_cells import check_extent, grid_of_rows, number_text

CONTENT = "content.xml"
NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, STYLE, TEXT = (NAMES % name for name in ("office", "table", "style", "text"))
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
UNREAD = (f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{TEXT}note")  # inside a text, no part of it
NUMBERS = ("float", "percentage", "currency")
MONTH_SHOWN = re.compile(r"\d{4}[-/.年]\d{1,2}月?")  # of a date: its day is not meant
KIND_OF_LIBREOFFICE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
ROWS_LIMIT, COLUMNS_LIMIT = 1_048_576, 16_384
HIDDEN = ("collapse", "filter")

Row = list[str | None]


def read_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """Sheet name → its cells (as in etl.reading.grid.Grid) and features.

    Raises any error of the XML reader, and Refused for a sheet above CELLS_LIMIT.
    """
    found: dict[str, tuple[list[Row], SheetFeatures]] = {}
    hidden_styles: set[str] = set()
    since_1904 = False
    name, style, row, column = "", "", 0, 0
    with open_package(path) as package, package.open(CONTENT) as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start" and element.tag == f"{STYLE}style":
                style = element.get(f"{STYLE}name", "")
            elif event == "start" and element.tag == f"{STYLE}table-properties":
                hidden_styles |= {style} if element.get(f"{TABLE}display") == "false" else set()
            elif event == "start" and element.tag == f"{TABLE}null-date":  # stands before the sheets
                since_1904 = element.get(f"{TABLE}date-value", "").startswith("1904")
            elif event == "start" and element.tag == f"{TABLE}table":
                name, row, column = element.get(f"{TABLE}name", ""), 0, 0
                if name:  # one without a name is the copy of a linked range
                    hidden = element.get(f"{TABLE}style-name") in hidden_styles
                    found[name] = [], SheetFeatures(hidden=hidden, since_1904=since_1904)
            elif event == "end" and element.tag == f"{TABLE}table-column" and name in found:
                column += _read_column(element, column, found[name][1])
            elif event == "end" and element.tag == f"{TABLE}table-row" and name in found:
                row += _read_row(path, name, element, row, *found[name])
                element.clear()
    return {name: (grid_of_rows(rows), features) for name, (rows, features) in found.items()}


def _read_column(element: ElementTree.Element, column: int, features: SheetFeatures) -> int:
    """Note hidden columns; the number of columns that an element stands for. column: those before it."""
    times = _times(element, "columns")
    if element.get(f"{TABLE}visibility") in HIDDEN:
        features.hidden_columns |= {column_letter(at) for at in range(column, min(column + times, COLUMNS_LIMIT))}
    return times


def _read_row(
    path: Path, sheet: str, element: ElementTree.Element, above: int, rows: list[Row], features: SheetFeatures
) -> int:
    """Add the rows that an element stands for, unless they are empty; their number. above: the rows before them."""
    times = _times(element, "rows")
    texts: Row = []
    width = 0  # up to the last cell with text
    for cell in element:
        wide, text = _times(cell, "columns"), _cell_text(cell)
        at = len(texts)
        down, right = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if down > 1 or right > 1:
            features.merged.append((above + 1, column_letter(at), above + down, column_letter(at + right - 1)))
        if text:
            check_extent(path, sheet, above + times, at + wide)  # before a small file becomes a large sheet
            width = at + wide
        texts += [text or None] * min(wide, COLUMNS_LIMIT)
    if element.get(f"{TABLE}visibility") in HIDDEN:
        features.hidden_rows |= set(range(above + 1, min(above + times, ROWS_LIMIT) + 1))
    if width:
        rows += [[]] * (above - len(rows)) + [texts[:width]] * times
    return times


def _times(element: ElementTree.Element, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", 1))


def _cell_text(cell: ElementTree.Element) -> str:
    """A cell as the other readers of workbooks write it; "" if it is empty."""
    kind = cell.get(f"{OFFICE}value-type")
    shown = "\n".join(_inner_text(part) for part in cell if part.tag in PARAGRAPHS)
    formula = cell.get(f"{TABLE}formula", "")
    if cell.get(KIND_OF_LIBREOFFICE) == "error" or (formula and shown.startswith("#") and shown.isascii()):
        return shown if shown.startswith("#") else "#VALUE!"  # LibreOffice has errors of its own, as Err:502
    if kind in NUMBERS and _is_number(value := cell.get(f"{OFFICE}value", "")):
        return percent_text(float(value)) if kind == "percentage" else number_text(float(value))
    if kind == "date":
        day, _, time = cell.get(f"{OFFICE}date-value", shown).partition("T")
        clock = time.partition(".")[0]
        if day.endswith("-01") and MONTH_SHOWN.fullmatch(shown):
            return day.removesuffix("-01")
        return f"{day} {clock}" if clock.strip("0:") else day
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") or shown
    text = cell.get(f"{OFFICE}string-value") or shown or cell.get(f"{OFFICE}time-value") or ""
    never_computed = formula and not text and kind is None
    return "=" + formula.split("=", 1)[-1] if never_computed else text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text))


def _inner_text(element: ElementTree.Element) -> str:
    """The text of a paragraph: spaces, tabs and line breaks in it are elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", 1)))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag not in UNREAD:
            parts.append(_inner_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
