"""Every published figure leads to rows from which it is made again; every row leads to its cells in the workbook."""

import random
from pathlib import Path

import polars as pl
import pytest

import etl
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import COUNT_COLUMNS, ITEM_COLUMNS, answers, asked, sent, units

UNITS = ["A1", "A2", "B", "C"]
LEVELS = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "dont_know", "abstained"]
RATED = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"]
PER_FIGURE = 5  # of the demonstration build


# --- figures are made again from their rows -------------------------------------------------------------------------


def made_again(figure: str, year: int | None, unit_id: str | None) -> tuple[float, float]:
    """Numerator and denominator of a published figure, from nothing but the rows that it leads to."""
    of: dict = {"units": [unit_id]} if unit_id else {}
    of |= {"year": year} if year else {}
    if figure == "satisfaction_rate":
        return _satisfied(trace_unsuppressed("survey", headline=True, scale_id=_three_box_scales(), **of))
    if figure == "good_rating_rate":
        return _satisfied(trace_unsuppressed("service_rating", **of))
    if figure.startswith("index_mean."):
        whole = trace_unsuppressed("index_score", index=figure.removeprefix("index_mean."), **of)
        return whole.rows["score"].sum(), whole.n
    if figure == "problem_opinion_rate":
        return trace_unsuppressed("opinion", polarity="problem", **of).rows["merged_n"].sum(), _valid_forms(of)
    assert figure == "closure_rate"
    whole = trace_unsuppressed("rectification_item", **of)
    items = whole.rows.sort("episode").group_by("source", "round_no", "problem_id").last()
    assert whole.n == items.height
    return items["closed_on"].is_not_null().sum(), whole.n


def _levels() -> pl.DataFrame:
    schema = {"scale_id": pl.String, "answer": pl.String, "class": pl.String, "box": pl.Int64}
    return pl.DataFrame(asked("select scale_id, answer, class, box from scale_level"), schema=schema, orient="row")


def _three_box_scales() -> list[str]:
    levels = _levels()
    neutral = levels.filter(answer="neutral")["scale_id"].implode()
    return levels.filter(~pl.col("scale_id").is_in(neutral))["scale_id"].unique().to_list()


def _satisfied(whole: etl.Trace) -> tuple[float, float]:
    rows = whole.rows.cast({"scale_id": pl.String, "answer": pl.String}).join(_levels(), on=["scale_id", "answer"])
    n = pl.coalesce("n", pl.lit(1)) if "n" in rows.columns else pl.lit(1)
    given = pl.col("active") if "active" in rows.columns else pl.lit(True)  # not filled in by the system
    valid = rows.filter(pl.col("class") == "valid", given).with_columns(weight=n)
    return valid.filter(pl.col("box") <= 3)["weight"].sum(), valid["weight"].sum()


def _valid_forms(of: dict) -> int:
    answered = trace_unsuppressed("survey_response", **of).rows.cast({"scale_id": pl.String, "answer": pl.String})
    valid = answered.join(_levels(), on=["scale_id", "answer"]).filter(pl.col("class") == "valid")
    cell = ["survey_year", "wave", "unit_id", "group", "channel", "division_code"]
    counted = trace_unsuppressed("survey_count", **of).rows.group_by(cell).agg(pl.col("valid").max())
    return valid.select(*cell, "form_id").unique().height + counted["valid"].sum()


def seeded(folder: Path, seed: int) -> None:
    """A home of every kind of figure: mergers, corrections, faulty rows, episodes, a withdrawn batch."""
    rng = random.Random(seed)
    pick = rng.choice
    forms = [(f"f{at}", pick(UNITS), pick(LEVELS), pick([2018, 2019]), "overall") for at in range(120)]
    again = [(form, unit, pick(LEVELS), year, item) for form, unit, _, year, item in rng.sample(forms, 30)]
    items = [(form, unit, pick(LEVELS), year, "attitude") for form, unit, _, year, _ in rng.sample(forms, 40)]
    faulty = [(f"x{at}", "nowhere", "satisfied", 2019, "overall") for at in range(3)]
    counts = [
        [2017, unit, group, "paper", "overall", "cz4", answer, rng.randint(0, 30), 500, 400, 300]
        for unit in UNITS
        for group in ("residents", "leaders")
        for answer in LEVELS[:5]
    ]
    opinions = [
        [year, f"o{at}", pick(UNITS), "other", pick(["problem", "praise"]), 5, rng.randint(1, 5)]
        for at, year in enumerate(rng.choices([2017, 2018, 2019], k=30))
    ]
    scores = [[pick([2018, 2019]), pick(["pioneer", "conduct"]), f"s{at}", pick(UNITS), at] for at in range(40)]
    ledger = [
        [
            "under_lamp",
            f"K{at}",
            episode,
            unit,
            f"201{7 + episode}-05-01",
            "",
            pick(["", f"201{7 + episode}-09-01"]),
            "",
        ]
        for at in range(25)
        for episode in range(1, rng.randint(1, 2) + 1)
        for unit in [pick(UNITS)]
    ]
    ratings = [["2019-03-01", unit, answer, rng.randint(0, 50)] for unit in UNITS for answer in RATED]
    etl.load([*units(folder), answers(folder, "forms.csv", *forms, *faulty), answers(folder, "items.csv", *items)])
    etl.load([answers(folder, "corrected.csv", *again)])
    mistake = etl.load([answers(folder, "mistake.csv", *[(f"m{at}", "C", "dissatisfied", 2019) for at in range(9)])])
    etl.load(
        [
            sent(folder, "counts.csv", [COUNT_COLUMNS, *counts]),
            sent(
                folder,
                "opinions.csv",
                [["survey_year", "opinion_id", "unit_id", "theme", "polarity", "raw_n", "merged_n"], *opinions],
            ),
            sent(folder, "scores.csv", [["survey_year", "index", "subject_id", "unit_id", "score"], *scores]),
            sent(folder, "ledger.csv", [ITEM_COLUMNS, *ledger]),
            sent(folder, "ratings.csv", [["month", "unit_id", "answer", "n"], *ratings]),
        ]
    )
    etl.withdraw(mistake.files[0].batch_id)


@pytest.mark.parametrize("seed", range(3))
def test_every_published_figure_is_made_again_from_its_rows(fresh_home, tmp_path, seed):
    seeded(tmp_path, seed)
    figures = asked("select figure, year, unit_id, numerator, denominator from figure order by all")
    assert {figure for figure, *_ in figures} == {
        *("satisfaction_rate", "problem_opinion_rate", "closure_rate", "good_rating_rate"),
        *("index_mean.pioneer", "index_mean.conduct"),
    }
    wrong = [
        (figure, year, unit, (numerator, denominator), again)
        for figure, year, unit, numerator, denominator in figures
        if (again := made_again(figure, year, unit)) != (numerator, denominator)
    ]
    assert wrong == []


def test_figures_of_the_demonstration_are_made_again_from_their_rows(demo_home):
    figures = asked("select figure, year, unit_id, numerator, denominator from figure order by all")
    rng = random.Random(1)
    for kind in sorted({figure for figure, *_ in figures}):
        for figure, year, unit, numerator, denominator in rng.sample(
            [one for one in figures if one[0] == kind], PER_FIGURE
        ):
            assert made_again(figure, year, unit) == pytest.approx((numerator, denominator)), (figure, year, unit)
