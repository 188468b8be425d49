"""Which small figures may not be shown, and which others must go with them so that nobody can work them back.

A lattice is what can be published of one wave: the answers of each unit by each group, with the totals of units, of
classes of units, of groups inside a class and in the city, and of the city. Fewer than SMALLEST are hidden; with them
so many more (complements) that every hidden figure could still be 0, and still be SMALLEST, for all that is published.
"""

from itertools import product

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from inference.attacker import limits

SMALLEST = 10
KEYS = ("unit_class", "unit_id", "group")
UNIT_LEVELS = {"city": [], "class": ["unit_class"], "unit": ["unit_class", "unit_id"]}
GROUP_LEVELS = {"all": [], "group": ["group"]}


def hidden_figures(cells: pl.DataFrame) -> pl.DataFrame:
    """The figures that may not be shown: unit_level (city, class, unit), group_level (all, group), unit_class, unit_id,
    group (null: of all), primary (false: a complement).

    cells: unit_class, unit_id, group, n; one row a unit and group with n > 0. Where no complements are found, less is
    shown at all: first nothing by class, then nothing by group, neither of them, at last only the city's total.
    """
    lattice = figures(cells)
    shown = [(True, True), (False, True), (True, False), (False, False)]
    hidden = next((found for by in shown if (found := _hidden(cells, lattice, *by)) is not None), None)
    if hidden is None:
        hidden = (lattice["unit_level"] != "city") | (lattice["group_level"] != "all")
    hidden |= lattice["n"] < SMALLEST
    return lattice.filter(hidden).select("unit_level", "group_level", *KEYS, primary=pl.col("n") < SMALLEST)


def figures(cells: pl.DataFrame) -> pl.DataFrame:
    """Every figure of the lattice, one row each: unit_level, group_level, unit_class, unit_id, group, n."""
    parts = []
    for (unit_level, units), (group_level, groups) in product(UNIT_LEVELS.items(), GROUP_LEVELS.items()):
        keys = [*units, *groups]
        total = pl.col("n").cast(pl.Int64).sum()
        sums = cells.group_by(keys, maintain_order=True).agg(total) if keys else cells.select(total)
        absent = [pl.lit(None, pl.String).alias(key) for key in KEYS if key not in keys]
        sums = sums.with_columns(*absent, unit_level=pl.lit(unit_level), group_level=pl.lit(group_level))
        parts.append(sums.select("unit_level", "group_level", *KEYS, "n"))
    return pl.concat(parts)


def what_is_left_open(lattice: pl.DataFrame, hidden: pl.DataFrame) -> pl.DataFrame:
    """Every figure under SMALLEST with the least and the most that an attacker can make of it.

    lattice: as `figures` gives it; hidden: its rows that are not published. That a cell has no answers is known to him.
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
    """Which cells a figure is the sum of."""
    keys = [*UNIT_LEVELS[figure["unit_level"]], *GROUP_LEVELS[figure["group_level"]]]
    same = [cells[key].eq_missing(pl.Series([figure[key]], dtype=pl.String)).to_numpy() for key in keys]
    return np.logical_and.reduce([np.ones(cells.height, dtype=bool), *same])


def _hidden(cells: pl.DataFrame, lattice: pl.DataFrame, by_class: bool, by_group: bool) -> pl.Series | None:
    """Which figures to hide when classes and groups are shown or not; None when that can't be made safe.

    Inside a block (a class, or the city where classes are not shown) all totals of groups are published, so that blocks
    can be made safe one by one.
    """
    gone: set[tuple] = set()
    blocks = cells.partition_by("unit_class", maintain_order=True) if by_class else [cells]
    for block in blocks:
        units = block["unit_id"].unique(maintain_order=True).to_list()
        groups = block["group"].unique(maintain_order=True).to_list() if by_group else [None]
        table = np.zeros((len(units), len(groups)), dtype=np.int64)
        for unit, group, n in block.select("unit_id", "group", "n").iter_rows():
            table[units.index(unit), groups.index(group) if by_group else 0] += n
        if (table.sum(axis=0) < SMALLEST).any():
            return None
        rows = _with_partners(table)
        hidden = None if rows is None else _with_complements(table, rows) if by_group else rows[:, None]
        if rows is None or hidden is None:
            return None
        gone |= {("unit", "all", units[row], None) for row in np.flatnonzero(rows)}
        gone |= {("unit", "group", units[row], groups[column]) for row, column in np.argwhere(hidden) if by_group}
    figure = lattice.select("unit_level", "group_level", "unit_id", "group").iter_rows()
    hidden_rows = pl.Series([row in gone for row in figure], dtype=pl.Boolean)
    if not by_class:
        hidden_rows |= lattice["unit_level"] == "class"
    if not by_group:
        hidden_rows |= lattice["group_level"] == "group"
    return hidden_rows


def _with_partners(table: np.ndarray) -> np.ndarray | None:
    """The rows whose totals are hidden: the small ones, and the smallest others that their answers could be of."""
    totals = table.sum(axis=1)
    small = np.flatnonzero(totals < SMALLEST)
    gone = totals < SMALLEST
    while not _could_be_of_others(table, small, gone):
        others = [row for row in np.argsort(totals, kind="stable") if not gone[row]]
        if not others:
            return None
        enough = (row for row in others if _could_be_of_others(table, small, gone | (np.arange(len(gone)) == row)))
        gone[next(enough, others[0])] = True
    return gone


def _could_be_of_others(table: np.ndarray, small: np.ndarray, gone: np.ndarray) -> bool:
    """Each small row could be empty, its answers being of other hidden rows, or have SMALLEST out of theirs."""
    for row in small:
        others = gone & (np.arange(len(gone)) != row)
        beside = table[others][:, table[row] > 0].sum(axis=0)
        if (beside == 0).any() or beside.sum() + table[row].sum() < SMALLEST:
            return False
    return True


def _with_complements(table: np.ndarray, gone: np.ndarray) -> np.ndarray | None:
    """The cells to hide: whole rows that are gone, small cells, and as many others as each small cell needs.

    A small cell is open when answers could be shifted among the hidden cells, all totals staying, until it has none and
    until it has SMALLEST. While it is not, the corners of a rectangle are hidden with it: of all rectangles the one
    that hides the fewest more answers for each answer that can be shifted round it (the hypercube method).
    """
    hidden = (table > 0) & (gone[:, None] | (table < SMALLEST))
    for row, column in np.argwhere((table > 0) & (table < SMALLEST)):
        while not _open(table, hidden, gone, row, column):
            price = np.where(hidden, 0, table)
            cost = price + price[:, [column]] + price[row]
            gain = np.minimum(np.minimum(table[:, [column]], table[row]), SMALLEST) * (table > 0)
            gain[row], gain[:, column] = 0, 0
            useful = (gain > 0) & (cost > 0)
            if not useful.any():
                return None
            worth = np.where(useful, cost / np.maximum(gain, 1), np.inf)
            opposite = np.unravel_index(np.argmin(worth), worth.shape)
            hidden[opposite] = hidden[row, opposite[1]] = hidden[opposite[0], column] = True
    return hidden


def _open(table: np.ndarray, hidden: np.ndarray, gone: np.ndarray, row: int, column: int) -> bool:
    """Whether a hidden cell could be 0 and could be SMALLEST. The single rectangles around it mostly prove it."""
    held = np.where(hidden, table, 0)
    beside, above = held[row].copy(), held[:, column].copy()
    beside[column], above[row] = 0, 0
    corner = held * (above > 0)[:, None] * (beside > 0)
    n, lacking = int(table[row, column]), SMALLEST - int(table[row, column])
    by_column = np.minimum(beside, (above[:, None] * (corner > 0)).sum(axis=0))
    falls = corner.sum() >= n or _flow(held, gone, row, column, rising=False) >= n
    return falls and (by_column.max() >= lacking or _flow(held, gone, row, column, rising=True) >= lacking)


def _flow(held: np.ndarray, gone: np.ndarray, row: int, column: int, rising: bool) -> int:
    """How many answers can go into (rising) or out of a cell by shifts among all hidden figures: a maximum flow.

    A cell can give what it has (row → column) and take without bound (column → row); totals that are gone give and take
    among each other, through one more column.
    """
    rows, columns = np.nonzero(held)
    own = (rows == row) & (columns == column)
    rows, columns = rows[~own], columns[~own] + len(held)
    open_rows = np.flatnonzero(gone)
    between = np.full(len(open_rows), sum(held.shape))
    bound = np.full(len(rows) + 2 * len(open_rows), held.sum())
    ways = csr_array(
        (
            np.concatenate([held[held > 0][~own], bound]).astype(np.int32),
            (
                np.concatenate([rows, columns, open_rows, between]),
                np.concatenate([columns, rows, between, open_rows]),
            ),
        ),
        shape=(sum(held.shape) + 1,) * 2,
    )
    ends = (row, len(held) + int(column))
    source, sink = ends if rising else ends[::-1]
    return int(maximum_flow(ways, int(source), int(sink)).flow_value)
