"""Totals, sections, signatures and notes between and below the rows are told, and are no faults; data rows stay."""

import pytest

from etl.intake.file_intake import read_file
from tests.etl.read_intake import FORTRESS, HEADER, LEDGER, PIONEER, only, told


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["区县合计", None, None, 999], "合计或小计"),
        (["年度合计：", None, None, 999], "合计或小计"),
        (["合 计（3项）", None, None, 999], "合计或小计"),
        (["共 3 项"], "合计或小计"),
        (["最高分", None, None, 99], "合计或小计"),
        (["其中：窗口单位", None, None, 90], "合计或小计"),
        (["一、市直部门", None, None, 90], "合计或小计"),
        (["一、市直部门"], "说明文字"),
        (["（二）窗口单位"], "说明文字"),
        (["填报人：", "张三", "联系电话：", "0513-1"], "说明文字"),
        (["填表说明：本表一式两份。"], "说明文字"),
        (["说明", "以上数据截至三月"], "说明文字"),
        (["2025年3月1日"], "说明文字"),
        (["（盖章）"], "说明文字"),
        (["——以下空白——"], "说明文字"),
        (["第 1 页，共 2 页"], "说明文字"),
        (["★为必填"], "说明文字"),
        (["分管领导签字："], "说明文字"),
        (["2.另有说明的除外"], "说明文字"),
    ],
)
def test_a_line_that_is_no_data(row, why, workbook, directory):
    intake = only(read_file(workbook("指数.xlsx", {"表": [HEADER, PIONEER, row, FORTRESS]}), None, directory))
    assert (intake.accepted_rows, intake.rejected_rows, intake.skipped_rows) == (2, 0, 1)
    assert told(intake) == [f"指数.xlsx › 表：第3行是{why}，没有作为数据读取。"]


@pytest.mark.parametrize("row", [[2019], ["先锋指数"], [None, None, "市教育局"], [None, None, None, 94.5]])
def test_a_row_that_was_begun_is_a_fault_and_not_left_out(row, workbook, directory):
    intake = only(read_file(workbook("指数.xlsx", {"表": [HEADER, PIONEER, row]}), None, directory))
    assert (intake.rejected_rows, intake.skipped_rows) == (1, 0)


def test_a_whole_row_that_begins_like_a_total_is_data(workbook, directory):
    header = ["问题表现", *LEDGER[:4], "销号日期"]
    words = ["其中：窗口态度生硬", "各项数据合计", "一、台账不全", "（一）公示不及时"]
    rows = [[word, "巡察", f"C-{at}", "崇川区", "2025-03-05", "2025-06-01"] for at, word in enumerate(words)]
    intake = only(read_file(workbook("台账.xlsx", {"表": [header, *rows]}), None, directory))
    assert intake.accepted["problem_text"].to_list() == words


@pytest.mark.parametrize("nothing", ["---", "———", "／／", "无。", "暂无", "空白", "未填", "不适用"])
def test_words_for_nothing(nothing, workbook, directory):
    rows = [[*LEDGER, "销号日期"], ["巡察", "C-1", "崇川区", "2025-03-05", "2025-06-30", nothing]]
    intake = only(read_file(workbook("台账.xlsx", {"表": rows}), None, directory))
    assert intake.accepted["closed_on"].to_list() == [None]


@pytest.mark.parametrize("day", ["2025、3、5", "05-Mar-2025", "Mar 05, 2025", "5 March 2025"])
def test_days_in_other_forms(day, workbook, directory):
    rows = [LEDGER, ["巡察", "C-1", "崇川区", day, "2025-06-30"]]
    intake = only(read_file(workbook("台账.xlsx", {"表": rows}), None, directory))
    assert str(intake.accepted["found_on"][0]) == "2025-03-05"


@pytest.mark.parametrize("year", ["二〇一九年", "二零一九年度", "二○一九"])
def test_a_year_in_numerals(year, workbook, directory):
    intake = only(read_file(workbook("指数.xlsx", {"表": [HEADER, [year, *PIONEER[1:]]]}), None, directory))
    assert intake.accepted["survey_year"].to_list() == [2019]


@pytest.mark.parametrize(("number", "rejected"), [("1E5", 0), ("3e7", 0), ("3.2E+17", 1), ("1.23457E+11", 1)])
def test_an_identifier_with_an_e_is_no_number_that_lost_its_digits(number, rejected, workbook, directory):
    rows = [LEDGER, ["巡察", number, "崇川区", "2025-03-05", "2025-06-30"]]
    assert only(read_file(workbook("台账.xlsx", {"表": rows}), None, directory)).rejected_rows == rejected
