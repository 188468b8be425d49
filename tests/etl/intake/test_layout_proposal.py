"""The layout that is proposed for a file that none fits."""

import subprocess
import sys
from dataclasses import replace

import pytest

from etl.intake.file_intake import read_file
from etl.intake.layout_proposal import propose_layout
from etl.reading.layout_file import Layout
from tests.etl.workbooks import environment

LEDGER = [
    ["工单号", "承办部门", "交办日期", "办结状态", "案由", "结案日期"],
    ["G-1", "市教育局", "03/25/2025 09:00:00 AM", "已销号", "作风", "04/30/2025 09:00:00 AM"],
    ["G-2", "崇川区", "03/26/2025 09:00:00 AM", "整改中", "效能", None],
]


def test_headers_are_known_by_their_names_and_by_what_stands_below(workbook, directory):
    proposal = propose_layout(workbook("台账.xlsx", {"台账": LEDGER}), directory)
    assert (proposal.dataset, proposal.header_row) == ("rectification_item", 1)
    assert proposal.columns | {"source": "?"} == {
        "problem_id": "工单号",
        "unit_id": "承办部门",
        "found_on": "交办日期",
        "closed_on": "结案日期",
        "status": "办结状态",
        "source": "?",
    }
    assert proposal.date_formats == ("%m/%d/%Y %I:%M:%S %p",)
    assert list(proposal.constants) == ["source"]


def test_the_proposal_reads_the_file_once_what_is_missing_is_filled_in(workbook, text_file, directory):
    path = workbook("台账.xlsx", {"说明": [["请填"]], "台账": [["2025年台账"], *LEDGER]})
    text = propose_layout(path, directory).as_toml().replace("# source = ", 'source = "巡察"')
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", text)), directory)
    assert (intake.accepted_rows, intake.rejected_rows) == (2, 0)
    assert intake.accepted["unit_id"].to_list() == ["A1", "D1"]


def test_words_without_a_code_are_asked_for_and_strange_units_registered(workbook, directory):
    rows = [
        ["编号", "单位", "发现日期", "状态"],
        [1, "外地甲局", "2025-01-02", "正在整改中"],
        [2, "外地乙局", "2025-01-03", "??"],
    ]
    proposal = propose_layout(workbook("台账.xlsx", {"台账": rows}), directory, "rectification_item")
    assert proposal.values == {"status": {"正在整改中": "in_progress", "??": ""}}
    assert proposal.register == ("unit",)
    assert '# "??" = \n' in proposal.as_toml()


@pytest.mark.parametrize(
    ("days", "formats"), [(["01/02/2025"], ()), (["13/02/2025"], ("%d/%m/%Y",)), (["2025-01-02"], ())]
)
def test_the_order_of_day_and_month_is_said_only_where_it_is_certain(days, formats, workbook, directory):
    rows = [["编号", "单位", "发现日期"], *([at, "市教育局", day] for at, day in enumerate(days))]
    assert propose_layout(workbook("表.xlsx", {"表": rows}), directory, "rectification_item").date_formats == formats


def test_the_command_prints_the_layout_or_writes_it(tmp_path, fresh_home, workbook):
    def run(*arguments: object) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "etl", "layout", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=environment(fresh_home))

    path = workbook("台账.xlsx", {"台账": LEDGER})
    printed = run(path).stdout
    assert 'problem_id = "工单号"' in printed
    assert run(path, "-o", tmp_path / "x.toml").returncode == 0
    assert (tmp_path / "x.toml").read_text("utf-8").strip() == printed.strip()
    missing = run(tmp_path / "nothing.xlsx")
    assert (missing.returncode, "there is no such file" in missing.stderr) == (2, True)


SITE = ["序号", "提交答卷时间", "来自IP", "1、您的身份", "2、总体评价:—市教育局", "2、崇川区"]
FORM = [1, "2024/3/1 9:00:12", "10.0.0.1", "群众", "满意", "不满意"]


def test_the_export_of_a_survey_site_is_asked_only_what_it_does_not_say(workbook, text_file, directory):
    path = workbook("答卷2024.xlsx", {"Sheet1": [SITE, FORM]})
    proposal = propose_layout(path, directory)
    assert (proposal.survey_site, proposal.columns) == (True, {"group": "1、您的身份"})
    assert (proposal.constants, proposal.values) == ({"scale_id": ""}, {})
    text = proposal.as_toml().replace("# scale_id = ", 'scale_id = "cz4"')
    assert 'files = ["答卷*"]' in text
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", text)), directory)
    assert intake.accepted.select("unit_id", "group", "answer").rows() == [
        ("A1", "residents", "satisfied"),
        ("D1", "residents", "dissatisfied"),
    ]


def test_codes_of_a_survey_site_and_a_question_for_the_group_that_is_not_recognized(workbook, directory):
    codes = [*FORM[:3], 3, 1, 4]
    proposal = propose_layout(workbook("答卷.xlsx", {"Sheet1": [SITE, codes]}), directory)
    assert proposal.values == {"group": {"3": ""}}
    path = workbook("另一份.xlsx", {"Sheet1": [[*SITE[:3], "Q1", *SITE[4:]], codes]})
    assert propose_layout(path, directory).constants == {"scale_id": "", "group": ""}
    chosen = propose_layout(path, directory, "survey_response", {"group": "Q1"})
    assert (chosen.columns, chosen.values) == ({"group": "Q1"}, {"group": {"3": ""}})


COUNTS = [
    ["单位", "群体", "非常满意", "满意", "基本满意", "不满意", "有效票"],
    ["市教育局", "市民代表", 30, 20, 9, 1, 60],
]
INDICES = [["部门", "年份", "先锋指数", "堡垒指数"], ["市教育局", 2025, 95, 90]]
HOTLINE = [["承办单位", "统计月份", "按时办结率", "满意率"], ["市教育局", "2025年3月", "98.5%", "96%"]]
LONG = [
    ["单位名称", "考核年度", "考核内容", "分值"],
    ["市教育局", 2025, "先锋指数", 95],
    ["崇川区", 2025, "品牌指数", 90],
]
TASKS = [["序号", "整改事项编号", "牵头单位", "发现时间", "整改进展"], [1, "Z-9", "市教育局", "2025-03-05", "整改中"]]


@pytest.mark.parametrize(
    ("rows", "dataset", "constants", "read"),
    [
        (COUNTS, "survey_count", {"survey_year": "2025", "scale_id": "cz4"}, ["A1"] * 4),
        (INDICES, "index_score", {}, ["A1", "A1"]),
        (HOTLINE, "hotline", {}, ["A1", "A1"]),
        (LONG, "index_score", {}, ["A1", "D1"]),  # by its words, whatever the header
        (TASKS, "rectification_item", {"source": "巡察"}, ["A1"]),
    ],
)
def test_the_tables_of_strangers_are_read_as_proposed(rows, dataset, constants, read, workbook, text_file, directory):
    path = workbook("表.xlsx", {"表": rows})
    proposal = propose_layout(path, directory)
    assert (proposal.dataset, list(proposal.constants)) == (dataset, list(constants))
    text = replace(proposal, constants=constants).as_toml()
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", text)), directory)
    assert intake.rejected_rows == 0
    assert intake.accepted["unit_id"].to_list() == read


def test_the_number_of_a_record_is_no_running_number(workbook, directory):
    assert propose_layout(workbook("表.xlsx", {"表": TASKS}), directory).columns["problem_id"] == "整改事项编号"
    alone = [[*TASKS[0][:1], *TASKS[0][2:]], [*TASKS[1][:1], *TASKS[1][2:]]]
    assert propose_layout(workbook("表.xlsx", {"表": alone}), directory).columns["problem_id"] == "序号"
