"""The tables of a web page: many systems of offices save one under `.xls`. Nothing in it is executed or fetched."""

import email
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from lxml import etree, html

from etl.contracts.faults import Refused
from etl.reading.column_letters import column_letter
from etl.reading.sheet_features import SheetFeatures
from etl.reading.sparse_cells import SparseCells, check_extent, grid_of_cells
from etl.reading.text_encoding import detected_text, utf16_of

CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
DETECTED_CHARSETS = ("utf-8", "utf8", "gb2312", "gbk", "gb18030")
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4"}  # a line of their own
UNREAD = {"script", "style", "table", "template", "noscript"}
SPAN_LIMITS = {"colspan": 1_000, "rowspan": 65_534}  # as browsers limit them
HIDDEN = re.compile(r"display\s*:\s*none", re.I)


def read_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """Table number → its cells (as in etl.reading.grid.Grid) and features; a single table has the name "".

    A table within a cell is a table of its own. Raises Refused when there is no table or the encoding is unknown.
    """
    return _tables(path, [path.read_bytes()])


def read_archived_sheets(path: Path) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    """The same of a web archive (MIME): the tables of its pages, which Excel writes one a sheet."""
    archive = email.message_from_bytes(path.read_bytes())
    pages = [part for part in archive.walk() if part.get_content_type() == "text/html"]
    return _tables(path, [bytes(part.get_payload(decode=True)) for part in pages])


def _tables(path: Path, pages: list[bytes]) -> dict[str, tuple[pl.DataFrame, SheetFeatures]]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    trees = [html.document_fromstring(_text(path, data).encode(), parser=parser) for data in pages]
    found = [_read_table(path, table) for page in trees for table in page.iter("table")]
    found = [(cells, features) for cells, features in found if cells]
    if not found:
        raise Refused("not_workbook", path)
    names = [""] if len(found) == 1 else [str(at) for at in range(1, len(found) + 1)]
    return {name: (grid_of_cells(cells), features) for name, (cells, features) in zip(names, found, strict=True)}


def _text(path: Path, data: bytes) -> str:
    """A page as text, by its byte order mark or its declared character set; where that is none or a usual one of
    Chinese pages, as it is written: a page saved again often keeps the declaration of another one."""
    declared = CHARSET.search(data[:4096])
    charset = declared[1].decode().lower() if declared else "utf-8"
    marked = utf16_of(data)
    if marked or charset not in DETECTED_CHARSETS:
        try:
            return data.decode(marked or charset)
        except (UnicodeDecodeError, LookupError):
            pass
    return detected_text(path, data)


def _read_table(path: Path, table: html.HtmlElement) -> tuple[SparseCells, SheetFeatures]:
    cells: SparseCells = {}
    features = SheetFeatures()
    taken: set[tuple[int, int]] = set()  # positions under a span
    rows = list(_rows(table))
    for row, element in enumerate(rows, start=1):
        column = 1
        if HIDDEN.search(element.get("style", "")):
            features.hidden_rows.add(row)
        for cell in element.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            wide = _span(cell, "colspan")
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - row + 1)
            if text := _cell_text(cell):
                cells[row, column] = text
            if wide > 1 or down > 1:
                check_extent(path, "", len(rows), column + wide)
                taken |= {(row + below, column + right) for below in range(down) for right in range(wide)}
                block = (row, column_letter(column - 1), row + down - 1, column_letter(column + wide - 2))
                features.merged.append(block)
            column += max(wide, 1)
        check_extent(path, "", len(rows), column)
    return cells, features


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of a table itself, not those of tables within its cells."""
    for element in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if element.tag == "tr":
            yield element
        else:
            yield from element.iterchildren("tr")


def _span(cell: html.HtmlElement, what: str) -> int:
    """The number of columns or rows that a cell spans; rowspan 0: down to the end of the table."""
    written = cell.get(what, "1").strip()
    least = 0 if what == "rowspan" else 1
    return min(max(int(written), least), SPAN_LIMITS[what]) if written.isdecimal() else 1


def _cell_text(cell: html.HtmlElement) -> str:
    """The text as a browser shows it: white space collapsed, lines where the cell breaks them."""
    lines = "".join(_pieces(cell)).split("\v")
    return "\n".join(line for line in (re.sub(r"[ \t\r\n\f]+", " ", line).strip(" ") for line in lines) if line)


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br" or child.tag in BLOCKS:
            yield "\v"
        if child.tag not in UNREAD and not isinstance(child, (etree._ProcessingInstruction, etree._Entity)):
            yield from _pieces(child)
        yield "\v" if child.tag in BLOCKS else ""
        yield child.tail or ""
