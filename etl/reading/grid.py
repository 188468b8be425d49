"""One sheet as a grid of text, with true row numbers and column letters.

The positions allow the sender to find a faulty cell in the file.
"""

from dataclasses import dataclass, field

import polars as pl

from etl.reading.column_letters import column_letter, column_position
from etl.reading.sheet_features import SheetFeatures


@dataclass(frozen=True)
class Grid:
    """One sheet: source_row (as the spreadsheet counts) and one text column per column, named by its letter.

    A Parquet file has no letters: its columns keep their names, `named` is true, and no row is a header.
    """

    sheet: str
    cells: pl.DataFrame
    features: SheetFeatures = field(default_factory=SheetFeatures)
    named: bool = False
    ragged: bool = False  # a row may have more cells than the header (text files)
    delimiter: str = ""  # of a text file


def fill_merged(grid: Grid) -> pl.DataFrame:
    """The cells with every merged block filled with the value of its first cell."""
    cells = grid.cells
    last = max(map(column_position, cells.columns[1:]), default=0)
    updates: dict[str, list[tuple[int, int, str]]] = {}
    for top, left, bottom, right in grid.features.merged:
        if left in cells.columns and top <= cells.height and (value := cells[top - 1, left]) is not None:
            for at in range(column_position(left), min(column_position(right), last) + 1):
                updates.setdefault(column_letter(at), []).append((top, bottom, value))
    for column, ranges in updates.items():
        if column in cells.columns:
            filled = cells[column].to_list()
            for top, bottom, value in ranges:
                filled[top - 1 : min(bottom, len(filled))] = [value] * (min(bottom, len(filled)) - top + 1)
            cells = cells.with_columns(pl.Series(column, filled, dtype=pl.String))
    return cells
