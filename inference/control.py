"""Control limits of a series: the range of its usual variation, and the points outside of it.

Source: XmR charts as in NHS "Making Data Count"; P′ charts of Laney (2002). A frame holds one series, one row per
point, sorted by time.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

FEWEST = 12  # with fewer points the limits are too uncertain to draw
REACH = 2.66  # three standard deviations, in mean moving ranges
SCREEN = 3.267  # a moving range above this many mean ranges is a jump, not usual variation
RANGE_TO_SIGMA = 1.128
NEAR = 2 / 3
RUN = 7  # points in a row on one side of the mean, or all rising or all falling
RULES = ("outside", "two_of_three", "shift", "trend")  # in order: a point gets the first that holds


def xmr(points: pl.DataFrame, baseline: int | None = None) -> pl.DataFrame:
    """Adds mean, lower and upper of `value`: mean ∓ 2.66 mean moving ranges, in the unit of the value.

    `baseline`: compute the limits from this many first points only. The limits of a constant series equal its mean; a
    series of one point has no limits.
    """
    values = points["value"].cast(pl.Float64).to_numpy()[:baseline]
    mean = values.mean() if len(values) else np.nan
    reach = REACH * _mean_range(values) if len(values) > 1 else np.nan
    limits = {"mean": mean, "lower": mean - reach, "upper": mean + reach}
    return points.with_columns(pl.lit(float(limit)).fill_nan(None).alias(name) for name, limit in limits.items())


def p_prime(points: pl.DataFrame) -> pl.DataFrame:
    """Adds mean, lower and upper of a share `value` (0–1) of a varying `n`; limits are cut to 0 and 1.

    The limits widen with sqrt(1/n), multiplied by the ratio of the observed variation to the variation by chance. A
    point with n = 0 is missing: its value and limits are null, and the moving range is that of the points beside it.
    """
    n = points["n"].cast(pl.Float64).to_numpy()
    value = points["value"].cast(pl.Float64).to_numpy()
    counted = n > 0
    mean = float((value * n)[counted].sum() / n.sum()) if counted.any() else 0.0
    sigma = np.sqrt(mean * (1 - mean) / np.where(counted, n, np.nan))
    scores = np.divide(value - mean, sigma, out=np.zeros_like(value), where=sigma > 0)[counted]
    reach = 3 * sigma * (_mean_range(scores) / RANGE_TO_SIGMA if len(scores) > 1 else np.nan)
    return points.with_columns(
        value=pl.Series(np.where(counted, value, np.nan)).fill_nan(None),
        mean=pl.lit(mean, pl.Float64),
        lower=pl.Series(np.clip(mean - reach, 0, 1)).fill_nan(None),
        upper=pl.Series(np.clip(mean + reach, 0, 1)).fill_nan(None),
    )


def _mean_range(values: np.ndarray) -> float:
    """The mean moving range after one screening that removes jumps."""
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges < SCREEN * ranges.mean()]
    return float(kept.mean()) if len(kept) else 0.0


def signals(points: pl.DataFrame) -> pl.DataFrame:
    """Adds `rule` (one of RULES; null: none holds) and `direction` (high or low; for a trend its direction).

    Needs value, mean, lower, upper. Every point that belongs to a rule gets it: all seven points of a run, both of two
    in three. A point outside the limits is always named `outside`.
    """
    value, mean, lower, upper = (
        points[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("value", "mean", "lower", "upper")
    )
    side = np.sign(value - mean)
    outside = (value > upper) | (value < lower)
    near = ~outside & (np.abs(value - mean) > NEAR * (np.where(side > 0, upper, 2 * mean - lower) - mean))
    steps = np.sign(np.diff(value))
    met = {
        "outside": outside,
        "two_of_three": near & _stretches(near * side, 3, _two_of_three, len(value)),
        "shift": _stretches(side, RUN, _even, len(value)),
        "trend": _stretches(steps, RUN - 1, _even, len(value)),
    }
    went = np.zeros(len(value))
    for at in np.flatnonzero(met["trend"]).tolist():
        went[at] = steps[at - 1] if at and met["trend"][at - 1] else steps[at]
    rules: list[str | None] = [None] * len(value)
    directions: list[str | None] = [None] * len(value)
    for at in range(len(value)):
        rules[at] = next((rule for rule in RULES if met[rule][at]), None)
        if rules[at]:
            directions[at] = "high" if (went[at] if rules[at] == "trend" else side[at]) > 0 else "low"
    return points.with_columns(rule=pl.Series(rules, dtype=pl.String), direction=pl.Series(directions, dtype=pl.String))


def _even(signs: np.ndarray) -> bool:
    """Whether all signs are equal and none is 0."""
    return bool(abs(signs.sum()) == len(signs))


def _two_of_three(near_side: np.ndarray) -> bool:
    """Whether two of the three points lie near the same limit."""
    return bool(max((near_side > 0).sum(), (near_side < 0).sum()) >= 2)


def _stretches(marks: np.ndarray, length: int, holds: Callable[[np.ndarray], bool], points: int) -> np.ndarray:
    """The points of every stretch of `length` marks for which the rule holds. Marks may be steps between points, one
    fewer than points."""
    part = np.zeros(points, dtype=bool)
    for at in range(len(marks) - length + 1):
        if holds(marks[at : at + length]):
            part[at : at + length + points - len(marks)] = True
    return part


def variation(points: pl.DataFrame, better: str) -> str:
    """Whether the process changes: `common` (usual variation), `improving`, `worsening`, or `special` where neither
    direction is better.

    Judged at the last point. better: higher, lower or neither.
    """
    last = points.row(-1, named=True)
    if last["rule"] is None:
        return "common"
    if better == "neither":
        return "special"
    return "improving" if (last["direction"] == "high") == (better == "higher") else "worsening"


def assurance(points: pl.DataFrame, target: float | None, better: str) -> str | None:
    """Whether the process reaches its target: `pass` (always), `fail` (never), `uncertain` (by chance); null without a
    target.

    Compares the limits of the last point with the target.
    """
    lower, upper = points.select("lower", "upper").row(-1)
    if target is None or better == "neither":
        return None
    if lower is None:
        return "uncertain"
    above, below = lower > target, upper < target
    if better == "lower":
        above, below = below, above
    return "pass" if above else "fail" if below else "uncertain"
