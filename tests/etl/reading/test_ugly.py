"""The ugly workbook: each fixture is named by its fault, and the whole sentence that the clerk reads is asserted."""

import json
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from etl.__main__ import main
from etl.intake.file_intake import Refused, read_file
from etl.reading.layout_file import Layout
from tests.etl.read_intake import COUNTS, FORTRESS, HEADER, PIONEER, changed, only, scores, told

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
        "Delete what should not be reported and load again."
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


def test_a_header_below_a_page_of_instructions(workbook, directory):
    instructions = [[f"{at}. 填表说明：按实际情况填写"] for at in range(1, 41)]
    sheet = [["年度", "指数", "单位", "得分"], ["2024", "先锋指数", "市教育局", 94.5]]
    path = workbook("指数.xlsx", {"表": [*instructions, *sheet]}, merged=[("A3:D6", "附件")])
    (intake,) = read_file(path, None, directory)
    assert intake.accepted.select("survey_year", "score", "source_row").rows() == [(2024, 94.5, 42)]


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


def test_columns_without_a_header(workbook, directory):
    """Their content is not read, and never in silence; what a merged block covers is no content of its own."""
    rows = [[*HEADER, None, ""], [*PIONEER, None, "已核对"], [*FORTRESS, None, None]]
    path = workbook("无表头.xlsx", {"表": rows}, merged=[("D3:E3", 90)])
    intake = only(read_file(path, None, directory))
    assert intake.accepted_rows == 2
    assert told(intake) == ["无表头.xlsx › 表：“F”列有内容，却没有表头，没有读取。要读取的，请补上表头后重新导入。"]


def test_numbered_rows_of_a_text_file_without_a_header(text_file, directory):
    """As programs write them: the number stands before the first header, so that the row is no longer than it."""
    intake = only(
        read_file(text_file("指数.csv", ",年度,指数,单位,得分\n0,2019,先锋指数,市教育局,94.5\n"), None, directory)
    )
    assert scores(intake) == [("pioneer", "A1", 94.5)]
    assert told(intake) == ["指数.csv：“A”列有内容，却没有表头，没有读取。要读取的，请补上表头后重新导入。"]
