"""Many tests at once: Holm's step-down adjustment keeps the probability of any false alarm at the level of a single
test."""

import numpy as np

from inference.distributions import normal_quantile

LEVEL = 0.05  # of the whole family of tests


def holm(p: np.ndarray, among: int = 0) -> np.ndarray:
    """Adjusted p-values in the given order, as R's p.adjust(method = "holm"); nan means no test.

    among: the number of tests, if larger than the number of p-values given (only the smallest ones are given).
    """
    p = np.asarray(p, float)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = max(among, len(order)) - np.arange(len(order))
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * steps))
    return adjusted


def widened(value: float, limit: float, among: int) -> float:
    """A 95 % limit moved outward so that the intervals of `among` values hold simultaneously (Bonferroni)."""
    reach = normal_quantile(LEVEL / 2 / max(among, 1)) / normal_quantile(LEVEL / 2)
    return value + (limit - value) * float(reach)
