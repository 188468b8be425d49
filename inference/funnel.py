"""Funnel limits of proportions: how far from the common rate a unit of its size may lie by chance.

Source: Spiegelhalter (2005), Handling over-dispersion of performance indicators; as FunnelPlotR (data_type PR).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from inference.distributions import binomial_tails, two_sided
from inference.multiplicity import LEVEL, holm

Z95, Z998 = 1.959964, 3.090232  # rounded as in FunnelPlotR, so that limits agree to the last digit
LIMITS = {"lower": -Z95, "upper": Z95, "lower_998": -Z998, "upper_998": Z998}
TAIL = 0.1  # share winsorised at each end, so that outlying units do not widen their own limits


@dataclass(frozen=True)
class Funnel:
    """A centre (0–1) and the variance between units beyond chance (tau²), on the scale of asin√p."""

    centre: float
    tau2: float

    def limit(self, n: np.ndarray, z: float) -> np.ndarray:
        """The limit z standard deviations from the centre for units with n answers; z < 0 gives the lower limit."""
        angle = np.arcsin(np.sqrt(self.centre)) + z * np.sqrt(1 / (4 * np.asarray(n, float)) + self.tau2)
        return np.sin(np.clip(angle, 0, np.pi / 2)) ** 2


def funnel_of(x: np.ndarray, n: np.ndarray) -> Funnel:
    """The funnel around the pooled rate of units with x of n."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    centre = float(x.sum() / n.sum())
    z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(centre)))
    low, high = np.quantile(z, [TAIL, 1 - TAIL])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    k, w = len(n), 4 * n
    spread = w.sum() - (w**2).sum() / w.sum()
    return Funnel(centre, max(0.0, (k * phi - (k - 1)) / spread) if k > 1 else 0.0)


def with_funnel(units: pl.DataFrame, level: float = LEVEL) -> pl.DataFrame:
    """Adds centre, lower, upper, lower_998, upper_998, tau2 and flag to the units of one class.

    Expects satisfied_n, valid_n (n ≥ 1, no nulls). `flag` (high, low, within) compares with the pooled rate: high or
    low when the unit is outside the 95 % limits and its exact binomial tail is significant after Holm's adjustment over
    all units.
    """
    x, n = units["satisfied_n"].to_numpy(), units["valid_n"].to_numpy()
    funnel = funnel_of(x, n)
    marked = units.with_columns(
        pl.lit(funnel.centre).alias("centre"),
        *(pl.Series(name, funnel.limit(n, z)) for name, z in LIMITS.items()),
        pl.lit(funnel.tau2).alias("tau2"),
    )
    sure = pl.Series(holm(two_sided(*binomial_tails(x, n, funnel.centre))) <= level)
    rate = pl.col("satisfied_n") / pl.col("valid_n")
    low, high = sure & (rate < pl.col("lower")), sure & (rate > pl.col("upper"))
    flag = pl.when(low).then(pl.lit("low")).when(high).then(pl.lit("high")).otherwise(pl.lit("within"))
    return marked.with_columns(flag=flag)


def limits_at(centre: float, tau2: float, n: np.ndarray) -> pl.DataFrame:
    """The funnel's curves at sizes n: n, centre, lower, upper, lower_998, upper_998."""
    funnel = Funnel(centre, tau2)
    limits = {name: funnel.limit(n, z) for name, z in LIMITS.items()}
    return pl.DataFrame({"n": n, "centre": np.full(len(n), centre), **limits})
