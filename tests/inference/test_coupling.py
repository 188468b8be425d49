"""Coupling coordination agrees with its peer, with the published table, and not with the common mistakes."""

import json
from pathlib import Path

import polars as pl
import pytest

from inference.coupling import coupled, moved, sides, with_limits

CASE = Path(__file__).parents[1] / "cases" / "f1_coupling_coordination"
GRID = pl.read_csv(CASE / "expected_two_systems.csv", infer_schema_length=None)


def by_formula(sides: pl.DataFrame, formula: str, weight: float = 0.5) -> pl.DataFrame:
    return coupled(sides, weight).filter(pl.col("formula") == formula)


@pytest.mark.parametrize(("formula", "suffix"), [("standard", ""), ("wang", "_adj")])
def test_the_grid_of_pairs(formula, suffix):
    ours = by_formula(GRID.select("u1", "u2"), formula)
    for name in ("c", "d"):
        theirs = GRID[f"{name.upper()}{suffix}_correct"]
        assert ours[name].is_null().to_list() == theirs.is_null().to_list()
        assert ours[name].drop_nulls().to_list() == pytest.approx(theirs.drop_nulls().to_list(), abs=1e-12)
    assert ours["t"].to_list() == pytest.approx(GRID["T"].to_list(), abs=1e-12)


def test_unequal_weights():
    sound = GRID.filter(pl.col("peer_artefact") == 0)
    ours = by_formula(sound.select("u1", "u2"), "standard", 0.7)
    assert ours["t"].to_list() == pytest.approx(sound["T_w73"].to_list(), abs=1e-12)
    assert ours["d"].to_list() == pytest.approx(sound["D_w73"].to_list(), abs=1e-12)


def test_zeros():
    ours = by_formula(pl.DataFrame({"u1": [0.0, 0.0, 0.9, None], "u2": [0.0, 0.9, 0.0, 0.5]}), "wang")
    assert ours["c"].to_list() == [None, 0, 0, None]
    assert ours["d"].to_list() == [0, 0, 0, None]
    assert ours["quadrant"].to_list() == ["neither", "business", "party", None]
    assert ours["band"].to_list() == ["extreme", "extreme", "extreme", None]


def test_the_published_table():
    published = pl.read_csv(CASE / "published_wang2021_table8.csv").filter(pl.col("C_published") < 0.99)
    pairs = published.select(u1=pl.col("implied_U1").cast(pl.Float64), u2=pl.col("implied_U2").cast(pl.Float64))
    assert published.height > 60
    assert by_formula(pairs, "standard")["c"].to_list() == pytest.approx(published["C_published"].to_list(), abs=1e-3)
    assert by_formula(pairs, "wang")["c"].to_list() == pytest.approx(published["Cmod_published"].to_list(), abs=1e-3)


def test_the_common_mistakes_are_not_ours():
    said = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))
    pair = pl.DataFrame({"u1": [said["u1"]], "u2": [said["u2"]]})
    assert by_formula(pair, "standard")["c"][0] == pytest.approx(said["C_correct"], abs=1e-12)
    assert by_formula(pair, "wang")["c"][0] == pytest.approx(said["C_adj"], abs=1e-12)


BANDS = {
    0.1: "extreme",
    0.2: "severe",
    0.4: "mild",
    0.5: "near",
    0.51: "bare",
    0.9: "good",
    0.91: "quality",
    1: "quality",
}


@pytest.mark.parametrize("degree", BANDS)
def test_a_band_holds_its_upper_edge(degree):
    """Two equal sides: C is 1 and D the root of their level."""
    assert by_formula(pl.DataFrame({"u1": [degree**2], "u2": [degree**2]}), "wang")["band"][0] == BANDS[degree]


@pytest.mark.parametrize(
    ("u1", "u2", "gap", "quadrant"),
    [(0.6, 0.6, 0, "both"), (0.8, 0.3, 0.5, "party"), (0.59, 0.9, -0.31, "business"), (0.1, 0.59, -0.49, "neither")],
)
def test_gap_and_quadrant(u1, u2, gap, quadrant):
    row = by_formula(pl.DataFrame({"u1": [u1], "u2": [u2]}), "wang").row(0, named=True)
    assert row["gap"] == pytest.approx(gap)
    assert row["quadrant"] == quadrant


def test_limits_hold_the_degree_and_widen_with_the_error():
    errors = [None, 0.0, 0.01, 0.05]
    sides = pl.DataFrame({"u1": [0.7] * 4, "u2": [0.6] * 4, "u1_se": errors, "u2_se": [None] * 4}).cast(pl.Float64)
    rows = with_limits(coupled(sides))
    assert with_limits(coupled(sides)).equals(rows)
    for formula in ("wang", "standard"):
        none, exact, narrow, wide = rows.filter(pl.col("formula") == formula).to_dicts()
        assert none["d_lower"] is None and none["gap_lower"] is None
        assert exact["d_lower"] == pytest.approx(exact["d"]) == exact["d_upper"]
        assert narrow["d_lower"] < narrow["d"] < narrow["d_upper"]
        assert wide["d_upper"] - wide["d_lower"] > 3 * (narrow["d_upper"] - narrow["d_lower"])
        assert (narrow["gap_lower"], narrow["gap_upper"]) == pytest.approx((0.1 - 0.0196, 0.1 + 0.0196), abs=1e-5)


def test_limits_of_a_smooth_degree_are_those_of_the_delta_method():
    """The standard D is (U1·U2)^(1/4): its standard error is D/4 · sqrt((se1/U1)² + (se2/U2)²)."""
    sides = pl.DataFrame({"u1": [0.8], "u2": [0.5], "u1_se": [0.01], "u2_se": [0.02]})
    row = with_limits(by_formula(sides, "standard")).row(0, named=True)
    error = row["d"] / 4 * ((0.01 / 0.8) ** 2 + (0.02 / 0.5) ** 2) ** 0.5
    assert row["d_upper"] - row["d_lower"] == pytest.approx(2 * 1.96 * error, rel=0.06)


@pytest.mark.parametrize(("years", "ids"), [((2018, 2019), ["a"]), ((2017, 2023), [])])
def test_a_side_moves_against_the_year_before_alone(years, ids):
    sides = pl.DataFrame(
        {"unit_id": ["a", "a", "b", "b"], "year": [*years] * 2, "u1": [0.5, 0.9, 0.5, 0.51], "u2": [0.6] * 4}
    )
    assert moved(sides.with_columns(u1_se=pl.lit(0.02), u2_se=pl.lit(0.02))).to_list() == ids


def measure(side: str, name: str, score: float | None, weight: float, score_se: float | None = None) -> dict:
    unit = {"year": 2024, "unit_id": "u1", "unit": "u", "unit_class": "x"}
    return unit | {
        "side": side,
        "measure": name,
        "score": score,
        "score_se": score_se,
        "low": 60.0,
        "high": 100.0,
        "weight": weight,
    }


PARTY = [measure("party", name, 90.0, 25, 0.8) for name in ("pioneer", "fortress", "brand")]
BUSINESS = [measure("business", "conduct", 94.0, 50), measure("business", "business", 88.0, 50)]


def test_a_side_is_the_weighted_mean_on_its_goalposts():
    (row,) = sides(pl.DataFrame([*PARTY, measure("party", "programmes", 70.0, 25), *BUSINESS])).to_dicts()
    assert row["u1"] == pytest.approx((3 * 0.75 + 0.25) / 4)
    assert row["u2"] == pytest.approx((0.85 + 0.7) / 2)
    assert row["u1_se"] == pytest.approx((3 * (0.25 * 0.8 / 40) ** 2) ** 0.5)
    assert row["u2_se"] is None
    assert (row["u1_missing"], row["u2_missing"]) == (None, None)


def test_a_side_with_too_few_measures_is_not_known():
    (row,) = sides(pl.DataFrame([*PARTY, measure("party", "programmes", None, 25), BUSINESS[0]])).to_dicts()
    assert row["u1"] == pytest.approx(0.75)
    assert row["u1_missing"] == "programmes"
    assert row["u1_se"] == pytest.approx((3 * (0.8 / 40 / 3) ** 2) ** 0.5)


def test_business_results_that_nobody_has_are_no_results():
    other = {"unit_id": "u2", "unit": "v"}
    rows = [*PARTY, *BUSINESS, *({**row, **other} for row in [*PARTY, BUSINESS[0]])]
    alone, without = sides(pl.DataFrame(rows)).to_dicts()
    assert alone["u2"] is not None
    assert (without["u2"], without["u2_missing"]) == (None, "business")
    assert coupled(sides(pl.DataFrame(rows)))["d"].null_count() == 2
