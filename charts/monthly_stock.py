"""A stock by month: a stepped area with its last value labelled, inflow and outflow as thin lines."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, legend_below
from charts.event_marks import NONE, mark_events
from charts.theme import SIZE, Palette, axis_name, figure, span
from charts.ticks import month_ticks

HEIGHT = 340


def months(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    inflow: str,
    outflow: str,
    mark: str,
    events: pl.DataFrame = NONE,
    stamp: str = "",
) -> go.Figure:
    """Expects month (date), value, inflow, outflow, hover, kind, id; sorted by month. `inflow`, `outflow`: the names of
    these lines. `mark`: the text at the last point. `events`: as charts.event_marks."""
    days = rows["month"].to_list()
    reach = span([0.0, *(value for name in ("value", "inflow", "outflow") for value in rows[name])], 0)
    numbers, lines = mark_events(events, palette, axis="day", reach=(days[0], days[-1]), top=reach[1])
    traces = [
        _stock(rows, palette),
        _flow(rows, "inflow", inflow, "solid", palette),
        _flow(rows, "outflow", outflow, "dash", palette),
        _last(rows, mark, palette),
        *numbers,
    ]
    layout = {
        "xaxis": {"type": "date"} | month_ticks(len(days)),
        "yaxis": {"range": list(reach), "tickformat": "d", "nticks": 6},
        "title": axis_name(axis, palette),
        "shapes": lines,
        "showlegend": True,
        "legend": legend_below(-0.18),
    }
    return figure(traces, layout, palette, HEIGHT, stamp)


def _stock(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rows["month"].to_list(),
        "y": rows["value"].to_list(),
        "fill": "tozeroy",
        "fillcolor": palette.veil(palette.blue, 0.16),
        "line": {"color": palette.blue, "width": 2.5},
        "showlegend": False,
        **hover_and_id(rows),
    }


def _flow(rows: pl.DataFrame, column: str, name: str, dash: str, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": rows["month"].to_list(),
        "y": rows[column].to_list(),
        "line": {"color": palette.quiet, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _last(rows: pl.DataFrame, mark: str, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": rows["month"].to_list()[-1:],
        "y": rows["value"].to_list()[-1:],
        "text": [mark],
        "textposition": "top left",
        "textfont": {"size": SIZE + 1, "color": palette.ink},
        "marker": {"size": 9, "color": palette.blue},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }
