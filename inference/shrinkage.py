"""Shrinkage of unit rates towards the pooled rate of their class: beta-binomial empirical Bayes."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from inference.distributions import beta_quantile
from inference.intervals import exact_share

# A prior with the weight of this many answers means a common rate: units differ by chance only.
COMMON = 1e6
EXACT = {"ftol": 1e-12, "gtol": 1e-9, "xtol": 1e-10}


@dataclass(frozen=True)
class Prior:
    """The distribution of true rates in a class: Beta(a, b). `common`: no spread, every unit has the pooled rate."""

    a: float
    b: float
    common: bool


def prior_of(x: np.ndarray, n: np.ndarray) -> Prior:
    """The prior with the greatest likelihood for units with x of n."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    pooled = x.sum() / n.sum()
    common = Prior(pooled * COMMON, (1 - pooled) * COMMON, True)
    if pooled in (0, 1) or _spread(x, n, pooled) <= 0:
        return common
    from scipy import optimize  # imported here: the import takes as long as the search

    # The search runs over the logit of the mean and the log of a + b, so that a and b stay positive.
    start = np.array([special.logit(pooled), np.log(_worth(x, n, pooled))])
    ends = [(None, None), (np.log(1e-2), np.log(COMMON))]
    fit = optimize.minimize(_improbability, start, (x, n), "TNC", jac=True, bounds=ends, options=EXACT)
    mean, worth = special.expit(fit.x[0]), np.exp(fit.x[1])
    return common if worth > 0.99 * COMMON else Prior(float(mean * worth), float((1 - mean) * worth), False)


def _spread(x: np.ndarray, n: np.ndarray, pooled: float) -> float:
    """The slope of the log-likelihood in 1 / (a + b) at 0; > 0: units differ by more than chance (Tarone 1979)."""
    return float((x * (x - 1) / pooled + (n - x) * (n - x - 1) / (1 - pooled) - n * (n - 1)).sum() / 2)


def _worth(x: np.ndarray, n: np.ndarray, pooled: float) -> float:
    """a + b by the method of moments: the start value of the search."""
    square = ((x - n * pooled) ** 2).sum() / (pooled * (1 - pooled))
    correlation = (square - n.sum()) / (n * (n - 1)).sum()
    return float(np.clip(1 / max(correlation, 1e-9) - 1, 1, COMMON / 2))


def _improbability(at: np.ndarray, x: np.ndarray, n: np.ndarray) -> tuple[float, np.ndarray]:
    """Minus the beta-binomial log-likelihood (without its constant), and its gradient in logit(mean) and log(a + b)."""
    mean, worth = special.expit(at[0]), np.exp(at[1])
    a, b = mean * worth, (1 - mean) * worth
    likely = (special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum()
    both = (special.digamma(n + worth) - special.digamma(worth)).sum()
    along_a = (special.digamma(x + a) - special.digamma(a)).sum() - both
    along_b = (special.digamma(n - x + b) - special.digamma(b)).sum() - both
    slope = np.array([worth * mean * (1 - mean) * (along_a - along_b), a * along_a + b * along_b])
    return -float(likely), -slope


def with_shrinkage(units: pl.DataFrame) -> pl.DataFrame:
    """Adds shrunk (0–1) with its limits lower and upper, pooled, prior_n and common to the units of one class.

    Expects satisfied_n, valid_n (n ≥ 1, no nulls). The limits enclose 95 % of the posterior Beta(x + a, n − x + b).
    `prior_n` = a + b is the weight of the prior in answers. Where the rate is common, it is null and every unit gets
    the pooled rate with its exact limits.
    """
    x, n = units["satisfied_n"].to_numpy(), units["valid_n"].to_numpy()
    prior = prior_of(x, n)
    pooled = x.sum() / n.sum()
    if prior.common:
        low, high = exact_share(x.sum(), n.sum())
        middle, worth = np.full(len(x), pooled), None
        lower, upper = np.full(len(x), low), np.full(len(x), high)
    else:
        a, b = x + prior.a, n - x + prior.b
        middle, worth = a / (a + b), prior.a + prior.b
        lower, upper = beta_quantile(np.array([[0.025], [0.975]]), a, b)
    return units.with_columns(
        shrunk=pl.Series(middle),
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        pooled=pl.lit(pooled, pl.Float64),
        prior_n=pl.lit(worth, pl.Float64),
        common=pl.lit(prior.common),
    )
