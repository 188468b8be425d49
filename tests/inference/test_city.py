"""Trend and weighted limits against their peers."""

import json

import numpy as np
import polars as pl
import pytest
from scipy import stats

from inference.intervals import exact_share
from inference.trend_test import trend_of
from inference.weighted import with_changes, with_verdict, with_weighted_limits
from tests.inference.cases import CASES, case


def test_the_trend_is_that_of_r():
    expected = json.loads((CASES / "a4_change_two_proportions/expected_trend.json").read_text())["cochran_armitage"]
    years = case("a4_change_two_proportions/trend_input.csv")
    trend = trend_of(*(years[name].to_numpy() for name in ("year", "x", "n")))
    assert trend.z**2 == pytest.approx(expected["X2"], abs=1e-9)
    assert trend.p == pytest.approx(expected["p"], abs=1e-12)
    assert trend.z > 0


@pytest.mark.parametrize("x", [[9, 9], [10, 10, 10], [0, 0, 0]])
def test_two_years_or_years_all_alike_have_no_trend(x):
    assert trend_of(np.arange(len(x)), np.array(x), np.full(len(x), 10)) is None


def limits(share=True, **row):
    one = {"rate": 0.95, "variance": 0.95 * 0.05 / 199, "valid_n": 200, "freedom": 199.0, "kish_effect": 1.0} | row
    return with_weighted_limits(pl.DataFrame([one]), share).row(0, named=True)


def test_a_simple_sample_has_the_limits_of_its_effective_size():
    found = limits()
    lower, upper = exact_share(np.array([0.95 * 199]), np.array([199.0]))
    assert (found["lower"], found["upper"]) == pytest.approx((lower[0], upper[0]), abs=1e-12)
    assert not found["kish"]


def test_a_design_effect_widens_the_limits_and_few_degrees_of_freedom_more():
    plain, clustered, few = limits(), limits(variance=3 * 0.95 * 0.05 / 199), limits(freedom=5.0)
    assert clustered["lower"] < plain["lower"] and clustered["upper"] > plain["upper"]
    assert few["lower"] < plain["lower"]


def test_a_small_variance_never_counts_as_more_answers_than_there_are():
    found = limits(variance=1e-7)
    lower, upper = exact_share(np.array([190.0]), np.array([200.0]))
    assert (found["lower"], found["upper"]) == pytest.approx((lower[0], upper[0]), abs=1e-12)


def test_all_satisfied_uses_the_weights_alone_and_says_so():
    found = limits(rate=1.0, variance=0.0, kish_effect=2.0)
    assert found["kish"]
    assert found["upper"] == 1
    assert found["lower"] == pytest.approx(0.025 ** (1 / 100), abs=1e-12)


def test_weights_that_add_up_to_almost_one_are_all_satisfied_too():
    """20, 20, 10 and 20, each divided by their sum, add up to 0.9999999999999999."""
    summed = sum(weight / 70 for weight in (20, 20, 10, 20))
    assert summed < 1
    found = limits(rate=summed, variance=1e-33, valid_n=80, freedom=76.0, kish_effect=1.6)
    assert found["kish"]
    assert (found["lower"], found["upper"]) == pytest.approx((0.025 ** (1 / 50), 1.0), abs=1e-12)
    assert limits(rate=1 - summed, variance=1e-33)["lower"] == 0


def test_a_mean_of_points_has_the_limits_of_t():
    found = limits(share=False, rate=0.8, variance=0.0004, freedom=10.0)
    assert found["upper"] - 0.8 == pytest.approx(stats.t.ppf(0.975, 10) * 0.02, abs=1e-12)


def test_nothing_known_gives_no_limits():
    assert limits(rate=None)["lower"] is None
    assert limits(freedom=0.0)["upper"] is None


def years(**columns):
    rows = {
        "year": [2021, 2022, 2024],
        "rate": [0.94, 0.96, 0.95],
        "lower": [0.92, 0.95, 0.945],
        "upper": [0.955, 0.97, 0.96],
        "break_before": [False] * 3,
        "missing": [None] * 3,
        "weights": ["w"] * 3,
    } | columns
    return with_changes(pl.DataFrame(rows, schema_overrides={"missing": pl.String}))


def test_a_change_has_both_sides_limits_and_none_over_a_gap():
    first, second, after_a_gap = years().select("change", "change_lower", "change_upper").rows()
    assert first == after_a_gap == (None, None, None)
    low, high = 0.02 - np.hypot(0.01, 0.015), 0.02 + np.hypot(0.01, 0.02)
    assert second == pytest.approx((0.02, low, high), abs=1e-12)


@pytest.mark.parametrize(
    "unlike",
    [{"break_before": [False, True, False]}, {"missing": [None, "experts", None]}, {"weights": ["w", "v", "v"]}],
)
def test_years_that_are_made_otherwise_are_not_compared(unlike):
    assert years(**unlike)["change"].null_count() == 3


def test_the_verdict_is_that_of_the_whole_interval():
    judged = pl.DataFrame(
        {
            "lower": [0.95, 0.90, 0.93, None, 0.9, None],
            "upper": [0.97, 0.93, 0.96, None, 0.93, None],
            "target": [0.94, 0.94, 0.94, 0.94, None, None],
            "suppressed": [False, False, False, True, False, True],
        }
    )
    assert with_verdict(judged)["verdict"].to_list() == ["met", "not_met", "undecided", "too_few", None, None]
