"""The coupling coordination degree of two sides by two formulas, and their plain gap.

T = w1·U1 + w2·U2, D = sqrt(C·T). C of Wang et al. (2021): sqrt((1-|U1-U2|)·min/max); the standard one:
2·sqrt(U1·U2)/(U1+U2). With equal weights the standard D is (U1·U2)^(1/4): it measures level and balance, not influence
or cause.
"""

import numpy as np
import polars as pl

from inference.composite import composite, wide
from inference.distributions import CONFIDENCE, normal_quantile

SIDES = {"party": "u1", "business": "u2"}
FORMULAS = ("wang", "standard")
BANDS = ("extreme", "severe", "moderate", "mild", "near", "bare", "primary", "intermediate", "good", "quality")
STRONG = 0.6  # a side counts as strong from this value on (assumption)
TOUCH = 1e-9  # a degree above a band's edge only by rounding error belongs to the lower band
DRAWS, SEED = 1000, 20191231


def sides(measures: pl.DataFrame) -> pl.DataFrame:
    """The two sides of each unit and year: u1 (party), u2 (business) on 0–1, u1_se, u2_se, u1_missing, u2_missing.

    measures: one row per year, unit, side and measure with score, score_se, low, high, weight; a missing measure is a
    row without a score. A side is the weighted mean of its measures; see `composite` for missing ones. Its standard
    error comes from the measures that have one; null where none has.
    """
    unit = ["year", "unit_id", "unit", "unit_class"]
    one, other = (_side(measures.filter(pl.col("side") == side), name) for side, name in SIDES.items())
    return one.join(other, on=unit, how="full", coalesce=True).sort("year", "unit_id")


def _side(measures: pl.DataFrame, name: str) -> pl.DataFrame:
    """One side of every unit; computed year by year because weights are dated."""
    unit = ["year", "unit_id", "unit", "unit_class"]
    schema = dict.fromkeys((name, f"{name}_se"), pl.Float64) | {f"{name}_missing": pl.String}
    found = [measures.select(unit).clear().with_columns(pl.lit(None, kind).alias(key) for key, kind in schema.items())]
    there = measures.drop_nulls("score")
    for own in there.partition_by("year"):
        weights = dict(measures.filter(pl.col("year") == own["year"][0]).select("measure", "weight").iter_rows())
        scored = composite(wide(own, list(weights)), weights)
        share = pl.col("weight") / pl.col("weight").sum()
        part = share * pl.col("score_se") / (pl.col("high") - pl.col("low"))
        errors = own.group_by(unit).agg(
            pl.when(pl.col("score_se").count() > 0).then(part.pow(2).sum().sqrt()).alias(f"{name}_se")
        )
        side = scored.select(
            *unit, (pl.col("arithmetic") / 100).alias(name), pl.col("missing").alias(f"{name}_missing")
        )
        found.append(side.join(errors, on=unit).select(*unit, *schema))
    return pl.concat(found)


def coupled(sides: pl.DataFrame, weight: float = 0.5) -> pl.DataFrame:
    """One row per unit, year and formula, from u1 and u2 (0–1): adds formula, c, t, d, band, gap (u1 - u2), quadrant.

    weight: the weight of u1. If one side is zero, c = d = 0; if both are, c is null and d is 0. A null side gives
    nulls.
    """
    u1, u2 = (sides[side].cast(pl.Float64).fill_null(np.nan).to_numpy() for side in ("u1", "u2"))
    t = weight * u1 + (1 - weight) * u2
    known = pl.col("u1").is_not_null() & pl.col("u2").is_not_null()
    party, business = pl.col("u1") >= STRONG, pl.col("u2") >= STRONG
    quadrant = (
        pl.when(party & business)
        .then(pl.lit("both"))
        .when(party)
        .then(pl.lit("party"))
        .when(business)
        .then(pl.lit("business"))
        .otherwise(pl.lit("neither"))
    )
    one_each = []
    for formula in FORMULAS:
        c = _coupling(u1, u2, formula)
        d = np.where(t == 0, 0.0, np.sqrt(np.nan_to_num(c) * t))
        one_each.append(
            sides.with_columns(
                formula=pl.lit(formula),
                c=pl.Series(c).fill_nan(None),
                t=pl.Series(t).fill_nan(None),
                d=pl.Series(np.where(np.isnan(t), np.nan, d)).fill_nan(None),
                gap=pl.col("u1") - pl.col("u2"),
                quadrant=pl.when(known).then(quadrant),
            ).with_columns(band=_band(pl.col("d")))
        )
    return pl.concat(one_each)


def with_limits(pairs: pl.DataFrame, weight: float = 0.5) -> pl.DataFrame:
    """Adds d_lower, d_upper, gap_lower, gap_upper from u1_se and u2_se, the standard errors of the sides (null: exact).

    For d: the middle 95 % of a parametric bootstrap, with the same draws for every row. For the gap: normal 95 %
    limits. Null where neither side has a standard error.
    """
    u1, u2, se1, se2 = (pairs[name].cast(pl.Float64).to_numpy() for name in ("u1", "u2", "u1_se", "u2_se"))
    none = np.isnan(se1) & np.isnan(se2)
    se1, se2 = np.nan_to_num(se1), np.nan_to_num(se2)
    draws = np.random.default_rng(SEED).standard_normal((2, DRAWS, 1))
    drawn1, drawn2 = np.clip(u1 + se1 * draws[0], 0, 1), np.clip(u2 + se2 * draws[1], 0, 1)
    t = weight * drawn1 + (1 - weight) * drawn2
    d = np.where(pairs["formula"] == "wang", *(np.nan_to_num(_coupling(drawn1, drawn2, each)) for each in FORMULAS))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(np.sqrt(d * t), [tail, 1 - tail], axis=0)
    reach = normal_quantile(1 - tail) * np.hypot(se1, se2)
    ends = {"d_lower": low, "d_upper": high, "gap_lower": u1 - u2 - reach, "gap_upper": u1 - u2 + reach}
    return pairs.with_columns(
        pl.Series(name, np.where(none, np.nan, values)).fill_nan(None) for name, values in ends.items()
    )


def moved(sides: pl.DataFrame) -> pl.Series:
    """The ids of units with a side that differs from the year before by more than its 95 % interval (normal limits of
    a difference of two independent scores). A side without standard errors in both years decides nothing, nor does a
    row whose year before is missing.

    sides: one row per unit and year, with u1, u2, u1_se, u2_se.
    """
    reach = normal_quantile(1 - (1 - CONFIDENCE) / 2)

    def beyond(side: str) -> pl.Expr:
        error = (pl.col(f"{side}_se").pow(2) + pl.col(f"{side}_se").shift().pow(2)).sqrt()
        return pl.col(side).diff().abs() > reach * error

    follows = pl.col("year").diff() == 1
    differs = (follows & pl.any_horizontal(beyond(side) for side in SIDES.values())).fill_null(False).over("unit_id")
    return sides.sort("unit_id", "year").filter(differs)["unit_id"].unique(maintain_order=True)


def _coupling(u1: np.ndarray, u2: np.ndarray, formula: str) -> np.ndarray:
    """C; nan where both sides are zero."""
    low, high = np.minimum(u1, u2), np.maximum(u1, u2)
    with np.errstate(invalid="ignore", divide="ignore"):
        if formula == "standard":
            return 2 * np.sqrt(u1 * u2) / (u1 + u2)
        return np.sqrt((1 - (high - low)) * low / high)


def _band(degree: pl.Expr) -> pl.Expr:
    """The band of each degree: ten bands of width 0.1, lower end excluded; 0 belongs to the first."""
    number = ((degree * 10 - TOUCH).ceil().clip(1, 10) - 1).cast(pl.Int64)
    return number.replace_strict(dict(enumerate(BANDS)), return_dtype=pl.String)
