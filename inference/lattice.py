"""The figures of a lattice: city, classes and units; all answers and each group."""

from itertools import product

import polars as pl

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
