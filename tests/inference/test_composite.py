"""The composite, its ranks, and their envelope over 924 scenarios agree with COINr."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from inference.composite import composite, correlations, fewest_needed, goalposts, rank_envelope, ranked, weight_grid

CASE = Path(__file__).parents[1] / "cases" / "e2_composite_four_index"
SAID = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))
MEASURES = list(SAID["goalposts"])
WEIGHTS = dict(zip(MEASURES, SAID["weights"], strict=True))
INPUT = pl.read_csv(CASE / "input.csv", infer_schema_length=None)


def expected(name: str) -> pl.DataFrame:
    return pl.read_csv(CASE / f"{name}.csv", null_values="NA", infer_schema_length=None)


def on_goalposts() -> pl.DataFrame:
    return INPUT.with_columns(
        goalposts(pl.col(name), pl.lit(low), pl.lit(high)).alias(name)
        for name, (low, high, _) in SAID["goalposts"].items()
    )


def between_the_years_own_ends(low: float, high: float) -> pl.DataFrame:
    """Min–max, which the house does not use: a scenario of the case only."""
    share = [(pl.col(name) - pl.col(name).min()) / (pl.col(name).max() - pl.col(name).min()) for name in MEASURES]
    return INPUT.select(each * (high - low) + low for each in share)


def near(ours: pl.Series, theirs: pl.Series) -> bool:
    return ours.to_list() == pytest.approx(theirs.to_list(), abs=1e-9)


def test_scores_on_goalposts():
    scaled, theirs = on_goalposts(), expected("expected_norm_goalposts")
    for name in MEASURES:
        assert scaled[name].is_null().to_list() == theirs[name].is_null().to_list()
        assert near(scaled[name].drop_nulls(), theirs[name].drop_nulls())


def test_a_score_beyond_a_goalpost_is_cut():
    scaled = pl.DataFrame({"x": [50.0, 130.0]}).select(goalposts(pl.col("x"), pl.lit(60), pl.lit(100)))
    assert scaled["x"].to_list() == [0, 100]


@pytest.mark.parametrize(
    ("weights", "column"), [(WEIGHTS, "amean_goal"), (dict.fromkeys(MEASURES, 25.0), "amean_goal_equal")]
)
def test_weighted_means_and_their_ranks(weights, column):
    ours = ranked(composite(on_goalposts(), weights), "arithmetic")
    theirs = expected("expected_scores")
    assert near(ours["arithmetic"], theirs[column])
    assert ours["rank"].to_list() == theirs[f"rank_{column}"].to_list()


def test_geometric_mean_and_its_ranks():
    ours = ranked(composite(between_the_years_own_ends(1, 100), WEIGHTS), "geometric")
    theirs = expected("expected_scores")
    assert near(ours["geometric"], theirs["gmean_minmax1_100"])
    assert ours["rank"].to_list() == theirs["rank_gmean_minmax1_100"].to_list()


def test_a_missing_measure_is_marked_and_its_weight_goes_to_the_others():
    ours = composite(on_goalposts(), WEIGHTS)
    row = ours.row(INPUT["uCode"].to_list().index("D08"), named=True)
    assert (row["missing"], row["measures_n"]) == ("brand", 3)
    assert row["arithmetic"] == pytest.approx((0.4 * 63.3 + 0.2 * 75 + 0.2 * 85) / 0.8)
    assert ours["missing"].null_count() == 11


def test_fewer_than_three_of_four_give_no_score_and_take_no_rank():
    units = pl.DataFrame({"a": [90.0, 80.0, 99.0], "b": [90.0, 80.0, 99.0], "c": [90.0, 80.0, None], "d": [None] * 3})
    units = units.cast(pl.Float64)
    weights = dict.fromkeys("abcd", 1.0)
    ours = rank_envelope(composite(units, weights), [(units, units)], [], weight_grid(4))
    assert ours["arithmetic"].to_list() == [90, 80, None]
    assert ours["missing"].to_list() == ["d", "d", "c+d"]
    assert ours.select("rank_best", "rank_worst").rows() == [(1, 1), (2, 2), (None, None)]
    assert [fewest_needed(measures) for measures in (1, 2, 3, 4)] == [1, 2, 3, 3]


def test_rank_envelope_over_the_924_scenarios():
    own = on_goalposts().select(MEASURES)
    scales = [(own, own), (between_the_years_own_ends(0, 100), between_the_years_own_ends(1, 100))]
    grid = weight_grid(len(MEASURES))
    assert len(grid) == SAID["n_weight_sets"]
    assert np.allclose(grid.sum(axis=1), 1)
    ours, theirs = rank_envelope(INPUT, scales, [], grid), expected("expected_rank_envelope_grid")
    assert ours["rank_best"].to_list() == theirs["best"].to_list()
    assert ours["rank_worst"].to_list() == theirs["worst"].to_list()


def test_ranks_are_those_inside_a_class():
    units = pl.DataFrame({"unit_class": list("xxyy"), "a": [1.0, 2.0, 3.0, 3.0]})
    ours = rank_envelope(
        ranked(units, "a", ["unit_class"]), [(units.select("a"), units.select("a"))], ["unit_class"], np.array([[1.0]])
    )
    assert ours["rank"].to_list() == ours["rank_best"].to_list() == ours["rank_worst"].to_list() == [2, 1, 1, 1]


def test_correlations_are_those_of_the_peer():
    pairs = {(row["one"], row["other"]): row for row in correlations(INPUT, MEASURES).iter_rows(named=True)}
    assert len(pairs) == 6
    for (one, other), row in pairs.items():
        theirs = SAID["pearson"][MEASURES.index(one)][MEASURES.index(other)]
        assert row["correlation"] == pytest.approx(theirs, abs=1e-9)
        assert row["n"] == (11 if "brand" in (one, other) else 12)
        reach = 1.959963984540054 / np.sqrt(row["n"] - 3)
        assert row["lower"] == pytest.approx(np.tanh(np.arctanh(theirs) - reach))
    constant = pl.DataFrame({"a": [1.0] * 5, "b": [1.0, 2, 3, 4, 5]})
    assert correlations(constant, ["a", "b"])["correlation"].to_list() == [None]
    assert stats.pearsonr([1, 2, 3], [1, 2, 4]).statistic > 0
