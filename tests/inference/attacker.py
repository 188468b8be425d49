"""What an attacker can infer from published sums: the least and the greatest possible value of a hidden figure."""

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

from inference.complements import SMALLEST
from inference.lattice import GROUP_LEVELS, KEYS, UNIT_LEVELS


def limits(published: np.ndarray, sums: np.ndarray, asked: np.ndarray) -> list[tuple[float, float]]:
    """(least, most) for each row of `asked`, a sum of non-negative cells; each limit is one linear programme.

    published: one row per published figure, true for the cells that it sums. sums: the values of the published figures.
    asked: rows in the form of `published`. most is infinite where the figure is unbounded. Raises ValueError when no
    cells have these sums.
    """
    sides = csr_array(published.astype(float))

    def end(row: np.ndarray, sign: int) -> float:
        found = linprog(sign * row, A_eq=sides, b_eq=sums, bounds=(0, None), method="highs")
        if found.status == 3:
            return float(-sign * np.inf)
        if found.status != 0:
            raise ValueError(found.message)
        return float(sign * found.fun)

    return [(end(row, 1), end(row, -1)) for row in asked.astype(float)]


def what_is_left_open(lattice: pl.DataFrame, hidden: pl.DataFrame) -> pl.DataFrame:
    """Every figure below SMALLEST with `least` and `most`, the limits that an attacker can compute for it.

    lattice: as returned by `figures`. hidden: its rows that are not published. The attacker is assumed to know which
    cells have no answers.
    """
    figure = ["unit_level", "group_level", *KEYS]
    known = lattice.join(hidden.select(*figure, hidden=True), figure, how="left", nulls_equal=True)
    cells = lattice.filter(pl.col("unit_level") == "unit", pl.col("group_level") == "group")
    parts = np.array([_parts(cells, row) for row in lattice.iter_rows(named=True)])
    public = known["hidden"].is_null().to_numpy()
    small = (lattice["n"] < SMALLEST).to_numpy()
    ends = limits(parts[public], lattice["n"].to_numpy()[public], parts[small])
    return lattice.filter(small).with_columns(
        least=pl.Series([low for low, _ in ends], dtype=pl.Float64),
        most=pl.Series([high for _, high in ends], dtype=pl.Float64),
    )


def _parts(cells: pl.DataFrame, figure: dict) -> np.ndarray:
    """A mask of the cells that a figure sums."""
    keys = [*UNIT_LEVELS[figure["unit_level"]], *GROUP_LEVELS[figure["group_level"]]]
    same = [cells[key].eq_missing(pl.Series([figure[key]], dtype=pl.String)).to_numpy() for key in keys]
    return np.logical_and.reduce([np.ones(cells.height, dtype=bool), *same])
