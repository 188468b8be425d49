"""The confidence interval of a mean paired difference: the same subjects scored twice."""

import numpy as np
import polars as pl

from inference.distributions import CONFIDENCE, t_quantile


def mean_change_limits(
    rows: pl.DataFrame, mean: str = "change", deviation: str = "change_sd", pairs: str = "pairs_n"
) -> pl.DataFrame:
    """Adds change_lower and change_upper: mean ∓ t(n-1) · sd / √n, in the unit of the mean.

    `deviation` is the standard deviation of the n differences (divisor n-1). Null with fewer than two pairs. Source:
    Student's t for paired samples, as R's t.test(paired = TRUE).
    """
    n = rows[pairs].cast(pl.Float64).fill_null(0).to_numpy()
    quantile = t_quantile((1 + CONFIDENCE) / 2, n - 1)
    half = quantile * rows[deviation].cast(pl.Float64).to_numpy() / np.sqrt(np.where(n > 1, n, np.nan))
    middle = rows[mean].cast(pl.Float64)
    return rows.with_columns(
        change_lower=(middle - pl.Series(half)).fill_nan(None),
        change_upper=(middle + pl.Series(half)).fill_nan(None),
    )
