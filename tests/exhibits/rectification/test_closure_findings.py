"""What the exhibits of closing times say, and that they say no more than their intervals bear."""

import polars as pl
import pytest

from exhibits import CATALOGUE
from tests.exhibits.rectification.ledger_frames import empty, rows, shown
from words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in CATALOGUE if name.startswith("rectification_l") or name in (
    "rectification_duration", "rectification_cohorts", "rectification_on_time", "rectification_quality",
    "rectification_reopening", "rectification_states")])  # fmt: skip
def test_nothing_says_so(name, lang):
    exhibit = shown(name, empty(name), lang)
    assert exhibit.figure is None
    assert exhibit.finding


# --- the log-rank test ------------------------------------------------------------------------------------------------


def compared(*groups: tuple[str, int, float, float]) -> pl.DataFrame:
    return rows(
        "rectification_logrank",
        *(
            {"group": name, "unit": name, "total": observed + 5, "observed": observed, "expected": e, "variance": v}
            for name, observed, e, v in groups
        ),
    )


def test_slower_is_said_only_of_what_the_adjusted_test_tells_apart():
    # p of the first is 0.0027, of the second 0.0455: with Holm over three only the first stays under 5 %.
    exhibit = shown("rectification_logrank", compared(("a", 14, 20, 4.0), ("b", 24, 20, 4.0), ("c", 20, 20, 4.0)))
    assert exhibit.finding == "1组明显偏慢，共3组"
    by_unit = {row["unit"]: row for row in exhibit.frame.to_dicts()}
    assert [by_unit[unit]["told_apart"] for unit in "abc"] == [True, False, False]
    assert by_unit["b"]["p"] < 0.05 < by_unit["b"]["p_holm"]
    assert by_unit["a"]["pace"] == pytest.approx(0.7)
    hollow = dict(zip(exhibit.frame["unit"], exhibit.figure.data[1].marker.color, strict=True))
    assert hollow["b"] == hollow["c"] != hollow["a"]


def test_no_word_of_faster_or_slower_when_nothing_is_told_apart():
    for lang, words in {"zh": ("偏慢", "偏快"), "en": ("slow", "fast")}.items():
        exhibit = shown("rectification_logrank", compared(("a", 22, 20, 4.0), ("b", 19, 20, 4.0)), lang)
        assert not [word for word in words if word in exhibit.finding]
    assert exhibit.finding == "No difference in pace beyond chance is shown among 2 groups"


def test_one_group_is_compared_with_nobody():
    exhibit = shown("rectification_logrank", compared(("a", 22, 22.0, 0.0)))
    assert exhibit.figure is None
    assert exhibit.finding == "只有一组，无从比较"


# --- cohorts ----------------------------------------------------------------------------------------------------------


def cohorts(**change: float | None) -> pl.DataFrame:
    share = {"total": 100, "observable": 100, "at_risk": 60, "closed": 40, "closed_share": 0.4, "closed_lower": 0.3,
             "closed_upper": 0.5}  # fmt: skip
    return rows(
        "rectification_cohorts",
        *({"cohort": cohort, "day": day} | share for cohort in ("2018", "2019") for day in (30, 90)),
        {"cohort": "2018", "day": 60} | share,
        {"cohort": "2019", "day": 60, "change": 0.1} | share | change,
    ).sort("cohort", "day")


@pytest.mark.parametrize(
    ("lower", "upper", "said"), [(0.05, 0.15, "升10.0个百分点"), (-0.05, 0.25, "持平"), (None, None, "40.0%")]
)
def test_a_cohorts_change_is_worded_by_its_interval(lower, upper, said):
    exhibit = shown("rectification_cohorts", cohorts(change_lower=lower, change_upper=upper))
    assert exhibit.finding.startswith("2019批60天销号40.0%")
    assert exhibit.finding.endswith(said)


def test_a_cohort_too_young_is_not_drawn_and_one_in_part_is_hollow():
    frame = cohorts().with_columns(
        observable=pl.when(pl.col("cohort") == "2019").then(40).otherwise("observable"),
        closed_share=pl.when((pl.col("cohort") == "2019") & (pl.col("day") == 90)).then(None).otherwise("closed_share"),
    )
    exhibit = shown("rectification_cohorts", frame)
    points = exhibit.figure.data[-1]
    assert points.marker.color[0] != points.marker.color[1] == "#ffffff"
    ninety = next(trace for trace in exhibit.figure.data if trace.hovertext and "90天内" in trace.hovertext[0])
    assert list(ninety.x) == [2018]


def test_a_line_of_days_that_no_cohort_was_watched_for_is_not_drawn():
    young = cohorts().with_columns(
        pl.when(pl.col("day") < 90).then("closed_share").alias("closed_share"),
    )
    exhibit = shown("rectification_cohorts", young)
    assert exhibit.finding.startswith("2019批60天销号")
    assert [note.text for note in exhibit.figure.layout.annotations if note.text.endswith("天内")] == [
        "60天内",
        "30天内",
    ]
    younger = young.with_columns(pl.when(pl.col("day") < 60).then("closed_share").alias("closed_share"))
    exhibit = shown("rectification_cohorts", younger)
    assert exhibit.finding.startswith("2019批30天销号")
    assert "区间为30天线" in exhibit.subtitle
    youngest = shown("rectification_cohorts", young.with_columns(closed_share=pl.lit(None, pl.Float64)))
    assert (youngest.figure, youngest.finding) == (None, "尚无问题观察满30天")


# --- where items stand ------------------------------------------------------------------------------------------------


def test_what_came_back_stands_open_again():
    """Of 100 items 60 are closed by day 30, of which 12 come back on day 60; the rest is open."""
    first = {"group": "all", "total": 100, "day": 30, "open_n": 100, "closed": 60, "closed_n": 0, "reopened": 0,
             "withdrawn": 0, "watched_days": 200}  # fmt: skip
    again = first | {"day": 60, "closed_n": 60, "reopened": 12, "open_n": 52, "closed": 0}
    exhibit = shown("rectification_states", rows("rectification_states", first, again))
    assert exhibit.finding == "发现90天后48.0%已销号，52.0%未销号"
    assert "虚线为未销号" in exhibit.subtitle
    early = shown("rectification_states", rows("rectification_states", first | {"day": 100}))
    assert early.finding == "发现90天后没有问题已销号"
    for watched, said in ((89, "发现60天后48.0%已销号，52.0%未销号"), (59, "发现30天后60.0%已销号，40.0%未销号"),
                          (29, "尚无问题观察满30天")):  # fmt: skip
        young = rows("rectification_states", *(row | {"watched_days": watched} for row in (first, again)))
        assert shown("rectification_states", young).finding == said
    groups = rows("rectification_states", first | {"group": "a"}, again | {"group": "a"}, first | {"group": "b"})
    by_category = shown("rectification_states", groups, group_by="category")
    assert by_category.finding == "2组发现90天后48.0%至60.0%已销号"
    assert "虚线" not in by_category.subtitle
