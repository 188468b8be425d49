"""A second, slow reader of .xlsx sheets, which keeps every cell: used where the fast one fails or returns fewer cells
than the XML holds, for instance texts written as `t="inlineStr"` with `<v>`."""

import datetime
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from etl.contracts.faults import Refused, in_both_languages
from etl.reading.column_letters import column_letter, column_position
from etl.reading.packages import open_package, refuse_unreadable
from etl.reading.sparse_cells import SparseCells, number_text

SHARED_STRINGS, STYLES, WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
DAY_ZERO = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}  # by workbookPr's date1904
SERIALS = (1, 2_958_466)  # of whole days up to 9999-12-31; smaller numbers are times, larger ones no dates


@dataclass(frozen=True)
class Book:
    """What the cells of a workbook refer to."""

    shared: list[str] = field(default_factory=list)
    date_styles: frozenset[int] = frozenset()
    day_zero: datetime.datetime = DAY_ZERO[False]
    shown_styles: Mapping[int, str] = field(default_factory=dict)  # of months and percentages: cell_formats.kinds_among


def read_cells(path: Path, sheet: str, part: str) -> SparseCells:
    """Every non-empty cell of a sheet as text. part: the sheet's name in the package.

    Raises Refused when a cell refers to a shared string that the workbook lacks.
    """
    with refuse_unreadable(path), open_package(path) as package:
        book = _read_book(package)
        with package.open(part) as stream:
            return _read_rows(path, sheet, stream, book)


def local_name(name: str) -> str:
    """A tag without its namespace, which differs between transitional and strict workbooks."""
    return name.rsplit("}", 1)[-1]


def _read_book(package: zipfile.ZipFile) -> Book:
    names = package.namelist()
    shared: list[str] = []
    if SHARED_STRINGS in names:
        with package.open(SHARED_STRINGS) as stream:
            shared = _shared_strings(stream)
    styles = _date_styles(ElementTree.fromstring(package.read(STYLES))) if STYLES in names else frozenset()
    return Book(shared, styles, DAY_ZERO[counts_from_1904(package)])


def counts_from_1904(package: zipfile.ZipFile) -> bool:
    """Whether the day numbers of an .xlsx start in 1904, as those of old Excel for Mac do."""
    properties = [one for one in ElementTree.fromstring(package.read(WORKBOOK)) if local_name(one.tag) == "workbookPr"]
    return any(one.get("date1904") in ("1", "true") for one in properties)


def _date_styles(styles: ElementTree.Element) -> frozenset[int]:
    """The cell styles that show a number as a date."""
    formats: dict[int, str] = {}
    found: list[int] = []
    for part in styles:
        if local_name(part.tag) == "numFmts":
            formats |= {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in part}
        elif local_name(part.tag) == "cellXfs":
            found = [int(one.get("numFmtId", 0)) for one in part]
    return dates_among(found, formats)


def dates_among(styles: list[int], formats: dict[int, str]) -> frozenset[int]:
    """The cell styles that show a number as a date. styles: the number format of each; formats: those of the book."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # openpyxl takes long to import

    known = {**BUILTIN_FORMATS, **formats}
    return frozenset(at for at, one in enumerate(styles) if is_date_format(known.get(one, "General")))


def _shared_strings(stream: IO[bytes]) -> list[str]:
    found = []
    for _, element in ElementTree.iterparse(stream):
        if local_name(element.tag) == "si":
            found.append(_text(element))
            element.clear()
    return found


def _text(element: ElementTree.Element) -> str:
    """The text of a string item: its runs without phonetic ones."""
    parts = []
    for child in element:
        if local_name(child.tag) == "t":
            parts.append(child.text or "")
        elif local_name(child.tag) == "r":
            parts += [run.text or "" for run in child if local_name(run.tag) == "t"]
    return "".join(parts)


def _read_rows(path: Path, sheet: str, stream: IO[bytes], book: Book) -> SparseCells:
    cells: SparseCells = {}
    row = 0
    for _, element in ElementTree.iterparse(stream):
        if local_name(element.tag) != "row":
            continue
        row, column = int(element.get("r", row + 1)), 0
        for cell in element:
            letters = "".join(filter(str.isalpha, cell.get("r", "")))
            column = column_position(letters) + 1 if letters else column + 1
            text = _cell_text(cell, book)
            if text is None:
                place = in_both_languages("etl.where.sheet_name", sheet=sheet)
                raise Refused("missing_text", path, sheet=place, cell=f"{column_letter(column - 1)}{row}")
            if text:
                cells[row, column] = text
        element.clear()
    return cells


def _cell_text(cell: ElementTree.Element, book: Book) -> str | None:
    """The text of a cell, "" if it is empty; None if its shared string is missing."""
    children = {local_name(child.tag): child for child in cell}
    value = children["v"].text or "" if "v" in children else ""
    if "is" in children:
        return _text(children["is"]) or value
    kind = cell.get("t", "n")
    if kind == "s" and value:
        return book.shared[int(value)] if value.isdecimal() and int(value) < len(book.shared) else None
    if kind == "b" and value:
        return "true" if value == "1" else "false"
    if kind == "n" and value:
        return figure_text(float(value), int(cell.get("s", 0)) in book.date_styles, book.day_zero)
    return value


def figure_text(figure: float, is_date: bool, day_zero: datetime.datetime) -> str:
    """A number as text, or the date that its style makes of it."""
    if is_date and SERIALS[0] <= figure < SERIALS[1]:
        day = day_zero + datetime.timedelta(seconds=round(figure * 86_400))
        return str(day.date() if day.time() == datetime.time() else day)
    return number_text(figure)
