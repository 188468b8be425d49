"""Ranks with their uncertainty: which units of a class differ significantly?

Source: Mogstad, Romano, Shaikh, Wilhelm (2024), simultaneous confidence sets of ranks, with Fisher's exact test for
each pair and Holm's adjustment over all pairs.
"""

import numpy as np
import polars as pl
from scipy import special

from inference.multiplicity import LEVEL, holm


def with_ranks(units: pl.DataFrame, level: float = LEVEL) -> pl.DataFrame:
    """Adds rank, rank_lower, rank_upper and band to the units of one class; the best unit has rank 1.

    Expects satisfied_n, valid_n (n ≥ 1, no nulls). rank_lower = 1 + number of significantly better units; rank_upper =
    number of units − number of significantly worse ones. No two members of a band (1 = best) differ significantly.
    """
    rate = units["satisfied_n"] / units["valid_n"]
    better = surely_better(units["satisfied_n"].to_numpy(), units["valid_n"].to_numpy(), level)
    return units.with_columns(
        rank=rate.rank("min", descending=True).cast(pl.Int64),
        rank_lower=pl.Series(1 + better.sum(axis=0), dtype=pl.Int64),
        rank_upper=pl.Series(len(better) - better.sum(axis=1), dtype=pl.Int64),
        band=pl.Series(bands(rate.to_numpy(), better | better.T), dtype=pl.Int64),
    )


def surely_better(x: np.ndarray, n: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """[i, j]: whether unit i is better than unit j by a one-sided Fisher test, significant after Holm over all
    pairs."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    p = np.ones((len(x), len(x)))
    i, j = np.nonzero(np.greater.outer(x / n, x / n))  # tests of other pairs cannot be significant, but count in Holm
    p[i, j] = fisher_above(x[i], n[i], x[j], n[j])
    pairs = ~np.eye(len(x), dtype=bool)
    sure = np.zeros(p.shape, dtype=bool)
    sure[pairs] = holm(p[pairs]) <= level
    return sure


def fisher_above(x: np.ndarray, n: np.ndarray, x_other: np.ndarray, n_other: np.ndarray) -> np.ndarray:
    """One-sided p of Fisher's exact test that the share x of n is above x_other of n_other; valid where it is the
    higher one.

    The tail is summed term by term, because scipy's function takes seconds for a hundred units with many answers.
    """
    ones = x + x_other
    zeros = n + n_other - ones
    term = np.exp(_log_choose(ones, x) + _log_choose(zeros, n - x) - _log_choose(n + n_other, n))
    tail, at = term.copy(), x.copy()
    while (term > 1e-17 * tail).any():
        term *= (ones - at) * (n - at) / ((at + 1) * (zeros - n + at + 1))
        tail += term
        at += 1
    return np.minimum(1.0, tail)


def _log_choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def bands(rate: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The band of each unit: from the highest rate down, a new band begins at a unit that differs significantly from a
    member of the current band."""
    found = np.zeros(len(rate), dtype=int)
    band, members = 1, np.zeros(len(rate), dtype=bool)
    for unit in np.argsort(-rate, kind="stable"):
        if apart[unit, members].any():
            band, members = band + 1, np.zeros(len(rate), dtype=bool)
        members[unit] = True
        found[unit] = band
    return found
