"""A strip of traffic lights: things by months, each cell with its word; sections have headings."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

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
    grid = [[shown.get((row, column)) for column in columns] for row, _ in lines if row is not None]
    places = [at for at, (row, _) in enumerate(lines) if row is not None]
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": columns,
        "y": list(range(len(lines))),
        "z": _spread([[CODES.index(cell[0]) if cell else None for cell in row] for row in grid], places, lines, None),
        "zmin": -0.5,
        "zmax": len(CODES) - 0.5,
        "text": _spread([[cell[1] if cell else "" for cell in row] for row in grid], places, lines, ""),
        "texttemplate": "%{text}",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "hovertext": _spread([[cell[2] if cell else "" for cell in row] for row in grid], places, lines, ""),
        "hoverinfo": "text",
        "colorscale": _steps(palette),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    shades = shade(palette)
    keys = "\u2002".join(f'<span style="color:{shades[code][0]}">\u25a0</span>\u2009{word}' for code, word in legend)
    names = [f"<b>{plain(name)}</b>" if row is None else wrapped(plain(name), NAME_WIDTH) for row, name in lines]
    layout: dict[str, Any] = {
        "title": axis_name(f"{keys}<br>{signs}", palette),
        "xaxis": {"type": "category", "side": "top", "showline": False, "ticks": ""},
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(lines))),
            "ticktext": names,
            "range": [len(lines) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": palette.ink, "size": SIZE - 1},
        },
        "margin": {"t": 72, "r": 8, "b": 8},
    }
    return figure([trace], layout, palette, 80 + ROW * len(lines), stamp)


def shade(palette: Palette) -> dict[str, tuple[str, float]]:
    """Code → colour and opacity."""
    return {
        "none": (palette.quiet, 0.1),
        "done": (palette.blue, 0.18),
        "green": (palette.lines[2], 0.28),
        "yellow": (palette.lines[1], 0.45),
        "red": (palette.red, 0.55),
    }


def _spread(
    grid: list[list[Any]], places: list[int], lines: list[tuple[str | None, str]], empty: Any
) -> list[list[Any]]:
    """The rows of the grid at their places, with rows of `empty` for the headings."""
    wide = len(grid[0]) if grid else 0
    spread: list[list[Any]] = [[empty] * wide for _ in lines]
    for at, row in zip(places, grid, strict=True):
        spread[at] = row
    return spread


def _steps(palette: Palette) -> list[list[Any]]:
    """A colour scale with one flat step for each code."""
    shades, n = shade(palette), len(CODES)
    return [[(at + end) / n, palette.veil(*shades[code])] for at, code in enumerate(CODES) for end in (0, 1)]
