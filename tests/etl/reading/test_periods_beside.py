"""A year, month or period that stands beside the rows: in a sheet's name, a title, a file's name, or as columns."""

from datetime import date

import pytest

from etl.intake.file_intake import Refused, read_file
from etl.reading.period_names import mentions
from tests.etl.read_intake import FORTRESS, PIONEER, only, told

HEADER, ROW, OTHER = ["指数", "单位", "得分"], PIONEER[1:], FORTRESS[1:]
RATINGS = [["单位", "评价等级", "评价数"], ["市教育局", "非常满意", 90]]
PROJECT = [["工程", "项目编号", "项目名称", "责任单位"], ["组织覆盖工程", "P-1", "结对共建", "崇川区"]]


@pytest.mark.parametrize(
    ("text", "years", "parts", "yearless"),
    [
        ("2023", {"2023"}, set(), set()),
        ("二〇二四年度", {"2024"}, set(), set()),
        ("24年3月", {"2024"}, {"2024年3月"}, set()),
        ("2024年第一季度", {"2024"}, {"2024年第1季度"}, set()),
        ("2025Q1", {"2025"}, {"2025年第1季度"}, set()),
        ("202503", {"2025"}, {"2025年3月"}, set()),
        ("十二月", set(), set(), {"12月"}),
        ("2024-2025年", {"2024", "2025"}, set(), set()),
        ("2024年5个单位", {"2024"}, set(), set()),
        ("市委〔2025〕12号：2024年度得分", {"2024"}, set(), set()),
        ("20250301导出", set(), set(), set()),
        ("2024年度（截至2025年1月15日）", {"2024"}, set(), set()),
        ("12345热线", set(), set(), set()),
    ],
)
def test_periods_in_a_text(text, years, parts, yearless):
    found = mentions(text)
    assert (found.years, found.parts, found.yearless) == (years, parts, yearless)


@pytest.mark.parametrize(
    ("name", "sheets", "column", "values", "where"),
    [
        ("得分.xlsx", {"2023": [HEADER, ROW], "2024年": [HEADER, OTHER]}, "survey_year", [2023, 2024], "工作表名"),
        ("得分.xlsx", {"表": [["2024年度指数得分"], HEADER, ROW]}, "survey_year", [2024], "表上方的标题"),
        ("2024年度得分.xlsx", {"表": [HEADER, ROW]}, "survey_year", [2024], "文件名"),
        ("2025年报送.xlsx", {"2024": [HEADER, ROW]}, "survey_year", [2024], "工作表名"),
        ("2024年.xlsx", {"2月": RATINGS}, "month", ["2024-02-01"], "工作表名"),
        ("周报.xlsx", {"表": [["2024年12月30日—2025年1月5日"], ["项目", "数值"], ["受理量", 9]]}, "period_to",
         ["2025-01-05"], "表上方的标题"),
        ("项目.xlsx", {"表": [["2025年度（截至2025年6月30日）"], *PROJECT]}, "reported_on", ["2025-06-30"],
         "表上方的标题"),
    ],
)  # fmt: skip
def test_a_period_that_has_no_column_is_read_beside_the_rows(name, sheets, column, values, where, workbook, directory):
    intake = only(read_file(workbook(name, sheets), None, directory))
    assert [str(one) for one in intake.accepted[column]] == [str(one) for one in values]
    assert intake.rejected_rows == 0
    assert all(f"已按{where}读作" in sentence for sentence in told(intake))
    assert len(told(intake)) == len(sheets)


@pytest.mark.parametrize(
    ("name", "sheets", "said"),
    [
        ("得分.xlsx", {"2023": [["2024年度得分"], HEADER, ROW]}, "“2023”、“2024”，定不下"),
        ("得分.xlsx", {"表": [["2023—2024年度得分"], HEADER, ROW]}, "“2023”、“2024”，定不下"),
        ("得分.xlsx", {"表": [["一、2023年"], HEADER, ROW, ["二、2024年"], HEADER, OTHER]}, "“2023”、“2024”，定不下"),
        ("好差评.xlsx", {"3月": RATINGS}, "“3月”，定不下"),
        ("得分.xlsx", {"表": [HEADER, ROW]}, "也可以在表上方的标题里写明"),
    ],
)
def test_a_period_that_is_not_settled_is_not_guessed(name, sheets, said, workbook, directory):
    with pytest.raises(Refused) as refused:
        read_file(workbook(name, sheets), None, directory)
    assert said in refused.value.zh


def test_side_by_side_tables_have_titles_of_their_own(workbook, directory):
    rows = [["2023年", None, None, None, "2024年"], [*HEADER, None, *HEADER], [*ROW, None, *OTHER]]
    intake = only(read_file(workbook("得分.xlsx", {"表": rows}), None, directory))
    assert intake.accepted.select("survey_year", "index").rows() == [(2023, "pioneer"), (2024, "fortress")]


@pytest.mark.parametrize(
    ("sheet", "header", "row", "columns", "rows"),
    [
        ("表", ["指数", "单位", "2021年", "2022年度"], ["先锋指数", "市教育局", 90, 91], ["survey_year", "score"],
         [(2021, 90.0), (2022, 91.0)]),
        ("2024年", ["项目", "1月", "2月"], ["受理量", 100, 120], ["period_text", "value"],
         [("2024年1月", 100.0), ("2024年2月", 120.0)]),
        ("2024年", ["项目", "上半年", "下半年"], ["受理量", 100, 120], ["period_from", "period_to"],
         [(date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 12, 31))]),
        ("表", ["单位", "评价等级", "2024年1月", "2024-02"], ["市教育局", "满意", 7, 8], ["answer", "n"],
         [("satisfied", 7), ("satisfied", 8)]),
    ],
)  # fmt: skip
def test_one_column_a_period_becomes_rows(sheet, header, row, columns, rows, workbook, directory):
    intake = only(read_file(workbook("表.xlsx", {sheet: [header, row]}), None, directory))
    assert intake.accepted.select(columns).rows() == rows
    assert "是每期一列，已逐格读成一期一行" in told(intake)[0]


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "2021年", "2022年"], ["市教育局", 90, 91]],
        [["各单位指数名次"], ["指数", "单位", "2021年", "2022年"], ["先锋指数", "市教育局", 1, 2]],
        [["指数", "单位", "2021年", "2021年", "2022年", "2022年"], ["先锋指数", "市教育局", 90, 1, 91, 2]],
        [["项目", "1月", "2月"], ["受理量", 100, 120]],
    ],
)
def test_one_column_a_period_whose_figures_are_unclear_is_refused(rows, workbook, directory):
    with pytest.raises(Refused) as refused:
        read_file(workbook("表.xlsx", {"表": rows}), None, directory)
    assert "每期一列" in refused.value.zh and "一行一期" in refused.value.zh


def test_a_table_on_its_side_is_refused_with_the_way_out(workbook, directory):
    rows = [["年度", 2021, 2022], ["单位", "市教育局", "崇川区"], ["指数", "先锋指数", "先锋指数"], ["得分", 90, 91]]
    with pytest.raises(Refused) as refused:
        read_file(workbook("表.xlsx", {"表": rows}), None, directory)
    assert refused.value.rule == "transposed"
    assert "“年度”、“单位”、“指数”、“得分”从上到下" in refused.value.zh and "转置" in refused.value.zh


WIDE = ["年度", "单位", "评议层面", "量表"]
FORM = [2019, "市教育局", "群众", "cz4"]


def test_sheets_with_different_answer_columns_lose_none(workbook, directory):
    first = [[*WIDE, "非常满意", "满意", "基本满意", "不满意"], [*FORM, 50, 10, 5, 2]]
    second = [[*WIDE, "非常满意", "满意"], [2018, *FORM[1:], 7, 8]]
    intake = only(read_file(workbook("计数.xlsx", {"甲": first, "乙": second}), None, directory))
    assert intake.accepted["n"].to_list() == [50, 10, 5, 2, 7, 8]


def test_sheets_in_rows_and_in_columns_are_told_apart(workbook, directory):
    wide = [[*WIDE, "满意", "不满意"], [*FORM, 50, 10]]
    narrow = [[*WIDE, "评价", "票数"], [2018, *FORM[1:], "满意", 7]]
    with pytest.raises(Refused) as refused:
        read_file(workbook("计数.xlsx", {"甲": wide, "乙": narrow}), None, directory)
    assert refused.value.rule == "wide_and_narrow" and "“甲”、“乙”" in refused.value.zh
