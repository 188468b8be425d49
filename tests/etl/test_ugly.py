"""The ugly workbook: each fixture is named by its fault, and the whole sentence that the clerk reads is asserted."""

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import open_document
import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from open_document import COVERED, cell, row

from etl import marks, sources
from etl.__main__ import main
from etl.intake import Intake, Refused, read_file
from etl.layouts import Layout
from etl.returned import annotated

HEADER = ["年度", "指数", "单位", "得分"]
PIONEER = [2019, "先锋指数", "市教育局", 94.5]
FORTRESS = [2019, "堡垒指数", "市教育局", 90]
COUNTS = ["年度", "单位", "评议层面", "量表"]
LEDGER = ["问题来源", "问题编号", "责任单位", "发现日期", "整改时限"]


def only(intakes: list[Intake]) -> Intake:
    assert len(intakes) == 1
    return intakes[0]


def told(intake: Intake, lang: str = "zh") -> list[str]:
    """What is said of a file: its faults, then its notices."""
    return [*intake.faults[f"message_{lang}"], *(notice[lang] for notice in intake.notices)]


def changed(path: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """A workbook after somebody worked in it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def scores(intake: Intake) -> list[tuple]:
    return intake.accepted.select("index", "subject_id", "score").rows()


# --- hidden things are read, and told -------------------------------------------------------------------------------


def test_hidden_rows(workbook, directory):
    path = workbook("隐藏行.xlsx", {"表": [HEADER, PIONEER, FORTRESS, [2019, "品牌指数", "市教育局", 1]]})

    def hide(book: openpyxl.Workbook) -> None:
        book["表"].row_dimensions[3].hidden = book["表"].row_dimensions[4].hidden = True

    intake = only(read_file(changed(path, hide), None, directory))
    assert intake.accepted_rows == 3
    assert told(intake) == ["隐藏行.xlsx › 表：第3—4行是隐藏的，已照常读取。不该报送的，请删去后重新导入。"]
    assert told(intake, "en") == [
        "隐藏行.xlsx › 表: row 3–4 is hidden and was read all the same. "
        "What should not be reported, delete and load again."
    ]


def test_hidden_columns(workbook, directory):
    path = workbook("隐藏列.xlsx", {"表": [HEADER, PIONEER]})

    def hide(book: openpyxl.Workbook) -> None:
        book["表"].column_dimensions["D"].hidden = book["表"].column_dimensions["F"].hidden = True

    intake = only(read_file(changed(path, hide), None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5)]
    assert told(intake) == ["隐藏列.xlsx › 表：“D”列是隐藏的，已照常读取。不该报送的，请删去后重新导入。"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(state, workbook, directory):
    path = workbook("隐藏表.xlsx", {"表": [HEADER, PIONEER], "上年": [HEADER, FORTRESS]})
    changed(path, lambda book: setattr(book["上年"], "sheet_state", state))
    intake = only(read_file(path, None, directory))
    assert intake.accepted_rows == 2
    assert told(intake) == ["隐藏表.xlsx › 上年：这张工作表是隐藏的，已照常读取。不该报送的，请删去后重新导入。"]


def test_notices_are_told_on_the_command_line(fresh_home, workbook, monkeypatch, capsys):
    path = workbook(
        "单位.xlsx", {"表": [["unit_id", "unit", "unit_class"], ["A", "甲局", "service_heavy"], ["合计", 1]]}
    )
    sentence = "单位.xlsx › 表：第3行是合计或小计，没有作为数据读取。"
    assert main(["check", str(path)]) == 0
    assert f"    {sentence}\n" in capsys.readouterr().out
    monkeypatch.setenv("RONGHE_LANG", "en")
    assert main(["load", str(path), "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    told_in_english = "单位.xlsx › 表: row 3 is a total and was not read as data."
    assert file["notices"] == [{"zh": sentence, "en": told_in_english}]


# --- rows, columns and sheets that are left out are told ------------------------------------------------------------


def test_totals_and_notes(workbook, directory):
    rows = [HEADER, PIONEER, ["小计", "", "", 94.5], FORTRESS, ["合计", "", "", 184.5], ["注：以上为初步数"]]
    intake = only(read_file(workbook("合计和附注.xlsx", {"表": rows}), None, directory))
    assert (intake.accepted_rows, intake.skipped_rows) == (2, 3)
    assert told(intake) == [
        "合计和附注.xlsx › 表：第3、5行是合计或小计，没有作为数据读取。",
        "合计和附注.xlsx › 表：第6行是说明文字，没有作为数据读取。",
    ]


def test_a_header_on_every_printed_page(workbook, directory):
    intake = only(read_file(workbook("每页有表头.xlsx", {"表": [HEADER, PIONEER, HEADER, FORTRESS]}), None, directory))
    assert intake.accepted_rows == 2
    assert told(intake) == ["每页有表头.xlsx › 表：第3行重复了表头，没有作为数据读取。"]


def test_the_same_header_twice(workbook, directory):
    path = workbook("表头重名.xlsx", {"表": [[*HEADER, "得分"], [*PIONEER, 93]]})
    intake = only(read_file(path, None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5)]
    assert told(intake) == [
        "表头重名.xlsx › 表：“E”列的表头与前面的列相同，没有读取。要读取的，请改成不同的表头，或用版式说明。"
    ]


def test_a_sheet_that_is_no_table(workbook, directory):
    sheets = {"表": [HEADER, PIONEER], "联系人": [["姓名", "电话"], ["甲", 1]], "Sheet3": []}
    intake = only(read_file(workbook("多余的工作表.xlsx", sheets), None, directory))
    assert told(intake) == [
        "多余的工作表.xlsx：工作表“联系人”看不出是哪一种表，没有读取。要读取的，请对照模板改正表头，或用版式说明。"
    ]


def test_what_a_layout_leaves_out(text_file, directory):
    layout = Layout.from_file(
        text_file("l.toml", 'dataset = "index_score"\n[columns]\nunit_id = "单位"\n[constants]\nsurvey_year = 2019\n'
                  '[keep]\n"类" = ["甲"]\n[unpivot]\nheaders = ["先锋指数"]\nname_to = "index"\nvalue_to = "score"\n')
    )  # fmt: skip
    table = "类,单位,先锋指数\n甲,A1,90\n乙,A1,80\n甲,A3,-\n乙,A3,70\n乙,D1,70\n"
    intake = only(read_file(text_file("版式略去.csv", table), layout, directory))
    assert scores(intake) == [("pioneer", "A1", 90.0)]
    assert told(intake) == [
        "版式略去.csv：按版式略去 3 行（第3、5—6行）。",
        "版式略去.csv：第4行没有填任何数，没有作为数据读取。",
    ]


# --- headers of several rows, tables side by side, a sheet for each unit ----------------------------------------------


def _tall_header(path: Path) -> Path:
    """A title, then a header of three rows in merged blocks."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("A1:H1", "2019年满意度汇总（示例数据）")
        for at, name in enumerate(COUNTS):
            sheet.merge_range(1, at, 3, at, name)
        sheet.merge_range("E2:H2", "测评结果")
        sheet.merge_range("E3:F3", "肯定")
        sheet.merge_range("G3:H3", "否定及其他")
        sheet.write_row("E4", ["非常满意", "满意", "基本满意", "不满意"])
        sheet.write_row("A5", [2019, "市教育局", "群众", "cz4", 30, 20, "６", 1])
        sheet.write_row("A6", [2019, "南城", "群众", "cz4", 3, 2, 1, 1])
    return path


def test_a_header_of_three_rows(tmp_path, directory):
    intake = only(read_file(_tall_header(tmp_path / "三行表头.xlsx"), None, directory))
    assert intake.dataset == "survey_count" and intake.sample
    assert intake.accepted.select("answer", "n", "source_row").rows() == [
        ("very_satisfied", 30, 5),
        ("satisfied", 20, 5),
        ("basically_satisfied", 6, 5),
        ("dissatisfied", 1, 5),
    ]
    assert told(intake) == ["三行表头.xlsx › 表 › 第6行 B列：“南城”不在单位名录中。请更正，或先在单位名录中登记。"]


def test_a_header_of_two_rows_whose_halves_make_the_word(workbook, directory):
    top, below = ["问题", "问题编号", "责任", "发现", "整改"], ["来源", "", "单位", "日期", "时限"]
    path = workbook("两行表头.xlsx", {"台账": [top, below, ["灯下黑", "1", "市教育局", "2019-03-01", "6月底前"]]})
    intake = only(read_file(path, None, directory))
    assert (intake.dataset, intake.accepted_rows, told(intake)) == ("rectification_item", 1, [])
    assert str(intake.accepted["due_on"][0]) == "2019-06-30"


def test_two_tables_side_by_side(workbook, directory):
    header = ["年度", *HEADER[1:], *HEADER[1:]]
    rows = [header, [*PIONEER, "先锋指数", "南城", 80], [*FORTRESS]]
    intake = only(read_file(workbook("左右两栏.xlsx", {"表": rows}), None, directory))
    assert (intake.rows_read, intake.accepted_rows, intake.rejected_rows) == (3, 1, 2)
    assert told(intake) == [
        "左右两栏.xlsx › 表 › 第2行 F列：“南城”不在单位名录中。请更正，或先在单位名录中登记。",
        "左右两栏.xlsx › 表：左右并排的一栏（B:D列）已单独读取。",
        "左右两栏.xlsx › 表：左右并排的一栏（E:G列）已单独读取。",
    ]


PANELS = """
dataset = "index_score"
panels = ["b:c", "D:E"]
[columns]
index = "指数"
unit_id = "单位"
score = "分"
[constants]
survey_year = 2019
"""


def test_panels_of_a_layout_share_what_lies_outside(workbook, text_file, directory):
    rows = [
        ["得分表"],
        ["指数", "单位", "分", "单位", "分"],
        ["先锋指数", "A1", 1, "A3", "很好"],
        ["堡垒指数", "A1", 3],
    ]
    layout = Layout.from_file(text_file("l.toml", PANELS))
    intake = only(read_file(workbook("并排.xlsx", {"表": rows}), layout, directory))
    assert scores(intake) == [("fortress", "A1", 3.0)]
    assert told(intake) == ["并排.xlsx › 表 › 第3行 E列：“很好”不是数字。应为数字，如“94.5”。请更正。"]


@pytest.mark.parametrize("span", ["B-C", "2:3", "B", "C:B"])
def test_a_panel_is_given_by_letters(span, text_file):
    with pytest.raises(Refused) as refused:
        Layout.from_file(text_file("版式.toml", PANELS.replace("b:c", span)))
    assert refused.value.zh == (f"版式.toml › panels：写的是“{span}”。这里应为首末两列的字母，如“C:F”。请更正版式。")


BY_SHEET = """
dataset = "index_score"
sheet = "*"
sheet_to = "unit_id"
[columns]
survey_year = "年度"
index = "指数"
score = "得分"
[values.unit_id]
"Sheet2" = "规划局"
"""


def test_a_sheet_for_each_unit_by_a_layout(workbook, text_file, directory):
    header, line = ["年度", "指数", "得分"], [2019, "先锋指数", 90]
    sheets = {"市教育局": [header, line], "Sheet2": [header, line], "南城": [header, line]}
    layout = Layout.from_file(text_file("l.toml", BY_SHEET))
    intake = only(read_file(workbook("一表一单位.xlsx", sheets), layout, directory))
    assert scores(intake) == [("pioneer", "A1", 90.0), ("pioneer", "A3", 90.0)]
    assert told(intake) == ["一表一单位.xlsx › 南城 › 第2行：“南城”不在单位名录中。请更正，或先在单位名录中登记。"]


def test_a_sheet_called_as_a_unit_is_never_guessed(workbook, directory):
    path = workbook("一表一单位.xlsx", {"市教育局": [["年度", "指数", "得分"], [2019, "先锋指数", 90]]})
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.zh == (
        "一表一单位.xlsx › 市教育局 › 第1行表头：缺少列 “单位”（指数得分）。现有列：“年度”、“指数”、“得分”。"
        '工作表“市教育局”与一个单位同名：如果一张工作表就是一个单位，请在版式里写 sheet_to = "unit_id"。'
        "请补上或改正表头。"
    )


# --- formulas -------------------------------------------------------------------------------------------------------


def test_a_formula_without_its_result(workbook, directory):
    path = workbook("公式没有结果.xlsx", {"表": [HEADER, PIONEER, FORTRESS]})
    changed(path, lambda book: book["表"].__setitem__("D3", '=SUM(D2,1)&"<"'))
    intake = only(read_file(path, None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5)]
    assert told(intake) == [
        '公式没有结果.xlsx › 表 › 第3行 D列：“=SUM(D2,1)&"<"”是公式，文件里没有存下它的结果。应为算好的数或文字。'
        "请用 Excel 打开、保存后重新导入，或把公式粘贴为数值。"
    ]
    assert told(intake, "en")[0].startswith('公式没有结果.xlsx › 表 › row 3 column D: "=SUM(D2,1)')


def test_a_formula_with_its_result(tmp_path, directory):
    path = tmp_path / "公式有结果.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, [*HEADER, "规则"])
        sheet.write_row(1, 0, PIONEER)
        sheet.write_formula("D2", "=90+4.5", value=94.5)
        sheet.write_formula("E2", '=IF(D2>0,"","x")', value="")
    with zipfile.ZipFile(path) as parts:
        part = parts.read("xl/worksheets/sheet1.xml")
    empty_text = part.replace(b'<c r="E2">', b'<c r="E2" t="str">')  # as Excel marks a result that is an empty text
    assert empty_text != part
    _repacked(path, path, {"xl/worksheets/sheet1.xml": empty_text})
    intake = only(read_file(path, None, directory))
    assert told(intake) == []
    assert scores(intake) == [("pioneer", "A1", 94.5)]


def test_a_deadline_by_formula_is_one_fault(workbook, directory):
    path = workbook("时限是公式.xlsx", {"台账": [LEDGER, ["灯下黑", "1", "市教育局", "2019-03-01", "x"]]})
    changed(path, lambda book: book["台账"].__setitem__("E2", "=D2+30"))
    assert told(only(read_file(path, None, directory))) == [
        "时限是公式.xlsx › 台账 › 第2行 E列：“=D2+30”是公式，文件里没有存下它的结果。应为算好的数或文字。"
        "请用 Excel 打开、保存后重新导入，或把公式粘贴为数值。"
    ]


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
    back.write_bytes(annotated(path, intake.faults))
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


# --- words in cells -------------------------------------------------------------------------------------------------


LEDGER_CELLS = {
    "一格两个单位": (
        {"责任单位": "市教育局、市生态环境局"},
        "第2行 C列：“市教育局、市生态环境局”一格里写了不止一个单位。读出的是：“市教育局”、“市生态环境局”。"
        "请拆成几行，每行只写一个责任单位。",
    ),
    "相近的单位": (
        {"责任单位": "市教育厅"},
        "第2行 C列：“市教育厅”不在单位名录中。最接近：“市教育局”。请更正，或先在单位名录中登记。",
    ),
    "发现日期是一段": (
        {"发现日期": "2019.6.3-2019.6.5"},
        "第2行 D列：“2019.6.3-2019.6.5”读不出日期。应为日期，如“2019-06-30”或“2019年6月30日”。请改写。",
    ),
    "是日还是月": (
        {"整改时限": "2019.6-8"},
        "第2行 E列：“2019.6-8”读不出日期。应为日期，如“2019-06-30”或“2019年6月30日”。请改写。",
    ),
    "没有年份也没有发现日期": (
        {"发现日期": "", "整改时限": "6月底前"},
        "第2行 D列：“发现日期”是空的。这一列每行都要有内容。请补填。",
    ),
}


@pytest.mark.parametrize("name", LEDGER_CELLS)
def test_words_that_cannot_be_read(name, workbook, directory):
    changes, sentence = LEDGER_CELLS[name]
    line = dict(zip(LEDGER, ["灯下黑", "1", "市教育局", "2019-03-01", "2019-06-30"], strict=True)) | changes
    intake = only(read_file(workbook(f"{name}.xlsx", {"台账": [LEDGER, list(line.values())]}), None, directory))
    assert intake.accepted_rows == 0
    assert f"{name}.xlsx › 台账 › {sentence}" in told(intake)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("２０１９．６．３０", "2019-06-30"),
        ("43646", "2019-06-30"),
        ("2019年6月底前", "2019-06-30"),
        ("6月底", "2019-06-30"),
        ("2019.6.3-2019.6.5", "2019-06-05"),
        ("2019年6月—8月", "2019-08-31"),
        ("立行立改", None),
        ("长期坚持", None),
        ("/", None),
        ("无", None),
    ],
)
def test_deadlines_as_offices_write_them(written, due, workbook, directory):
    path = workbook("时限.xlsx", {"台账": [LEDGER, ["灯下黑", "1", "市 教育局", "2019.3.1", written]]})
    intake = only(read_file(path, None, directory))
    assert told(intake) == []
    item = intake.accepted.row(0, named=True)
    assert (str(item["due_on"]) if item["due_on"] else None) == due
    assert (item["immediate"], item["long_term"]) == (written == "立行立改", written == "长期坚持")


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


def _repacked(path: Path, book: Path, more: dict[str, bytes]) -> Path:
    """A workbook with further, or other, parts."""
    with zipfile.ZipFile(book) as parts:
        content = {name: parts.read(name) for name in parts.namelist()} | more
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


def _lying(path: Path, book: Path) -> Path:
    """A part that unpacks to far more than its entry says."""
    _repacked(path, book, {"xl/sharedStrings.xml": b"<sst>" + b" " * 3_000_000 + b"</sst>"})
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
    "网页.xls": (lambda path, book: _bytes(path, b"\r\n<html><table><tr><td>1</td></tr></table></html>"), NO_WORKBOOK),
    "文本.xls": (lambda path, book: _bytes(path, "年度\t指数\n2019\t先锋指数\n".encode("gb18030")), NO_WORKBOOK),
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
        lambda path, book: _repacked(path, book, {f"xl/media/{n}": b"" for n in range(10_001)}),
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
    path = _repacked(tmp_path / "内嵌压缩包.xlsx", book, {"xl/embeddings/book.zip": book.read_bytes()})
    assert only(read_file(path, None, directory)).accepted_rows == 1


def test_cells_that_are_only_coloured_do_not_make_a_sheet_large(workbook, directory):
    path = workbook("涂色.xlsx", {"表": [HEADER, PIONEER]})

    def paint(book: openpyxl.Workbook) -> None:
        for at in (9, 1_048_576):
            book["表"].cell(at, 16_384).fill = openpyxl.styles.PatternFill("solid", start_color="FFFF00")

    assert only(read_file(changed(path, paint), None, directory)).accepted_rows == 1


def test_limits(tmp_path, workbook, directory, monkeypatch):
    monkeypatch.setattr(sources, "UNPACKED_LIMIT", 1000)
    monkeypatch.setattr(marks, "CELLS_LIMIT", 7)
    book = workbook("百万行.xlsx", {"表": [HEADER, PIONEER]})
    with pytest.raises(Refused) as bomb:
        read_file(book, None, directory)
    monkeypatch.setattr(sources, "UNPACKED_LIMIT", 1_000_000)
    with pytest.raises(Refused) as many_rows:
        read_file(book, None, directory)
    assert (bomb.value.rule, many_rows.value.rule) == ("too_large", "too_wide")
