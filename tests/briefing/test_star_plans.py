"""Slides of points and stars hold the figures of their frames."""

import polars as pl

from briefing.pagination import pages
from briefing.plans import PLANS


def test_bars_hold_the_columns_of_the_frame():
    steps = pl.DataFrame({"year": [2019, 2019], "step": ["band", "quota"], "rated_n": [9, 9], "held_n": [9, 7],
                          "lost_n": [0, 2], "lost_before_n": [0, 0]})  # fmt: skip
    (plan,) = PLANS["branch_star_steps"](steps, "zh")
    assert [list(series.values) for series in plan.series] == [[9, 7], [0, 2], [0, 0]]
    assert (plan.categories, plan.marks) == (["1 分数档", "3 名额"], ("9个", "7个（−2）"))


def test_deducted_points_are_negative():
    items = pl.DataFrame({"points_aspect": ["study"], "plus_n": [3], "plus_points": [7.5], "minus_n": [1],
                          "minus_points": [2.0]})  # fmt: skip
    (plan,) = PLANS["member_points_items"](items, "zh")
    assert [list(series.values) for series in plan.series] == [[7.5], [-2.0]]
    assert plan.marks == ("3／1条",)


def test_a_year_that_is_hidden_has_no_bar():
    bands = pl.DataFrame({"year": [2018, 2019], "members_n": [None, 10], "from_90": [None, 4], "from_80": [None, 3],
                          "from_60": [None, 2], "under_60": [None, 1]})  # fmt: skip
    (plan,) = PLANS["member_points_bands"](bands, "zh")
    assert plan.categories == ["2019"]
    assert [list(series.values) for series in plan.series] == [[4], [3], [2], [1]]


def test_moves_are_a_table_of_before_by_after_with_one_column_for_those_not_rated():
    moves = pl.DataFrame({"star_before": [5, 4, None, 4], "star": [4, 5, 5, None], "branches_n": [2, 3, 1, 6]})
    (plan,) = PLANS["branch_star_moves"](moves, "zh")
    assert plan.categories == ["上年（行）→本年（列）", "五星", "四星", "未参评"]
    assert plan.cells == (("五星", "", "2", ""), ("四星", "3", "", "6"), ("未参评", "1", "", ""))
    ((page,),) = pages([plan])
    assert page.widths == plan.widths
