"""What the exhibits of durations, endings, rates and re-opening say, no more than their intervals bear."""

import polars as pl
import pytest

from tests.exhibits.rectification.ledger_frames import empty, rows, shown

# --- durations, endings, rates ----------------------------------------------------------------------------------------

DURATION = {"group": "all", "total": 40, "closed": 12, "median_days": None, "q90_days": None, "tau": 180,
            "mean_days": 140.4, "mean_se": 5.0, "mean_lower": 130.6, "mean_upper": 150.2, "closed_mean_days": 40.0,
            "closed_median_days": 38.0, "watched_days": 400}  # fmt: skip


def test_the_mean_of_closed_items_never_stands_alone():
    exhibit = shown("rectification_duration", rows("rectification_duration", DURATION))
    assert exhibit.finding == "前180天平均在办140.4天（131–150）"
    drawn, absent = exhibit.figure.data[0], exhibit.figure.data[1]
    assert list(drawn.x) == [None, None, 140.4, 40.0]
    assert list(absent.text) == ["未达到", "未达到"]
    assert "不可单看" in drawn.hovertext[3]
    assert drawn.marker.color[3] == "#ffffff" != drawn.marker.color[2]


def test_groups_name_the_reach_of_the_larger_ones():
    groups = [DURATION | {"group": name, "total": n, "mean_days": mean} for name, n, mean in
              (("a", 30, 60.0), ("b", 30, 90.0), ("c", 3, 5.0), ("d", 30, None))]  # fmt: skip
    exhibit = shown("rectification_duration", rows("rectification_duration", *groups), group_by="category")
    assert exhibit.finding == "2组平均在办60.0至90.0天"
    assert exhibit.frame["group_name"].to_list() == ["a", "b", "c", "d"]


def test_a_group_watched_for_fewer_days_has_no_mean_within_them_even_if_all_of_it_is_closed():
    """Its items closed quickly, those still open could not be counted yet: only the quick ones would be shown."""
    groups = [DURATION | {"group": "a"}, DURATION | {"group": "b", "mean_days": 6.0, "watched_days": 179}]
    exhibit = shown("rectification_duration", rows("rectification_duration", *groups), group_by="category")
    assert exhibit.finding == "1组平均在办140.4至140.4天"
    assert exhibit.frame["mean_days"].to_list() == [140.4, None]
    young = shown("rectification_duration", rows("rectification_duration", DURATION | {"watched_days": 40}))
    assert young.finding == "没有一组观察满180天"
    assert young.frame.select("mean_days", "mean_se", "mean_lower", "mean_upper").row(0) == (None,) * 4


ENDED = {"group": "all", "at_risk": 10, "closed": 1, "withdrawn": 0, "censored": 0, "lower": 0.3, "upper": 0.6,
         "open_share": 0.5, "closed_share": 0.4, "closed_lower": 0.3, "closed_upper": 0.5,
         "withdrawn_share": 0.1}  # fmt: skip


@pytest.mark.parametrize(
    ("watched", "said"),
    [(400, "90天内销号40.0%，撤销10.0%"), (90, "90天内销号40.0%，撤销10.0%"), (89, "60天内销号40.0%，撤销10.0%"),
     (59, "30天内销号40.0%，撤销10.0%"), (29, "尚无问题观察满30天")],
)  # fmt: skip
def test_endings_are_told_of_the_latest_day_that_was_watched(watched, said):
    frame = rows("rectification_closure", ENDED | {"day": 20, "watched_days": watched})
    assert shown("rectification_closure", frame, competing="withdrawn").finding == said


def test_of_several_groups_only_those_watched_until_the_day_are_told_of():
    """a: nothing had ended by day 90. b: closed 40 %. c: watched for 40 days only."""
    frame = rows(
        "rectification_closure",
        ENDED | {"group": "a", "day": 120, "watched_days": 200},
        ENDED | {"group": "b", "day": 20, "watched_days": 200},
        ENDED | {"group": "c", "day": 20, "watched_days": 40, "closed_share": 0.9},
    )
    by_category = shown("rectification_closure", frame, competing="withdrawn", group_by="category")
    assert by_category.finding == "2组90天内销号0.0%至40.0%"
    late = shown("rectification_closure", frame.filter(pl.col("group") == "a"), competing="withdrawn")
    assert late.finding == "前90天没有问题销号"


def test_endings_add_up_in_the_title():
    curve = {"group": "all", "at_risk": 10, "closed": 1, "withdrawn": 0, "censored": 0, "lower": 0.3, "upper": 0.6,
             "watched_days": 200}  # fmt: skip
    frame = rows(
        "rectification_closure",
        curve | {"day": 20, "open_share": 0.45, "closed_share": 0.5, "closed_lower": 0.4, "closed_upper": 0.6,
                 "withdrawn_share": 0.05},
        curve | {"day": 200, "open_share": 0.15, "closed_share": 0.8, "closed_lower": 0.7, "closed_upper": 0.9,
                 "withdrawn_share": 0.05},
    )  # fmt: skip
    exhibit = shown("rectification_closure", frame, competing="withdrawn")
    assert exhibit.finding == "90天内销号50.0%，撤销5.0%"
    assert "撤销作另一种结局" in exhibit.subtitle
    names = [trace.name for trace in exhibit.figure.data]
    assert names[-2:] == ["全部问题", "已撤销"]
    assert "（" not in exhibit.figure.data[-1].hovertext[-1]  # no limits are given that were not computed
    open_one = shown("rectification_closure", frame)
    assert open_one.figure.data[-1].y[-1] == 0.15


def test_rates_say_what_they_are_divided_by():
    rate = {
        name: 0.5
        for name in empty("rectification_on_time").columns
        if name.split("_")[-1] in ("rate", "lower", "upper")
    }
    row = {"group": "all", "total": 471, "finished": 460, "closed": 453, "extended": 18, "due": 400, "on_time": 390,
           "overdue": 10, "overdue_unfinished": 3, "withdrawn": 0, "on_time_rate": 0.975,
           "finish_rate": 0.9766}  # fmt: skip
    exhibit = shown("rectification_on_time", rows("rectification_on_time", rate | row), "en")
    assert exhibit.finding == "97.5% closed on time; 97.7% completed"
    hovers = exhibit.figure.data[0].hovertext
    assert [hover.split("<br>")[-1] for hover in hovers] == [
        "460 of 471 items", "453 of 471 items", "390 of 400 items", "10 of 400 items", "18 of 471 items"
    ]  # fmt: skip


def test_without_look_backs_the_relapse_rate_is_unknown_and_not_zero():
    row = {"group": "all", "ever_closed": 30, "closed_with_due": 20, "last_days": 2, "checked": 0, "relapsed": 0,
           "graded": 0, "satisfied": 0, "last_days_share": 0.1, "last_days_lower": 0.03, "last_days_upper": 0.3,
           "look_back_coverage": 0.0, "look_back_lower": 0.0, "look_back_upper": 0.11}  # fmt: skip
    exhibit = shown("rectification_quality", rows("rectification_quality", row))
    assert exhibit.finding == "没有回头看记录，反弹率无从得知"
    assert list(exhibit.figure.data[1].text) == ["无记录", "无记录"]


def test_reopening_says_the_share_with_its_limits_and_the_mean_number():
    curve = {"group": "all", "total": 400, "at_risk": 300, "reopened": 9, "mean_number": 0.06, "mean_lower": 0.04,
             "mean_upper": 0.09, "watched_days": 300}  # fmt: skip
    start = {"day": 0, "reopened_share": 0.0, "lower": 0.0, "upper": 0.0, "mean_number": 0.0}
    frame = rows(
        "rectification_reopening",
        curve | start,
        curve | {"day": 90, "reopened_share": 0.05, "lower": 0.03, "upper": 0.08},
        curve | {"day": 250, "reopened_share": 0.058, "lower": 0.04, "upper": 0.09},
    )
    exhibit = shown("rectification_reopening", frame)
    assert exhibit.finding == "180天内反弹5.0%（3.0%–8.0%）"
    assert "到第250天每百件累计反弹6.0次（4.0–9.0）" in exhibit.subtitle


@pytest.mark.parametrize(
    ("watched", "said", "drawn_until"),
    [(400, "180天内反弹5.0%（3.0%–8.0%）", 30), (100, "90天内反弹5.0%（3.0%–8.0%）", 30),
     (28, "销号后尚无问题观察满30天", 28)],
)  # fmt: skip
def test_reopening_is_told_and_drawn_no_further_than_it_was_watched(watched, said, drawn_until):
    start = {"group": "all", "total": 40, "day": 0, "reopened_share": 0.0, "lower": 0.0, "upper": 0.0,
             "mean_number": 0.0, "watched_days": watched}  # fmt: skip
    back = start | {"day": 20, "reopened_share": 0.05, "lower": 0.03, "upper": 0.08, "mean_number": 0.05,
                    "mean_lower": 0.03, "mean_upper": 0.08}  # fmt: skip
    exhibit = shown("rectification_reopening", rows("rectification_reopening", start, back))
    assert exhibit.finding == said
    assert exhibit.figure.data[-1].x[-1] == drawn_until


def test_a_group_that_nothing_came_back_in_is_told_of_too():
    start = {"total": 30, "day": 0, "reopened_share": 0.0, "lower": 0.0, "upper": 0.0, "mean_number": 0.0,
             "watched_days": 200}  # fmt: skip
    frame = rows(
        "rectification_reopening",
        {"group": "a"} | start,
        {"group": "a"} | start | {"day": 60, "reopened_share": 0.1, "mean_number": 0.1},
        {"group": "b"} | start,
    )
    assert shown("rectification_reopening", frame, group_by="category").finding == "2组180天内反弹0.0%至10.0%"
    none = shown("rectification_reopening", frame.filter(pl.col("group") == "b"), group_by="category")
    assert none.finding == "没有反弹的问题"
    assert "不等于没有反弹" in none.subtitle
