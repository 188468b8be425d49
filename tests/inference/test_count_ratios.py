"""Limits of the ratio of two counts against their definition: exact binomial tails, summed here by hand."""

from fractions import Fraction
from math import comb

import polars as pl
import pytest

from inference.count_ratios import with_ratio_limits


def limits(now, before) -> tuple[float | None, float | None]:
    rows = with_ratio_limits(pl.DataFrame({"now": [now], "before": [before]}), "now", "before")
    return rows.select("change_lower", "change_upper").row(0)


def at_least(x: int, n: int, p: float) -> float:
    share = Fraction(p)
    return float(sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(x, n + 1)))


@pytest.mark.parametrize(("now", "before"), [(10, 20), (1, 1), (3, 40), (60, 50), (120, 100)])
def test_each_limit_leaves_exactly_one_fortieth_beyond(now, before):
    lower, upper = (1 + change for change in limits(now, before))
    n = now + before
    assert at_least(now, n, lower / (1 + lower)) == pytest.approx(0.025, rel=1e-6)
    assert 1 - at_least(now + 1, n, upper / (1 + upper)) == pytest.approx(0.025, rel=1e-6)


def test_as_the_test_of_r_has_them():
    """poisson.test(c(10, 20)): 0.2090 to 1.1192 (from binom.test(10, 30): 0.1728742 to 0.5281199)."""
    lower, upper = limits(10, 20)
    assert (1 + lower, 1 + upper) == pytest.approx((0.2090049, 1.1191792), rel=1e-5)


def test_nothing_now_has_an_upper_limit_and_nothing_before_none_at_all():
    lower, upper = limits(0, 10)
    assert lower == -1 and -1 < upper < 0
    assert limits(10, 0) == limits(0, 0) == limits(None, 5) == limits(5, None) == (None, None)
