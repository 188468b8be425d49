"""95 % limits of shares and ratios that are computed from the counts of one row."""

import numpy as np
import polars as pl

from inference.distributions import beta_quantile, chi2_quantile, poisson_tails, two_sided
from inference.multiplicity import LEVEL, holm

LOWER, UPPER = 0.025, 0.975


def exact_share(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Clopper–Pearson 95 % limits of x out of n > 0; both may be fractional."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    full = n - x <= 1e-9 * n
    lower = np.where(x <= 0, 0.0, beta_quantile(LOWER, np.where(x <= 0, 1, x), n - x + 1))
    upper = np.where(full, 1.0, beta_quantile(UPPER, x + 1, np.where(full, 1, n - x)))
    return lower, upper


def with_ratio(rows: pl.DataFrame, level: float = LEVEL, *, observed: str, expected: str) -> pl.DataFrame:
    """Adds ratio, ratio_lower, ratio_upper (observed ÷ expected events, exact Poisson limits) and flag.

    Expects both columns without nulls. `flag` (high, low, within): significant by the exact tail probability after
    Holm's adjustment over all rows. Ratio, limits and flag are null where nothing is expected. Limits: Garwood (1936),
    as R's poisson.test.
    """
    seen = rows[observed].cast(pl.Float64).to_numpy()
    due = rows[expected].cast(pl.Float64).to_numpy()
    due = np.where(due > 0, due, np.nan)
    lower = np.where(seen > 0, chi2_quantile(LOWER, 2 * np.where(seen > 0, seen, 1)) / 2, 0.0)
    upper = chi2_quantile(UPPER, 2 * (seen + 1)) / 2
    sure = holm(two_sided(*poisson_tails(seen, due))) <= level
    ratio = seen / due
    flag = np.where(sure & (ratio > 1), "high", np.where(sure & (ratio < 1), "low", "within"))
    found = {"ratio": ratio, "ratio_lower": lower / due, "ratio_upper": upper / due}
    return rows.with_columns(
        *(pl.Series(name, values).fill_nan(None) for name, values in found.items()),
        flag=pl.Series(np.where(np.isnan(ratio), "", flag), dtype=pl.String).replace("", None),
    )
