"""Which small figures must be suppressed, and which others must be suppressed with them so that nobody can compute
them.

A lattice holds the figures that can be published of one wave: the answers of each unit by group, and the totals of
units, of classes, of groups inside a class and in the city, and of the city. Figures below SMALLEST are hidden,
together with so many others (complements) that both 0 and SMALLEST stay possible for every small figure, given all
published figures. A published figure reveals its answers in every slice (each answer code), so the proof holds slice by
slice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from inference.complements import SMALLEST, Arcs, can_vary, is_open, with_complements, with_partners
from inference.lattice import KEYS, figures

REST = "…"  # stands for all hidden codes of one kind


@dataclass(frozen=True)
class Gone:
    """What is already hidden: the codes whose totals are hidden, and pairs (unit, group) of hidden cells."""

    classes: frozenset = frozenset()
    units: frozenset = frozenset()
    groups: frozenset = frozenset()
    cells: frozenset = frozenset()


NOTHING = Gone()
_FIGURE = dict.fromkeys(("unit_level", "group_level", *KEYS), pl.String)


def hidden_figures(cells: pl.DataFrame, gone: Gone = NOTHING) -> pl.DataFrame:
    """The figures that must be hidden: unit_level (city, class, unit), group_level (all, group), unit_class, unit_id,
    group (null: all groups), primary (false: a complement).

    cells: unit_class, unit_id, group, slice, n; one row per unit, group and slice with n > 0. gone: figures hidden
    elsewhere, also hidden here. Without complements all figures by group are hidden, at last all but the city's total.
    """
    of_groups = cells.group_by(KEYS).agg(pl.col("n").sum())["n"]  # every other figure is a sum of these
    if gone == NOTHING and cells.height and (of_groups >= SMALLEST).all():
        return pl.DataFrame(schema=_FIGURE | {"primary": pl.Boolean})
    lattice = figures(cells)
    hidden = pl.Series(_first_open(cells, lattice, gone), dtype=pl.Boolean) | (lattice["n"] < SMALLEST)
    return lattice.filter(hidden).select(*_FIGURE, primary=pl.col("n") < SMALLEST)


def _first_open(cells: pl.DataFrame, lattice: pl.DataFrame, gone: Gone) -> list[bool]:
    """For each figure whether the first pattern that leaves every small figure open hides it. Each pattern hides more
    than the previous one: groups of more and more classes, then class totals, then all figures by group, finally all
    but the city's total."""
    if cells["n"].sum() < SMALLEST:
        return [True] * lattice.height
    classes = frozenset(cells["unit_class"].unique())
    slices = _slices(cells, lattice)
    for already, by_group in product((gone, replace(gone, classes=classes)), (True, False)):
        together: frozenset | None = frozenset()
        while together is not None:
            try:
                pattern = _hidden(cells, already, by_group, together)
                rows = lattice.select(*_FIGURE).iter_rows()
                hidden = [_is_hidden(pattern, *row) for row in rows]
                _prove(lattice, slices, pl.Series(hidden, dtype=pl.Boolean), pattern)
                return hidden
            except _ClosedError as closed:
                together = _with_one_more(cells, together, closed.unit_class) if by_group else None
    return [levels != ("city", "all") for levels in lattice.select("unit_level", "group_level").iter_rows()]


class _ClosedError(Exception):
    """A small figure of this class cannot be left open."""

    def __init__(self, unit_class: Any) -> None:
        self.unit_class = unit_class


def _with_one_more(cells: pl.DataFrame, together: frozenset, unit_class: Any) -> frozenset | None:
    """`together`, the given class and the smallest class not yet in it; None when all classes are."""
    sizes = cells.group_by("unit_class").agg(pl.col("n").sum()).sort("n", "unit_class")["unit_class"]
    more = [unit_class] if unit_class in sizes else []
    others = [each for each in sizes if each not in together and each not in more]
    return together | frozenset([*more, *others[:1]]) if others else None


class Table(NamedTuple):
    """One of several lattices that are published: its cells as in `hidden_figures`, and the kinds of its rows and
    columns."""

    cells: pl.DataFrame
    rows: str
    columns: str


def jointly_hidden(
    tables: Sequence[Table], gone: Mapping[str, frozenset] = MappingProxyType({})
) -> tuple[list[pl.DataFrame], dict[str, frozenset]]:
    """`hidden_figures` of each table, where a total hidden in one table is hidden in all; and the codes of these totals
    by kind.

    Rows and columns with the same name are the same in all tables; the columns of one table may be the rows of another.
    What a table hides inside is also hidden in later tables with the same rows and columns. gone: codes of totals that
    are already hidden, by kind.
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


@dataclass
class _Pattern:
    """What is hidden: totals of classes, units and groups; groups inside a class or unit; or (by_group false) all
    figures by group. The groups of the classes in `together` are hidden too; only the sum of these classes is known."""

    gone: Gone
    by_group: bool = True
    together: frozenset = frozenset()
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
        "class": unit_class in pattern.together or (unit_class, group) in pattern.class_groups,
        "unit": (unit, group) in pattern.unit_groups,
    }[unit_level]
    return not pattern.by_group or group in gone.groups or inside


def _hidden(cells: pl.DataFrame, gone: Gone, by_group: bool, together: frozenset) -> _Pattern:
    """The pattern found from the city down to the units, so that what is hidden above can vary freely below.

    Groups (classes) with hidden totals are merged into one: only their sum is known, as the published remainder. Raises
    _ClosedError where no complements are found.
    """
    if not by_group:
        cells = cells.with_columns(group=pl.lit(None, pl.String))
    groups = _partners(cells, "group", "unit_id", gone.groups) if by_group else frozenset()
    merged = _merged(cells, "group", groups)
    classes = _partners(merged, "unit_class", "group", gone.classes)
    block = classes | together
    rows, columns, table = _table(_merged(merged, "unit_class", block), "unit_class", "group")
    above = with_complements(table, np.zeros(len(rows), dtype=bool), np.zeros(table.shape[:2], dtype=bool))
    if above is None:
        raise _ClosedError(None)
    pattern = _Pattern(replace(gone, classes=classes, groups=groups), by_group, together)
    whole = _merged(cells.with_columns(own=pl.col("unit_class")), "unit_class", block)
    whole = _merged(whole, "own", classes)
    for at, name in enumerate(rows):
        lost = frozenset(columns[column] for column in np.flatnonzero(above[at]))
        inside = whole.filter(pl.col("unit_class").eq_missing(pl.lit(name, pl.String)))
        pattern.class_groups |= {(name, group) for group in lost}
        _hide_inside(inside, gone, pattern, lost | groups)
    return pattern


def _slices(cells: pl.DataFrame, lattice: pl.DataFrame) -> np.ndarray:
    """The number of answers of each slice in each figure of the lattice: figures × slices."""
    coded = cells.with_columns(slice=pl.col("slice").rank("dense") - 1)
    at = lattice.select(*_FIGURE).with_row_index("at")
    counted = figures(coded, "slice").join(at, list(_FIGURE), nulls_equal=True)
    found = np.zeros((lattice.height, coded["slice"].n_unique()), dtype=np.int64)
    found[counted["at"].to_numpy(), counted["slice"].to_numpy()] = counted["n"].to_numpy()
    return found


def _prove(lattice: pl.DataFrame, slices: np.ndarray, hidden: pl.Series, pattern: _Pattern) -> None:
    """Raises _ClosedError unless every small figure could be 0 and could be SMALLEST, judged across all classes.

    The lattice is a network: from the city to its groups, the groups of a class and of a unit, the totals of units and
    of classes, and back to the city. Cells proven open inside a class are not tested again.
    """
    rows = lattice.filter(hidden)
    places: dict[tuple, int] = {}
    ends = [[places.setdefault(end, len(places)) for end in _ends(*row)] for row in rows.select(*_FIGURE).iter_rows()]
    tails, heads = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    arcs = Arcs(tails, heads, slices[hidden.to_numpy()])
    for own, row in enumerate(rows.iter_rows(named=True)):
        proven = row["group_level"] == "group" and (row["unit_id"], row["group"]) in pattern.proven
        if row["n"] < SMALLEST and not proven and not can_vary(arcs, own):
            raise _ClosedError(row["unit_class"])


def _ends(unit_level: str, group_level: str, unit_class: Any, unit: Any, group: Any) -> tuple[tuple, tuple]:
    """The start and end node of a figure's arc."""
    city: tuple = ("city",)
    above = {"city": city, "class": ("group", group), "unit": ("class", unit_class, group)}
    below = {"city": ("group", group), "class": ("class", unit_class, group), "unit": ("unit", unit)}
    if group_level == "group":
        return above[unit_level], below[unit_level]
    return (("unit", unit), ("class", unit_class)) if unit_level == "unit" else (("class", unit_class), city)


def _hide_inside(block: pl.DataFrame, gone: Gone, pattern: _Pattern, lost: frozenset) -> None:
    """Adds to the pattern the hidden units of a class and their hidden groups. lost: the groups hidden in the class.

    Classes that are merged (`together`) keep their own totals (`own`), so their hidden units must match these totals.
    """
    merged = _merged(block, "group", lost)
    classes = merged.partition_by("own", maintain_order=True)
    units = frozenset().union(*(_partners(each, "unit_id", "group", gone.units) for each in classes))
    rows, columns, table = _table(merged, "unit_id", "group")
    already = np.array([[(row, column) in gone.cells for column in columns] for row in rows])
    hidden = with_complements(table, np.array([row in units for row in rows]), already)
    if hidden is None:
        raise _ClosedError(block["unit_class"][0])
    pattern.gone = replace(pattern.gone, units=pattern.gone.units | units)
    inside = {(rows[row], columns[column]) for row, column in np.argwhere(hidden)}
    pattern.unit_groups |= inside | set(product(rows, lost))
    if len(classes) == 1:
        pattern.proven |= _proven(block, pattern) if lost else inside


def _proven(block: pl.DataFrame, pattern: _Pattern) -> set[tuple]:
    """The small cells of a class that are open when all totals of the class are fixed."""
    rows, columns, table = _table(block, "unit_id", "group")
    hidden = np.array([[(row, column) in pattern.unit_groups for column in columns] for row in rows])
    gone = np.array([row in pattern.gone.units for row in rows])
    hidden |= gone[:, None] | np.array([column in pattern.gone.groups for column in columns])
    n = table.sum(axis=2)
    small = np.argwhere((n > 0) & (n < SMALLEST))
    return {(rows[row], columns[column]) for row, column in small if is_open(table, hidden, gone, row, column)}


def _merged(cells: pl.DataFrame, key: str, codes: frozenset) -> pl.DataFrame:
    """The cells with these codes replaced by REST."""
    if not codes:
        return cells
    known = pl.col(key).is_in([code for code in codes if code is not None])
    one = known | pl.col(key).is_null() if None in codes else known
    return cells.with_columns(pl.when(one.fill_null(False)).then(pl.lit(REST)).otherwise(pl.col(key)).alias(key))


def _table(cells: pl.DataFrame, rows: str, columns: str) -> tuple[list, list, np.ndarray]:
    """The codes of the rows and of the columns, and the counts: rows × columns × slices."""
    keys = (rows, columns, "slice")
    codes = [cells[key].unique(maintain_order=True).to_list() for key in keys]
    places = [
        cells[key].replace_strict(known, range(len(known)), return_dtype=pl.Int64).to_numpy()
        for key, known in zip(keys, codes, strict=True)
    ]
    table = np.zeros([len(known) for known in codes], dtype=np.int64)
    np.add.at(table, tuple(places), cells["n"].to_numpy())
    return codes[0], codes[1], table


def _partners(cells: pl.DataFrame, key: str, across: str, gone: frozenset) -> frozenset:
    """The codes whose totals are hidden: those already hidden, small ones, and the partners that they need. Raises
    _ClosedError where there are none."""
    rows, _, table = _table(cells, key, across)
    hidden = with_partners(table, np.array([row in gone for row in rows], dtype=bool))
    if hidden is None:
        raise _ClosedError(cells["unit_class"][0] if key == "unit_id" else None)
    return frozenset(rows[at] for at in np.flatnonzero(hidden))
