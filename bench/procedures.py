"""Each inference procedure on a hundred units, compared with a bare DuckDB group-by of the same number of answers."""

from collections.abc import Callable
from functools import partial

import duckdb
import numpy as np
import polars as pl

from bench.timing import median_ms, show
from inference.composite import rank_envelope, weight_grid
from inference.control import p_prime, signals
from inference.coupling import coupled, with_limits
from inference.funnel import with_funnel
from inference.intervals import with_ratio
from inference.logrank import against_the_rest
from inference.ranks import with_ranks
from inference.shrinkage import with_shrinkage
from inference.weighted import with_weighted_limits

UNITS = 100
MEASURES = 4
BARE = "select unit, count(*) filter (satisfied) as satisfied_n, count(*) as valid_n from answer group by all"


def main(times: int) -> None:
    """Prints the median time of each procedure, slowest last."""
    dice = np.random.default_rng(2026)
    valid = dice.integers(20, 3_000, UNITS)
    units = pl.DataFrame({"satisfied_n": dice.binomial(valid, dice.beta(90, 6, UNITS)), "valid_n": valid})
    expected = units.with_columns(expected=pl.col("valid_n") * 0.94)
    shares = units.select(value=pl.col("satisfied_n") / pl.col("valid_n"), n="valid_n")
    estimates = shares.select(
        rate="value", variance=0.06 / pl.col("n"), valid_n="n", freedom=pl.col("n") - 4, kish_effect=1.2
    )
    closures = units.select(observed="satisfied_n", expected=pl.col("valid_n") * 0.94, variance=pl.col("valid_n") * 0.1)
    scores = pl.DataFrame(dice.uniform(40, 100, (UNITS, MEASURES)))
    sides = pl.DataFrame({side: dice.uniform(0.3, 1, UNITS) for side in ("u1", "u2")})
    pairs = coupled(sides.with_columns(u1_se=0.02, u2_se=0.03))
    procedures: dict[str, Callable[[], object]] = {
        "funnel": partial(with_funnel, units),
        "rank intervals": partial(with_ranks, units),
        "shrinkage": partial(with_shrinkage, units),
        "case mix": partial(with_ratio, expected, observed="satisfied_n", expected="expected"),
        "weighted limits": partial(with_weighted_limits, estimates, share=True),
        "log-rank": partial(against_the_rest, closures),
        "rank envelope": partial(rank_envelope, scores, [(scores, scores)], [], weight_grid(MEASURES)),
        "coupling limits": partial(with_limits, pairs),
        "control chart": lambda: signals(p_prime(shares)),
    }
    reference = median_ms(_bare(units), times)
    taken = {name: median_ms(procedure, times) for name, procedure in procedures.items()}
    rows = [("(bare group-by)", f"{reference:.1f}", "1.0")]
    rows += [
        (name, f"{ms:.1f}", f"{ms / reference:.1f}") for name, ms in sorted(taken.items(), key=lambda pair: pair[1])
    ]
    show(f"Inference for {UNITS} units, median of {times}", ("procedure", "ms", "ratio"), rows)


def _bare(units: pl.DataFrame) -> Callable[[], object]:
    """The group-by that computes such units from single answers."""
    connection = duckdb.connect()
    connection.register("unit", units.with_row_index("unit"))
    connection.execute(
        "create table answer as select unit, unnest(range(valid_n)) < satisfied_n as satisfied from unit"
    )
    return lambda: connection.sql(BARE).pl()
