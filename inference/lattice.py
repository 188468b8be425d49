"""The figures of a lattice (city, classes and units; all answers and each group), and what an attacker can infer from
them."""

from itertools import product

import numpy as np
import polars as pl

from inference.attacker import limits
from inference.complements import SMALLEST

KEYS = ("unit_class", "unit_id", "group")
UNIT_LEVELS = {"city": [], "class": ["unit_class"], "unit": ["unit_class", "unit_id"]}
GROUP_LEVELS = {"all": [], "group": ["group"]}


def figures(cells: pl.DataFrame, *apart: str) -> pl.DataFrame:
    """Every figure of the lattice, one row each: unit_level, group_level, unit_class, unit_id, group, n; one row per
    value of the `apart` columns as well, which are kept."""
    parts = []
    for (unit_level, units), (group_level, groups) in product(UNIT_LEVELS.items(), GROUP_LEVELS.items()):
        keys = [*units, *groups, *apart]
        total = pl.col("n").cast(pl.Int64).sum()
        sums = cells.group_by(keys, maintain_order=True).agg(total) if keys else cells.select(total)
        absent = [pl.lit(None, pl.String).alias(key) for key in KEYS if key not in keys]
        sums = sums.with_columns(*absent, unit_level=pl.lit(unit_level), group_level=pl.lit(group_level))
        parts.append(sums.select("unit_level", "group_level", *KEYS, *apart, "n"))
    return pl.concat(parts)


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
