"""The log-rank test of each group against all other groups: does it close faster or slower?"""

import numpy as np
import polars as pl

from inference.distributions import CONFIDENCE, chi2_tail, normal_quantile
from inference.multiplicity import holm


def against_the_rest(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds pace (observed ÷ expected closures) with pace_lower and pace_upper, p, and p_holm over all rows.

    `rows`: observed, expected and the variance of their difference, one row per group. The 95 % interval is the
    inverted test: it excludes 1 exactly when p < 0.05. p is null where there is nothing to compare (variance 0), pace
    where nothing was expected. Source: R's survival::survdiff and p.adjust.
    """
    observed, expected, variance = (
        rows[name].cast(pl.Float64).to_numpy() for name in ("observed", "expected", "variance")
    )
    tested = variance > 1e-12
    spread = np.sqrt(np.where(tested, variance, np.nan))
    p = chi2_tail(((observed - expected) / spread) ** 2, 1)
    reach = normal_quantile((1 + CONFIDENCE) / 2) * spread
    base = np.where(expected > 1e-12, expected, np.nan)
    return rows.with_columns(
        pace=pl.Series(observed / base, dtype=pl.Float64),
        pace_lower=pl.Series(np.maximum(observed - reach, 0) / base, dtype=pl.Float64),
        pace_upper=pl.Series((observed + reach) / base, dtype=pl.Float64),
        p=pl.Series(p, dtype=pl.Float64),
        p_holm=pl.Series(holm(p), dtype=pl.Float64),
    ).with_columns(pl.col("pace", "pace_lower", "pace_upper", "p", "p_holm").fill_nan(None))
