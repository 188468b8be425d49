"""A strip of traffic lights: things by months, each cell with its word; sections have headings."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import name_axis
from charts.theme import SIZE, Palette, axis_name, figure, plain, wrapped

ROW = 22
NAME_WIDTH = 22  # half-width places
CODES = ("none", "done", "green", "yellow", "red")


def lights(
    cells: pl.DataFrame, palette: Palette, *, legend: Sequence[tuple[str, str]], signs: str, stamp: str = ""
) -> go.Figure:
    """Expects row, name, section, column, code, mark, hover; one row per cell, the first thing on top.

    `code`: one of CODES; a deeper shade is worse, so that a copy without colours can be read. A missing cell stays
    empty. `legend`: code and word. `signs`: a line that explains the signs in the marks.
    """
    columns = sorted(cells["column"].unique())
    lines: list[tuple[str | None, str]] = []
    for row, name, section in cells.select("row", "name", "section").unique("row", maintain_order=True).iter_rows():
        if section not in (heading for key, heading in lines if key is None):
            lines.append((None, section))
        lines.append((row, name))
    shown = {
        (row, column): cell for row, column, *cell in cells.select("row", "column", "code", "mark", "hover").rows()
    }
    grid = [[shown.get((row, column)) for column in columns] for row, _ in lines]  # a heading has no cells
    shades = shade(palette)
    keys = "\u2002".join(f'<span style="color:{shades[code][0]}">\u25a0</span>\u2009{word}' for code, word in legend)
    names = [f"<b>{plain(name)}</b>" if row is None else wrapped(plain(name), NAME_WIDTH) for row, name in lines]
    layout: dict[str, Any] = {
        "title": axis_name(f"{keys}<br>{signs}", palette),
        "xaxis": {"type": "category", "side": "top", "showline": False, "ticks": ""},
        "yaxis": name_axis(names, palette),
        "margin": {"t": 72, "r": 8, "b": 8},
    }
    return figure([_cells(grid, columns, palette)], layout, palette, 80 + ROW * len(lines), stamp)


def _cells(grid: list[list[list[str] | None]], columns: list[str], palette: Palette) -> dict[str, Any]:
    """grid: code, mark and hover text by line and column, null where nothing stands."""
    return {
        "type": "heatmap",
        "x": columns,
        "y": list(range(len(grid))),
        "z": [[CODES.index(cell[0]) if cell else None for cell in line] for line in grid],
        "zmin": -0.5,
        "zmax": len(CODES) - 0.5,
        "text": [[cell[1] if cell else "" for cell in line] for line in grid],
        "texttemplate": "%{text}",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "hovertext": [[cell[2] if cell else "" for cell in line] for line in grid],
        "hoverinfo": "text",
        "colorscale": _steps(palette),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def shade(palette: Palette) -> dict[str, tuple[str, float]]:
    """Code → colour and opacity."""
    return {
        "none": (palette.quiet, 0.1),
        "done": (palette.blue, 0.18),
        "green": (palette.lines[2], 0.28),
        "yellow": (palette.lines[1], 0.45),
        "red": (palette.red, 0.55),
    }


def _steps(palette: Palette) -> list[list[Any]]:
    """A colour scale with one flat step for each code."""
    shades, n = shade(palette), len(CODES)
    return [[(at + end) / n, palette.veil(*shades[code])] for at, code in enumerate(CODES) for end in (0, 1)]
