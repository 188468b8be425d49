"""Many tests at once: p-values judged so that the chance of even one false alarm stays what it is for one test."""

import numpy as np


def holm(p: np.ndarray) -> np.ndarray:
    """Holm's adjusted p-values, in the order given; NaN (no test) stays NaN and counts for nothing.

    Source: Holm (1979), as R's p.adjust(method = "holm").
    """
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    left = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * left), 1)
    return adjusted
