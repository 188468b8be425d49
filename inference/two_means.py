"""The difference of two means with unequal variances: Welch's t interval and test."""

import numpy as np
import polars as pl

from inference.distributions import CONFIDENCE, t_quantile, t_tail
from inference.multiplicity import holm


def with_difference_limits(rows: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """Adds difference (one minus the other), difference_lower, difference_upper, p (two-sided), and p_holm over all
    rows.

    Expects <name>_n, <name>_mean and <name>_sd (divisor n-1) of both sides. Limits and p are null where a side has
    fewer than two values or no side varies. Source: Welch's t, as R's t.test(var.equal = FALSE).
    """
    n, mean, deviation = (
        np.array([rows[f"{side}_{part}"].cast(pl.Float64).fill_null(np.nan).to_numpy() for side in (one, other)])
        for part in ("n", "mean", "sd")
    )
    n = np.where(n > 1, n, np.nan)
    parts = deviation**2 / n  # the variance of each mean
    variance = parts.sum(axis=0)
    variance = np.where(variance > 0, variance, np.nan)
    freedom = variance**2 / (parts**2 / (n - 1)).sum(axis=0)
    difference = mean[0] - mean[1]
    half = t_quantile((1 + CONFIDENCE) / 2, freedom) * np.sqrt(variance)
    p = 2 * t_tail(np.abs(difference) / np.sqrt(variance), freedom)
    found = {
        "difference": difference,
        "difference_lower": difference - half,
        "difference_upper": difference + half,
        "p": p,
        "p_holm": holm(p),
    }
    return rows.with_columns(pl.Series(name, values).fill_nan(None) for name, values in found.items())
