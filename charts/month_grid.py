"""A judgement for each month: years by months, each cell with its mark and its number; colour repeats the mark."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, axis_name, figure

ROW, TOP = 42, 84  # height of a year, and of the space above the first with the legend and the months, in pixels
TONES = {"none": 0, "open": 1, "good": 2, "bad": 3}


def month_grid(cells: pl.DataFrame, palette: Palette, *, axis: str, stamp: str = "") -> go.Figure:
    """Expects month (date), mark, number, tone (a key of TONES), hover; one row per month, sorted.

    `axis`: the legend of marks and numbers, above the grid. The last year is on top.
    """
    years = sorted({day.year for day in cells["month"]})
    at = {(row["month"].year, row["month"].month): row for row in cells.iter_rows(named=True)}
    every = [[at.get((year, month)) for month in range(1, 13)] for year in years]
    last = len(TONES) - 1
    steps = [place / last for place in range(last + 1)]
    colours = ["rgba(0,0,0,0)", palette.veil(palette.quiet, 0.18), palette.veil(palette.blue, 0.3),
               palette.veil(palette.red, 0.45)]  # fmt: skip
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": list(range(1, 13)),
        "y": [str(year) for year in years],
        "z": [[TONES[cell["tone"]] if cell else None for cell in row] for row in every],
        "zmin": 0,
        "zmax": last,
        "text": [[f"{cell['mark']}<br>{cell['number']}" if cell else "" for cell in row] for row in every],
        "texttemplate": "%{text}",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "hovertext": [[cell["hover"] if cell else "" for cell in row] for row in every],
        "hoverinfo": "text",
        "colorscale": [[step, colour] for step, colour in zip(steps, colours, strict=True)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    layout: dict[str, Any] = {
        "title": axis_name(axis, palette),
        "xaxis": {"side": "top", "tickvals": list(range(1, 13)), "ticks": "", "showline": False, "range": [0.5, 12.5]},
        "yaxis": {"type": "category", "showgrid": False, "tickfont": {"color": palette.ink, "size": SIZE - 1}},
        "margin": {"t": TOP, "r": 8, "b": 8},
    }
    return figure([trace], layout, palette, TOP + 8 + ROW * len(years), stamp)
