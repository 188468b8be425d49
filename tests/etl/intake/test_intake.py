"""What is taken in, what is rejected, and the sentence the sender reads: one workbook a fault, named by it."""

from datetime import date

import pytest

from etl.intake.file_intake import Intake, read_file
from etl.reading.layouts import Layout, Unpivot

LEDGER = ["问题来源", "问题编号", "责任单位", "发现日期", "整改时限", "当前状态", "销号日期"]
GOOD = ["述评考", "1", "市教育局", "2019-01-05", "2019年6月底前", "正在整改", ""]
ANSWERS = ["年度", "答卷编号", "单位", "评价项目", "评议层面", "渠道", "县市区", "量表", "评价"]
COUNTS = ["年度", "单位", "评议层面", "量表", "评价", "票数", "发放数", "回收数", "有效数"]


def changed(row: list, **cells: object) -> list:
    """A row of the ledger with some cells changed, named by their header."""
    return [cells.get(header, value) for header, value in zip(LEDGER, row, strict=True)]


def only(found: list[Intake]) -> Intake:
    (intake,) = found
    return intake


def sentences(intake: Intake) -> list[str]:
    return intake.faults["message_zh"].to_list()


@pytest.fixture
def ledger(workbook, directory):
    def read(name: str, *rows: list) -> Intake:
        return only(read_file(workbook(name, {"台账": [LEDGER, *rows]}), None, directory))

    return read


FAULTS = {
    "单位写错.xlsx": (
        {"责任单位": "市教育厅"},
        "单位写错.xlsx › 台账 › 第2行 C列：“市教育厅”不在单位名录中。"
        "最接近：“市教育局”。请更正，或先在单位名录中登记。",
    ),
    "一格两个单位.xlsx": (
        {"责任单位": "市教育局、规划局"},
        "一格两个单位.xlsx › 台账 › 第2行 C列：“市教育局、规划局”一格里写了不止一个单位。"
        "读出的是：“市教育局”、“规划局”。"
        "请拆成几行，每行只写一个责任单位。",
    ),
    "来源写错.xlsx": (
        {"问题来源": "审计"},
        "来源写错.xlsx › 台账 › 第2行 A列：“问题来源”里的“审计”不认识。"
        "可填：“灯下黑督查”、“述评考”、“社会评议”、“巡察”、"
        "“好差评”、“12345热线”。请更正。",
    ),
    "日期不存在.xlsx": (
        {"发现日期": "2019-02-30"},
        "日期不存在.xlsx › 台账 › 第2行 D列：“2019-02-30”读不出日期。"
        "应为日期，如“2019-06-30”或“2019年6月30日”。请改写。",
    ),
    "时限说不清.xlsx": (
        {"整改时限": "尽快"},
        "时限说不清.xlsx › 台账 › 第2行 E列：“尽快”读不出日期。应为日期，如“2019-06-30”或“2019年6月30日”。请改写。",
    ),
    "没有编号.xlsx": (
        {"问题编号": "-"},
        "没有编号.xlsx › 台账 › 第2行 B列：“问题编号”是空的。这一列每行都要有内容。请补填。",
    ),
    "先销号后发现.xlsx": (
        {"销号日期": date(2018, 12, 1)},
        "先销号后发现.xlsx › 台账 › 第2行 G列：销号日期“2018-12-01”早于发现日期“2019-01-05”。"
        "销号不能早于发现。请核对两个日期。",
    ),
    "销号没有日期.xlsx": (
        {"当前状态": "已销号"},
        "销号没有日期.xlsx › 台账 › 第2行 G列：状态是已销号，销号日期却是空的。"
        "已销号的问题要有销号日期。请补填日期，或更正状态。",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_full(name, ledger):
    cells, sentence = FAULTS[name]
    intake = ledger(name, changed(GOOD, **cells), changed(GOOD, 问题编号="2"))
    assert sentences(intake) == [sentence]
    assert (intake.rows_read, intake.accepted_rows, intake.rejected_rows, intake.skipped_rows) == (2, 1, 1, 0)
    assert intake.accepted["problem_id"].to_list() == ["2"]
    assert intake.rejected["source_row"].to_list() == [2]


def test_english_sentence(ledger):
    intake = ledger("unit.xlsx", changed(GOOD, 责任单位="市教育厅"))
    assert intake.faults["message_en"].to_list() == [
        'unit.xlsx › 台账 › row 2 column C: "市教育厅" is not in the directory of units. Nearest: "市教育局". '
        "Correct it, or register the unit first."
    ]


def test_no_fault_hides_another(ledger):
    row = changed(GOOD, 责任单位="南城", 发现日期="不详", 整改时限="尽快", 当前状态="已销号", 问题来源="")
    intake = ledger("一行五处.xlsx", row)
    assert intake.faults["column"].to_list() == ["A", "C", "D", "E", "G"]
    assert intake.faults["rule"].to_list() == [
        *("missing", "unknown_unit", "unread_date", "unread_date", "closed_status_has_closing_date")
    ]
    assert intake.faults["found"].to_list() == [None, "南城", "不详", "尽快", None]
    assert intake.rejected.row(0, named=True)["责任单位"] == "南城"


def test_excel_reality(workbook, directory):
    rows = [
        [None] * 7,
        LEDGER,
        ["述评考", 1, "教育局", date(2019, 1, 5), "立行立改", "正在整改", ""],
        ["灯下黑", "２", "环保局", 43471, "长期坚持", "已经完成长期坚持", "-"],
        ["12345", 3, " 市自然资源 和规划局", "2019.1.7", "2019年6月底前，长期坚持", "已销号", "2019/6/1"],
        [],
        ["合计", 3],
        ["注：以上为截至6月底数据"],
    ]
    path = workbook("台账.xlsx", {"台账": rows}, merged=[("A1:G1", "整改台账（示例数据）")])
    intake = only(read_file(path, None, directory))
    assert sentences(intake) == []
    assert (intake.rows_read, intake.accepted_rows, intake.skipped_rows, intake.sample) == (5, 3, 2, True)
    taken = intake.accepted
    assert taken["source"].to_list() == ["ora", "under_lamp", "hotline"]
    assert taken["problem_id"].to_list() == ["1", "2", "3"]
    assert taken["unit_id"].to_list() == ["A1", "P2", "A3"], "环保局 in January 2019 was still the old office"
    assert taken["found_on"].to_list() == [date(2019, 1, 5), date(2019, 1, 6), date(2019, 1, 7)]
    assert taken["due_on"].to_list() == [None, None, date(2019, 6, 30)]
    assert taken["due_text"].to_list() == ["立行立改", "长期坚持", "2019年6月底前，长期坚持"]
    assert taken["immediate"].to_list() == [True, False, False]
    assert taken["long_term"].to_list() == [False, True, True]
    assert taken["status"].to_list() == ["in_progress", "done", "closed"]
    assert taken["closed_on"].to_list() == [None, None, date(2019, 6, 1)]
    assert taken["round_no"].to_list() == [1, 1, 1]
    assert taken["source_row"].to_list() == [3, 4, 5]


def test_a_name_that_two_units_held_means_the_one_of_that_day(ledger):
    before, after = (
        changed(GOOD, 责任单位="环保局"),
        changed(GOOD, 问题编号="2", 责任单位="环保局", 发现日期="2019-02-01"),
    )
    assert ledger("更名前后.xlsx", before, after).accepted["unit_id"].to_list() == ["P2", "A2"]


def test_merged_cells_are_filled_inside_their_block_only(workbook, directory):
    header = [*LEDGER, "问题类别"]
    rows = [header, *([*changed(GOOD, 问题编号=str(at)), ""] for at in range(1, 5))]
    path = workbook("合并单元格.xlsx", {"台账": rows}, merged=[("H2:H4", "学习不深入")])
    intake = only(read_file(path, None, directory))
    assert intake.accepted["category"].to_list() == ["学习不深入"] * 3 + [None]


def test_an_error_cell_is_not_empty(workbook, directory):
    path = workbook("公式出错.xlsx", {"台账": [LEDGER, changed(GOOD, 销号日期="=1/0")]})
    import openpyxl  # writes an error value as Excel does

    book = openpyxl.load_workbook(path)
    book["台账"]["G2"].value, book["台账"]["G2"].data_type = "#DIV/0!", "e"
    book.save(path)
    assert sentences(only(read_file(path, None, directory))) == [
        "公式出错.xlsx › 台账 › 第2行 G列：“#DIV/0!”是公式出错的结果。应为算好的数或文字。请改正公式后重新导入。"
    ]


def test_repeated_rows(ledger):
    same, other = list(GOOD), changed(GOOD, 整改时限="2019-12-31")
    kept = ledger("整行重复.xlsx", GOOD, same)
    assert kept.accepted_rows == 1
    assert sentences(kept) == [
        "整行重复.xlsx › 台账 › 第3行：整行与第2行完全相同。同一条记录只应出现一次，已保留第2行。请删去重复的行。"
    ]
    unclear = ledger("编号重复.xlsx", GOOD, other)
    assert unclear.accepted_rows == 0
    assert sentences(unclear)[0] == (
        "编号重复.xlsx › 台账 › 第2行：与第3行是同一条记录，内容却不同。"
        "同一条记录只应出现一次。请核对，只留正确的一行。"
    )


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
    assert sentences(intake) == [
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
    assert sentences(only(read_file(workbook("份数.xlsx", {"表": rows}), None, directory))) == [
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
    assert (
        "没加引号.csv › 第2行：这一行比表头多1格。每行的格数应与表头一样多。请检查是否有没加引号的分隔符。"
        in sentences(intake)
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
