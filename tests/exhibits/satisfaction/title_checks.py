"""Checks of a title against the intervals, limits and ranks that its exhibit shows."""

import math
import re
from itertools import pairwise

import polars as pl
from hypothesis import strategies as st

from exhibits import Exhibit
from tests.exhibits.exhibit_of_counts import said

LINE = 0.94
NUMBER = re.compile(r"[+−]?\d+(?:\.\d+)?")


@st.composite
def answers(draw, smallest=5, largest=30_000) -> list[int]:
    """Satisfied of valid answers, mostly near the line: the hard cases."""
    n = int(math.exp(draw(st.floats(math.log(smallest), math.log(largest)))))
    far = draw(st.sampled_from([0.0, 0.0, 0.002, 0.01, 0.03, 0.06]))
    rate = draw(st.sampled_from([LINE - far, LINE + far, LINE + far, 1.0]))
    return [min(n, round(n * rate)), n]


def numbers(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in NUMBER.findall(text)]


def never_nothing(exhibit: Exhibit) -> None:
    """A sure change is never printed as none."""
    assert not re.search(r"[升降加少]0(\.0+)?(个百分点|分|条)", exhibit.finding), exhibit.finding
    assert not re.search(r"\b(up|down) 0(\.0+)? ", exhibit.finding), exhibit.finding


def holds_course(rules: dict, years: pl.DataFrame) -> None:
    """The words of change against the limits of the years shown."""
    low, high = years["change_lower"], years["change_upper"]
    assert "course.rises" not in rules or low[-1] > 0
    assert "course.falls" not in rules or high[-1] < 0
    assert "course.level" not in rules or low[-1] <= 0 <= high[-1]
    if {"course.rises_yearly", "course.falls_yearly"} & rules.keys():
        assert len(years) >= 3 and all(later - year == 1 for year, later in pairwise(years["year"]))
        assert (low[1:] > 0).all() if "course.rises_yearly" in rules else (high[1:] < 0).all()


def holds_level(rules: dict, row: dict) -> None:
    assert "level.met" not in rules or row["lower"] >= row["target"]
    assert "level.not_met" not in rules or row["upper"] < row["target"]
    assert "level.undecided" not in rules or row["lower"] < row["target"] <= row["upper"]


def line_of_years(exhibit: Exhibit, lang: str) -> None:
    years = exhibit.frame.drop_nulls("rate")
    rules = said(exhibit, lang)
    never_nothing(exhibit)
    if years.is_empty():
        assert not rules
        return
    last = years.row(-1, named=True)
    holds_course(rules, years)
    if last["target"] is None:
        assert not [rule for rule in rules if rule.startswith("level.")]
        return
    holds_level(rules, last)
    printed = re.search(r"(\d+\.\d+)%", exhibit.finding)
    assert printed
    line = 100 * last["target"]
    assert math.copysign(1, float(printed[1]) - line) * (last["rate"] - last["target"]) >= 0
    assert (float(printed[1]) == line) == (abs(last["rate"] - last["target"]) < 1e-12)


def verdicts(exhibit: Exhibit, lang: str) -> None:
    rows, rules = exhibit.frame.drop_nulls("rate"), said(exhibit, lang)
    if rows.is_empty() or rows["target"].null_count():
        assert not [rule for rule in rules if rule.startswith("level.")]
        return
    met, below = rows.filter(pl.col("lower") >= LINE).height, rows.filter(pl.col("upper") < LINE).height
    # Of many the title claims no more than their own intervals, of one just that.
    for rule, number in {"level.met": met, "level.not_met": below}.items():
        assert rules.get(rule, 0) <= number, exhibit.finding
        assert rows.height > 1 or rules.get(rule, 0) == number, exhibit.finding
    counted = [rules.get(f"level.{rule}", 0) for rule in ("met", "not_met", "undecided")]
    assert "level.undecided" not in rules or sum(counted) == rows.height, exhibit.finding


def cards(exhibit: Exhibit, lang: str) -> None:
    """Title and cards: verdict, its tone, the printed ends of the interval on their side of the line."""
    never_nothing(exhibit)
    if "verdict_code" not in exhibit.frame.columns:
        return
    for row in exhibit.frame.drop_nulls("verdict_code").iter_rows(named=True):
        if row["verdict_code"] == "too_few":
            continue
        line, low_is_better = row["target_value"], row["metric"] == "overdue_rate"
        lower, upper = (row["lower"], row["upper"]) if not low_is_better else (-row["upper"], -row["lower"])
        if row["metric"] in ("on_time_closure_rate", "overdue_rate"):  # of all that are due: the count decides
            lower = upper = -row["rate"] if low_is_better else row["rate"]
        line = -line if low_is_better else line
        assert (row["verdict"] in ("达标", "Met")) == (lower >= line) == (row["tone"] == "good")
        assert (row["verdict"] in ("未达标", "Not met")) == (upper < line) == (row["tone"] == "bad")
        low, high = numbers(row["interval"])[:2]
        value = numbers(row["value"])[0]
        assert low <= value <= high
        assert (low >= 100 * row["target_value"]) == (row["lower"] >= row["target_value"] - 1e-12)
        assert (high < 100 * row["target_value"]) == (row["upper"] < row["target_value"] - 1e-12)


def ranking(exhibit: Exhibit, lang: str) -> None:
    if "rank_lower" not in exhibit.frame.columns:
        return
    rows = exhibit.frame.drop_nulls("rank").with_columns(units=pl.len().over("unit_class")).filter(pl.col("units") > 1)
    rules = said(exhibit, lang)
    first = rows.filter(pl.col("rank_upper") == 1).height
    last = rows.filter(pl.col("rank_lower") == pl.col("units")).height
    assert (rules.get("place.first", 0), rules.get("place.last", last)) == (first, last)
    assert ("place.none" in rules) == (rows.height > 0 and first + last == 0)


def flags(exhibit: Exhibit, lang: str) -> None:
    if "flag" not in exhibit.frame.columns:
        return
    rows, rules = exhibit.frame.drop_nulls("rate"), said(exhibit, lang)
    low, high = rows.filter(pl.col("flag") == "low"), rows.filter(pl.col("flag") == "high")
    assert (low["rate"] < low["lower"]).all() and (high["rate"] > high["upper"]).all()
    assert rules.get("flag.low", 0) == low.height and rules.get("flag.high", high.height) == high.height
    compared = rows.filter(pl.len().over("unit_class") > 1).height > 0
    assert ("flag.none" in rules) == (compared and low.height + high.height == 0)
    below = rows.filter(pl.col("target_flag") == "below")
    assert (below["rate"] < LINE).all() and rules.get("target.below", below.height) == below.height


def case_mix(exhibit: Exhibit, lang: str) -> None:
    if "flag" not in exhibit.frame.columns:
        return
    rows, rules = exhibit.frame.drop_nulls("ratio"), said(exhibit, lang)
    more, fewer = (rows.filter(pl.col("flag") == flag) for flag in ("high", "low"))
    assert (more["ratio_lower"] > 1).all() and (fewer["ratio_upper"] < 1).all()
    assert rules.get("case_mix.high", 0) == more.height
    assert rules.get("case_mix.low", fewer.height) == fewer.height
    assert ("case_mix.none" in rules) == (rows.height > 1 and more.height + fewer.height == 0)


def calls(exhibit: Exhibit, lang: str) -> None:
    rows, rules = exhibit.frame, said(exhibit, lang)
    below, fell = (rows.filter(pl.col("kind") == kind) for kind in ("below_target", "fell"))
    assert (below["upper"] < LINE).all() and (fell["change_upper"] < 0).all()
    for rule, number in {"below_target": below.height, "fell": fell.height}.items():
        assert rules.get(f"attention.{rule}", number) == number


def highest(exhibit: Exhibit, lang: str) -> None:
    rows = exhibit.frame.drop_nulls("value").sort("value", descending=True) if exhibit.figure else exhibit.frame.clear()
    if "place.first" in said(exhibit, lang):
        assert rows.height > 1 and rows["lower"][0] > rows["upper"][1:].max()


CHECKS = {
    "satisfaction_trend": line_of_years,
    "satisfaction_weighted": line_of_years,
    "satisfaction_by_unit": verdicts,
    "satisfaction_by_group": verdicts,
    "headline": cards,
    "unit_ranking": ranking,
    "unit_funnel": flags,
    "unit_case_mix": case_mix,
    "attention": calls,
    "division_map": highest,
}
