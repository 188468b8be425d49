"""Limits of shares and ratios at the ends: exactly 0 where nothing was counted, exactly 1 where all was."""

import numpy as np
import polars as pl
import pytest

from inference.intervals import exact_share, with_ratio
from inference.weighted import with_weighted_limits

N = np.arange(1, 5001)


@pytest.mark.parametrize("worth", [1.0, 0.1 + 0.2, 1 / 3])  # an effective n need not be whole
def test_limits_of_a_share_are_exact_at_both_ends(worth):
    n = N * worth
    lower, upper = exact_share(np.zeros(len(n)), n)
    assert set(lower) == {0.0} and (upper > 0).all()
    lower, upper = exact_share(n, n)
    assert set(upper) == {1.0} and (lower < 1).all()


def test_one_less_than_all_is_less_than_all():
    assert (exact_share(N - 1, N)[1] < 1).all()


def test_weighted_limits_are_exact_where_all_answers_are_alike():
    rows = pl.concat(
        pl.DataFrame({"rate": p, "variance": 0.0, "valid_n": N[1:], "freedom": N[1:] - 1, "kish_effect": 1.3})
        for p in (0.0, 1.0)
    )
    limits = with_weighted_limits(rows, share=True)
    assert limits.filter(rate=0.0)["lower"].unique().to_list() == [0.0]
    assert limits.filter(rate=1.0)["upper"].unique().to_list() == [1.0]


def test_a_ratio_without_events_begins_at_nothing():
    rows = pl.DataFrame({"seen": [0] * len(N), "due": N})
    assert with_ratio(rows, observed="seen", expected="due")["ratio_lower"].unique().to_list() == [0.0]
