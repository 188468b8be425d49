"""The records behind the indices, the programmes, 好差评 and 12345: from the standard headers into the build."""

from datetime import date

import pytest

import etl
from tests.etl.workbooks import asked, sent

UNIT = "市教育局"
# dataset: header, a row that is right, and what the build then says of it.
RIGHT = {
    "member_points": (
        ["年度", "党员编号", "流水号", "支部编号", "单位", "类型", "方面", "分值", "日期", "规则"],
        ["2024", "P001", "1", "B1", UNIT, "基准分", "", "80", "2024-01-01", ""],
        ("select kind, points, entry_on from member_points", [("base", 80.0, date(2024, 1, 1))]),
    ),
    "branch_rating": (
        ["年度", "支部编号", "单位", "得分", "前置条件", "一票否决", "星级"],
        ["2024", "B1", UNIT, "96.5", "是", "", "★★★★"],
        ("select score, precondition_met, veto, lagging, star from branch_rating", [(96.5, True, False, False, 4)]),
    ),
    "brand": (
        ["年度", "品牌名称", "申报单位", "阶段", "获评", "蝉联年数", "内涵"],
        ["2024", "教育暖心", UNIT, "综合评审", "十佳品牌", "2", "88"],
        ("select brand_id, stage, award, streak from brand", [("教育暖心", "panel_reviewed", "top_ten", 2)]),
    ),
    "conduct_score": (
        ["年度", "单位", "组成部分", "得分", "口径"],
        ["2024", UNIT, "社会评议", "94.5", "计分"],
        ("select part, score, basis from conduct_score", [("public_review", 94.5, "points")]),
    ),
    "business_score": (
        ["年度", "单位", "考核项目", "得分", "满分"],
        ["2024", UNIT, "综合考核", "912", "1000"],
        ("select measure, score, full_score from business_score", [("overall", 912.0, 1000.0)]),
    ),
    "appraisal": (
        ["年度", "单位", "职务", "人员编号", "等次", "总票数", "好票"],
        ["2019", UNIT, "机关党委书记", "N7", "较好", "40", "30"],
        ("select grade, grade_scale, ballots, good from appraisal", [("fairly_good", "ora4", 40, 30)]),
    ),
    "rectification_entry": (
        ["问题来源", "轮次", "问题编号", "清单", "责任单位", "内容", "时限要求"],
        ["灯下黑", "第2轮", "K1", "整改清单", UNIT, "修订制度", "2019年6月底前"],
        ("select item_id, list_kind, entry_no, due_on from rectification_entry",
         [("under_lamp/2/K1", "fix_list", "1", date(2019, 6, 30))]),
    ),
    "programme_project": (
        ["年度", "工程", "项目编号", "项目名称", "责任单位", "填报日期", "进度", "序时进度", "项目状态"],
        ["2024", "组织覆盖", "X1", "机关党建全覆盖", UNIT, "2024年6月", "45%", "50", "进行中"],
        ("select programme, reported_on, progress, schedule, status from programme_project",
         [("coverage", date(2024, 6, 30), 0.45, 0.5, "in_progress")]),
    ),
    "service_rating": (
        ["年月", "单位", "评价渠道", "主动评价", "评价等级", "评价数"],
        ["2024年3月", UNIT, "网办", "是", "基本满意", "1,204"],
        ("select month, channel, active, answer, class, box, n from service_rating",
         [(date(2024, 3, 1), "online", True, "basically_satisfied", "valid", 3, 1204)]),
    ),
    "hotline": (
        ["期间", "单位", "项目", "数值"],
        ["2024年第一季度", UNIT, "按时办结率", "98.77 %"],
        ("select period_kind, period_from, period_to, channel, measure, value from hotline",
         [("quarter", date(2024, 1, 1), date(2024, 3, 31), "all", "on_time_rate", 0.9877)]),
    ),
}  # fmt: skip


@pytest.fixture
def with_units(units_home, tmp_path):
    return tmp_path


@pytest.mark.parametrize("dataset", RIGHT)
def test_a_record_under_its_standard_headers_reaches_the_build(with_units, dataset):
    header, row, (question, expected) = RIGHT[dataset]
    (file,) = etl.load([sent(with_units, f"{dataset}.csv", [header, row])]).files
    assert (file.dataset, file.accepted, file.rejected) == (dataset, 1, 0), file.faults["message_zh"].to_list()
    assert asked(question) == expected
    assert asked(f"select current_unit_id from {dataset}") == [("C",)]


WRONG = [
    ("member_points", "分值", "-3",
     "分值“-3”是负数，类型却不是扣分。只有扣分可以写负数。请更正分值或类型。"),
    ("member_points", "类型", "奖金", "“类型”里的“奖金”不认识。可填：“基础分”、“加分”、“扣分”、“清零”。请更正。"),
    ("branch_rating", "星级", "六星半", "“六星半”读不出星级。应为0到5，如“4”“四星”“★★★★”或“不定星”。请更正。"),
    ("branch_rating", "星级", "6", "“6”太大。“星级”不能大于5。请核对。"),
    ("brand", "获评", "特优", "“获评”里的“特优”不认识。可填：“十佳”、“优秀”、“名牌”。请更正。"),
    ("conduct_score", "得分", "101", "“101”太大。“得分”不能大于100。请核对。"),
    ("business_score", "得分", "1600",
     "得分“1600”超过满分“1000.0”的一倍半。得分含附加分也不应这么高。请核对得分和满分。"),
    ("appraisal", "好票", "41", "各等次票数之和大于总票数“40”。各等次票数相加不能大于总票数。请核对。"),
    ("rectification_entry", "清单", "任务清单",
     "“清单”里的“任务清单”不认识。可填：“问题清单”、“整改清单”、“工作清单”。请更正。"),
    ("programme_project", "进度", "一半", "“一半”不是数字。应为数字，如“94.5”。请更正。"),
    ("service_rating", "年月", "2024-03-15",
     "“2024-03-15”不是某月1日。年月应写成“2024-03”或“2024年3月”，一个月只报一次。请更正。"),
    ("hotline", "数值", "120%", "“120%”超过100%。比率应在0%到100%之间。请核对。"),
    ("hotline", "期间", "春季", "“春季”读不出日期。应为日期，如“2019-06-30”或“2019年6月30日”。请改写。"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "column", "written", "sentence"), WRONG)
def test_a_wrong_cell_is_told_in_words(with_units, dataset, column, written, sentence):
    header, row, _ = RIGHT[dataset]
    at = header.index(column)
    wrong = [*row]
    wrong[at] = written
    if (dataset, column) == ("member_points", "分值"):
        wrong[header.index("类型")] = "加分"
    (file,) = etl.check([sent(with_units, "错.csv", [header, wrong])]).files
    assert file.rejected == 1
    told = set(file.faults["message_zh"].str.split("：").list.slice(1).list.join("："))
    assert told == {sentence}


def test_ratings_in_one_column_a_level(with_units):
    header = ["年月", "单位", "非常满意", "满意", "基本满意", "不满意", "非常不满意", "未评"]
    (file,) = etl.load([sent(with_units, "宽表.csv", [header, ["2024-03", UNIT, 90, 5, 3, 1, 1, 20]])]).files
    assert (file.dataset, file.accepted) == ("service_rating", 1)
    assert asked("select sum(n), count(*) from service_rating where class = 'valid'") == [(100, 5)]


def test_a_build_holds_no_persons_names(with_units):
    header = ["问题来源", "问题编号", "责任单位", "发现日期", "责任领导", "责任人", "复核人", "配合单位"]
    row = ["灯下黑", "K1", UNIT, "2019-01-05", "赵某某", "钱某某", "孙某某", "市工商局"]
    etl.load([sent(with_units, "台账.csv", [header, row])])
    columns = {name for (name,) in asked("select column_name from (describe rectification_episode)")}
    assert "assist_units" in columns
    assert columns.isdisjoint({"lead_officer", "owner_person", "reviewer"})
