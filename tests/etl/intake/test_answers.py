"""Answers and counts of answers are taken in, by standard headers and by a stranger's layout."""

from datetime import date

from etl.intake.file_intake import read_file
from etl.reading.layout_file import Layout, Unpivot
from tests.etl.intake.written_rows import ANSWERS, COUNTS, GOOD, LEDGER, changed
from tests.etl.read_intake import only, told


def test_answers(text_file, directory):
    rows = [
        ",".join(ANSWERS),
        "2019年,F1,教育局,总体满意度,群众,纸质,崇川区,cz4,非常满意",
        "2019,F2,市教育局,,企业,网络问卷,海门,cz4,",
        "2021,F3,市教育局,总体评价,企业代表,网上,崇川区,hz5,满意",
        "2021,F4,市教育局,总体评价,企业代表,网上,崇川区,hz5,非常满意",
        "2021,F5,市教育局,总体评价,企业代表,网上,港闸,cx9,满意",
    ]
    intake = only(read_file(text_file("答卷.csv", "\n".join(rows)), None, directory))
    taken = intake.accepted
    assert taken["item"].to_list() == ["overall", "overall", "overall"], "an empty one is the overall item"
    assert taken["answer"].to_list() == ["very_satisfied", "abstained", "satisfied"]
    assert taken["division_code"].to_list() == ["320602", "320684", "320613"], "崇川区 of 2019 is not that of 2021"
    assert taken["wave"].to_list() == ["2019", "2019", "2021"]
    assert told(intake) == [
        "答卷.csv › 第5行 I列：“非常满意”不是这个量表上的答案。"
        "可填：“满意”、“比较满意”、“基本满意”、“不太满意”、“不满意”、"
        "“不了解”、“弃权”。请改成量表上的词，或更正量表。",
        "答卷.csv › 第6行 H列：“cx9”不是已知的量表。"
        "可填：“四级量表”、“五级量表”、“县区四级量表”、“三级量表”、“两级票决”、"
        "“五级加说不清”、“好差评五级”。请更正。",
    ]


def test_an_empty_answer_is_an_abstention(text_file, directory):
    path = text_file("空白.csv", ",".join(ANSWERS) + "\n2019,F1,市教育局,总体评价,企业,纸质,,cz4,")
    assert only(read_file(path, None, directory)).accepted["answer"].to_list() == ["abstained"]


def test_an_empty_answer_of_a_wide_form_is_an_abstention_too(text_file, directory):
    """A form keeps its place in the returned forms even when it says nothing."""
    wide = Layout(
        "wide",
        "survey_response",
        {"form_id": ("编号",), "unit_id": ("单位",)},
        constants={"survey_year": "2019", "group": "市民代表", "channel": "纸质", "scale_id": "cz4"},
        unpivot=Unpivot(("item",), "answer", ("总体评价", "服务态度")),
    )
    path = text_file("宽表.csv", "编号,单位,总体评价,服务态度\n1,市教育局,满意,\n2,市教育局,,\n")
    intake = only(read_file(path, wide, directory))
    assert (intake.rows_read, intake.accepted_rows, intake.skipped_rows) == (2, 2, 0)
    assert intake.accepted["answer"].to_list() == ["satisfied", "abstained", "abstained", "abstained"]


def test_counts_in_order_of_forms(workbook, directory):
    rows = [COUNTS, [2018, "市教育局", "企业", "cz4", "满意", "1,104", 100, 120, 130]]
    assert told(only(read_file(workbook("份数.xlsx", {"表": rows}), None, directory))) == [
        "份数.xlsx › 表 › 第2行 H列：回收数“120”大于发放数“100”。回收数不能大于发放数。请核对。",
        "份数.xlsx › 表 › 第2行 I列：有效数“130”大于回收数“120”。有效数不能大于回收数。请核对。",
    ]


def test_counts_may_have_a_column_an_answer(workbook, directory):
    rows = [
        ["年度", "单位", "评议层面", "量表", "非常满意", "满意", "不满意"],
        [2018, "市教育局", "企业", "cz4", 5, "１２", ""],
        [2018, "南城", "企业", "cz4", 5, "若干", 1],
    ]
    intake = only(read_file(workbook("宽表.xlsx", {"表": rows}), None, directory))
    assert intake.accepted.select("answer", "n").rows() == [("very_satisfied", 5), ("satisfied", 12)]
    assert (intake.rows_read, intake.accepted_rows, intake.rejected_rows) == (2, 1, 1)
    assert intake.faults["column"].to_list() == ["B", "F"], "one fault a cell, though the row became three"


def test_several_datasets_in_one_workbook(workbook, directory):
    sheets = {
        "填写说明": [["请按模板填写"], ["单位", "写全称"]],
        "沿革": [["原单位", "现单位", "生效日期", "变动类型"], ["P2", "市生态环境局", "2019-01-15", "更名"]],
        "台账": [LEDGER, GOOD],
    }
    found = read_file(workbook("两张表.xlsx", sheets), None, directory)
    assert [intake.dataset for intake in found] == ["unit_lineage", "rectification_item"]
    assert found[0].accepted.select("predecessor_id", "successor_id", "event").rows() == [("P2", "A2", "rename")]


def test_more_cells_than_headers(text_file, directory):
    text = (
        ",".join(LEDGER)
        + "\n述评考,1,市教育局,2019-01-05,2019,6,30,正在整改,\n"
        + ",".join(changed(GOOD, 问题编号="2"))
    )
    intake = only(read_file(text_file("没加引号.csv", text), None, directory))
    assert intake.accepted["problem_id"].to_list() == ["2"]
    assert "没加引号.csv › 第2行：这一行比表头多1格。每行的格数应与表头一样多。请检查是否有没加引号的分隔符。" in told(
        intake
    )


STRANGER = """
dataset = "rectification_item"
register = ["unit"]
[columns]
problem_id = "ID"
unit_id = "Agency"
found_on = "Opened"
closed_on = "Closed"
status = "State"
[constants]
source = "hotline"
[dates]
formats = ["%d/%m/%Y"]
[values.status]
"CLOSED - OK" = "closed"
"-" = ""
[keep]
City = ["Here"]
"""


def test_a_strangers_file_brings_its_units(text_file, directory):
    layout = Layout.from_file(text_file("stranger.toml", STRANGER))
    text = """ID,Agency,Opened,Closed,State,City
1,Waste & Water,01/02/2018,03/02/2018,closed - ok,Here
2,市教育局,01/02/2018,,-,here
3,Parks,31/02/2018,,-,Here
4,Parks,01/02/2018,,-,There
5,教育局和规划局,01/02/2018,,-,Here"""
    intake = only(read_file(text_file("file.csv", text), layout, directory))
    assert intake.accepted.select("unit_id", "status", "closed_on").rows() == [
        ("Waste & Water", "closed", date(2018, 2, 3)),
        ("A1", None, None),
    ]
    assert (intake.rows_read, intake.accepted_rows, intake.rejected_rows, intake.skipped_rows) == (5, 2, 2, 1)
    registered = intake.registered["unit"]
    assert registered.select("unit_id", "unit", "unit_class").rows() == [
        ("Waste & Water", "Waste & Water", "unclassified")
    ]
    assert intake.faults["rule"].to_list() == ["unread_date", "several_units"], (
        "two known units are never registered as one"
    )
