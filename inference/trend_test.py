"""Do proportions rise or fall over the years? The Cochran–Armitage test, as R's prop.trend.test."""

from dataclasses import dataclass

import numpy as np

from inference.distributions import normal_tail


@dataclass(frozen=True)
class Trend:
    """`z` > 0: rising. `p`: two-sided, under no trend."""

    z: float
    p: float


def trend_of(year: np.ndarray, x: np.ndarray, n: np.ndarray) -> Trend | None:
    """The trend of x of n over the years; None with fewer than three years, or when all or none are satisfied."""
    year, x, n = (np.asarray(each, float) for each in (year, x, n))
    if len(year) < 3 or x.sum() in (0, n.sum()):
        return None
    p = x.sum() / n.sum()
    away = year - (n * year).sum() / n.sum()
    z = (x * away).sum() / np.sqrt(p * (1 - p) * (n * away**2).sum())
    return Trend(float(z), float(2 * normal_tail(abs(z))))
