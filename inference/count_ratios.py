"""Exact 95 % limits of the ratio of two counts of events, for example of a month and of the month before."""

import numpy as np
import polars as pl

from inference.intervals import exact_share


def with_ratio_limits(rows: pl.DataFrame, now: str, before: str) -> pl.DataFrame:
    """Adds change_lower and change_upper: the limits of now ÷ before − 1 of two Poisson counts over equal times.

    Given their sum, `now` is binomial: the Clopper–Pearson limits p of its share give the limits p / (1 − p) of the
    ratio, as R's poisson.test. Null where a count is null or `before` is 0. Events that come in batches vary more than
    this says.
    """
    counts = rows.select(pl.col(now, before).cast(pl.Float64)).fill_null(np.nan)
    seen, earlier = counts.to_numpy().T
    known = (earlier > 0) & ~np.isnan(seen)
    shares = exact_share(np.where(known, seen, 1.0), np.where(known, seen + earlier, 2.0))
    limits = (np.where(known, share / (1 - share) - 1, np.nan) for share in shares)
    return rows.with_columns(
        pl.Series(name, values).fill_nan(None)
        for name, values in zip(("change_lower", "change_upper"), limits, strict=True)
    )
