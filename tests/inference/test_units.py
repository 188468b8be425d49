"""Funnel, ranks, shrinkage and ratios against their peers, and the procedure against chance."""

import json

import numpy as np
import polars as pl
import pytest
from scipy import stats

from inference.distributions import binomial_tails
from inference.funnel import with_funnel
from inference.intervals import exact_share, with_ratio
from inference.multiplicity import holm
from inference.ranks import bands, fisher_above, with_ranks
from inference.shrinkage import prior_of, with_shrinkage
from inference.simultaneous_claims import against
from tests.inference.cases import CASES, case

UNITS = case("b2_funnel_departments/input_departments.csv").rename({"x": "satisfied_n", "n": "valid_n"})


def near(values, expected, within):
    np.testing.assert_allclose(np.asarray(values, float), np.asarray(expected, float), atol=within, rtol=0)


def test_holm_is_that_of_r():
    expected = json.loads((CASES / "a3_binomial_intervals/expected_padjust.json").read_text())
    p = np.array([np.nan if each is None else each for each in expected["p"]])
    near(holm(p), [np.nan if each is None else each for each in expected["holm"]], 1e-12)


def test_exact_limits_and_tails_are_those_of_r():
    pairs = case("a3_binomial_intervals/expected.csv")
    x, n = pairs["x"].to_numpy(), pairs["n"].to_numpy()
    lower, upper = exact_share(x, n)
    near(lower, pairs["cp_lo"], 1e-12)
    near(upper, pairs["cp_hi"], 1e-12)
    less, more = binomial_tails(x, n, 0.94)
    near(less, pairs["p_exact_less_094"], 1e-12)
    near(more, pairs["p_exact_greater_094"], 1e-12)


def test_the_funnel_is_that_of_funnelplotr():
    expected = case("b2_funnel_departments/expected_departments.csv")
    found = with_funnel(UNITS)
    near(found["lower"], expected["OD95LCL"], 1e-9)
    near(found["upper"], expected["OD95UCL"], 1e-9)
    near(found["lower_998"], expected["OD99LCL"], 1e-9)  # the peer's name for its 99.8 % limits
    near(found["upper_998"], expected["OD99UCL"], 1e-9)
    assert found["tau2"][0] > 0


def test_twelve_units_below_the_line_leave_one_that_is_surely_below():
    expected = case("b2_funnel_departments/expected_departments_vs_094.csv")
    less, _ = binomial_tails(UNITS["satisfied_n"].to_numpy(), UNITS["valid_n"].to_numpy(), 0.94)
    near(less, expected["p_exact_less"], 1e-9)
    near(holm(less), expected["p_less_holm"], 1e-9)
    found = with_funnel(UNITS)
    assert found.filter(pl.col("satisfied_n") / pl.col("valid_n") < 0.94).height == 12
    lower, upper = exact_share(UNITS["satisfied_n"].to_numpy(), UNITS["valid_n"].to_numpy())
    with_limits = UNITS.with_columns(lower=pl.Series(lower), upper=pl.Series(upper))
    assert found.filter(against(with_limits, 0.94) == "below")["dept"].to_list() == ["D20"]
    assert found["flag"].unique().to_list() == ["within"]  # five of five is no proof of anything


def test_without_spread_between_units_the_funnel_is_that_of_chance_alone():
    even = pl.DataFrame({"satisfied_n": [95, 190, 380], "valid_n": [100, 200, 400]})
    found = with_funnel(even)
    assert found["tau2"].to_list() == [0, 0, 0]


def test_a_unit_far_off_is_flagged():
    far = pl.DataFrame({"satisfied_n": [*([95] * 30), 60], "valid_n": [100] * 31})
    assert with_funnel(far)["flag"].to_list() == ["within"] * 30 + ["low"]


def test_rank_intervals_are_those_of_fisher_and_holm():
    expected = case("b4_department_ranks/expected_department_ranks_fisher_holm.csv")
    found = with_ranks(UNITS)
    assert found["rank_lower"].to_list() == expected["L"].to_list()
    assert found["rank_upper"].to_list() == expected["U"].to_list()
    assert (
        found["rank"].to_list()
        == case("b4_department_ranks/expected_department_ranks_mc.csv")["rank_naive_min"].to_list()
    )
    assert set(found["band"]) == {1}


def test_fishers_tail_is_that_of_the_hypergeometric_distribution():
    x, n, other, n_other = (np.array(each, float) for each in ([9, 60, 990, 20], [10, 60, 1000, 20], [3, 55, 940, 19],
                                                               [10, 60, 1000, 20]))  # fmt: skip
    expected = stats.hypergeom.sf(x - 1, n + n_other, x + other, n)
    np.testing.assert_allclose(fisher_above(x, n, other, n_other), expected, rtol=1e-9)


def test_units_that_differ_get_ranks_and_bands_of_their_own():
    found = with_ranks(pl.DataFrame({"satisfied_n": [990, 985, 900, 500], "valid_n": [1000] * 4}))
    assert found["rank_lower"].to_list() == [1, 1, 3, 4]
    assert found["rank_upper"].to_list() == [2, 2, 3, 4]
    assert found["band"].to_list() == [1, 1, 2, 3]


def test_no_two_members_of_a_band_are_told_apart():
    apart = np.zeros((3, 3), dtype=bool)
    apart[0, 2] = apart[2, 0] = True  # the middle one is like both
    assert bands(np.array([0.9, 0.8, 0.7]), apart).tolist() == [1, 1, 2]


@pytest.mark.parametrize("count, size", [(30, 120), (12, 60)])
def test_equal_units_are_hardly_ever_named_best_or_worst(count, size):
    """A city whose units are all truly at 95 %: at most one run in twenty may name a best or a worst, or flag any."""
    chance = np.random.default_rng(20261125)
    runs, named, flagged = 200, 0, 0
    for _ in range(runs):
        n = chance.integers(size // 2, size * 2, count)
        units = pl.DataFrame({"satisfied_n": chance.binomial(n, 0.95), "valid_n": n})
        ranks = with_ranks(units)
        named += (ranks["rank_upper"].min() == 1) or (ranks["rank_lower"].max() == count)
        flagged += (with_funnel(units)["flag"] != "within").any()
    assert named <= 0.05 * runs
    assert flagged <= 0.05 * runs


def test_a_best_unit_that_truly_is_better_is_named():
    """The procedure above is not silent by nature."""
    chance = np.random.default_rng(7)
    n = np.full(20, 800)
    x = chance.binomial(n, [0.999, *[0.93] * 19])
    ranks = with_ranks(pl.DataFrame({"satisfied_n": x, "valid_n": n}))
    assert ranks.row(0, named=True)["rank_upper"] == 1


def test_shrinkage_finds_the_prior_that_made_the_units():
    chance = np.random.default_rng(3)
    n = chance.integers(40, 300, 4000)
    prior = prior_of(chance.binomial(n, chance.beta(57, 3, 4000)), n)
    assert not prior.common
    assert prior.a / (prior.a + prior.b) == pytest.approx(0.95, abs=0.002)
    assert prior.a + prior.b == pytest.approx(60, rel=0.1)


def test_no_other_prior_is_more_probable():
    x, n = np.array([92, 190, 88, 60, 297]), np.array([100, 192, 110, 60, 310])
    prior = prior_of(x, n)

    def probable(a, b):
        return stats.betabinom.logpmf(x, n, a, b).sum()

    best = probable(prior.a, prior.b)
    for factor in (0.9, 1.1):
        assert best > probable(prior.a * factor, prior.b)
        assert best > probable(prior.a, prior.b * factor)


def test_small_units_are_drawn_most_and_none_beyond_the_middle():
    units = pl.DataFrame({"satisfied_n": [20, 200, 720, 480, 395], "valid_n": [20, 200, 800, 500, 400]})
    found = with_shrinkage(units)
    moved = (found["satisfied_n"] / found["valid_n"] - found["shrunk"]).abs()
    assert not found["common"].any()
    assert moved[0] > moved[1]
    assert ((found["lower"] < found["shrunk"]) & (found["shrunk"] < found["upper"])).all()


def test_units_that_differ_by_chance_alone_show_the_common_rate():
    found = with_shrinkage(pl.DataFrame({"satisfied_n": [95, 190, 285], "valid_n": [100, 200, 300]}))
    assert found["common"].all()
    assert found["shrunk"].to_list() == pytest.approx([0.95] * 3)
    assert found["prior_n"].null_count() == 3


@pytest.mark.parametrize("x", [[10, 20], [0, 0]])
def test_all_or_none_satisfied_is_a_common_rate(x):
    found = with_shrinkage(pl.DataFrame({"satisfied_n": x, "valid_n": [10, 20]}))
    assert found["common"].all()
    assert found["shrunk"].to_list() == [float(x[0] > 0)] * 2


def test_ratio_limits_are_those_of_the_poisson_test():
    # R: poisson.test(c(0, 10, 35), T = c(5, 8, 40))
    found = with_ratio(
        pl.DataFrame({"observed": [0, 10, 35, 1], "expected": [5.0, 8.0, 40.0, 0.0]}),
        observed="observed",
        expected="expected",
    )
    near(found["ratio_lower"][:3], [0, 4.795389 / 8, 24.378822 / 40], 1e-6)
    near(found["ratio_upper"][:3], [3.688879 / 5, 18.390356 / 8, 48.676500 / 40], 1e-6)
    assert found["ratio"].to_list() == [0, 1.25, 0.875, None]
    assert found["flag"].to_list() == ["low", "within", "within", None]  # exp(-5) · 2 · 3 = 0.04; nothing expected
