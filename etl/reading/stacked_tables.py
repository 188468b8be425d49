"""Tables that stand one under the other on one sheet: each is read by its own headers."""

import itertools
from dataclasses import replace

import polars as pl

from etl.reading.grid import Grid

MIN_HEADER_WORDS = 3  # in a row; they make up half of its cells


def stacked_tables(grid: Grid, words: frozenset[str]) -> list[Grid]:
    """The tables of a sheet as grids of their own; usually the whole grid.

    words: headers of all datasets. A lower table begins at a row of headers that has another one below a header of the
    table above; titles above it, up to an empty row, belong to it. The same headers once more are no other table.
    """
    if grid.named or grid.cells.width == 1:
        return [grid]
    columns = grid.cells.columns[1:]
    rows = grid.cells.select(
        words=pl.sum_horizontal(pl.col(columns).is_in(words).fill_null(False)),
        filled=pl.sum_horizontal((pl.col(columns).str.strip_chars() != "").fill_null(False)),
    )
    many = (pl.col("words") >= MIN_HEADER_WORDS) & (pl.col("words") * 2 >= pl.col("filled"))
    starts, above = [0], dict[str, str]()
    for at in rows.select(many.arg_true()).to_series():
        header = {column: grid.cells[at, column] for column in columns if grid.cells[at, column] in words}
        if any(above.get(column, word) != word for column, word in header.items()):
            empty = [one for one in range(starts[-1], at) if rows["filled"][one] == 0]
            starts.append(empty[-1] + 1 if empty else at)
            above = {}
        above |= header
    return [_rows_of_grid(grid, *ends) for ends in itertools.pairwise([*starts, grid.cells.height])]


def _rows_of_grid(grid: Grid, start: int, end: int) -> Grid:
    """The rows of a grid between two positions, with the merged blocks that begin there."""
    if (start, end) == (0, grid.cells.height):
        return grid
    merged = [
        (top - start, left, min(bottom, end) - start, right)
        for top, left, bottom, right in grid.features.merged
        if start < top <= end
    ]
    return replace(grid, cells=grid.cells.slice(start, end - start), features=replace(grid.features, merged=merged))
