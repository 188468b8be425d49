"""Quantiles and tails of distributions, by scipy.special: importing scipy.stats takes longer than any answer here.

All arguments broadcast; a nan gives a nan.
"""

import numpy as np
from scipy import special


def normal_quantile(p: np.ndarray | float) -> np.ndarray:
    """The value that a standard normal variable stays below with probability p."""
    return special.ndtri(p)


def normal_tail(z: np.ndarray | float) -> np.ndarray:
    """P(Z > z) of a standard normal variable."""
    return special.ndtr(-np.asarray(z))


def t_quantile(p: float, freedom: np.ndarray) -> np.ndarray:
    """The p-quantile of Student's t; nan where there is no degree of freedom."""
    return special.stdtrit(np.where(np.asarray(freedom) > 0, freedom, np.nan), p)


def chi2_quantile(p: float, freedom: np.ndarray) -> np.ndarray:
    """The p-quantile of χ²."""
    return 2 * special.gammaincinv(np.asarray(freedom) / 2, p)


def chi2_tail(x: np.ndarray, freedom: int) -> np.ndarray:
    """P(X > x) of χ²."""
    return special.chdtrc(freedom, x)


def beta_quantile(p: np.ndarray | float, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The p-quantile of Beta(a, b)."""
    return special.betaincinv(a, b, p)


def binomial_tails(x: np.ndarray, n: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≤ x) and P(X ≥ x) of n trials, 0 ≤ x ≤ n."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    less = np.where(x >= n, 1.0, special.betaincc(np.minimum(x, n - 1) + 1, n - np.minimum(x, n - 1), rate))
    more = np.where(x <= 0, 1.0, special.betainc(np.maximum(x, 1), n - np.maximum(x, 1) + 1, rate))
    known = ~np.isnan(x + n)
    return np.where(known, less, np.nan), np.where(known, more, np.nan)


def poisson_tails(x: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≤ x) and P(X ≥ x) of a Poisson variable with a mean above 0."""
    x = np.asarray(x, float)
    more = np.where(x <= 0, 1.0, special.gammainc(np.maximum(x, 1), mean))
    return special.gammaincc(x + 1, mean), np.where(np.isnan(mean), np.nan, more)
