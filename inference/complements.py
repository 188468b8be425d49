"""Which cells of one table must be hidden together with its small figures, so that the published totals do not reveal
them.

A table counts answers by row, column and slice. A slice holds the answers with the same answer code, so every basis is
a sum of slices. A small figure is open when both 0 and SMALLEST are possible values for it, given all published figures
of every slice.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

SMALLEST = 10


class Arcs(NamedTuple):
    """Hidden figures as arcs of a network whose nodes are known sums: start node, end node, number of answers in each
    slice."""

    tails: np.ndarray
    heads: np.ndarray
    n: np.ndarray  # arcs × slices


def with_partners(table: np.ndarray, gone: np.ndarray) -> np.ndarray | None:
    """The rows whose totals are hidden, as a mask: rows already hidden (`gone`), small rows, and the smallest other
    rows that could contain their answers. table: rows × columns × slices. None: no other rows are left."""
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
    """Whether each small row could be empty (its answers then belong to other hidden rows), and could reach SMALLEST
    with answers of other hidden rows. A hidden figure of another row can take answers of every slice, because only a
    count of zero is known from outside."""
    for row in small:
        others = gone & (np.arange(len(gone)) != row)
        beside = table[others][:, table[row] > 0].sum(axis=0)
        if (beside == 0).any() or beside.sum() + table[row].sum() < SMALLEST:
            return False
    return True


def with_complements(table: np.ndarray, gone: np.ndarray, already: np.ndarray) -> np.ndarray | None:
    """The cells to hide, as a mask: cells of rows in `gone`, cells in `already`, small cells, and the other cells
    (complements) that keep these open. table: rows × columns × slices. None: no choice of cells keeps a small cell
    open.

    A small cell is open when answers can be moved between the hidden cells of their slice, with all totals unchanged,
    until the cell has none, and until it has SMALLEST. As long as it is not open, the corners of a rectangle are hidden
    with it: the rectangle that hides the fewest additional answers for each answer that can be moved around it (the
    hypercube method).
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
    """For each opposite corner: how many of the moves that the cell still lacks its rectangle would add."""
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
    """Whether a hidden cell could be 0 and could be SMALLEST. The rectangles around it usually prove this, or the
    hidden cells of its row and column are too small for it; otherwise the maximum flow in the whole network decides."""
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
    """How many answers of each slice rectangles of hidden cells can move out of a cell, and how many in total they can
    move into it."""
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
    """How many of the `lacking` answers rectangles can move into the cell: taken from its row and column, added to the
    corners."""
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
    """The hidden figures of one table as arcs: a cell from its column to its row, a hidden row total from its row to
    the outside."""
    rows, columns = np.nonzero(hidden & (table.sum(axis=2) > 0))
    open_rows = np.flatnonzero(gone)
    return Arcs(
        np.concatenate([columns + len(table), open_rows]),
        np.concatenate([rows, np.full(len(open_rows), sum(hidden.shape))]),
        np.concatenate([table[rows, columns], table[open_rows].sum(axis=1)]),
    )


def can_vary(arcs: Arcs, own: int) -> bool:
    """Whether a hidden figure could be 0 and could be SMALLEST while every published figure stays the same."""
    n, ways = arcs.n[own], _ways(arcs, own)
    down, up = (int(arcs.tails[own]), int(arcs.heads[own])), (int(arcs.heads[own]), int(arcs.tails[own]))
    falls = all(_can_move(ways, arcs.n[:, at], *down) >= n[at] for at in np.flatnonzero(n).tolist())
    return falls and _enough(SMALLEST - int(n.sum()), (_can_move(ways, arcs.n[:, at], *up) for at in range(len(n))))


def _enough(lacking: int, parts: Iterator[int]) -> bool:
    for part in parts:
        lacking -= part
        if lacking <= 0:
            return True
    return lacking <= 0


Ways = dict[int, list[tuple[int, int]]]  # node → for each arc there: the node at its other end, and the way along it


def _ways(arcs: Arcs, own: int) -> Ways:
    """The ways along all arcs but one. Way 2·i runs along arc i, which gains; way 2·i + 1 against it, which loses."""
    ways: Ways = defaultdict(list)
    for arc, (tail, head) in enumerate(zip(arcs.tails.tolist(), arcs.heads.tolist(), strict=True)):
        if arc != own:
            ways[tail].append((head, 2 * arc))
            ways[head].append((tail, 2 * arc + 1))
    return ways


def _can_move(ways: Ways, n: np.ndarray, start: int, end: int) -> int:
    """How many answers of a slice, at most SMALLEST, can move from one node to another while every published figure
    stays the same: a maximum flow, found by shortest augmenting paths (Edmonds and Karp 1972).

    Arcs can lose at most the answers they have (n) and can gain without limit.
    """
    left = np.stack([np.full(len(n), SMALLEST), np.minimum(n, SMALLEST)], axis=1).ravel().tolist()
    moved = 0
    while moved < SMALLEST and (path := _shortest_path(ways, left, start, end)):
        step = min(SMALLEST - moved, *(left[way] for way in path))
        for way in path:
            left[way] -= step
            left[way ^ 1] += step
        moved += step
    return moved


def _shortest_path(ways: Ways, left: list[int], start: int, end: int) -> list[int]:
    """The ways of a shortest path on which something is left; none if there is no path."""
    reached: dict[int, tuple[int, int]] = {start: (start, -1)}  # node → the node before it, and the way from there
    waiting = deque([start])
    while waiting and end not in reached:
        node = waiting.popleft()
        for other, way in ways[node]:
            if other not in reached and left[way] > 0:
                reached[other] = node, way
                waiting.append(other)
    path: list[int] = []
    node = end
    while node in reached and node != start:
        node, way = reached[node]
        path.append(way)
    return path
