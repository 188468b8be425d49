"""Features of a workbook's sheets that fastexcel does not report: merged blocks, hidden rows and columns, formulas
without a stored result, and the extent of the data, known before a large sheet is read."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from etl.reading.column_letters import column_letter, column_position
from etl.reading.packages import open_package, refuse_unreadable
from etl.reading.sheet_cells import counts_from_1904, local_name
from etl.reading.sparse_cells import check_extent, number_text

CHUNK_BYTES = 1 << 20
NOT_COMPUTED = "=…"  # a formula whose text is not stored in the cell

MergedBlock = tuple[int, str, int, str]  # first row, column … last row, column


@dataclass
class SheetFeatures:
    """Features of one sheet. Rows are numbered as in the spreadsheet, columns named by letter."""

    merged: list[MergedBlock] = field(default_factory=list)
    hidden: bool = False  # the sheet as a whole
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    formulas: dict[tuple[int, str], str] = field(default_factory=dict)  # formulas without a stored result
    last_row: int = 0  # last non-empty row
    last_column: int = 0
    filled: int = 0  # non-empty cells, formulas without a result not counted
    part: str = ""  # the sheet's name in the package of an .xlsx
    since_1904: bool = False  # the workbook counts days from 1904


def sheet_names(path: Path) -> list[str]:
    """The sheets of an .xlsx in order. Raises Refused when it cannot be opened."""
    with refuse_unreadable(path), open_package(path) as parts:
        return list(_sheet_parts(parts))


def workbook_features(path: Path) -> dict[str, SheetFeatures]:
    """The features of each sheet of an .xlsx. Raises Refused for a damaged file or a sheet above CELLS_LIMIT."""
    found = {}
    with refuse_unreadable(path), open_package(path) as parts:
        since_1904 = counts_from_1904(parts)
        for name, (part, hidden) in _sheet_parts(parts).items():
            with parts.open(part) as stream:
                found[name] = _read_sheet(stream, SheetFeatures(hidden=hidden, part=part, since_1904=since_1904))
    for name, sheet in found.items():
        check_extent(path, name, sheet.last_row, sheet.last_column)
    return found


# --- the sheets' XML as a stream, by its pieces; its rows are never held ----------------------------------------


def _sheet_parts(parts: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """Sheet name → the part of the package that holds it, and whether the sheet is hidden."""
    relations = {one.get("Id"): one for one in ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))}
    found = {}
    for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter():
        if local_name(sheet.tag) != "sheet":
            continue
        relation = relations[next(value for name, value in sheet.items() if local_name(name) == "id")]
        if relation.get("Type", "").endswith("/worksheet"):  # not a chart sheet
            target = relation.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[sheet.get("name", "")] = (part, sheet.get("state", "visible") != "visible")
    return found


COLUMN = re.compile(rb"<col ([^>]*)>")
HIDDEN = re.compile(rb'hidden="(?:1|true)"')
HIDDEN_ROW = re.compile(rb'<row ([^>]*hidden="(?:1|true)"[^>]*)>')
CELL = re.compile(rb'\br="([A-Z]+)(\d+)"')
FORMULA = re.compile(rb"<c ([^>]*)>\s*<f(?:[^>]*/>|[^>]*>([^<]*)</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")
# Numbers of more than 15 digits; of cells without a formula, because identifiers are typed.
LONG_NUMBER = re.compile(rb"<c ([^>]*)><v>(\d{16,}(?:\.\d*)?|\d(?:\.\d+)?[eE]\+?(?:1[5-9]|[2-9]\d))</v>")
TYPED = re.compile(rb'\bt="(?!n")')
PREFIX = re.compile(rb"<(\w+):worksheet\b")
SINGLE_QUOTES = re.compile(rb"<(?:row|c|col|mergeCell)\s[^>]*='")
ATTRIBUTE = re.compile(rb"(\s[\w:]+)='([^'\"<>]*)'")
MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def _read_sheet(stream: IO[bytes], features: SheetFeatures) -> SheetFeatures:
    for piece in row_chunks(stream):
        if HIDDEN.search(piece):
            _read_hidden(piece, features)
        if formulas := b"<f" in piece:
            _read_formulas(piece, features)
        if b"<mergeCell" in piece:
            features.merged += [
                (int(top), left.decode(), int(bottom), right.decode())
                for left, top, right, bottom in MERGED.findall(piece)
            ]
        _read_extent(piece, features)
        features.filled += _filled_cells(piece, formulas)
    return features


def find_long_numbers(path: Path, part: str) -> dict[str, dict[int, str]]:
    """Column letter → row → a number of more than 15 digits, as text. part: the sheet's name in the package."""
    found: dict[str, dict[int, str]] = {}
    with refuse_unreadable(path), open_package(path) as package, package.open(part) as stream:
        for piece in row_chunks(stream):
            for attributes, value in LONG_NUMBER.findall(piece):
                cell = CELL.search(attributes)
                if cell and not TYPED.search(attributes):
                    found.setdefault(cell[1].decode(), {})[int(cell[2])] = number_text(float(value))
    return found


def row_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """A sheet's XML in chunks that end with a row, written as the patterns above expect."""
    kept = stream.read(CHUNK_BYTES)
    prefix = found[1] + b":" if (found := PREFIX.search(kept)) else b""
    row_end = b"</" + prefix + b"row>"
    while chunk := stream.read(CHUNK_BYTES):
        end = kept.rfind(row_end) + len(row_end)
        if end > len(row_end):
            yield _uniform(kept[:end], prefix)
            kept = kept[end:]
        kept += chunk
    yield _uniform(kept, prefix)


def _uniform(piece: bytes, prefix: bytes) -> bytes:
    """XML without a namespace prefix, its attributes in double quotes."""
    if prefix:
        piece = piece.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
    quoted = b"='" in piece and SINGLE_QUOTES.search(piece)
    return ATTRIBUTE.sub(rb'\1="\2"', piece) if quoted else piece


def _filled_cells(piece: bytes, formulas: bool) -> int:
    """The number of cells with a value: never less than there are; texts that are empty may be counted."""
    inline = piece.count(b"</is>")
    empty = piece.count(b"<v></v>") if formulas else 0  # results of formulas
    empty += piece.count(b"<is><t></t></is>") + piece.count(b"<is><t/></is>") if inline else 0
    return piece.count(b"</v>") + inline - empty


def _read_hidden(piece: bytes, features: SheetFeatures) -> None:
    for attributes in HIDDEN_ROW.findall(piece):
        if row := re.search(rb'\br="(\d+)"', attributes):
            features.hidden_rows.add(int(row[1]))
    for attributes in COLUMN.findall(piece):
        first, last = (re.search(rb'\b%s="(\d+)"' % bound, attributes) for bound in (b"min", b"max"))
        if HIDDEN.search(attributes) and first and last:
            features.hidden_columns |= {
                column_letter(at - 1) for at in range(int(first[1]), min(int(last[1]), 16_384) + 1)
            }


def _read_formulas(piece: bytes, features: SheetFeatures) -> None:
    """Formulas without a stored result. An empty text (`t="str"`) is a result."""
    for attributes, formula, empty in FORMULA.findall(piece):
        cell = CELL.search(attributes)
        if cell and not (empty and b't="str"' in attributes):
            shown = f"={ElementTree.fromstring(b'<f>' + formula + b'</f>').text}" if formula else NOT_COMPUTED
            features.formulas[int(cell[2]), cell[1].decode()] = shown


def _read_extent(piece: bytes, features: SheetFeatures) -> None:
    """The last non-empty cell of each row; later cells may only be formatted."""
    for row in piece.split(b"</row>"):
        end = max(row.rfind(tag) for tag in (b"</v>", b"</is>", b"</f>"))
        start = row.rfind(b"<c ", 0, max(end, 0))
        if start >= 0 and (cell := CELL.search(row, start, start + 200)):
            features.last_row = max(features.last_row, int(cell[2]))
            features.last_column = max(features.last_column, column_position(cell[1].decode()) + 1)
