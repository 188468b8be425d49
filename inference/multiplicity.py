"""Many tests at once: Holm's step-down adjustment keeps the chance of one false alarm at the level of a single test."""

import numpy as np

LEVEL = 0.05  # of the whole family


def holm(p: np.ndarray) -> np.ndarray:
    """Adjusted p-values, in the order given, as R's p.adjust(method = "holm"); a nan is no test."""
    p = np.asarray(p, float)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = np.arange(len(order), 0, -1)
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * steps))
    return adjusted
