"""A heat map of available data: rows by years, each cell with its number; an empty cell is a gap."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, figure, plain, wrapped

ROW = 34
NAME_WIDTH = 26  # half-width places
PALEST = 0.25  # smallest share of the full colour, so that little data differs from none
STRONGEST = 0.6  # opacity of the full colour, on which dark numbers stay readable


def heat(cells: pl.DataFrame, palette: Palette, *, gap: str, stamp: str = "") -> go.Figure:
    """Expects name, year, share, mark, hover; one row per cell, every name with every year; the first name is on top.

    `share` (0–1, nullable) sets the strength of the single colour; null is a gap, drawn as the word `gap`.
    """
    names = cells["name"].unique(maintain_order=True).to_list()
    years = sorted(cells["year"].unique())
    rows = [cells.filter(pl.col("name") == name).sort("year") for name in names]
    height = 72 + ROW * max(len(names), 2)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": [str(year) for year in years],
        "y": [_lines(name) for name in names],
        "z": [[None if share is None else PALEST + (1 - PALEST) * share for share in row["share"]] for row in rows],
        "zmin": 0,
        "zmax": 1,
        "text": [row["mark"].to_list() for row in rows],
        "texttemplate": "%{text}",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "hovertext": [row["hover"].to_list() for row in rows],
        "hoverinfo": "text",
        "hoverongaps": True,
        "colorscale": [[0, palette.veil(palette.blue, 0)], [1, palette.veil(palette.blue, STRONGEST)]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    layout: dict[str, Any] = {
        "xaxis": {"type": "category", "side": "top", "showline": False, "ticks": "", "autotickangles": [0, -90]},
        "yaxis": {
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "tickfont": {"color": palette.ink, "size": SIZE - 1},
        },
        "margin": {"t": 28, "r": 8, "b": 8},
    }
    return figure([trace, _gaps(cells, names, gap, palette)], layout, palette, height, stamp)


def _lines(name: str) -> str:
    """A name with its own line breaks, and further ones where it is long."""
    return "<br>".join(wrapped(plain(line), NAME_WIDTH) for line in name.split("\n"))


def _gaps(cells: pl.DataFrame, names: list[str], gap: str, palette: Palette) -> dict[str, Any]:
    """The word in empty cells, as a separate trace: a heat map writes no text where it has no number."""
    missing = cells.filter(pl.col("share").is_null())
    return {
        "type": "scatter",
        "x": [str(year) for year in missing["year"]],
        "y": [_lines(name) for name in missing["name"]],
        "mode": "text",
        "text": [gap] * missing.height,
        "textfont": {"size": SIZE - 1, "color": palette.quiet},
        "hovertext": missing["hover"].to_list(),
        "hoverinfo": "text",
    }
