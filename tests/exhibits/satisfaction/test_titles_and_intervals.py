"""No title contradicts its interval: random towns through a real build, what is said held against what is shown."""

import math
import re
from functools import partial
from itertools import count, pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exhibits import Exhibit
from tests.exhibits.exhibit_of_counts import build_of, said, told
from words import LANGUAGES

LINE = 0.94
# A town costs a build: few are tried, and one that fails is told as it is found, not made smaller for minutes.
few_towns = partial(
    settings,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NUMBER = re.compile(r"[+−]?\d+(?:\.\d+)?")


@pytest.fixture
def file(tmp_path):
    """A new name for the build of each town."""
    return partial(next, (tmp_path / f"town{no}.duckdb" for no in count()))


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


@few_towns(max_examples=12)
@given(
    years=st.dictionaries(st.integers(2015, 2019), answers(), min_size=1, max_size=5),
    basis=st.sampled_from(["three", "three", "two", "points"]),
)
def test_years(file, years, basis):
    build = build_of({"years": years}, file())
    for name in ("satisfaction_trend", "satisfaction_weighted", "headline"):
        for lang, exhibit in told(build, name, basis=basis).items():
            CHECKS[name](exhibit, lang)


@few_towns(max_examples=10)
@given(
    units=st.lists(answers(), min_size=1, max_size=7),
    before=st.lists(answers(), max_size=4),
    places=st.lists(answers(), max_size=3),
    other_class=st.booleans(),
)
def test_units_and_places(file, units, before, places, other_class):
    town = {
        "units": {f"a{no}": xn for no, xn in enumerate(units)},
        "units_before": {f"a{no}": xn for no, xn in enumerate(before)},
        "divisions": dict(zip(("320612", "320681", "320682"), places, strict=False)),
        "classes": {"a0": "party_mass", "a1": "party_mass"} if other_class else {},
    }
    build = build_of(town, file())
    for name, check in CHECKS.items():
        for lang, exhibit in told(build, name).items():
            check(exhibit, lang)


@few_towns(max_examples=6)
@given(st.dictionaries(st.integers(2016, 2019), st.tuples(st.integers(0, 300), st.integers(20, 2000)), min_size=1))
def test_problems(file, years):
    build = build_of({"opinions": years}, file())
    for lang, exhibit in told(build, "opinion_trend").items():
        never_nothing(exhibit)
        holds_course(said(exhibit, lang), exhibit.frame.filter(pl.col("channel") == "all").drop_nulls("rate"))


@few_towns(max_examples=6)
@given(
    before=st.lists(st.integers(60, 95), min_size=1, max_size=15),
    moves=st.lists(st.sampled_from([-3, -1, 0, 0.04, 1, 3]), min_size=15, max_size=15),
    last=st.sampled_from([0.0, 0.03, 2.0]),
)
def test_indices(file, before, moves, last):
    now = [score + move + last for score, move in zip(before, moves, strict=False)]
    build = build_of({"scores": {"fortress": {2018: before, 2019: now}}}, file())
    for lang, exhibit in told(build, "index_trend").items():
        never_nothing(exhibit)
        holds_course(said(exhibit, lang), exhibit.frame.drop_nulls("mean"))


@few_towns(max_examples=6)
@given(st.lists(st.tuples(*[st.integers(62, 99)] * 4), min_size=1, max_size=5), st.booleans())
def test_weights(file, four, tied):
    units = {f"a{no}": scores for no, scores in enumerate([*four, four[0]] if tied else four)}
    build = build_of({"four": units}, file())
    for lang, exhibit in told(build, "composite_scores").items():
        rows, rules = exhibit.frame.drop_nulls("rank"), said(exhibit, lang)
        first = rows.filter(pl.col("rank_worst") == 1)
        assert ("place.first" in rules) == (first.height == 1 and rows.height > 1)
        held = rows.filter(pl.col("rank_best") == pl.col("rank_worst")).height if rows.height > 1 else 0
        assert rules.get("hold.fixed", held) == held


days = st.sampled_from(["2022-02-20", "2022-04-01", "2022-09-01", "2023-02-20", "2023-04-01", "2024-05-01", None])


@few_towns(max_examples=8)
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.sampled_from(["2022-02-01", "2023-02-01"]), days, days, st.sampled_from("ab")),
        min_size=1,
        max_size=8,
    )
)
def test_ledger(file, items):
    items = [(*item[:3], item[3] if item[3] and item[3] > item[1] else None, item[4]) for item in items]
    build = build_of({"items": items}, file())
    for lang in LANGUAGES:
        cohorts = told(build, "rectification_cohorts")[lang]
        never_nothing(cohorts)
        shown = cohorts.frame.filter(pl.col("day") == 60).drop_nulls("closed_share")
        if shown.height:
            holds_course(said(cohorts, lang), shown.with_columns(year=pl.col("cohort").cast(pl.Int32)))
        pace = told(build, "rectification_logrank")[lang]
        rules, apart = said(pace, lang), pace.frame
        if pace.figure:
            apart = apart.filter(pl.col("p_holm") < 0.05)
            slower, faster = apart.filter(pl.col("pace") < 1).height, apart.filter(pl.col("pace") > 1).height
            assert (rules.get("pace.slower", 0), rules.get("pace.faster", 0)) == (slower, faster)
            assert ("pace.none" in rules) == (slower + faster == 0)
        closure = told(build, "rectification_closure")[lang]
        if closure.figure:
            half = closure.frame["open_share"].min() <= 0.5 + 1e-9
            assert ("half.reached" in said(closure, lang)) == half == ("half.not_reached" not in said(closure, lang))
        summary = told(build, "rectification_summary")[lang]
        rules, overdue = said(summary, lang), summary.frame["overdue"].sum()
        assert rules.get("late.overdue", overdue) == overdue
        assert "late.none_overdue" not in rules or overdue == 0
        assert "due.none_due" not in rules or summary.frame["due"].sum() == overdue == 0


@few_towns(max_examples=8)
@given(st.lists(st.integers(300, 400), min_size=12, max_size=18))
def test_series(file, on_time):
    build = build_of({"months": {"due": [400] * len(on_time), "on_time": on_time}}, file())
    for lang, exhibit in told(build, "series_signals", series="hotline_on_time_rate").items():
        last, rules = exhibit.frame.row(-1, named=True), said(exhibit, lang)
        assert ("signal.common" in rules) == (last["rule"] is None)
        assert "signal.improving" not in rules or last["direction"] == "high"
        assert "signal.worsening" not in rules or last["direction"] == "low"
        assert "assurance.pass" not in rules or last["lower"] > last["target"]
        assert "assurance.fail" not in rules or last["upper"] < last["target"]
        assert "assurance.uncertain" not in rules or last["lower"] <= last["target"] <= last["upper"]
