"""Headers of strangers: days that are planned and days that have come, and marks that are no part of a name."""

import pytest

from etl.intake.file_intake import read_file
from etl.intake.layout_proposal import propose_layout
from tests.etl.read_intake import FORTRESS, PIONEER, only, scores, told


@pytest.mark.parametrize(
    ("planned", "done"),
    [
        ("计划完成时间", "实际完成时间"),
        ("要求完成时间", "完成时间"),
        ("应办结日期", "办结日期"),
        ("拟完成时间", None),
        ("预计整改完成日期", None),
    ],
)
def test_a_day_that_is_planned_has_not_come(planned, done, workbook, directory):
    header = ["编号", "责任单位", "发现日期", planned, *([done] if done else [])]
    row = ["1", "市教育局", "2025-03-05", "2025-06-30", *(["2025-06-20"] if done else [])]
    columns = propose_layout(workbook("台账.xlsx", {"表": [header, row]}), directory, "rectification_item").columns
    assert columns.get("done_on") == done
    assert planned not in {columns.get(name) for name in ("found_on", "done_on", "closed_on")}


OPINIONS = ["序号", "意见建议内容", "涉及单位", "来源群体", "类别"]
CASES = ["Case ID", "Department", "Opened Date", "Due Date", "Closed Date"]
PINYIN = ["wtbh", "zrdw", "fxrq", "zgsx", "xhrq"]
DAYS = ["2025-03-05", "2025-06-30", "2025-05-20"]


@pytest.mark.parametrize(
    ("header", "row", "dataset", "columns"),
    [
        (
            OPINIONS,
            [1, "停车难", "市教育局", "群众", "服务态度"],
            "opinion",
            ["opinion_id", "text", "unit_id", "group", "theme"],
        ),
        (
            CASES,
            ["A-1", "市教育局", *DAYS],
            "rectification_item",
            ["problem_id", "unit_id", "found_on", "due_on", "closed_on"],
        ),
        (
            PINYIN,
            ["A-1", "市教育局", *DAYS],
            "rectification_item",
            ["problem_id", "unit_id", "found_on", "due_text", "closed_on"],
        ),
    ],
)
def test_tables_in_other_words(header, row, dataset, columns, workbook, directory):
    proposal = propose_layout(workbook("表.xlsx", {"表": [header, row]}), directory)
    assert proposal.dataset == dataset
    assert proposal.columns == dict(zip(columns, header, strict=True))


@pytest.mark.parametrize(
    "header",
    [
        ["年度", "指数", "单位（全称）", "得分（分）"],
        ["*年度", "指数*", "单位★", "得分："],
        ["年度：", "指数：", "单位：", "得分（必填）："],
    ],
)
def test_marks_of_headers_are_no_part_of_their_names(header, workbook, directory):
    intake = only(read_file(workbook("指数.xlsx", {"表": [header, PIONEER]}), None, directory))
    assert scores(intake) == [("pioneer", "A1", 94.5)]


def test_averages_and_lines_between_pages_are_told_and_no_faults(workbook, directory):
    header = ["年度", "指数", "单位", "得分"]
    rows = [header, PIONEER, ["平均分", None, None, 94.5], ["（续表）"], header, FORTRESS, ["（以下空白）"]]
    intake = only(read_file(workbook("指数.xlsx", {"表": rows}), None, directory))
    assert (intake.accepted_rows, intake.rejected_rows, intake.skipped_rows) == (2, 0, 4)
    assert told(intake) == [
        "指数.xlsx › 表：第3行是合计或小计，没有作为数据读取。",
        "指数.xlsx › 表：第4、7行是说明文字，没有作为数据读取。",
        "指数.xlsx › 表：第5行重复了表头，没有作为数据读取。",
    ]


# Header=our column and a cell; `-`: no column of ours.
LEDGERS = {
    "rectification_item": [
        "序号=problem_id:1 整改事项=problem_text:态度 责任单位=unit_id:崇川区 责任人=owner_person:张三 "
        "整改措施=measures:培训 完成时限=due_text:2025-06-30 完成情况=status:已完成 "
        "销号时间=closed_on:2025-06-20 备注=-:无异常",
        "工单编号=problem_id:7 来电时间=found_on:2025-03-05 诉求内容=problem_text:噪音 承办部门=unit_id:崇川区 "
        "办理期限=due_text:2025-03-12 办结时间=done_on:2025-03-10 办件状态=status:已办结 回访时间=-:2025-03-12",
        "问题来源=source:巡察 序号=problem_id:1 问题=problem_text:态度 主责单位=unit_id:崇川区 "
        "反馈时间=found_on:2025-03-05",
    ],
    "survey_count": [
        "测评年度=survey_year:2024 被测评单位=unit_id:崇川区 测评群体=group:群众 "
        "测评等次=answer:满意 得票数=n:30 占比=-:30%"
    ],
    "bad_rating": [
        "差评工单号=case_id:1 责任单位=unit_id:崇川区 评价时间=rated_on:2025-03-05 评价等级=answer:不满意 "
        "差评原因=-:慢 回访时间=called_back_on:2025-03-09"
    ],
    "hotline_topic": ["统计月份=period_text:2024年3月 诉求类别=topic:停车 工单量=n:30 位次=rank_no:1"],
    "branch_rating": [
        "评定年度=year:2024 支部编码=branch_id:Z1 支部=branch:第一支部 主管部门=unit_id:崇川区 "
        "总分=score:95 评定星级=star:四星"
    ],
    "inquiry_question": [
        "问题序号=question_id:1 询问时间=session_on:2025-03-05 询问内容=question:x 应询单位=unit_id:崇川区 "
        "答复时间=answered_on:2025-03-05 承诺完成时间=deadline:2025-06-30"
    ],
}


@pytest.mark.parametrize(
    ("dataset", "written"), [(dataset, one) for dataset, ledgers in LEDGERS.items() for one in ledgers]
)
def test_ledgers_of_other_cities(dataset, written, workbook, directory):
    """A wrong column is worse than none, so a header that means none of ours stays without."""
    cells = [one.replace(":", "=", 1).split("=") for one in written.split(" ")]
    path = workbook("台账.xlsx", {"表": [[header for header, _, _ in cells], [cell for _, _, cell in cells]]})
    proposal = propose_layout(path, directory)
    assert proposal.dataset == dataset
    assert proposal.columns == {ours: header for header, ours, _ in cells if ours != "-"}
