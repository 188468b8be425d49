"""Habits and faults of clerks: harmless variants that must load, and faults that must be rejected with a message.

A fault is a function (columns, row, rng) that changes one cell of one row in place.
"""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from data.demo import units

Columns = dict[str, list[Any]]
Fault = Callable[[Columns, int, np.random.Generator], None]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _known() -> tuple[list[str], dict[str, list[str]], set[str]]:
    frame = units.directory()
    names = frame["unit"].to_list()
    short = {
        unit: [alias for alias in (aliases or "").split("、") if alias]
        for unit, aliases in frame.select("unit", "aliases").iter_rows()
    }
    return names, short, set(names) | {alias for aliases in short.values() for alias in aliases}


NAMES, ALIASES, KNOWN = _known()


def full_width(header: str) -> Fault:
    """Digits typed with a Chinese input method: 2019 → ２０１９. Harmless."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        if columns[header][row] is not None:
            columns[header][row] = str(columns[header][row]).translate(FULL_WIDTH)

    return spoil


def short_name(header: str) -> Fault:
    """The unit by one of its short names: 市人社局. Harmless."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        if aliases := ALIASES.get(columns[header][row]):
            columns[header][row] = str(rng.choice(aliases))

    return spoil


def spaced(header: str) -> Fault:
    """Spaces around and inside a word: “ 市教育局”, “市 教育局”. Harmless."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        word = columns[header][row]
        columns[header][row] = f" {word}" if rng.random() < 0.5 else f"{word[:1]}\u3000{word[1:]}"

    return spoil


def misspelt(header: str) -> Fault:
    """Two characters of the unit's name exchanged; the message must suggest the nearest name of the directory."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        name = columns[header][row]
        at = len(name) // 2
        wrong = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
        columns[header][row] = f"{name}办公处" if wrong in KNOWN else wrong

    return spoil


def two_units(header: str) -> Fault:
    """Two units in one cell: 市民政局、市司法局."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        other = str(rng.choice([name for name in NAMES if name != columns[header][row]]))
        columns[header][row] += str(rng.choice(["、", "；", "\n"])) + other

    return spoil


def replaced(header: str, *wrong: Any) -> Fault:
    """The cell replaced by an unreadable value (None = left empty)."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        columns[header][row] = wrong[int(rng.integers(len(wrong)))]

    return spoil


def repeated(*headers: str) -> Fault:
    """The key cells of the row above, typed again."""

    def spoil(columns: Columns, row: int, rng: np.random.Generator) -> None:
        for header in headers:
            columns[header][row] = columns[header][max(row - 1, 0)]

    return spoil


def spoil_rows(
    columns: Columns, share: float, faults: list[Fault], rng: np.random.Generator, spare: Collection[int] = ()
) -> set[int]:
    """Puts one fault into each of a share of the rows, in place, except rows in `spare`. Returns their indices."""
    total = len(next(iter(columns.values())))
    candidates = np.setdiff1d(np.arange(total), np.array(sorted(spare), dtype=int))
    wanted = max(1, round(share * total)) if len(candidates) else 0
    chosen = rng.choice(candidates, min(wanted, len(candidates)), replace=False)
    for row in chosen:
        faults[int(rng.integers(len(faults)))](columns, int(row), rng)
    return {int(row) for row in chosen}


def each_once(columns: Columns, faults: list[Fault], rng: np.random.Generator, among: Collection[int] = ()) -> set[int]:
    """Puts each fault into a row of its own, in place. `among`: rows to choose from, default all. Returns indices."""
    candidates = sorted(among) or range(len(next(iter(columns.values()))))
    chosen = rng.choice(np.array(candidates), len(faults), replace=False)
    for fault, row in zip(faults, chosen, strict=True):
        fault(columns, int(row), rng)
    return {int(row) for row in chosen}


def copied(columns: Columns, number: str, n: int, rng: np.random.Generator) -> set[int]:
    """Adds copies of `n` rows at the end, with new numbers. Returns their indices: a fault in one of them changes no
    count."""
    total = len(columns[number])
    for row in rng.choice(total, n, replace=False):
        for cells in columns.values():
            cells.append(cells[int(row)])
        columns[number][-1] = f"{columns[number][-1]}补"
    return set(range(total, total + n))
