"""One unit against all others of its class together, on several measures at once."""

import numpy as np
import polars as pl

from inference.multiplicity import LEVEL, holm
from inference.ranks import fisher_above


def against_others(rows: pl.DataFrame) -> pl.Series:
    """`higher`, `lower` or `alike` for each row; null where there is nothing to test.

    rows: x of n for the unit, others_x of others_n for the rest of its class. Fisher's exact test, twice the one-sided
    p; Holm over all rows, so that the claims hold together.
    """
    counts = rows.select(pl.col("x", "n", "others_x", "others_n").cast(pl.Float64)).fill_null(np.nan)
    x, n, others_x, others_n = counts.to_numpy().T
    known = (n > 0) & (others_n > 0) & ~np.isnan(x + others_x)
    above, p = known & (x * others_n >= others_x * n), np.full(rows.height, np.nan)
    below = known & ~above
    p[above] = fisher_above(x[above], n[above], others_x[above], others_n[above])
    p[below] = fisher_above(others_x[below], others_n[below], x[below], n[below])
    sure = holm(np.minimum(1.0, 2 * p)) <= LEVEL
    said = np.select([~known, sure & above, sure & below], ["", "higher", "lower"], "alike")
    return pl.Series(said, dtype=pl.String).replace("", None)
