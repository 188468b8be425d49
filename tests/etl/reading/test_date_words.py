"""Dates in words and durations, as offices write them in a ledger."""

from datetime import date

import polars as pl
import pytest

from etl.intake.file_intake import read_file
from etl.reading import cells
from etl.reading.date_words import resolve_words

FOUND = date(2025, 3, 31)
DAYS = {
    "二〇二五年三月五日": date(2025, 3, 5),
    "二零二五年十二月三十一日": date(2025, 12, 31),
    "二○二五年十月二十日": date(2025, 10, 20),
    "2025年三月廿五日": date(2025, 3, 25),
    "25.4.1": date(2025, 4, 1),
    "25.04.01前": date(2025, 4, 1),
    "25年4月1日": date(2025, 4, 1),
    "2025年4月1日（星期二）": date(2025, 4, 1),
    "2025/4/1 下午 3:20:00": date(2025, 4, 1),
    "2025-4-1 3:20:00 PM": date(2025, 4, 1),
    "2025年4月1日15时20分": date(2025, 4, 1),
    "2025-04-01T10:20:30.5+08:00": date(2025, 4, 1),
    "2025-03-31T16:00:00.000Z": date(2025, 4, 1),  # midnight of 1 April in China
    "2025-03-31 20:00:00+0000": date(2025, 4, 1),
    "2025-04-01T00:30:00+08:00": date(2025, 4, 1),
    "25/4/1": date(2025, 4, 1),
    "25-4-19": date(2025, 4, 19),
    "20250401前": date(2025, 4, 1),
    "2025年4月1日。": date(2025, 4, 1),
}
DEADLINES = {
    "2025年第二季度末": date(2025, 6, 30),
    "2025年二季度": date(2025, 6, 30),
    "2025年3季度底前": date(2025, 9, 30),
    "2026Q1": date(2026, 3, 31),
    "四季度末": date(2025, 12, 31),
    "一季度末前": date(2025, 3, 31),
    "2025年上半年": date(2025, 6, 30),
    "2025年下半年前": date(2025, 12, 31),
    "上半年": date(2025, 6, 30),
    "2025年4月上旬": date(2025, 4, 10),
    "2025年4月中旬前": date(2025, 4, 20),
    "二月下旬": date(2026, 2, 28),
    "四月底前": date(2025, 4, 30),
    "月底前": date(2025, 3, 31),
    "本月底": date(2025, 3, 31),
    "下月底前": date(2025, 4, 30),
    "本季度末": date(2025, 3, 31),
    "下季度末": date(2025, 6, 30),
    "明年6月底前": date(2026, 6, 30),
    "明年底": date(2026, 12, 31),
    "今年十月底": date(2025, 10, 31),
    "年底前": date(2025, 12, 31),
    "二〇二五年底前": date(2025, 12, 31),
    "3个月内": date(2025, 6, 30),
    "三个月内": date(2025, 6, 30),
    "两个月": date(2025, 5, 31),
    "11个月以内": date(2026, 2, 28),
    "一个半月内": date(2025, 5, 15),
    "半个月内": date(2025, 4, 15),
    "半年内": date(2025, 9, 30),
    "一年内": date(2026, 3, 31),
    "30日内": date(2025, 4, 30),
    "六十天": date(2025, 5, 30),
    "自发现之日起三十日内": date(2025, 4, 30),
    "发现后三十日内": date(2025, 4, 30),
    "收到交办单后1个月内": date(2025, 4, 30),
    "一周内": date(2025, 4, 7),
    "2周": date(2025, 4, 14),
    "两个星期内": date(2025, 4, 14),
    "5个工作日内": date(2025, 4, 8),  # 4 April is Qingming
    "十五个工作日内": date(2025, 4, 22),
    "自收到通知之日起3个工作日": date(2025, 4, 3),
    "12月31日": date(2025, 12, 31),
    "30日内完成整改": date(2025, 4, 30),
    "一年半内": date(2026, 9, 30),
    "一个季度内": date(2025, 6, 30),
    "72小时内": date(2025, 4, 3),
    "自交办之日起三月内": date(2025, 6, 30),
    "3月份内": date(2025, 3, 31),
    "今年年底": date(2025, 12, 31),
    "明年年底前": date(2026, 12, 31),
    "次月10日前": date(2025, 4, 10),
    "下月30日": date(2025, 4, 30),
    "于6月30日前完成": date(2025, 6, 30),
    "力争二季度末完成": date(2025, 6, 30),
    "6月底前完成": date(2025, 6, 30),
    "三季度末整改到位": date(2025, 9, 30),
    "即日起至6月底": date(2025, 6, 30),
    "自即日起至2025年6月30日": date(2025, 6, 30),
    "即日起30日内": date(2025, 4, 30),
    "收到之日起15日内": date(2025, 4, 15),
    "自收到整改通知书之日起30日内": date(2025, 4, 30),
    "反馈之日起三个月内": date(2025, 6, 30),
    "不晚于6月30日": date(2025, 6, 30),
    "原则上二季度末前": date(2025, 6, 30),
    "截止到2025年6月30日": date(2025, 6, 30),
    "到2025年底": date(2025, 12, 31),
    "2025年年底": date(2025, 12, 31),
    "2025年度": date(2025, 12, 31),
    "2025年": date(2025, 12, 31),
    "25年底": date(2025, 12, 31),
    "本年度内": date(2025, 12, 31),
    "今年下半年": date(2025, 12, 31),
    "明年上半年": date(2026, 6, 30),
    "202506": date(2025, 6, 30),
    "48小时": date(2025, 4, 2),
    "当日": FOUND,
}
UNREAD = (
    "3/4/2025",
    "3/4/25",
    "25/4/24",
    "200612",
    "2025年前",
    "第五季度",
    "13月上旬",
    "春节前",
    "下周",
    "二月三十日",
    "一五月",
    "三月内",
    "3月内",
    "下月31日",
)
# They count from another day than that of the finding.
FROM_ANOTHER_DAY = (
    "自2025年5月起3个月内",
    "自下月起一周内",
    "春节后一周内",
    "整改完成后1个月内",
    "明年起半年内",
    "会后3天",
)


def read(text: str, since: date | None, month: str | None) -> date | None:
    frame = pl.DataFrame({"text": [text], "since": [since]}, schema={"text": pl.String, "since": pl.Date})
    words = resolve_words(frame["text"], frame["since"], month)
    asked = frame.with_columns(words)
    given = cells.date(pl.col("text"), month=month, since=pl.col("since"))
    return asked.select(given).item()


@pytest.mark.parametrize("text", DAYS)
@pytest.mark.parametrize("month", [None, "last", "first"])
def test_days(text, month):
    assert read(text, None, month) == DAYS[text]


@pytest.mark.parametrize("text", DEADLINES)
def test_deadlines(text):
    assert read(text, FOUND, "last") == DEADLINES[text]


@pytest.mark.parametrize("text", [*UNREAD, *FROM_ANOTHER_DAY])
def test_what_no_day_follows_from_stays_unread(text):
    assert read(text, FOUND, "last") is None


@pytest.mark.parametrize("text", ["3个月内", "本月底", "二季度末", "上半年", "一周内"])
def test_words_that_count_from_a_day_need_one(text):
    assert read(text, None, "last") is None


@pytest.mark.parametrize("text", ["2025年第一季度", "2025年上半年", "2025年3月上旬", "2025年"])
def test_a_quarter_is_not_its_first_month(text, workbook, directory):
    rows = [["年月", "单位", "评价等级", "评价数"], ["2025年3月", "市教育局", "满意", 1], [text, "市教育局", "满意", 9]]
    (intake,) = read_file(workbook("好差评.xlsx", {"表": [*rows, ["202504", "市教育局", "满意", 2]]}), None, directory)
    assert intake.accepted.select("month", "n").rows() == [(date(2025, 3, 1), 1), (date(2025, 4, 1), 2)]
    assert intake.faults["rule"].to_list() == ["unread_date"]


def test_beyond_the_calendar_of_holidays_no_working_days_are_counted():
    assert read("5个工作日内", date(2030, 3, 3), "last") is None


@pytest.mark.parametrize(("text", "day"), [("2025年第二季度", date(2025, 4, 1)), ("2025年下半年", date(2025, 7, 1))])
def test_a_column_of_first_days_takes_the_first_day(text, day):
    assert read(text, None, "first") == day


@pytest.mark.parametrize("text", ["长期", "长期推进", "长期有效", "常态化推进", "持续", "立整立改", "即查即改"])
def test_deadlines_without_a_day(text):
    asked = pl.DataFrame({"text": [text]}).select(
        cells.without_dateless_words(pl.col("text")).alias("left"),
        said=cells.says_immediate(pl.col("text")) | cells.says_long_term(pl.col("text")),
    )
    assert asked.rows() == [(None, True)]


HEADER = ["问题来源", "轮次", "问题编号", "责任单位", "发现日期", "整改时限", "当前状态"]


def test_a_ledger_in_words(workbook, directory):
    rows = [
        ["巡察", 1, "C-1", "市教育局", "二〇二五年三月三十一日", "三个月内", "整改中"],
        ["巡察", 1, "C-2", "崇川区", "25.3.31", "3/4/2025", "整改中"],
        ["巡察", 1, "C-3", "崇川区", "3/4/2025", "立行立改，2025年第二季度末前", "整改中"],
    ]
    (intake,) = read_file(workbook("台账.xlsx", {"台账": [HEADER, *rows]}), None, directory)
    assert intake.accepted.select("problem_id", "found_on", "due_on", "due_text").rows() == [
        ("C-1", FOUND, date(2025, 6, 30), "三个月内")
    ]
    assert intake.faults.select("source_row", "found", "rule").rows() == [
        (3, "3/4/2025", "ambiguous_date"),
        (4, "3/4/2025", "ambiguous_date"),
    ]
    assert "在版式里写明 [dates] formats" in intake.faults["message_zh"][0]


def test_months_that_may_be_a_month_or_several_are_a_fault_that_says_so(workbook, directory):
    rows = [["巡察", 1, f"C-{due}", "市教育局", "2025-02-01", due, "整改中"] for due in ("3月内", "三月内", "三个月内")]
    (intake,) = read_file(workbook("台账.xlsx", {"台账": [HEADER, *rows]}), None, directory)
    assert intake.faults["rule"].to_list() == ["unclear_months"] * 2
    assert "如“3个月内”或“3月底前”" in intake.faults["message_zh"][0]
    assert intake.accepted["due_on"].to_list() == [date(2025, 5, 1)]
