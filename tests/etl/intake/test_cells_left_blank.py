"""A cell that no figure needs does not cost its row; days and identifiers that cannot be right are faults."""

from datetime import date, timedelta

import polars as pl
import pytest

import etl
from etl.intake.file_intake import read_file
from tests.etl.workbooks import ANSWER_COLUMNS, asked, sent, units

LEDGER = ["问题来源", "轮次", "问题编号", "责任单位", "发现日期", "整改时限", "当前状态", "完成日期", "延期次数"]
TOMORROW = date.today() + timedelta(days=1)
FORM = [2024, "f1", "B", "overall", "residents"]


def item(
    number: object, found: object = "2025-03-05", due: object = "2025-06-30", done: object = "", extended: object = ""
) -> list:
    return ["巡察", 1, number, "市教育局", found, due, "整改中", done, extended]


def faults_of(path, directory) -> list[tuple]:
    (intake,) = read_file(path, None, directory)
    return intake.faults.select("source_row", "rule", "blanked").rows()


def test_a_misspelt_channel_and_district_leave_the_answer_in(fresh_home, tmp_path):
    rows = [
        [*FORM, "信鸽", "cz4", "satisfied", "某某某区"],
        [2024, "f2", "B", "overall", "residents", "纸质", "cz4", "满意", ""],
    ]
    path = sent(tmp_path, "答卷.csv", [[*ANSWER_COLUMNS, "division_code"], *rows])
    report = etl.load([*units(tmp_path), path])
    answers = report.files[-1]
    assert (report.exit_code, answers.accepted, answers.rejected) == (0, 2, 0)
    assert asked("select channel, division_code, sum(valid) from survey_form group by all order by all") == [
        ("paper", None, 1),
        ("unknown", None, 1),
    ]
    assert asked("select rule, blanked from rejected_row order by all") == [
        ("unknown_code", True),
        ("unknown_division", True),
    ]
    said = dict(answers.faults.select("header", "message_zh").rows())
    assert said["channel"].endswith("这一行已收，这一格按渠道不明处理。")
    assert said["division_code"].endswith("这一行已收，这一格按空白处理。")


def test_a_bad_cell_beside_it_still_rejects_the_row(fresh_home, tmp_path):
    rows = [[*FORM, "信鸽", "cz4", "也许"]]
    report = etl.load([*units(tmp_path), sent(tmp_path, "答卷.csv", [ANSWER_COLUMNS, *rows])])
    assert (report.files[-1].accepted, report.files[-1].rejected) == (0, 1)
    assert sorted(report.files[-1].faults["blanked"]) == [False, True]


def test_a_number_that_no_figure_needs(workbook, directory):
    path = workbook("台账.xlsx", {"台账": [LEDGER, item("C-1", extended="几次"), item("C-2", extended=-1)]})
    (intake,) = read_file(path, None, directory)
    assert intake.accepted["extension_n"].to_list() == [None, None]
    assert intake.faults.select("rule", "blanked").rows() == [("unread_whole", True), ("too_small", True)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (item("C", found=TOMORROW), "after_today"),
        (item("C", found="1985-03-05"), "too_early"),
        (item("C", done="2052-01-01"), "after_today"),
        (item("C", due="1925-06-30"), "too_early"),
        (item("C", due="2052-06-30"), "far_deadline"),
        (item("C", due="9999-12-31"), "far_deadline"),
        (item("C", due="2025-03-04"), "due_not_before_found"),
    ],
)
def test_days_that_cannot_be(row, rule, workbook, directory):
    (intake,) = read_file(workbook("台账.xlsx", {"台账": [LEDGER, row, item("D")]}), None, directory)
    assert rule in intake.faults["rule"].to_list()
    assert (intake.accepted["problem_id"].to_list(), intake.rejected_rows) == (["D"], 1)


def test_what_happens_today_and_what_is_due_later_is_accepted(workbook, directory):
    row = item("C", found=date.today(), due=date.today() + timedelta(days=3_650), done=date.today())
    assert faults_of(workbook("台账.xlsx", {"台账": [LEDGER, row]}), directory) == []


@pytest.mark.parametrize(
    ("numbers", "rules"),
    [
        ([320601202503050001, "320601202503050002"], ["long_number"]),
        ([123456789012345, "a"], []),
        (["3.20601E+17", "a"], ["long_number"]),
        ([1, "0002", "0003"], ["lost_zeros"]),
        (["01", "02", 10, "100"], []),
        (["1", "2", "10"], []),
        (["0001", "002", "3"], []),  # no one width
    ],
)
def test_identifiers_that_a_spreadsheet_took_for_numbers(numbers, rules, workbook, directory):
    path = workbook("台账.xlsx", {"台账": [LEDGER, *map(item, numbers)]})
    assert [rule for _, rule, _ in faults_of(path, directory)] == rules


def test_a_long_number_of_old_workbooks_and_of_open_documents_is_no_identifier_either(tmp_path, directory):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for at, row in enumerate([LEDGER, item(320601202503050001)]):
        for column, value in enumerate(row):
            sheet.write(at, column, float(value) if isinstance(value, int) and value > 1e15 else value)
    book.save(str(tmp_path / "台账.xls"))
    assert [rule for _, rule, _ in faults_of(tmp_path / "台账.xls", directory)] == ["long_number"]


def test_lost_digits_are_found_in_accepted_rows_of_no_other_column(workbook, directory):
    (intake,) = read_file(
        workbook("台账.xlsx", {"台账": [[*LEDGER, "问题表现"], [*item("C"), 1234567890123456]]}), None, directory
    )
    assert intake.accepted.select(pl.col("problem_text")).item() == "1.23456789012346E+15"
