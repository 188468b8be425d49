"""Small units drawn towards what is usual for their class: beta-binomial empirical Bayes."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import optimize, special, stats

from inference.intervals import exact_share

# A prior worth as many answers as this is a common rate: no unit differs from it by more than chance.
COMMON = 1e6


@dataclass(frozen=True)
class Prior:
    """How the true rates of a class are spread: Beta(a, b). `common`: not at all, they are all the pooled rate."""

    a: float
    b: float
    common: bool


def prior_of(x: np.ndarray, n: np.ndarray) -> Prior:
    """The prior under which the units' x of n are most probable."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    pooled = x.sum() / n.sum()
    if pooled in (0, 1) or len(x) < 2:
        return Prior(pooled * COMMON, (1 - pooled) * COMMON, True)

    def improbability(at: np.ndarray) -> float:
        mean, worth = special.expit(at[0]), np.exp(at[1])
        a, b = mean * worth, (1 - mean) * worth
        return -float((special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum())

    starts = [np.array([special.logit(pooled), np.log(worth)]) for worth in (20, 200, 2000)]
    ends = [(None, None), (np.log(1e-2), np.log(COMMON))]
    fit = min((optimize.minimize(improbability, at, bounds=ends, method="L-BFGS-B") for at in starts), key=lambda f: f.fun)
    binomial = -float((special.xlogy(x, pooled) + special.xlog1py(n - x, -pooled)).sum())
    if binomial - fit.fun < 1e-3 or fit.x[1] > np.log(COMMON) - 0.5:
        return Prior(pooled * COMMON, (1 - pooled) * COMMON, True)
    mean, worth = special.expit(fit.x[0]), np.exp(fit.x[1])
    return Prior(float(mean * worth), float((1 - mean) * worth), False)


def with_shrinkage(units: pl.DataFrame) -> pl.DataFrame:
    """Adds shrunk (0–1) with its limits lower and upper, pooled, prior_n and common to the units of one class.

    Expects satisfied_n, valid_n (n ≥ 1, no nulls). The limits are the 95 % of the posterior Beta(x + a, n − x + b).
    `prior_n` = a + b, how many answers the class lends each unit; null where the rate is common: then every unit is shown
    at the pooled rate, with the exact limits of that.
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
        lower, upper = stats.beta.ppf([[0.025], [0.975]], a, b)
    return units.with_columns(
        shrunk=pl.Series(middle),
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        pooled=pl.lit(pooled, pl.Float64),
        prior_n=pl.lit(worth, pl.Float64),
        common=pl.lit(prior.common),
    )
