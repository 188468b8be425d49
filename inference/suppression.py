"""Which small figures may not be shown, and which others must go with them so that nobody can work them back.

A lattice is what can be published of one wave: the answers of each unit by each group, with the totals of units, of
classes of units, of groups inside a class and in the city, and of the city. Fewer than SMALLEST are hidden; with them
so many more (complements) that every hidden figure could still be 0, and still be SMALLEST, for all that is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from inference.attacker import limits
from inference.complements import SMALLEST, Arcs, can_move, is_open, with_complements, with_partners

REST = "…"  # the codes of one kind that are hidden, together
KEYS = ("unit_class", "unit_id", "group")


@dataclass(frozen=True)
class Gone:
    """What is hidden already: codes whose totals are, and pairs of a unit and a group."""

    classes: frozenset = frozenset()
    units: frozenset = frozenset()
    groups: frozenset = frozenset()
    cells: frozenset = frozenset()


NOTHING = Gone()
UNIT_LEVELS = {"city": [], "class": ["unit_class"], "unit": ["unit_class", "unit_id"]}
GROUP_LEVELS = {"all": [], "group": ["group"]}


def hidden_figures(cells: pl.DataFrame, gone: Gone = NOTHING) -> pl.DataFrame:
    """The figures that may not be shown: unit_level (city, class, unit), group_level (all, group), unit_class, unit_id,
    group (null: of all), primary (false: a complement).

    cells: unit_class, unit_id, group, n; one row a unit and group with n > 0. gone: what is hidden elsewhere, so here
    too. Where no complements are found nothing is shown by group, or at last only the city's total.
    """
    lattice = figures(cells)
    every_class = replace(gone, classes=frozenset(cells["unit_class"].unique()))
    for already, by_group in ((gone, True), (every_class, True), (gone, False), (every_class, False)):
        pattern = _hidden(cells, already, by_group)
        if pattern is not None:
            named = lattice.select("unit_level", "group_level", *KEYS).iter_rows()
            hidden = pl.Series([_is_hidden(pattern, *row) for row in named], dtype=pl.Boolean)
            if _all_open(lattice, hidden, pattern):
                break
    else:
        hidden = (lattice["unit_level"] != "city") | (lattice["group_level"] != "all")
    hidden |= lattice["n"] < SMALLEST
    return lattice.filter(hidden).select("unit_level", "group_level", *KEYS, primary=pl.col("n") < SMALLEST)


class Table(NamedTuple):
    """A lattice that is published beside others: its cells as in `hidden_figures`, what its rows and columns are."""

    cells: pl.DataFrame
    rows: str
    columns: str


def jointly_hidden(
    tables: Sequence[Table], gone: Mapping[str, frozenset] = MappingProxyType({})
) -> tuple[list[pl.DataFrame], dict[str, frozenset]]:
    """`hidden_figures` of each, where a total that one of them hides is hidden in all; and these totals' codes by kind.

    Rows and columns of the same name are the same in all tables, the columns of one may be the rows of another: what a
    table hides inside, later ones of the same rows and columns hide too. gone: the codes of totals that are hidden
    already.
    """
    known = dict(gone)
    cells: dict[tuple[str, str], frozenset] = {}
    found: dict[int, pl.DataFrame] = {}
    told: dict[int, list[frozenset]] = {}
    while stale := [at for at, table in enumerate(tables) if told.get(at) != _known_of(table, known)]:
        for at in stale:
            given = _known_of(tables[at], known)
            alike = tables[at].rows, tables[at].columns
            classes, units, groups = given
            found[at] = hidden_figures(tables[at].cells, Gone(classes, units, groups, cells.get(alike, frozenset())))
            inside = found[at].filter(pl.col("unit_level") == "unit", pl.col("group_level") == "group")
            cells[alike] = cells.get(alike, frozenset()) | frozenset(inside.select("unit_id", "group").iter_rows())
            told[at] = [more | own for more, own in zip(given, _totals(found[at]), strict=True)]
            known |= dict(zip(_kinds(tables[at]), told[at], strict=True))
    return [found[at] for at in range(len(tables))], known


def _known_of(table: Table, known: Mapping[str, frozenset]) -> list[frozenset]:
    return [known.get(kind, frozenset()) for kind in _kinds(table)]


def _totals(hidden: pl.DataFrame) -> list[frozenset]:
    """The codes of classes, units and groups whose totals are hidden."""
    totals = (("class", "all", "unit_class"), ("unit", "all", "unit_id"), ("city", "group", "group"))
    return [
        frozenset(hidden.filter(pl.col("unit_level") == units, pl.col("group_level") == groups)[key])
        for units, groups, key in totals
    ]


def _kinds(table: Table) -> tuple[str, str, str]:
    return f"class of {table.rows}", table.rows, table.columns


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


@dataclass
class _Pattern:
    """What is hidden: totals of classes, units and groups; inside a class or unit its groups; or all by group."""

    gone: Gone
    by_group: bool = True
    class_groups: set[tuple] = field(default_factory=set)
    unit_groups: set[tuple] = field(default_factory=set)
    proven: set[tuple] = field(default_factory=set)


def _is_hidden(pattern: _Pattern, unit_level: str, group_level: str, unit_class: Any, unit: Any, group: Any) -> bool:
    gone = pattern.gone
    by_unit = {
        "city": False,
        "class": unit_class in gone.classes,
        "unit": unit in gone.units,
    }[unit_level]
    if group_level == "all" or by_unit:
        return by_unit
    inside = {
        "city": False,
        "class": (unit_class, group) in pattern.class_groups,
        "unit": (unit, group) in pattern.unit_groups,
    }[unit_level]
    return not pattern.by_group or group in gone.groups or inside


def _hidden(cells: pl.DataFrame, gone: Gone, by_group: bool) -> _Pattern | None:
    """From the city down to the units, so that what is hidden above may vary freely below; None: no complements found.

    Groups (classes) whose totals are gone count as one together: what is known of them is the rest of the published.
    """
    if not by_group:
        cells = cells.with_columns(group=pl.lit(None, pl.String))
    groups = _partners(cells, "group", "unit_id", gone.groups) if by_group else frozenset()
    if groups is None:
        return None
    merged = _merged(cells, "group", groups)
    classes = _partners(merged, "unit_class", "group", gone.classes)
    if classes is None:
        return None
    rows, columns, table = _table(_merged(merged, "unit_class", classes), "unit_class", "group")
    above = with_complements(table, np.zeros(len(rows), dtype=bool), np.zeros(table.shape, dtype=bool))
    if above is None:
        return None
    pattern = _Pattern(replace(gone, classes=classes, groups=groups), by_group)
    whole = _merged(cells, "unit_class", classes)
    for at, block in enumerate(rows):
        lost = frozenset(columns[column] for column in np.flatnonzero(above[at]))
        pattern.class_groups |= {(block, group) for group in lost}
        inside = whole.filter(pl.col("unit_class").eq_missing(pl.lit(block, pl.String)))
        if not _hide_inside(inside, gone, pattern, lost | groups):
            return None
    return pattern


def _all_open(lattice: pl.DataFrame, hidden: pl.Series, pattern: _Pattern) -> bool:
    """Whether every small figure could be 0 and could be SMALLEST, looked at across all classes.

    The lattice is a network: from the city by its groups, the groups of a class and of a unit, to the units' totals,
    those of the classes and back. What is proven inside of one class is open in it.
    """
    rows = lattice.filter(hidden)
    places: dict[tuple, int] = {}
    ends = [
        [places.setdefault(end, len(places)) for end in _ends(*row)]
        for row in rows.select("unit_level", "group_level", *KEYS).iter_rows()
    ]
    tails, heads = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    arcs = Arcs(tails, heads, rows["n"].to_numpy())
    for own, row in enumerate(rows.iter_rows(named=True)):
        proven = (row["unit_id"], row["group"]) in pattern.proven
        if row["n"] < SMALLEST and not proven:
            falls = can_move(arcs, own, rising=False) >= row["n"]
            if not falls or can_move(arcs, own, rising=True) < SMALLEST - row["n"]:
                return False
    return True


def _ends(unit_level: str, group_level: str, unit_class: Any, unit: Any, group: Any) -> tuple[tuple, tuple]:
    """Where a figure's arc begins and ends."""
    city: tuple = ("city",)
    above = {"city": city, "class": ("group", group), "unit": ("class", unit_class, group)}
    below = {"city": ("group", group), "class": ("class", unit_class, group), "unit": ("unit", unit)}
    if group_level == "group":
        return above[unit_level], below[unit_level]
    return (("unit", unit), ("class", unit_class)) if unit_level == "unit" else (("class", unit_class), city)


def _hide_inside(block: pl.DataFrame, gone: Gone, pattern: _Pattern, lost: frozenset) -> bool:
    """Adds the units of a class, and their groups, that are hidden; lost: the groups that are hidden in the class."""
    merged = _merged(block, "group", lost)
    units = _partners(merged, "unit_id", "group", gone.units)
    if units is None:
        return False
    rows, columns, table = _table(merged, "unit_id", "group")
    already = np.array([[(row, column) in gone.cells for column in columns] for row in rows])
    hidden = with_complements(table, np.array([row in units for row in rows]), already)
    if hidden is None:
        return False
    pattern.gone = replace(pattern.gone, units=pattern.gone.units | units)
    inside = {(rows[row], columns[column]) for row, column in np.argwhere(hidden)}
    pattern.unit_groups |= inside | set(product(rows, lost))
    pattern.proven |= _proven(block, pattern) if lost else inside
    return True


def _proven(block: pl.DataFrame, pattern: _Pattern) -> set[tuple]:
    """The small cells of a class that are open with all of its totals as they are."""
    rows, columns, table = _table(block, "unit_id", "group")
    hidden = np.array([[(row, column) in pattern.unit_groups for column in columns] for row in rows])
    gone = np.array([row in pattern.gone.units for row in rows])
    hidden |= gone[:, None] | np.array([column in pattern.gone.groups for column in columns])
    small = np.argwhere((table > 0) & (table < SMALLEST))
    return {(rows[row], columns[column]) for row, column in small if is_open(table, hidden, gone, row, column)}


def _merged(cells: pl.DataFrame, key: str, codes: frozenset) -> pl.DataFrame:
    """The cells with these codes as one, named REST."""
    if not codes:
        return cells
    known = pl.col(key).is_in([code for code in codes if code is not None])
    one = known | pl.col(key).is_null() if None in codes else known
    return cells.with_columns(pl.when(one.fill_null(False)).then(pl.lit(REST)).otherwise(pl.col(key)).alias(key))


def _table(cells: pl.DataFrame, rows: str, columns: str) -> tuple[list, list, np.ndarray]:
    """The codes of rows and columns, and how many answered."""
    places = [{code: at for at, code in enumerate(cells[key].unique(maintain_order=True))} for key in (rows, columns)]
    table = np.zeros([len(place) for place in places], dtype=np.int64)
    for row, column, n in cells.select(rows, columns, "n").iter_rows():
        table[places[0][row], places[1][column]] += n
    return list(places[0]), list(places[1]), table


def _partners(cells: pl.DataFrame, key: str, across: str, gone: frozenset) -> frozenset | None:
    """The codes whose totals are hidden: those that are gone, small ones, and the partners that they need."""
    rows, _, table = _table(cells, key, across)
    hidden = with_partners(table, np.array([row in gone for row in rows], dtype=bool))
    return None if hidden is None else frozenset(rows[at] for at in np.flatnonzero(hidden))
