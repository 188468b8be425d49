"""The control chart agrees with its peer on fifteen series, and with the arithmetic of P′ by hand."""

import itertools
import json
import math
from pathlib import Path

import polars as pl
import pytest

from inference.control import assurance, p_prime, signals, variation, xmr

CASE = Path(__file__).parents[1] / "cases" / "c1_xmr"
ARGS = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))["args"]
SAID = {
    "Above UCL": ("outside", "high"),
    "Below LCL": ("outside", "low"),
    "2 in 3 Above CL": ("two_of_three", "high"),
    "2 in 3 Below CL": ("two_of_three", "low"),
    "7 Points Above CL": ("shift", "high"),
    "7 Points Below CL": ("shift", "low"),
    "7 Point Trend (Increasing)": ("trend", "high"),
    "7 Point Trend (Decreasing)": ("trend", "low"),
    "Common Cause": (None, None),
}
BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
ASSURED = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "uncertain", None: None}
VARIED = {
    "common_cause": "common",
    "special_cause_improvement": "improving",
    "special_cause_concern": "worsening",
    "special_cause_neutral_low": "special",
}
# The peer's limits of a constant series are no numbers; here they are the mean, and the target is judged by them.
CONSTANT = ("all_constant", "all_100")


def expected(series: str) -> pl.DataFrame:
    return pl.read_csv(CASE / "expected.csv", null_values=["", "NA", "NaN"]).filter(pl.col("series") == series)


def chart(series: str) -> pl.DataFrame:
    points = pl.read_csv(CASE / "input.csv").filter(pl.col("series") == series)
    return signals(xmr(points, ARGS[series].get("fix_after_n_points")))


@pytest.mark.parametrize("series", ARGS)
def test_limits_and_rules_are_those_of_the_peer(series):
    ours, theirs = chart(series), expected(series)
    assert ours["mean"].to_list() == pytest.approx(theirs["mean"].to_list(), rel=1e-9)
    if series in CONSTANT:
        assert ours["lower"].to_list() == ours["upper"].to_list() == ours["mean"].to_list()
    elif series == "one_point":
        assert ours["lower"].to_list() == ours["upper"].to_list() == [None]
    else:
        assert ours["lower"].to_list() == pytest.approx(theirs["lpl"].to_list(), rel=1e-9)
        assert ours["upper"].to_list() == pytest.approx(theirs["upl"].to_list(), rel=1e-9)
    assert ours.select("rule", "direction").rows() == [SAID[cause] for cause in theirs["special_cause"]]


@pytest.mark.parametrize("series", [series for series in ARGS if series not in CONSTANT])
def test_both_icons_are_those_of_the_peer(series):
    ours, theirs, args = chart(series), expected(series), ARGS[series]
    better = BETTER[args.get("improvement_direction", "increase")]
    assert assurance(ours, args.get("target"), better) == ASSURED[theirs["assurance"][-1]]
    for length in range(1, ours.height + 1):  # the flags are of the whole series; the icon is that of its last point
        assert variation(ours[:length], better) == VARIED[theirs["point_type"][length - 1]]


def test_a_constant_series_reaches_a_target_below_it_and_misses_one_above_it():
    assert assurance(chart("all_100"), 94, "higher") == "pass"
    assert assurance(chart("all_constant"), 95, "higher") == "fail"
    assert assurance(chart("all_constant"), 94, "higher") == "uncertain"
    assert variation(chart("all_constant"), "higher") == "common"


def test_p_prime_is_laneys_arithmetic():
    values, n = [0.92, 0.95, 0.93, 0.96], [100, 400, 100, 400]
    ours = p_prime(pl.DataFrame({"value": values, "n": n}))
    mean = sum(x * m for x, m in zip(values, n, strict=True)) / sum(n)
    sigma = [math.sqrt(mean * (1 - mean) / m) for m in n]
    z = [(x - mean) / s for x, s in zip(values, sigma, strict=True)]
    sigma_z = sum(abs(b - a) for a, b in itertools.pairwise(z)) / 3 / 1.128
    assert ours["mean"].to_list() == pytest.approx([mean] * 4)
    assert ours["lower"].to_list() == pytest.approx([mean - 3 * s * sigma_z for s in sigma])
    assert ours["upper"].to_list() == pytest.approx([min(1, mean + 3 * s * sigma_z) for s in sigma])
    assert ours["upper"][0] - ours["lower"][0] > ours["upper"][1] - ours["lower"][1]


@pytest.mark.parametrize("empty", [None, 0.0, 1.0])
def test_a_point_of_no_cases_is_missing(empty):
    """The limits are those of the series without it, and it belongs to no rule."""
    values, n = [0.92, 0.95, 0.93, 0.96, 0.94], [100, 400, 0, 100, 400]
    points = pl.DataFrame({"value": values, "n": n}).with_columns(
        value=pl.when(pl.col("n") > 0).then("value").otherwise(pl.lit(empty, pl.Float64))
    )
    judged, without = signals(p_prime(points)), signals(p_prime(points.filter(pl.col("n") > 0)))
    assert judged.filter(pl.col("n") > 0).equals(without)
    assert judged.row(2, named=True) == {"value": None, "n": 0, "mean": without["mean"][0]} | dict.fromkeys(
        ("lower", "upper", "rule", "direction")
    )


@pytest.mark.parametrize("chart_of", [xmr, p_prime])
def test_no_points_have_no_limits(chart_of):
    none = pl.DataFrame(schema={"value": pl.Float64, "n": pl.Int64})
    assert signals(chart_of(none)).height == 0
