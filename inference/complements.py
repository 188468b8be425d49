"""What must be hidden in one table with its small figures, so that all its published totals leave them open.

A table counts answers by row, column and slice: in a slice the same answer was given, so that every basis is a sum of
slices. A small figure is open when it could be 0, and could be SMALLEST, with every published figure as it is in every
slice.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

SMALLEST = 10


class Arcs(NamedTuple):
    """Hidden figures as arcs of a network whose nodes are known sums: from, to, and how many answers of each slice."""

    tails: np.ndarray
    heads: np.ndarray
    n: np.ndarray  # arcs × slices


def with_partners(table: np.ndarray, gone: np.ndarray) -> np.ndarray | None:
    """The rows whose totals are hidden: what is gone, the small ones, and the smallest others that their answers could
    be of. table: rows × columns × slices. None: no others are left."""
    by_column = table.sum(axis=2)
    totals = by_column.sum(axis=1)
    small = np.flatnonzero(totals < SMALLEST)
    gone = gone | (totals < SMALLEST)
    while not _could_be_of_others(by_column, small, gone):
        others = [row for row in np.argsort(totals, kind="stable") if not gone[row]]
        if not others:
            return None
        enough = (row for row in others if _could_be_of_others(by_column, small, gone | (np.arange(len(gone)) == row)))
        gone[next(enough, others[0])] = True
    return gone


def _could_be_of_others(table: np.ndarray, small: np.ndarray, gone: np.ndarray) -> bool:
    """Each small row could be empty, its answers being of other hidden rows, or have SMALLEST out of theirs. A hidden
    figure of another row takes answers of every slice, for only that it has none at all is known."""
    for row in small:
        others = gone & (np.arange(len(gone)) != row)
        beside = table[others][:, table[row] > 0].sum(axis=0)
        if (beside == 0).any() or beside.sum() + table[row].sum() < SMALLEST:
            return False
    return True


def with_complements(table: np.ndarray, gone: np.ndarray, already: np.ndarray) -> np.ndarray | None:
    """The cells to hide: rows that are gone, what is hidden already, small cells, and as many others as each of these
    needs. table: rows × columns × slices. None: nothing that could be hidden leaves a small cell open.

    A small cell is open when answers could be shifted among the hidden cells of their slice, all totals staying, until
    it has none and until it has SMALLEST. While it is not, the corners of a rectangle are hidden with it: of all
    rectangles the one that hides the fewest more answers for each answer that can be shifted round it (the hypercube
    method).
    """
    n = table.sum(axis=2)
    hidden = (n > 0) & (gone[:, None] | already | (n < SMALLEST))
    for row, column in np.argwhere((n > 0) & (n < SMALLEST)):
        while not is_open(table, hidden, gone, row, column):
            price = np.where(hidden, 0, n)
            cost = price + price[:, [column]] + price[row]
            gain = _gain(table, hidden, row, column)
            useful = (gain > 0) & (cost > 0)
            if not useful.any():
                return None
            worth = np.where(useful, cost / np.maximum(gain, 1), np.inf)
            opposite = np.unravel_index(np.argmin(worth), worth.shape)
            hidden[opposite] = hidden[row, opposite[1]] = hidden[opposite[0], column] = True
    return hidden


def _gain(table: np.ndarray, hidden: np.ndarray, row: int, column: int) -> np.ndarray:
    """How many of the shifts that a cell lacks the rectangle to each opposite corner would bring."""
    n = table.sum(axis=2)
    falls, rises = _by_rectangles(table, hidden, row, column)
    lacking = np.maximum(table[row, column] - falls, 0)
    falling = np.minimum(table, lacking).sum(axis=2)
    risen = SMALLEST - n[row, column] - rises
    rising = np.minimum(np.minimum(table[:, [column]], table[row]).sum(axis=2), max(risen, 0))
    possible = (n > 0) & (n[:, [column]] > 0) & (n[row] > 0)
    possible[row], possible[:, column] = False, False
    return np.where(possible, falling + rising, 0)


def is_open(table: np.ndarray, hidden: np.ndarray, gone: np.ndarray, row: int, column: int) -> bool:
    """Whether a hidden cell could be 0 and could be SMALLEST. The rectangles around it mostly prove it, or that what
    is hidden beside it is too little; else the whole network tells."""
    own = table[row, column]
    lacking = SMALLEST - int(own.sum())
    falls, rises = _by_rectangles(table, hidden, row, column)
    if (falls >= own).all() and rises >= lacking:
        return True
    held = np.where(hidden[:, :, None], table, 0)
    beside, above = held[row].sum(axis=0) - own, held[:, column].sum(axis=0) - own
    rest = held.sum(axis=(0, 1)) - beside - above - own
    if not gone.any() and ((rest < own).any() or np.minimum(beside, above).sum() < lacking):
        return False
    arcs = _block_arcs(table, hidden, gone)
    at = int(np.flatnonzero((arcs.heads == row) & (arcs.tails == len(table) + column))[0])
    return can_vary(arcs, at)


def _by_rectangles(table: np.ndarray, hidden: np.ndarray, row: int, column: int) -> tuple[np.ndarray, int]:
    """How many answers of each slice rectangles of hidden cells alone can take out of a cell, and how many bring."""
    alive = hidden & (table.sum(axis=2) > 0)
    corner = alive & alive[:, [column]] & alive[row]
    corner[row], corner[:, column] = False, False
    falls = np.where(corner[:, :, None], table, 0).sum(axis=(0, 1))
    beside, above = (
        np.where(alive[row][:, None], table[row], 0),
        np.where(alive[:, column][:, None], table[:, column], 0),
    )
    rises, lacking = 0, SMALLEST - int(table[row, column].sum())
    for at in range(table.shape[2]):
        rises += _rises(beside[:, at], above[:, at], corner, lacking - rises)
        if rises >= lacking:
            break
    return falls, rises


def _rises(beside: np.ndarray, above: np.ndarray, corner: np.ndarray, lacking: int) -> int:
    """How many of so many more rectangles can bring: taken from the row and the column, given to the corners."""
    left, risen = above.copy(), 0
    for column in np.flatnonzero(corner.any(axis=0) & (beside > 0)):
        reach = left * corner[:, column]
        take = min(beside[column], reach.sum())
        left -= np.clip(take - (reach.cumsum() - reach), 0, reach)
        risen += take
        if risen >= lacking:
            break
    return int(risen)


def _block_arcs(table: np.ndarray, hidden: np.ndarray, gone: np.ndarray) -> Arcs:
    """The hidden figures of one table: a cell from its column to its row, a total that is gone from its row on."""
    rows, columns = np.nonzero(hidden & (table.sum(axis=2) > 0))
    open_rows = np.flatnonzero(gone)
    return Arcs(
        np.concatenate([columns + len(table), open_rows]),
        np.concatenate([rows, np.full(len(open_rows), sum(hidden.shape))]),
        np.concatenate([table[rows, columns], table[open_rows].sum(axis=1)]),
    )


def can_vary(arcs: Arcs, own: int) -> bool:
    """Whether a hidden figure could be 0 and could be SMALLEST with every published figure as it is."""
    n = arcs.n[own]
    falls = all(_can_move(arcs, own, at, rising=False) >= n[at] for at in np.flatnonzero(n).tolist())
    return falls and _enough(SMALLEST - int(n.sum()), (_can_move(arcs, own, at, True) for at in range(len(n))))


def _enough(lacking: int, parts: Iterator[int]) -> bool:
    for part in parts:
        lacking -= part
        if lacking <= 0:
            return True
    return lacking <= 0


def _can_move(arcs: Arcs, own: int, at: int, rising: bool) -> int:
    """How many answers of a slice can go out of an arc (rising: into it) while every published figure stays: a maximum
    flow.

    The other arcs can give what they have and take without bound; more than SMALLEST is never asked for.
    """
    from scipy.sparse import csr_array  # imported here: few builds need it, and it is a fifth of a command's start
    from scipy.sparse.csgraph import maximum_flow

    others = np.arange(len(arcs.n)) != own
    tails, heads, n = arcs.tails[others], arcs.heads[others], arcs.n[others, at]
    size = int(max(arcs.tails.max(), arcs.heads.max())) + 1
    bounds = np.minimum(np.concatenate([n, np.full(len(n), SMALLEST)]), SMALLEST).astype(np.int32)
    ways = csr_array((bounds, (np.concatenate([heads, tails]), np.concatenate([tails, heads]))), shape=(size, size))
    ends = int(arcs.tails[own]), int(arcs.heads[own])
    return int(maximum_flow(ways, *(ends[::-1] if rising else ends)).flow_value)
