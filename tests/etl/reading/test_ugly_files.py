"""Kinds of files other than today's workbook, and what is refused whole: the full sentence is asserted."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlwt

from etl.intake.annotated_return import annotated_return
from etl.intake.file_intake import Refused, read_file
from etl.reading import file_formats, sparse_cells
from tests.etl import open_document
from tests.etl.open_document import COVERED, cell, row
from tests.etl.read_intake import FORTRESS, HEADER, LEDGER, PIONEER, changed, only, repacked, scores, told

# --- other kinds of workbooks -----------------------------------------------------------------------------------------


def old_workbook(path: Path) -> Path:
    """A real .xls: a merged year, a date, a hidden row, column and sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for at, name in enumerate(LEDGER):
        sheet.write(0, at, name)
    sheet.write_merge(1, 2, 0, 0, "灯下黑")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, (number, due) in enumerate([(1, "6月底前"), (2.0, 43646)], start=1):
        sheet.write(at, 1, number)
        sheet.write(at, 2, "市教育局")
        sheet.write(at, 3, 43525, day)
        sheet.write(at, 4, due)
    sheet.row(2).hidden = True
    sheet.col(4).hidden = True
    book.add_sheet("附表").visibility = 1
    book.save(str(path))
    return path


def test_a_real_xls(tmp_path, directory):
    intake = only(read_file(old_workbook(tmp_path / "老格式.xls"), None, directory))
    assert intake.accepted.select("source", "problem_id", "found_on", "due_on").cast(pl.String).rows() == [
        ("under_lamp", "1", "2019-03-01", "2019-06-30"),
        ("under_lamp", "2", "2019-03-01", "2019-06-30"),
    ]
    assert told(intake) == [
        "老格式.xls › 台账：第3行是隐藏的，已照常读取。不该报送的，请删去后重新导入。",
        "老格式.xls › 台账：“E”列是隐藏的，已照常读取。不该报送的，请删去后重新导入。",
    ]


def test_an_xls_comes_back_with_its_merged_cells(tmp_path, directory):
    path = old_workbook(tmp_path / "老格式.xls")
    intake = only(read_file(path, None, directory))
    back = tmp_path / "退回.xlsx"
    back.write_bytes(annotated_return(path, intake.faults))
    again = only(read_file(back, None, directory))
    assert again.accepted["source"].to_list() == intake.accepted["source"].to_list() == ["under_lamp"] * 2


def test_an_ods(tmp_path, directory):
    rows = [
        row(*HEADER),
        row(cell(2019, down=2), "先锋指数", "市教育局", 94.5),
        row(COVERED, "堡垒指数", "市教育局", "=SUM([.D2])"),
        row(None, times=5),
        row(2019, "品牌指数", "南城", 1, hidden=True),
    ]
    path = open_document.write(
        tmp_path / "开放格式.ods", {"表": rows, "藏起来的": [row(*HEADER), row(2018, *FORTRESS[1:])]}
    )
    intake = only(read_file(path, None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5), ("fortress", "A1", 90.0)]
    assert told(intake) == [
        "开放格式.ods › 表 › 第3行 D列：“=SUM([.D2])”是公式，文件里没有存下它的结果。应为算好的数或文字。"
        "请用 Excel 打开、保存后重新导入，或把公式粘贴为数值。",
        "开放格式.ods › 表 › 第9行 C列：“南城”不在单位名录中。请更正，或先在单位名录中登记。",
        "开放格式.ods › 表：第9行是隐藏的，已照常读取。不该报送的，请删去后重新导入。",
        "开放格式.ods › 藏起来的：这张工作表是隐藏的，已照常读取。不该报送的，请删去后重新导入。",
    ]


TABLE = "年度,指数,单位,得分,备注\n2019,先锋指数,市教育局,94.5,甲；乙\n2019,堡垒指数,市教育局,90,a b c\n"


@pytest.mark.parametrize(("delimiter", "inside"), [(";", ","), ("\t", ";"), (",", ";")])
def test_text_cut_by_something_else(delimiter, inside, text_file, directory):
    text = TABLE.replace(",", delimiter).replace("a b c", f"a{inside}b{inside}c{inside}d{inside}e{inside}f")
    intake = only(read_file(text_file("分号或制表符.csv", text), None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5), ("fortress", "A1", 90.0)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_gb18030_with_and_without_a_mark(mark, text_file, directory):
    path = text_file("国标.csv", mark + TABLE.replace("90", "九十"), "gb18030")
    assert path.read_bytes().startswith(b"\x84\x31\x95\x33" if mark else "年".encode("gb18030"))
    intake = only(read_file(path, None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5)]
    assert intake.mapping["header"].to_list() == TABLE.splitlines()[0].split(",")
    assert told(intake) == ["国标.csv › 第3行 D列：“九十”不是数字。应为数字，如“94.5”。请更正。"]


# --- refused whole ----------------------------------------------------------------------------------------------------


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _password_of_old_days(path: Path) -> Path:
    """A FILEPASS record where Excel puts it, in place of one that only names who wrote the file."""
    data = old_workbook(path).read_bytes()
    writes = struct.pack("<HH", 0x005C, 112)
    assert data.count(writes) == 1
    return _bytes(path, data.replace(writes, struct.pack("<HH", 0x002F, 112)))


def _lying(path: Path, book: Path) -> Path:
    """A part that unpacks to far more than its entry says."""
    repacked(path, book, {"xl/sharedStrings.xml": b"<sst>" + b" " * 3_000_000 + b"</sst>"})
    size = struct.pack("<L", 3_000_011)
    data = path.read_bytes()
    assert data.count(size) == 2  # in the part's own header and in the list at the end
    return _bytes(path, data.replace(size, struct.pack("<L", 100)))


def _stray_cell(path: Path, book: Path) -> Path:
    return changed(book, lambda opened: opened.active.cell(1_048_576, 16_384, "x")).rename(path)


def _ods_row_without_end(path: Path) -> Path:
    wide = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    return open_document.write(path, {"表": [row(wide + "</table:table-cell>", times=1_048_576)]})


TOO_WIDE = "一张工作表最多 20 百万格。请删去右边和下方零星的字，或拆成几张表、改用 CSV 再导入。"
TOO_LARGE = (
    "解开后超过 2 GB，或里面的部件超过 10000 个。应为一般大小的工作簿。请拆成几个文件，或用 Excel 另存后再导入。"
)
DAMAGED = "文件不完整或已损坏，打不开。应为完整的文件。请重新发送或重新导出。"
NO_WORKBOOK = "内容不是 Excel 工作簿，只是名字像。应为真正的工作簿。请用 Excel 打开后另存为 .xlsx。"
PASSWORD = "工作簿加了密码，打不开。应为没有密码的工作簿。请去掉密码后另存再导入。"
SECRET = '<manifest:encryption-data manifest:checksum="x"/>'

REFUSED: dict[str, tuple[Callable[[Path, Path], Path], str]] = {
    "加密.xls": (lambda path, book: _password_of_old_days(path), PASSWORD),
    "加密.ods": (lambda path, book: open_document.write(path, {"表": [row("a")]}, manifest=SECRET), PASSWORD),
    "截断.xls": (lambda path, book: _bytes(path, old_workbook(path).read_bytes()[:3000]), DAMAGED),
    "截断.ods": (
        lambda path, book: _bytes(path, open_document.write(path, {"表": [row(*HEADER)]}).read_bytes()[:-40]),
        DAMAGED,
    ),
    "网页.xls": (lambda path, book: _bytes(path, b"\r\n<html><p>1</p></html>"), NO_WORKBOOK),
    "文本.xlsx": (lambda path, book: _bytes(path, "年度\t指数\n2019\t先锋指数\n".encode("gb18030")), NO_WORKBOOK),
    "一句话.xls": (lambda path, book: _bytes(path, "请查收附件".encode("gb18030")), NO_WORKBOOK),
    "网页数据.xls": (lambda path, book: _bytes(path, b'<?xml version="1.0"?><Workbook></Workbook>'), NO_WORKBOOK),
    "不是表格.xls": (
        lambda path, book: _bytes(
            path,
            old_workbook(path).read_bytes().replace("Workbook".encode("utf-16-le"), "Document".encode("utf-16-le")),
        ),
        NO_WORKBOOK,
    ),
    "压缩包.xlsx": (
        lambda path, book: (zipfile.ZipFile(path, "w").write(book, "里面.xlsx"), path)[1],
        NO_WORKBOOK,
    ),
    "部件太多.xlsx": (
        lambda path, book: repacked(path, book, {f"xl/media/{n}": b"" for n in range(10_001)}),
        TOO_LARGE,
    ),
    "谎报大小.xlsx": (_lying, DAMAGED),
    "一角有字.xlsx": (_stray_cell, " › 表：有字的区域占了 1048576 行 × 16384 列。" + TOO_WIDE),
    "无尽的行.ods": (
        lambda path, book: _ods_row_without_end(path),
        " › 表：有字的区域占了 1048576 行 × 16384 列。" + TOO_WIDE,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_whole(name, tmp_path, workbook, directory):
    make, sentence = REFUSED[name]
    path = make(tmp_path / name, workbook("好的.xlsx", {"表": [HEADER, PIONEER]}))
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.zh == name + (sentence if sentence.startswith(" ›") else f"：{sentence}")
    assert refused.value.en.startswith(name) and refused.value.en != refused.value.zh


def test_a_workbook_in_a_workbook_is_only_ballast(tmp_path, workbook, directory):
    book = workbook("好的.xlsx", {"表": [HEADER, PIONEER]})
    path = repacked(tmp_path / "内嵌压缩包.xlsx", book, {"xl/embeddings/book.zip": book.read_bytes()})
    assert only(read_file(path, None, directory)).accepted_rows == 1


def test_cells_that_are_only_coloured_do_not_make_a_sheet_large(workbook, directory):
    path = workbook("涂色.xlsx", {"表": [HEADER, PIONEER]})

    def paint(book: openpyxl.Workbook) -> None:
        for at in (9, 1_048_576):
            book["表"].cell(at, 16_384).fill = openpyxl.styles.PatternFill("solid", start_color="FFFF00")

    assert only(read_file(changed(path, paint), None, directory)).accepted_rows == 1


def test_limits(tmp_path, workbook, directory, monkeypatch):
    monkeypatch.setattr(file_formats, "UNPACKED_LIMIT", 1000)
    monkeypatch.setattr(sparse_cells, "CELLS_LIMIT", 7)
    book = workbook("百万行.xlsx", {"表": [HEADER, PIONEER]})
    with pytest.raises(Refused) as bomb:
        read_file(book, None, directory)
    monkeypatch.setattr(file_formats, "UNPACKED_LIMIT", 1_000_000)
    with pytest.raises(Refused) as many_rows:
        read_file(book, None, directory)
    assert (bomb.value.rule, many_rows.value.rule) == ("too_large", "too_wide")
