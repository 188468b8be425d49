"""Many tests at once: Holm's step-down adjustment keeps the chance of one false alarm at the level of a single test."""

import numpy as np

from inference.distributions import normal_quantile

LEVEL = 0.05  # of the whole family


def holm(p: np.ndarray, among: int = 0) -> np.ndarray:
    """Adjusted p-values, in the order given, as R's p.adjust(method = "holm"); a nan is no test.

    among: how many tests there were, where only the promising ones are given.
    """
    p = np.asarray(p, float)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = max(among, len(order)) - np.arange(len(order))
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * steps))
    return adjusted


def widened(value: float, limit: float, among: int) -> float:
    """A 95 % limit moved out so far that as many as `among` intervals all hold at once (Bonferroni)."""
    reach = normal_quantile(LEVEL / 2 / max(among, 1)) / normal_quantile(LEVEL / 2)
    return value + (limit - value) * float(reach)
