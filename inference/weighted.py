"""Confidence limits of a group-weighted rate or mean from its design-based variance.

Source: Korn & Graubard (1998); as svyciprop(method = "beta") of R's survey.
"""

import numpy as np
import polars as pl

from inference.distributions import t_quantile
from inference.intervals import exact_share

ROUNDING = 1e-9  # a rate nearer to 0 or 1 than this is there: normalised weights add up to 1 only up to rounding


def with_weighted_limits(rows: pl.DataFrame, share: bool) -> pl.DataFrame:
    """Adds lower, upper and kish to rows with rate, variance, valid_n, freedom and kish_effect.

    `freedom`: elements minus strata; `kish_effect` = n·Σw²/(Σw)². share true: Korn–Graubard limits with the effective
    n* = min(n, p(1−p)/V · (t_{n−1}/t_freedom)²); at p = 0 or 1 (within ROUNDING), where V = 0 carries no information,
    n* = n / kish_effect and `kish` is true. share false (a mean of points): rate ∓ t · √V. Null where freedom is 0 or
    there is no rate.
    """
    p, variance, n, freedom, effect = (
        rows[name].cast(pl.Float64).to_numpy() for name in ("rate", "variance", "valid_n", "freedom", "kish_effect")
    )
    variance = np.maximum(variance, 0)  # identical answers give 0, or a tiny negative value by rounding
    known = ~np.isnan(p) & (freedom > 0)
    p, variance, n, freedom, effect = (np.where(known, each, np.nan) for each in (p, variance, n, freedom, effect))
    t = t_quantile(0.975, freedom)
    at_end = known & share & ((p < ROUNDING) | (p > 1 - ROUNDING))
    if share:
        p = np.where(at_end, np.round(p), p)
        proper = ~at_end & (variance > 0)
        worth = p * (1 - p) / np.where(proper, variance, np.nan) * (t_quantile(0.975, n - 1) / t) ** 2
        worth = np.where(at_end, n / effect, np.where(proper, np.minimum(n, worth), n))
        lower, upper = exact_share(p * worth, worth)
    else:
        lower, upper = p - t * np.sqrt(variance), p + t * np.sqrt(variance)
    return rows.with_columns(
        lower=pl.Series(lower).fill_nan(None), upper=pl.Series(upper).fill_nan(None), kish=pl.Series(at_end)
    )


def with_plain_limits(years: pl.DataFrame) -> pl.DataFrame:
    """Replaces the limits by plain_lower and plain_upper where these are given: there all answers have equal weight and
    are drawn singly, so weights and design do not matter."""
    alike = pl.col("plain_lower").is_not_null()
    limits = {end: pl.coalesce(f"plain_{end}", end) for end in ("lower", "upper")}
    return years.with_columns(**limits, kish=pl.col("kish") & ~alike, alike=alike).drop("plain_lower", "plain_upper")


def with_changes(years: pl.DataFrame) -> pl.DataFrame:
    """Adds change, change_lower, change_upper against the year before; limits by Newcombe's square-and-add method.

    Expects year (sorted), rate, lower, upper, break_before, missing, weights. Null across a break, a gap or a year that
    is not shown, and where missing groups or weights differ from those of the year before.
    """
    alike = [pl.col(name).eq_missing(pl.col(name).shift()) for name in ("missing", "weights")]
    follows = pl.all_horizontal(pl.col("year").diff() == 1, ~pl.col("break_before"), *alike)
    before = {name: pl.when(follows).then(pl.col(name).shift()) for name in ("rate", "lower", "upper")}
    change = pl.col("rate") - before["rate"]
    down = ((pl.col("rate") - pl.col("lower")) ** 2 + (before["upper"] - before["rate"]) ** 2).sqrt()
    up = ((pl.col("upper") - pl.col("rate")) ** 2 + (before["rate"] - before["lower"]) ** 2).sqrt()
    return years.with_columns(change=change, change_lower=change - down, change_upper=change + up)


def with_verdict(years: pl.DataFrame) -> pl.DataFrame:
    """Adds verdict against `target`: met, not_met, undecided, too_few (suppressed); null without a target or limits."""
    return years.with_columns(
        verdict=pl.when(pl.col("suppressed") & pl.col("target").is_not_null())
        .then(pl.lit("too_few"))
        .when(pl.col("lower") >= pl.col("target"))
        .then(pl.lit("met"))
        .when(pl.col("upper") < pl.col("target"))
        .then(pl.lit("not_met"))
        .when(pl.col("target").is_not_null() & pl.col("lower").is_not_null())
        .then(pl.lit("undecided"))
    )
