"""Workbooks whose day numbers count from 1904: a number without a date format is the day that Excel would show."""

import struct
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from etl.intake.file_intake import read_file
from tests.etl import binary_workbook, open_document

HEADERS = ("问题来源", "问题编号", "责任单位", "发现日期", "到期日期", "销号日期")
TEXTS = ("述评考", "Q1", "市教育局")
DAYS = {"found_on": 43898, "due_on": 43990, "closed_on": 43921.5}  # 2024-03-09 … counted from 1904-01-01
OF_1904 = ["2024-03-09", "2024-06-09", "2024-04-01"]
OF_1900 = ["2020-03-08", "2020-06-08", "2020-03-31"]


def xlsx(path: Path, since_1904: bool) -> None:
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(HEADERS)
    sheet.append((*TEXTS, *DAYS.values()))
    book.save(path)


def xls(path: Path, since_1904: bool) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("表")
    for at, row in enumerate((HEADERS, (*TEXTS, *DAYS.values()))):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(path))


def xlsb(path: Path, since_1904: bool) -> None:
    days = [binary_workbook.cell(5, at, struct.pack("<d", day), 0) for at, day in enumerate(DAYS.values(), len(TEXTS))]
    rows = [
        binary_workbook.row(0, *(binary_workbook.text(at, text, []) for at, text in enumerate(HEADERS))),
        binary_workbook.row(1, *(binary_workbook.text(at, text, []) for at, text in enumerate(TEXTS)), *days),
    ]
    binary_workbook.write(path, rows, since_1904=since_1904)


def ods(path: Path, since_1904: bool) -> None:
    days = [open_document.cell(day) for day in DAYS.values()]
    rows = [open_document.row(*HEADERS), open_document.row(*TEXTS, *days)]
    open_document.write(path, {"表": rows}, day_zero="1904-01-01" if since_1904 else "")


def xml(path: Path, since_1904: bool) -> None:
    office = "urn:schemas-microsoft-com:office:"
    cells = [[("String", text) for text in HEADERS], [("String", text) for text in TEXTS]]
    cells[1] += [("Number", str(day)) for day in DAYS.values()]
    rows = ("".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, text in row) for row in cells)
    table = "".join(f"<Row>{row}</Row>" for row in rows)
    calendar = f'<ExcelWorkbook xmlns="{office}excel"><Date1904/></ExcelWorkbook>' if since_1904 else ""
    sheet = f'<Worksheet ss:Name="表"><Table>{table}</Table></Worksheet>'
    names = f'xmlns="{office}spreadsheet" xmlns:ss="{office}spreadsheet"'
    path.write_text(f'<?xml version="1.0"?><Workbook {names}>{calendar}{sheet}</Workbook>', encoding="utf-8")


KINDS: list[Callable[[Path, bool], None]] = [xlsx, xls, xlsb, ods, xml]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("since_1904", [True, False])
def test_a_day_number_counts_from_the_day_that_its_workbook_says(kind, since_1904, tmp_path, directory):
    path = tmp_path / f"台账.{kind.__name__}"
    kind(path, since_1904)
    (intake,) = read_file(path, None, directory)
    assert intake.faults["message_zh"].to_list() == []
    days = intake.accepted.select(list(DAYS)).row(0)
    assert [str(day) for day in days] == (OF_1904 if since_1904 else OF_1900)
