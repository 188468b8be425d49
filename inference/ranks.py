"""Ranks with their uncertainty: which units of a class can be told apart at all?

Source: Mogstad, Romano, Shaikh, Wilhelm (2024), simultaneous confidence sets of ranks, with Fisher's exact test for the
pairs and Holm's adjustment over all of them.
"""

import numpy as np
import polars as pl
from scipy import stats

from inference.multiplicity import LEVEL, holm


def with_ranks(units: pl.DataFrame) -> pl.DataFrame:
    """Adds rank, rank_lower, rank_upper and band to the units of one class; the best is 1.

    Expects satisfied_n, valid_n (n ≥ 1, no nulls). rank_lower = 1 + how many are surely better, rank_upper = how many
    units − how many are surely worse. The members of a band (1 the best) cannot be told apart from one another.
    """
    rate = units["satisfied_n"] / units["valid_n"]
    better = surely_better(units["satisfied_n"].to_numpy(), units["valid_n"].to_numpy())
    return units.with_columns(
        rank=rate.rank("min", descending=True).cast(pl.Int64),
        rank_lower=pl.Series(1 + better.sum(axis=0), dtype=pl.Int64),
        rank_upper=pl.Series(len(better) - better.sum(axis=1), dtype=pl.Int64),
        band=pl.Series(bands(rate.to_numpy(), better | better.T), dtype=pl.Int64),
    )


def surely_better(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """[i, j]: whether unit i is better than unit j by a one-sided Fisher test that bears Holm over all pairs."""
    x, n = np.asarray(x, np.int64), np.asarray(n, np.int64)
    i, j = np.nonzero(~np.eye(len(x), dtype=bool))
    sure = np.zeros((len(x), len(x)), dtype=bool)
    sure[i, j] = holm(stats.hypergeom.sf(x[i] - 1, n[i] + n[j], x[i] + x[j], n[i])) <= LEVEL
    return sure


def bands(rate: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The band of each unit: from the highest rate downwards, a new one begins with a unit that is told apart from any
    in the band before."""
    found = np.zeros(len(rate), dtype=int)
    band, members = 1, np.zeros(len(rate), dtype=bool)
    for unit in np.argsort(-rate, kind="stable"):
        if apart[unit, members].any():
            band, members = band + 1, np.zeros(len(rate), dtype=bool)
        members[unit] = True
        found[unit] = band
    return found
