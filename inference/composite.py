"""Composite scores: several measures in one number, with fixed goalposts, two kinds of mean, ranks, and how much the
ranks depend on the weights.

Frames are wide: one row per unit, one column per measure, each scaled to 0–100 or null where the unit has no score.
"""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from inference.distributions import CONFIDENCE, normal_quantile

LOWEST = 1.0  # lower scores are raised to this for the geometric mean: a single 0 would make it 0
DIGITS = 9  # scores are equal when they agree to this many decimals
# The declared grid of weights: every set of values from 10 to 40 % in steps of 5 that sums to 100.
GRID_LOW, GRID_HIGH, GRID_STEP = 10, 40, 5


def goalposts(value: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """The value scaled so that `low` is 0 and `high` is 100, cut to that range."""
    return ((value - low) / (high - low) * 100).clip(0, 100)


def wide(measures: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One row per year and unit with one column (0–100) per measure, from rows with measure, score, low and high.

    Every name gets a column, null where a unit has no such score. Keeps year, unit_id, unit, unit_class.
    """
    unit = ["year", "unit_id", "unit", "unit_class"]
    scaled = measures.with_columns(scaled=goalposts(pl.col("score"), pl.col("low"), pl.col("high")))
    columns = [pl.col("scaled").filter(pl.col("measure") == name).first().alias(name) for name in names]
    return scaled.group_by(unit, maintain_order=True).agg(columns)


def fewest_needed(measures: int) -> int:
    """How many measures a unit needs for a composite score: three quarters, rounded up (3 of 4, 2 of 2)."""
    return -(-3 * measures // 4)


def composite(units: pl.DataFrame, weights: Mapping[str, float]) -> pl.DataFrame:
    """Adds arithmetic and geometric (means, 0–100), measures_n, and missing (names of absent measures joined by `+`, or
    null).

    The weight of a missing measure is shared among the others in proportion; with fewer than three quarters of the
    measures both means are null. Weights are relative: they need not sum to one.
    """
    there = {name: units[name].is_not_null() for name in weights}
    shares = np.array([list(weights.values())], dtype=float)
    scores = _scores(units, list(weights))
    enough = pl.col("measures_n") >= fewest_needed(len(weights))
    absent = [pl.when(~known).then(pl.lit(name)) for name, known in there.items()]
    return units.with_columns(
        measures_n=pl.sum_horizontal([known.cast(pl.Int64) for known in there.values()]),
        missing=pl.concat_str(absent, separator="+", ignore_nulls=True).replace("", None),
        arithmetic=pl.Series(_arithmetic(scores, shares)[:, 0]).fill_nan(None),
        geometric=pl.Series(_geometric(scores, shares)[:, 0]).fill_nan(None),
    ).with_columns(pl.when(enough).then(pl.col("arithmetic", "geometric")))


def ranked(units: pl.DataFrame, score: str, over: Sequence[str] = ()) -> pl.DataFrame:
    """Adds `rank` (1 = highest score) among the rows with equal values in `over`; equal scores share the better
    rank."""
    place = pl.col(score).round(DIGITS).rank("min", descending=True)
    return units.with_columns(rank=(place.over(over) if over else place).cast(pl.Int64))


def weight_grid(measures: int) -> np.ndarray:
    """The declared sets of weights as shares, one row per set: 231 sets for four measures."""
    steps = range(GRID_LOW, GRID_HIGH + 1, GRID_STEP)
    sets = [each for each in itertools.product(steps, repeat=measures) if sum(each) == 100]
    return np.array(sets, dtype=float).reshape(-1, measures) / 100


def rank_envelope(
    units: pl.DataFrame, scales: Sequence[tuple[pl.DataFrame, pl.DataFrame]], over: Sequence[str], grid: np.ndarray
) -> pl.DataFrame:
    """Adds rank_best and rank_worst: the extreme ranks over every set of weights, both means and all scales.

    scales: for each scale the measures of the same rows, as input of the arithmetic and of the geometric mean. Rows
    without enough measures get no rank, and neither does a row under weights that lie only on measures it lacks.
    """
    rows = units.select(*over, at=pl.int_range(pl.len()))
    found = np.full((units.height, 2), np.nan)
    for group in rows.partition_by(over) if over else [rows]:
        at = group["at"].to_numpy()
        ranks = np.hstack([_ranks(arithmetic[at], geometric[at], grid) for arithmetic, geometric in scales])
        known = ~np.isnan(ranks).all(axis=1)
        if known.any():
            found[at[known]] = np.column_stack((np.nanmin(ranks[known], axis=1), np.nanmax(ranks[known], axis=1)))
    ends = zip(("rank_best", "rank_worst"), found.T, strict=True)
    return units.with_columns(pl.Series(name, ranks).fill_nan(None).cast(pl.Int64) for name, ranks in ends)


def _ranks(arithmetic: pl.DataFrame, geometric: pl.DataFrame, grid: np.ndarray) -> np.ndarray:
    """Ranks of the rows under every set of weights, for the arithmetic and then the geometric mean; nan: not ranked."""
    means = [
        _arithmetic(_scores(arithmetic, arithmetic.columns), grid),
        _geometric(_scores(geometric, geometric.columns), grid),
    ]
    few = (~np.isnan(_scores(arithmetic, arithmetic.columns))).sum(axis=1) < fewest_needed(grid.shape[1])
    scores = np.where(few[:, None], np.nan, np.hstack(means).round(DIGITS))
    return pl.DataFrame(scores).fill_nan(None).select(pl.all().rank("min", descending=True)).to_numpy().astype(float)


def _scores(units: pl.DataFrame, measures: Sequence[str]) -> np.ndarray:
    return units.select(pl.col(measures).cast(pl.Float64).fill_null(np.nan)).to_numpy()


def _arithmetic(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted means, one row per unit and one column per set of weights; the others share a missing score's weight."""
    held = ~np.isnan(scores) @ weights.T
    total = np.nan_to_num(scores) @ weights.T
    return np.divide(total, held, out=np.full(total.shape, np.nan), where=held > 0)


def _geometric(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.exp(_arithmetic(np.log(np.maximum(scores, LOWEST)), weights))


def correlations(units: pl.DataFrame, measures: Sequence[str]) -> pl.DataFrame:
    """The Pearson correlation of each pair of measures: one, other, n, correlation, lower, upper; one row per pair.

    Computed over the units that have both measures. 95 % limits by Fisher's z; null with fewer than four units or when
    a measure is constant.
    """
    rows = []
    for one, other in itertools.combinations(measures, 2):
        both = units.select(one, other).drop_nulls()
        pair: dict[str, object] = {"one": one, "other": other, "n": both.height}
        if both.height > 3 and both[one].n_unique() > 1 and both[other].n_unique() > 1:
            r = float(np.corrcoef(both[one], both[other])[0, 1])
            reach = normal_quantile((1 + CONFIDENCE) / 2) / np.sqrt(both.height - 3)
            with np.errstate(divide="ignore"):  # for r = ±1 both limits are ±1
                lower, upper = np.tanh(np.arctanh(np.clip(r, -1, 1)) + np.array([-reach, reach]))
            pair |= {"correlation": r, "lower": float(lower), "upper": float(upper)}
        rows.append(pair)
    kinds = {"one": pl.String, "other": pl.String, "n": pl.Int64}
    kinds |= dict.fromkeys(("correlation", "lower", "upper"), pl.Float64)
    return pl.DataFrame(rows, schema=kinds)
