"""No title contradicts its interval: random towns through a real build, what is said held against what is shown."""

from functools import partial
from itertools import count

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exhibits.exhibit_of_counts import build_of, said, told
from tests.exhibits.satisfaction.title_checks import CHECKS, answers, holds_course, never_nothing
from words import LANGUAGES

# A town costs a build: few are tried, and one that fails is told as it is found, not made smaller for minutes.
few_towns = partial(
    settings,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def file(tmp_path):
    """A new name for the build of each town."""
    return partial(next, (tmp_path / f"town{no}.duckdb" for no in count()))


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
