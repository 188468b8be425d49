"""Quantiles and tail probabilities of distributions, from scipy.special, because importing scipy.stats takes longer
than any answer here.

All arguments broadcast; nan gives nan.
"""

import numpy as np
from scipy import special

CONFIDENCE = 0.95  # of every confidence interval


def normal_quantile(p: np.ndarray | float) -> np.ndarray:
    """The p-quantile of the standard normal distribution."""
    return special.ndtri(p)


def normal_tail(z: np.ndarray | float) -> np.ndarray:
    """P(Z > z) for a standard normal variable."""
    return special.ndtr(-np.asarray(z))


def t_quantile(p: float, freedom: np.ndarray) -> np.ndarray:
    """The p-quantile of Student's t; nan where there are no degrees of freedom."""
    return special.stdtrit(np.where(np.asarray(freedom) > 0, freedom, np.nan), p)


def t_tail(t: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """P(T > t) for Student's t; nan where there are no degrees of freedom."""
    return special.stdtr(np.where(np.asarray(freedom) > 0, freedom, np.nan), -np.asarray(t))


def chi2_quantile(p: float, freedom: np.ndarray) -> np.ndarray:
    """The p-quantile of χ²."""
    return 2 * special.gammaincinv(np.asarray(freedom) / 2, p)


def two_sided(less: np.ndarray, more: np.ndarray) -> np.ndarray:
    """The two-sided p of an exact test from both of its tails: twice the smaller one, at most 1."""
    return np.minimum(1.0, 2 * np.minimum(less, more))


def chi2_tail(x: np.ndarray, freedom: int) -> np.ndarray:
    """P(X > x) for χ²."""
    return special.chdtrc(freedom, x)


def beta_quantile(p: np.ndarray | float, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The p-quantile of Beta(a, b)."""
    return special.betaincinv(a, b, p)


def binomial_tails(x: np.ndarray, n: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≤ x) and P(X ≥ x) for n trials, 0 ≤ x ≤ n."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    less = np.where(x >= n, 1.0, special.betaincc(np.minimum(x, n - 1) + 1, n - np.minimum(x, n - 1), rate))
    more = np.where(x <= 0, 1.0, special.betainc(np.maximum(x, 1), n - np.maximum(x, 1) + 1, rate))
    known = ~np.isnan(x + n)
    return np.where(known, less, np.nan), np.where(known, more, np.nan)


def poisson_tails(x: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≤ x) and P(X ≥ x) for a Poisson variable with mean > 0."""
    x = np.asarray(x, float)
    more = np.where(x <= 0, 1.0, special.gammainc(np.maximum(x, 1), mean))
    return special.gammaincc(x + 1, mean), np.where(np.isnan(mean), np.nan, more)
