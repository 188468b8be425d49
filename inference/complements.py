"""What must be hidden in one table with its small figures, so that all its published totals leave them open.

A small figure is open when it could be nothing, and could be SMALLEST, with every published figure as it is.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

SMALLEST = 10


class Arcs(NamedTuple):
    """Hidden figures as arcs of a network whose nodes are known sums: from, to, and how many answers."""

    tails: np.ndarray
    heads: np.ndarray
    n: np.ndarray


def with_partners(table: np.ndarray, gone: np.ndarray) -> np.ndarray | None:
    """The rows whose totals are hidden: what is gone, the small ones, and the smallest others that their answers could
    be of."""
    totals = table.sum(axis=1)
    small = np.flatnonzero(totals < SMALLEST)
    gone = gone | (totals < SMALLEST)
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


def with_complements(table: np.ndarray, gone: np.ndarray, already: np.ndarray) -> np.ndarray | None:
    """The cells to hide: rows that are gone, what is hidden already, small cells, and as many others as each of these
    needs.

    A small cell is open when answers could be shifted among the hidden cells, all totals staying, until it has none and
    until it has SMALLEST. While it is not, the corners of a rectangle are hidden with it: of all rectangles the one
    that hides the fewest more answers for each answer that can be shifted round it (the hypercube method).
    """
    hidden = (table > 0) & (gone[:, None] | already | (table < SMALLEST))
    for row, column in np.argwhere((table > 0) & (table < SMALLEST)):
        while not is_open(table, hidden, gone, row, column):
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


def is_open(table: np.ndarray, hidden: np.ndarray, gone: np.ndarray, row: int, column: int) -> bool:
    """Whether a hidden cell could be 0 and could be SMALLEST. The rectangles around it mostly prove it, or that what
    is hidden beside it is too little; else the whole network tells."""
    held = np.where(hidden, table, 0)
    beside, above = held[row].copy(), held[:, column].copy()
    beside[column], above[row] = 0, 0
    n, lacking = int(table[row, column]), SMALLEST - int(table[row, column])
    corner = held * (above > 0)[:, None] * (beside > 0)
    if corner.sum() >= n and _rises(beside, above, corner > 0, lacking):
        return True
    rest = held.sum() - beside.sum() - above.sum() - n
    if not gone.any() and (rest < n or min(beside.sum(), above.sum()) < lacking):
        return False
    arcs = _block_arcs(held, gone)
    own = int(np.flatnonzero((arcs.heads == row) & (arcs.tails == len(held) + column))[0])
    return can_move(arcs, own, rising=False) >= n and can_move(arcs, own, rising=True) >= lacking


def _rises(beside: np.ndarray, above: np.ndarray, corner: np.ndarray, lacking: int) -> bool:
    """Whether rectangles alone can bring so many more: taken from the row and the column, given to the corners."""
    left, risen = above.copy(), 0
    for column in np.flatnonzero(corner.any(axis=0)):
        reach = left * corner[:, column]
        take = min(beside[column], reach.sum())
        left -= np.clip(take - (reach.cumsum() - reach), 0, reach)
        risen += take
        if risen >= lacking:
            return True
    return False


def _block_arcs(held: np.ndarray, gone: np.ndarray) -> Arcs:
    """The hidden figures of one table: a cell from its column to its row, a total that is gone from its row on."""
    rows, columns = np.nonzero(held)
    open_rows = np.flatnonzero(gone)
    return Arcs(
        np.concatenate([columns + len(held), open_rows]),
        np.concatenate([rows, np.full(len(open_rows), sum(held.shape))]),
        np.concatenate([held[held > 0], held[open_rows].sum(axis=1)]),
    )


def can_move(arcs: Arcs, own: int, rising: bool) -> int:
    """How many answers can go out of an arc (rising: into it) while every published figure stays: a maximum flow.

    The other arcs can give what they have and take without bound; more than SMALLEST is never asked for.
    """
    others = np.arange(len(arcs.n)) != own
    tails, heads, n = arcs.tails[others], arcs.heads[others], arcs.n[others]
    size = int(max(arcs.tails.max(), arcs.heads.max())) + 1
    bounds = np.minimum(np.concatenate([n, np.full(len(n), SMALLEST)]), SMALLEST).astype(np.int32)
    ways = csr_array((bounds, (np.concatenate([heads, tails]), np.concatenate([tails, heads]))), shape=(size, size))
    ends = int(arcs.tails[own]), int(arcs.heads[own])
    return int(maximum_flow(ways, *(ends[::-1] if rising else ends)).flow_value)
