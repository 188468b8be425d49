"""Every way in which .ods and .xlsb write a cell: its text arrives, or the file is refused."""

import struct
import zipfile
from pathlib import Path

import pytest

from etl.contracts.faults import Refused
from etl.intake.file_intake import read_file
from etl.reading.grid import fill_merged
from etl.reading.sources import read_grids
from tests.etl import binary_workbook, open_document
from tests.etl.binary_workbook import DATE_STYLE, NO_FORMULA, wide

LIBREOFFICE = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def middle(path: Path) -> str | None:
    """The middle cell of the second row, whose other cells are x and y."""
    (grid,) = read_grids(path)
    first, text, last = grid.cells.drop("source_row").row(1)
    assert (first, last) == ("x", "y")
    return text


def ods_cell(attributes: str, inner: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def typed(kind: str, value: str, inner: str = "<text:p>另写</text:p>") -> str:
    return ods_cell(f'office:value-type="{kind}" office:{value}', inner)


TEXT = 'office:value-type="string"'
NOTE = "<office:annotation><text:p>批注</text:p></office:annotation>"
OF_LIBREOFFICE = f'{LIBREOFFICE} table:formula="of:=1/0" {TEXT} office:string-value="" calcext:value-type="error"'
ODS_CELLS = {
    "text": (ods_cell(TEXT, "<text:p>甲</text:p>"), "甲"),
    "text in an attribute": (ods_cell(f'{TEXT} office:string-value="甲"'), "甲"),
    "text without a type": (ods_cell("", "<text:p>甲</text:p>"), "甲"),
    "empty text": (ods_cell(TEXT, "<text:p/>"), None),
    "empty result": (ods_cell(f'table:formula="of:=A1" {TEXT} office:string-value=""'), None),
    "lines": (ods_cell(TEXT, "<text:p>一</text:p><text:p>二<text:line-break/>三</text:p>"), "一\n二\n三"),
    "spaces": (ods_cell(TEXT, '<text:p>甲<text:s text:c="3"/>乙<text:tab/>丙<text:s/></text:p>'), "甲   乙\t丙 "),
    "fonts": (ods_cell(TEXT, "<text:p>甲<text:span>乙<text:a>丙</text:a></text:span>丁</text:p>"), "甲乙丙丁"),
    "text beside a note": (ods_cell(TEXT, f"{NOTE}<text:p>甲</text:p>"), "甲"),
    "a note alone": (ods_cell("", NOTE), None),
    "number": (typed("float", 'value="0.1"'), "0.1"),
    "number without a text": (typed("float", 'value="12"', ""), "12"),
    "number that is none": (typed("float", 'value="abc"'), "另写"),
    "long number": (typed("float", 'value="320601202503050001"'), "3.2060120250305E+17"),
    "per cent": (typed("percentage", 'value="0.945"'), "94.5%"),
    "month": (typed("date", 'date-value="2025-06-01"', "<text:p>2025年6月</text:p>"), "2025-06"),
    "day of a month": (typed("date", 'date-value="2025-06-07"', "<text:p>2025年6月</text:p>"), "2025-06-07"),
    "money": (typed("currency", 'value="1234.5"'), "1234.5"),
    "date": (typed("date", 'date-value="2025-03-05"'), "2025-03-05"),
    "midnight": (typed("date", 'date-value="2025-03-05T00:00:00"'), "2025-03-05"),
    "date and time": (typed("date", 'date-value="2025-03-05T08:30:00.000000001"'), "2025-03-05 08:30:00"),
    "time": (typed("time", 'time-value="PT08H30M00S"', "<text:p>08:30</text:p>"), "08:30"),
    "time without a text": (typed("time", 'time-value="PT08H30M00S"', ""), "PT08H30M00S"),
    "yes": (typed("boolean", 'boolean-value="true"'), "true"),
    "formula never computed": (ods_cell('table:formula="of:=SUM([.A1])"'), "=SUM([.A1])"),
    **{
        f"{error} of LibreOffice": (ods_cell(OF_LIBREOFFICE, f"<text:p>{error}</text:p>"), shown)
        for error, shown in (("#N/A", "#N/A"), ("#DIV/0!", "#DIV/0!"), ("Err:502", "#VALUE!"), ("错误:502", "#VALUE!"))
    },
    "error of OpenOffice": (
        ods_cell('table:formula="of:=1/0" office:value-type="float" office:value="0"', "<text:p>#DIV/0!</text:p>"),
        "#DIV/0!",
    ),
    "text under a block": (f"<table:covered-table-cell {TEXT}><text:p>甲</text:p></table:covered-table-cell>", "甲"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ODS_CELLS)
def test_a_cell_of_an_ods_keeps_its_text(kind, tmp_path):
    written, text = ODS_CELLS[kind]
    rows = [open_document.row("头"), open_document.row("x", written, "y")]
    assert middle(open_document.write(tmp_path / "表.ods", {"表": rows})) == text


def test_repeated_cells_and_rows_of_an_ods_are_counted_right(tmp_path):
    three = ods_cell(f'{TEXT} table:number-columns-repeated="3"', "<text:p>三</text:p>")
    gap = ods_cell('table:number-columns-repeated="2"')
    rows = [
        open_document.row("a", times=2),
        open_document.row(None, times=3),
        "<table:table-row-group>" + open_document.row("b", three, gap, "c") + "</table:table-row-group>",
        open_document.row(None, times=1_048_000),
    ]
    (grid,) = read_grids(open_document.write(tmp_path / "表.ods", {"表": rows}))
    blank = (None,) * 7
    assert grid.cells.drop("source_row").rows() == [
        *[("a", *blank[1:])] * 2, *[blank] * 3, ("b", "三", "三", "三", None, None, "c"),
    ]  # fmt: skip
    assert grid.cells["source_row"].to_list() == [1, 2, 3, 4, 5, 6]


XLSB_CELLS = {
    **{form: (lambda shared, form=form: binary_workbook.text(1, "甲😀", shared, form), "甲😀")
       for form in ("text", "shared", "rich", "formula")},
    "empty text": (lambda shared: binary_workbook.text(1, "", shared), None),
    "empty shared text": (lambda shared: binary_workbook.text(1, "", shared, "shared"), None),
    "blank": (lambda shared: binary_workbook.cell(1, 1, b""), None),
    "integer": (lambda shared: binary_workbook.cell(2, 1, struct.pack("<I", 7 << 2 | 2)), "7"),
    "negative integer": (lambda shared: binary_workbook.cell(2, 1, struct.pack("<i", -7 << 2 | 2)), "-7"),
    "hundredths": (lambda shared: binary_workbook.cell(2, 1, struct.pack("<I", 9450 << 2 | 3)), "94.5"),
    "short float": (lambda shared: binary_workbook.cell(2, 1, struct.pack("<d", 1.5)[4:]), "1.5"),
    "float": (lambda shared: binary_workbook.cell(5, 1, struct.pack("<d", 0.1)), "0.1"),
    "date": (lambda shared: binary_workbook.cell(5, 1, struct.pack("<d", 45721), DATE_STYLE), "2025-03-05"),
    "result": (lambda shared: binary_workbook.cell(9, 1, struct.pack("<d", 2.5) + NO_FORMULA), "2.5"),
    "yes": (lambda shared: binary_workbook.cell(4, 1, b"\1"), "true"),
    "no, of a formula": (lambda shared: binary_workbook.cell(10, 1, b"\0" + NO_FORMULA), "false"),
    "error": (lambda shared: binary_workbook.cell(3, 1, b"\x2a"), "#N/A"),
    "error of a formula": (lambda shared: binary_workbook.cell(11, 1, b"\7" + NO_FORMULA), "#DIV/0!"),
    "error of later years": (lambda shared: binary_workbook.cell(3, 1, b"\x77"), "#VALUE!"),
    "text beside the cell before": (
        lambda shared: binary_workbook.record(17, struct.pack("<I", 0) + wide("甲")), "甲"),
    "number beside the cell before": (
        lambda shared: binary_workbook.record(13, struct.pack("<II", 0, 7 << 2 | 2)), "7"),
}  # fmt: skip


@pytest.mark.parametrize("kind", XLSB_CELLS)
def test_a_cell_of_an_xlsb_keeps_its_text(kind, tmp_path):
    shared: list[str] = []
    make, text = XLSB_CELLS[kind]
    rows = [
        binary_workbook.row(0, binary_workbook.text(0, "头", shared)),
        binary_workbook.row(
            1, binary_workbook.text(0, "x", shared), make(shared), binary_workbook.text(2, "y", shared)
        ),
    ]
    assert middle(binary_workbook.write(tmp_path / "表.xlsb", rows, shared)) == text


def test_dates_merged_blocks_and_hidden_parts_of_an_xlsb(tmp_path):
    day = binary_workbook.cell(5, 1, struct.pack("<d", 44259), DATE_STYLE)
    hidden_column = binary_workbook.record(60, struct.pack("<IIIIH", 2, 3, 2560, 0, 1))
    rows = [
        binary_workbook.row(0, binary_workbook.text(0, "甲", []), day),
        binary_workbook.row(2, binary_workbook.text(3, "乙", []), hidden=True),
    ]
    path = binary_workbook.write(
        tmp_path / "表.xlsb", rows, merged=[(0, 0, 1, 0)], more=hidden_column, since_1904=True, hidden=True
    )
    (grid,) = read_grids(path)
    assert fill_merged(grid).drop("source_row").rows() == [
        ("甲", "2025-03-05", None, None), ("甲", None, None, None), (None, None, None, "乙"),
    ]  # fmt: skip
    features = grid.features
    assert (features.hidden, features.hidden_rows, features.hidden_columns) == (True, {3}, {"C", "D"})


def _sheet_of(path: Path, records: bytes) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {"xl/worksheets/sheet1.bin": records}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


STRAY = binary_workbook.row(1_048_575, binary_workbook.text(16_383, "x", []))
BAD_SHEETS = {
    "a text that the file lacks": (
        binary_workbook.row(0, binary_workbook.cell(7, 0, struct.pack("<I", 5))),
        "表.xlsb › 表：A1的文字不在文件里，工作簿已损坏。应为完整的工作簿。"
        "请用 Excel 或 WPS 打开，补上这一格，另存后再导入。",
    ),
    "a record cut off": (
        binary_workbook.row(0, binary_workbook.text(0, "甲乙", []))[:-2],
        "表.xlsb：文件不完整或已损坏，打不开。应为完整的文件。请重新发送或重新导出。",
    ),
    "a text longer than its record": (
        binary_workbook.row(0, binary_workbook.cell(6, 0, struct.pack("<I", 1 << 30))),
        "表.xlsb：文件不完整或已损坏，打不开。应为完整的文件。请重新发送或重新导出。",
    ),
    "a stray cell": (
        binary_workbook.row(0, binary_workbook.text(0, "x", [])) + STRAY,
        "表.xlsb › 表：有字的区域占了 1048576 行 × 16384 列。一张工作表最多 20 百万格。"
        "请删去右边和下方零星的字，或拆成几张表、改用 CSV 再导入。",
    ),
}


@pytest.mark.parametrize("fault", BAD_SHEETS)
def test_an_xlsb_that_cannot_be_read_whole_is_refused(fault, tmp_path, directory):
    records, said = BAD_SHEETS[fault]
    path = _sheet_of(binary_workbook.write(tmp_path / "表.xlsb", []), records)
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.zh == said
