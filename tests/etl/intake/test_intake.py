"""What is taken in, what is rejected, and the sentence the sender reads: one workbook a fault, named by it."""

from datetime import date

import pytest

from etl.intake.file_intake import Intake, read_file
from tests.etl.intake.written_rows import GOOD, LEDGER, changed
from tests.etl.read_intake import only, told


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
    assert told(intake) == [sentence]
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
    assert intake.faults.is_empty()
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
    assert told(only(read_file(path, None, directory))) == [
        "公式出错.xlsx › 台账 › 第2行 G列：“#DIV/0!”是公式出错的结果。应为算好的数或文字。请改正公式后重新导入。"
    ]


def test_repeated_rows(ledger):
    same, other = list(GOOD), changed(GOOD, 整改时限="2019-12-31")
    kept = ledger("整行重复.xlsx", GOOD, same)
    assert kept.accepted_rows == 1
    assert told(kept) == [
        "整行重复.xlsx › 台账 › 第3行：整行与第2行完全相同。同一条记录只应出现一次，已保留第2行。请删去重复的行。"
    ]
    unclear = ledger("编号重复.xlsx", GOOD, other)
    assert unclear.accepted_rows == 0
    assert told(unclear)[0] == (
        "编号重复.xlsx › 台账 › 第2行：与第3行是同一条记录，内容却不同。"
        "同一条记录只应出现一次。请核对，只留正确的一行。"
    )
