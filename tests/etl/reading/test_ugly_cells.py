"""Formulas and words in cells that cannot be read: the whole sentence that the clerk reads is asserted."""

import zipfile

import polars as pl
import pytest
import xlsxwriter

from etl.intake.file_intake import read_file
from etl.reading.cells import normalize_cell
from tests.etl.read_intake import COUNTS, FORTRESS, HEADER, LEDGER, PIONEER, changed, only, repacked, scores, told

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
    repacked(path, path, {"xl/worksheets/sheet1.xml": empty_text})
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


def test_rows_whose_cells_cannot_be_read_are_not_called_identical(workbook, directory):
    """They would be alike once their bad cells are left out; each is told what is wrong in it."""
    same = [2019, "品牌指数", "市教育局", "很高"]
    rows = [HEADER, PIONEER, ["备注一", "？"], ["备注二", "！"], same, same]
    intake = only(read_file(workbook("指数.xlsx", {"表": rows}), None, directory))
    assert intake.faults.filter(rule="repeated_row")["source_row"].to_list() == [6]  # as written, it is identical
    assert set(intake.faults.filter(pl.col("source_row").is_in([3, 4]))["rule"]) == {
        *("unread_year", "unknown_code", "missing")
    }


def test_the_cells_of_one_row_are_not_called_repeated_rows(workbook, directory):
    """Without a scale none of the answers of a wide row is known."""
    rows = [[*COUNTS, "渠道", "满意", "不满意"], [2019, "市教育局", "市民代表", None, "纸质", 30, 30]]
    intake = only(read_file(workbook("计数.xlsx", {"表": rows}), None, directory))
    assert intake.faults["rule"].to_list() == ["missing"]


RATES = ["期间", "单位", "项目", "数值"]


@pytest.mark.parametrize(
    ("rates", "read"),
    [
        (["98.5", "0.5"], [0.985]),
        (["98.5", "0.5%"], [0.985, 0.005]),
        (["98.5%", "0.5%"], [0.985, 0.005]),
        ([0.985, 0.005], [0.985, 0.005]),
        (["98.5", "0"], [0.985, 0.0]),
    ],
)
def test_a_small_number_beside_percentages_is_no_share(rates, read, workbook, directory):
    """0.5 beside 98.5 may be 0.5% or 50%; a count beside them is a count."""
    rows = [[name, value] for name, value in zip(["按时办结率", "不满意率"], rates, strict=True)]
    rows = [["2025年3月", "市教育局", *row] for row in [*rows, ["受理量", 1]]]
    intake = only(read_file(workbook("热线.xlsx", {"表": [RATES, *rows]}), None, directory))
    assert intake.accepted["value"].to_list() == [*read, 1.0]
    assert intake.faults["rule"].to_list() == ["unclear_share"] * (2 - len(read))
    assert all("“0.5”看不出是“0.5%”" in sentence for sentence in told(intake))


# --- marks that are no part of a text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [('="0001"', "0001"), ("'0001", "0001"), ("'=1", "=1"), ("'甲'", "'甲'"), ('="a"&"b"', '="a"&"b"')],
)
def test_what_keeps_a_spreadsheet_from_taking_a_text_for_a_number(written, read):
    assert pl.DataFrame({"text": [written]}).select(normalize_cell(pl.col("text"))).item() == read


def test_identifiers_that_a_system_protected(text_file, directory):
    rows = "问题来源,问题编号,责任单位,发现日期,问题类别\n" + "".join(
        f"巡察,{number},市教育局,{day},'\n" for number, day in (('="0001"', '="2025-03-05"'), ("'0002", "'2025-03-05"))
    )
    intake = only(read_file(text_file("台账.csv", rows), None, directory))
    assert intake.accepted.select("problem_id", "category").rows() == [("0001", None), ("0002", None)]
    assert told(intake) == []


@pytest.mark.parametrize("word", ["合计：", "总计（件）", "本页小计", "市直合计", "累 计"])
def test_totals_by_other_names(word, workbook, directory):
    intake = only(
        read_file(workbook("指数.xlsx", {"表": [HEADER, PIONEER, [word, None, None, 94.5]]}), None, directory)
    )
    assert (intake.accepted_rows, intake.rejected_rows, intake.skipped_rows) == (1, 0, 1)


def test_headers_that_are_marked_as_required(workbook, directory):
    header = [f"{name}（必填）" for name in HEADER[:3]] + ["得分（选填）"]
    assert scores(only(read_file(workbook("指数.xlsx", {"表": [header, PIONEER]}), None, directory))) == [
        ("pioneer", "A1", 94.5)
    ]


def test_error_values_of_libreoffice(text_file, directory):
    rows = "问题来源,问题编号,责任单位,发现日期,问题类别\n巡察,C-1,市教育局,2025-03-05,Err:502\n"
    intake = only(read_file(text_file("台账.csv", rows), None, directory))
    assert intake.faults.select("column", "rule").rows() == [("E", "error_value")]
