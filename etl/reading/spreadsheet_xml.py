"""XML Spreadsheet 2003: a workbook as one XML file, under `.xls` or `.xml`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
from lxml import etree

from etl.reading.cell_formats import MONTH, PERCENT, format_kind, percent_text
from etl.reading.column_letters import column_letter
from etl.reading.sheet_features import SheetFeatures
from etl.reading.sparse_cells import SparseCells, check_extent, grid_of_cells, number_text

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
LAST_COLUMN = 16_384
MIDNIGHT = "00:00:00"


def read_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """Sheet name → its cells (as in etl.reading.grid.Grid) and features. Raises any error of lxml, and Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    book = etree.parse(path, parser).getroot()
    since_1904 = book.find(f"{EXCEL}ExcelWorkbook/{EXCEL}Date1904") is not None
    kinds = _shown_kinds(book)
    return {
        sheet.get(f"{SS}Name", str(at)): _read_sheet(path, sheet, since_1904, kinds)
        for at, sheet in enumerate(book.iterchildren(f"{SS}Worksheet"), start=1)
    }


def _shown_kinds(book: etree._Element) -> dict[str, str]:
    """The styles that show months or percentages → MONTH or PERCENT."""
    kinds: dict[str, str] = {}
    for style in book.iterfind(f"{SS}Styles/{SS}Style"):
        written = style.find(f"{SS}NumberFormat")
        code = written.get(f"{SS}Format", "") if written is not None else None
        inherited = kinds.get(style.get(f"{SS}Parent", "")) if code is None else None
        if kind := inherited or (PERCENT if code == "Percent" else format_kind(code or "")):
            kinds[style.get(f"{SS}ID", "")] = kind
    return kinds


def _read_sheet(
    path: Path, sheet: etree._Element, since_1904: bool, kinds: Mapping[str, str]
) -> tuple[pl.DataFrame, SheetFeatures]:
    visible = sheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "")
    cells: SparseCells = {}
    hidden = visible.startswith("SheetHidden") or visible == "SheetVeryHidden"
    features = SheetFeatures(hidden=hidden, since_1904=since_1904)
    for table in sheet.iterchildren(f"{SS}Table"):
        of_columns: dict[int, str] = {}  # column → the kind of its style
        for at, column in _positions(table.iterchildren(f"{SS}Column"), "Span"):
            span = range(at, min(at + int(column.get(f"{SS}Span", 0)), LAST_COLUMN) + 1)
            if column.get(f"{SS}Hidden") == "1":
                features.hidden_columns |= {column_letter(one - 1) for one in span}
            if kind := kinds.get(column.get(f"{SS}StyleID", "")):
                of_columns |= dict.fromkeys(span, kind)
        for at, row in _positions(table.iterchildren(f"{SS}Row"), "Span"):
            if row.get(f"{SS}Hidden") == "1":
                features.hidden_rows |= set(range(at, at + int(row.get(f"{SS}Span", 0)) + 1))
            _read_row(at, row, cells, features, kinds, of_columns)
    name = sheet.get(f"{SS}Name", "")
    check_extent(path, name, max((row for row, _ in cells), default=0), max((at for _, at in cells), default=0))
    return grid_of_cells(cells), features


def _read_row(
    row: int,
    element: etree._Element,
    cells: SparseCells,
    features: SheetFeatures,
    kinds: Mapping[str, str],
    of_columns: Mapping[int, str],
) -> None:
    for column, cell in _positions(element.iterchildren(f"{SS}Cell"), "MergeAcross"):
        right, down = (int(cell.get(f"{SS}{what}", 0)) for what in ("MergeAcross", "MergeDown"))
        if right or down:
            block = (row, column_letter(column - 1), row + down, column_letter(column + right - 1))
            features.merged.append(block)
        data = cell.find(f"{SS}Data")
        style = cell.get(f"{SS}StyleID") or element.get(f"{SS}StyleID")
        kind = kinds.get(style) if style else of_columns.get(column)
        if data is not None and (text := _text(data, kind)):
            cells[row, column] = text
        elif data is None and (formula := cell.get(f"{SS}Formula")):
            cells[row, column] = formula


def _positions(elements: Iterator[etree._Element], wide: str) -> Iterator[tuple[int, etree._Element]]:
    """Each element with its position from 1: its ss:Index, else the one after the last, which may span several."""
    at = 1
    for element in elements:
        at = int(element.get(f"{SS}Index", at))
        yield at, element
        at += 1 + int(element.get(f"{SS}{wide}", 0))


def _text(data: etree._Element, shown: str | None) -> str:
    """A cell as the other readers of workbooks write it. shown: MONTH or PERCENT, if its style shows that."""
    text = "".join(data.itertext())
    kind = data.get(f"{SS}Type")
    if kind == "DateTime":
        day, _, time = text.partition("T")
        clock = time.partition(".")[0]
        if shown == MONTH and day.endswith("-01") and clock in ("", MIDNIGHT):
            return day.removesuffix("-01")
        return day if clock in ("", MIDNIGHT) else f"{day} {clock}"
    if kind == "Number":
        return percent_text(float(text)) if shown == PERCENT else number_text(float(text))
    if kind == "Boolean":
        return "true" if text == "1" else "false"
    return text
