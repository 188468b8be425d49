"""An annotated workbook: faulty cells coloured and commented, and a sheet that lists them. Needs openpyxl."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import polars as pl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from etl.contracts.faults import Refused
from etl.reading import sources
from etl.reading.file_formats import file_format
from etl.reading.return_marks import PROBLEM_SHEET_PROPERTY, RETURN_PROPERTY
from words import say

FAULT_FILL = PatternFill("solid", start_color="FFD9D9")
HEADER_FILL = PatternFill("solid", start_color="1F4E79")
MAX_COMMENT_CHARACTERS = 800  # longer comments are not readable
COLUMN_WIDTHS = (7, 18, 18, 26, 90)
AUTHOR = "Ronghe"


def annotated_workbook(path: Path, faults: pl.DataFrame, lang: str) -> bytes:
    """The workbook of a received file with these faults marked. Raises Refused when the file cannot be opened."""
    try:
        book = _open_workbook(path)
        _remove_earlier_annotations(book)
        places = _annotate_cells(book, faults, lang)
    except (
        *(KeyError, ValueError, TypeError, OSError),
        *(InvalidFileException, zipfile.BadZipFile, ElementTree.ParseError),
    ) as error:
        raise Refused("cannot_annotate", path) from error
    name = _write_problem_sheet(book, faults, places, lang)
    for property_name, value in (
        (RETURN_PROPERTY, hashlib.sha256(path.read_bytes()).hexdigest()),
        (PROBLEM_SHEET_PROPERTY, name),
    ):
        if property_name in book.custom_doc_props.names:
            del book.custom_doc_props[property_name]
        book.custom_doc_props.append(StringProperty(name=property_name, value=value))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- the workbook that came -----------------------------------------------------------------------------------------


def _open_workbook(path: Path) -> openpyxl.Workbook:
    if file_format(path) == "xlsx" and zipfile.is_zipfile(path) and path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        # From memory, because openpyxl goes by the extension, and an .xls may be an xlsx inside.
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), keep_vba=path.suffix.lower() == ".xlsm")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in sources.read_grids(path):
        sheet = book.create_sheet(grid.sheet or path.stem[:31])
        names = [name for name in grid.cells.columns if name != "source_row"]
        if grid.named:
            sheet.append(names)
        for row in grid.cells.select(names).iter_rows():
            sheet.append([_as_text(value) for value in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s" if cell.value is not None else cell.data_type
        for top, left, bottom, right in grid.features.merged:
            sheet.merge_cells(f"{left}{top}:{right}{bottom}")
    return book


def _remove_earlier_annotations(book: openpyxl.Workbook) -> None:
    """Remove the comments, fills and problem list of an earlier return."""
    if RETURN_PROPERTY not in book.custom_doc_props.names:
        return
    earlier = (
        book.custom_doc_props[PROBLEM_SHEET_PROPERTY].value
        if PROBLEM_SHEET_PROPERTY in book.custom_doc_props.names
        else ""
    )
    if earlier in book.sheetnames:
        book.remove(book[earlier])
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.comment and cell.comment.author == AUTHOR:
                    cell.comment, cell.fill = None, PatternFill()


def _annotate_cells(book: openpyxl.Workbook, faults: pl.DataFrame, lang: str) -> dict[tuple, tuple[str, str]]:
    """Colour and comment every faulty cell; (sheet, row, column) of a fault → (sheet, cell) in the workbook."""
    places: dict[tuple, tuple[str, str]] = {}
    sentences_at: dict[tuple[str, str], list[str]] = {}
    for fault in faults.iter_rows(named=True):
        sheet = book[fault["source_sheet"]] if fault["source_sheet"] else book.worksheets[0]
        named = fault["column"] is not None and fault["column"] == fault["header"]  # a file without letters
        row = fault["source_row"] + (1 if named else 0)  # the names became the first row
        column = _fault_letter(sheet, fault) if fault["column"] else "A"
        place = (sheet.title, f"{column}{row}")
        places[fault["source_sheet"], fault["source_row"], fault["column"]] = place
        sentences_at.setdefault(place, []).append(_without_place(fault[f"message_{lang}"], lang))
    for (title, cell), sentences in sentences_at.items():
        target = book[title][cell]
        if type(target).__name__ == "MergedCell":  # only the block's first cell shows fill and comment
            target = next(
                book[title].cell(block.min_row, block.min_col)
                for block in book[title].merged_cells.ranges
                if cell in block
            )
        text = "\n".join(dict.fromkeys(sentences))[:MAX_COMMENT_CHARACTERS]
        target.fill = FAULT_FILL
        target.comment = Comment(text, AUTHOR, width=360, height=40 + 18 * (len(text) // 22 + 1))
    return places


def _fault_letter(sheet: Any, fault: dict) -> str:
    """The spreadsheet letter of a fault's column; for a file with names instead of letters, by its header."""
    if fault["column"] != fault["header"]:
        return fault["column"]
    names = [cell.value for cell in sheet[1]]
    return get_column_letter(names.index(fault["header"]) + 1) if fault["header"] in names else fault["column"]


def _without_place(message: str, lang: str) -> str:
    """A fault's sentence without the place, which is the cell itself."""
    mark = "：" if lang == "zh" else ": "
    return message.split(mark, 1)[-1]


# --- the list of problems -------------------------------------------------------------------------------------------


def _write_problem_sheet(
    book: openpyxl.Workbook, faults: pl.DataFrame, places: dict[tuple, tuple[str, str]], lang: str
) -> str:
    """Write the sheet that lists every fault with a link to its cell; its name."""
    wanted = say("office.sheet.problems", lang)
    name = next(one for one in (wanted, *(f"{wanted} {at}" for at in range(2, 99))) if one not in book.sheetnames)
    sheet = book.create_sheet(name)
    rows_n = faults.select("source_sheet", "source_row").unique().height
    sheet["A1"] = say("office.returned.title", lang, n=faults.height, rows=rows_n)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = say("office.returned.note", lang, sheet=name)
    for at, (part, width) in enumerate(
        zip(("number", "place", "header", "found", "problem"), COLUMN_WIDTHS, strict=True), 1
    ):
        cell = sheet.cell(4, at, say(f"office.returned.{part}", lang))
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEADER_FILL
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, fault in enumerate(faults.iter_rows(named=True), 1):
        title, cell = places[fault["source_sheet"], fault["source_row"], fault["column"]]
        parts = (at, f"{title} {cell}", fault["header"], fault["found"], _without_place(fault[f"message_{lang}"], lang))
        for column, value in enumerate(parts, 1):
            written = sheet.cell(4 + at, column, _as_text(value) if column > 1 else value)
            written.data_type = "s" if column > 1 and value is not None else written.data_type
            written.alignment = Alignment(wrap_text=column == 5, vertical="top")
        link = sheet.cell(4 + at, 2)
        quoted = title.replace("'", "''")
        link.hyperlink = f"#'{quoted}'!{cell}"
        link.font = Font(color="1F4E79", underline="single")
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    book.active = book.sheetnames.index(name)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other.title == name
    return name


def fault_list(faults: pl.DataFrame, lang: str) -> bytes:
    """A workbook that lists faults and nothing else: of rows that are not here, because an engine has read them."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = say("office.sheet.problems", lang)
    for column, part in enumerate(("number", "header", "found", "problem"), 1):
        sheet.cell(1, column, say(f"office.returned.{part}", lang)).font = Font(bold=True)
    for at, fault in enumerate(faults.iter_rows(named=True), 1):
        sheet.cell(1 + at, 1, at)
        for column, name in enumerate(("header", "found", f"message_{lang}"), 2):
            written = sheet.cell(1 + at, column, _as_text(fault[name]))
            written.data_type = "s" if fault[name] is not None else written.data_type
    for letter, width in zip("ABCD", (COLUMN_WIDTHS[0], *COLUMN_WIDTHS[2:]), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _as_text(value: object) -> str | None:
    """A value as text that a workbook can hold, never a formula."""
    return None if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
