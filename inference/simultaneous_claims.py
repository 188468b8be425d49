"""Which of many units are significantly above or below a line, or fell significantly; all claims hold
simultaneously."""

import numpy as np
import polars as pl

from inference.distributions import binomial_tails, normal_quantile, normal_tail
from inference.multiplicity import LEVEL, holm
from inference.ranks import fisher_above


def against(rows: pl.DataFrame, line: float | None, among: int = 0) -> pl.Series:
    """`above`, `below` or `within` for each row against the line; null without a line or counts.

    Expects satisfied_n, valid_n and the 95 % limits lower and upper. A row is above or below when its own interval lies
    beyond the line and its exact binomial tail is significant after Holm's adjustment over all rows: 5 % for each side,
    because only one of them can be a false claim about a row off the line. For a single row the interval alone decides.
    among: the number of rows tested, if only those on one side are given.
    """
    counted = rows.select(pl.col("satisfied_n", "valid_n", "lower", "upper").cast(pl.Float64)).fill_null(np.nan)
    if line is None:
        return pl.Series([None] * rows.height, dtype=pl.String)
    x, n, lower, upper = counted.to_numpy().T
    less, more = (holm(tail, among) <= LEVEL for tail in binomial_tails(x, n, line))
    said = np.select([np.isnan(x + n), less & (upper < line), more & (lower >= line)], ["", "below", "above"], "within")
    return pl.Series(said, dtype=pl.String).replace("", None)


def surely_fell(rows: pl.DataFrame) -> pl.Series:
    """Which rows fell significantly, out of the rows whose own interval of the change lies below 0.

    Expects satisfied_n, valid_n, before_satisfied_n, before_valid_n, change, change_upper and looked_n (the number of
    units tested, equal in all rows). Counts are tested by Fisher's exact test, means (null satisfied_n) by their
    interval; Holm over looked_n.
    """
    if rows.is_empty():
        return pl.Series([], dtype=pl.Boolean)
    names = ("before_satisfied_n", "before_valid_n", "satisfied_n", "valid_n", "change", "change_upper")
    *counts, change, upper = rows.select(pl.col(names).cast(pl.Float64)).fill_null(np.nan).to_numpy().T
    counted = ~np.isnan(counts[0])
    p = normal_tail(normal_quantile(1 - LEVEL / 2) * change / (change - upper))
    p[counted] = fisher_above(*(each[counted] for each in counts))
    return pl.Series(holm(p, int(rows["looked_n"][0])) <= LEVEL)
