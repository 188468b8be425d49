"""Cells are read as they are shown where their format says more than their number."""

import struct
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from etl.intake.file_intake import read_file
from etl.reading.cell_formats import format_kind
from etl.reading.workbooks import read_workbook
from tests.etl import binary_workbook
from tests.etl.binary_workbook import PERCENT_STYLE
from tests.etl.read_intake import HEADER, LEDGER, only, scores

MONTH = '[$-804]yyyy"年"m"月";@'
ITEM = ["灯下黑", "1", "市教育局", "2025-03-01"]
JUNE, SEVENTH = 45_809, 45_815  # 1 and 7 June 2025


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ('yyyy"年"m"月"', "month"),
        (MONTH, "month"),
        ("yyyy\\年m\\月", "month"),
        ("mmm-yy", "month"),
        ('m"月"', "month"),
        ('yyyy"年"m"月"d"日"', None),
        ("m/d/yy h:mm", None),
        ("mm:ss", None),
        ("h:mm AM/PM", None),
        ("0.0%;[Red]-0.0%", "percent"),
        ('0.0"%"', None),
        ("General", None),
        ('0"月"', None),
    ],
)
def test_what_a_format_shows(code, kind):
    assert format_kind(code) == kind


def shown(path: Path, rows: list[list], format_of_last: str | int, formula: str = "") -> Path:
    """An .xlsx whose last cell is a number with a format, or the result of a formula."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, style = book.add_worksheet("表"), book.add_format({"num_format": format_of_last})
        for at, values in enumerate(rows):
            sheet.write_row(at, 0, values)
        place = len(rows) - 1, len(rows[-1]) - 1
        if formula:
            sheet.write_formula(*place, formula, style, rows[-1][-1])
        else:
            sheet.write_number(*place, rows[-1][-1], style)
    return path


@pytest.mark.parametrize(
    ("code", "day", "due"),
    [
        (MONTH, JUNE, date(2025, 6, 30)),
        (57, JUNE, date(2025, 6, 30)),  # named by number alone, as Excel in Chinese may do
        (17, JUNE, date(2025, 6, 30)),
        (MONTH, SEVENTH, date(2025, 6, 7)),  # a day of which only the month is shown
        ('yyyy"年"m"月"d"日"', JUNE, date(2025, 6, 1)),
        (31, JUNE, date(2025, 6, 1)),
    ],
)
def test_a_deadline_that_excel_made_a_date_of_is_the_month_that_it_shows(code, day, due, tmp_path, directory):
    path = shown(tmp_path / "时限.xlsx", [LEDGER, [*ITEM, day]], code)
    assert only(read_file(path, None, directory)).accepted["due_on"].to_list() == [due]


def test_a_period_that_excel_made_a_date_of_is_no_single_day(tmp_path, directory):
    rows = [["项目", "单位", "数值", "期间"], ["受理量", "市教育局", 5, JUNE]]
    intake = only(read_file(shown(tmp_path / "热线.xlsx", rows, MONTH), None, directory))
    assert intake.accepted.select("period_from", "period_to").row(0) == (date(2025, 6, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("code", "formula", "score"),
    [("0.0%", "", 94.5), (9, "", 94.5), ("0.0%", "=189/200", 94.5), ("0.000", "", 0.945)],
)
def test_a_percentage_is_the_one_that_is_shown(code, formula, score, tmp_path, directory):
    path = shown(tmp_path / "指数.xlsx", [HEADER, [2024, "先锋指数", "市教育局", 0.945]], code, formula)
    assert scores(only(read_file(path, None, directory))) == [("pioneer", "A1", score)]


def test_an_old_workbook(tmp_path, directory):
    book = xlwt.Workbook()
    for name, header, values, last, code in (
        ("台账", LEDGER, ITEM, JUNE, 'yyyy"年"m"月"'),
        ("指数", HEADER, [2024, "先锋指数", "市教育局"], 0.57, "0%"),
    ):
        sheet = book.add_sheet(name)
        for at, word in enumerate(header):
            sheet.write(0, at, word)
        for at, value in enumerate(values):
            sheet.write(1, at, value)
        sheet.write(1, len(values), last, xlwt.easyxf(num_format_str=code))
    book.save(str(tmp_path / "老格式.xls"))
    index, ledger = read_file(tmp_path / "老格式.xls", None, directory)
    assert scores(index) == [("pioneer", "A1", 57.0)]
    assert ledger.accepted["due_on"].to_list() == [date(2025, 6, 30)]


def test_a_binary_workbook(tmp_path):
    numbers = ((JUNE, binary_workbook.MONTH_STYLE), (SEVENTH, binary_workbook.MONTH_STYLE), (0.945, PERCENT_STYLE))
    cells = [
        binary_workbook.cell(5, column, struct.pack("<d", number), style)
        for column, (number, style) in enumerate(numbers)
    ]
    path = binary_workbook.write(tmp_path / "月份.xlsb", [binary_workbook.row(0, *cells)])
    assert read_workbook(path, None)[0].cells.row(0)[1:] == ("2025-06", "2025-06-07", "94.5%")


SPREADSHEET = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
 <Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>
 <Style ss:ID="bold" ss:Parent="m"><Font/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>
 <Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="表"><Table>
 <Column ss:Index="5" ss:StyleID="p"/><Row>%s</Row></Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet(tmp_path):
    day, number = '<Data ss:Type="DateTime">2025-06-01T00:00:00.000</Data>', '<Data ss:Type="Number">0.945</Data>'
    styled = [("m", day), ("bold", day), ("d", day), ("p", number), (None, number), ("d", number)]
    cells = "".join(f'<Cell ss:StyleID="{of}">{data}</Cell>' if of else f"<Cell>{data}</Cell>" for of, data in styled)
    (tmp_path / "月份.xls").write_text(SPREADSHEET % cells, encoding="utf-8")
    read = read_workbook(tmp_path / "月份.xls", None)[0].cells.row(0)[1:]
    assert read == ("2025-06", "2025-06", "2025-06-01", "94.5%", "94.5%", "0.945")
