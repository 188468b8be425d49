"""Cells by position as a grid: for the readers that meet one cell after another."""

from decimal import Decimal
from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused, in_both_languages
from etl.reading.column_letters import column_letter

CELLS_LIMIT = 20_000_000  # rows × columns of a sheet: about 2.5 GB of memory

LARGEST_EXACT = 1e15  # a spreadsheet keeps 15 digits of a number

SparseCells = dict[tuple[int, int], str]  # (row, column), both from 1 → text


def grid_of_cells(cells: SparseCells) -> pl.DataFrame:
    """The cells as in etl.reading.grid.Grid: source_row and one text column per column, from A1 to the last cell."""
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    columns: list[list[str | None]] = [[None] * height for _ in range(width)]
    for (row, column), text in cells.items():
        columns[column - 1][row - 1] = text
    numbers = pl.Series("source_row", range(1, height + 1), dtype=pl.UInt32)
    return pl.DataFrame(
        [numbers, *(pl.Series(column_letter(at), texts, pl.String) for at, texts in enumerate(columns))]
    )


def grid_of_rows(rows: list[list[str | None]]) -> pl.DataFrame:
    """The same from rows of cells, which may be shorter than the longest one."""
    width = max(map(len, rows), default=0)
    columns = [[row[at] if at < len(row) else None for row in rows] for at in range(width)]
    numbers = pl.Series("source_row", range(1, len(rows) + 1), dtype=pl.UInt32)
    return pl.DataFrame(
        [numbers, *(pl.Series(column_letter(at), texts, pl.String) for at, texts in enumerate(columns))]
    )


def number_text(figure: float) -> str:
    """A number as text, as Excel shows it: whole numbers without a point, none with more than 15 digits."""
    if abs(figure) >= LARGEST_EXACT:
        digits, exponent = f"{figure:.14E}".split("E")
        return f"{digits.rstrip('0').rstrip('.')}E{exponent}"
    return str(int(figure)) if figure.is_integer() else f"{Decimal(repr(figure)):f}"


def check_extent(path: Path, sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet of more than CELLS_LIMIT cells, empty ones included."""
    if rows * columns > CELLS_LIMIT:
        place = in_both_languages("etl.where.sheet_name", sheet=sheet)
        facts = {"rows": rows, "columns": columns, "limit": CELLS_LIMIT // 1_000_000}
        raise Refused("too_wide", path, sheet=place, **facts)
