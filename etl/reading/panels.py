"""Tables that stand side by side on one sheet."""

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from etl.reading.column_letters import column_position
from etl.reading.grid import Grid, fill_merged
from etl.reading.tables import normalize_header


def split_panels(grid: Grid, spans: Sequence[tuple[str, str]]) -> list[Grid]:
    """Side-by-side tables as grids of their own; columns outside all spans belong to each.

    spans: first and last letter of each panel; none: the grid is the only panel. Rows in which a panel is empty are
    left out of it.
    """
    if not spans:
        return [grid]
    filled = fill_merged(grid)
    letters = [column for column in filled.columns if column != "source_row"]
    own = [
        [one for one in letters if column_position(first) <= column_position(one) <= column_position(last)]
        for first, last in spans
    ]
    shared = set(letters) - {one for panel in own for one in panel}
    cut = []
    for panel in own:
        written = pl.any_horizontal(pl.lit(False), *(pl.col(one).str.strip_chars() != "" for one in panel))
        kept = [one for one in letters if one in shared or one in panel]
        cells_there = filled.select("source_row", *(pl.when(written).then(one).alias(one) for one in kept))
        cut.append(replace(grid, cells=cells_there, features=replace(grid.features, merged=[])))
    return cut


def repeated_panels(letters: Mapping[str, str], needed: Collection[str]) -> list[tuple[str, str]]:
    """The spans of side-by-side panels: headers that repeat in the same order and include a `needed` one.

    letters: header → letter.
    """
    names = list(map(without_number, letters))
    columns = list(letters.values())
    first = next((at for at, name in enumerate(names) if name in names[at + 1 :]), None)
    if first is None:
        return []
    wide = names.index(names[first], first + 1) - first
    block = names[first : first + wide]
    starts = list(itertools.takewhile(lambda at: names[at : at + wide] == block, range(first, len(names), wide)))
    if (
        len(starts) < 2
        or set(names[starts[-1] + wide :]) & set(block)
        or not set(map(normalize_header, block)) & set(needed)
    ):
        return []
    return [(columns[at], columns[at + wide - 1]) for at in starts]


def without_number(header: str) -> str:
    """A header without the number that tells it from the same one before it: `得分 (2)` is 得分."""
    return re.sub(r" \(\d+\)$", "", header)
