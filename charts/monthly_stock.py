"""A stock by month: a stepped area with its last value labelled, inflow and outflow as thin lines."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

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
    """Expects month (date), value, opened, closed, hover, kind, id; sorted by month. `mark`: the text at the last
    point. `events`: as charts.event_marks."""
    days = rows["month"].to_list()
    line: dict[str, Any] = {"type": "scatter", "x": days, "mode": "lines"}
    traces = [
        line
        | {
            "y": rows["value"].to_list(),
            "fill": "tozeroy",
            "fillcolor": palette.veil(palette.blue, 0.16),
            "line": {"color": palette.blue, "width": 2.5},
            "hovertext": rows["hover"].to_list(),
            "hoverinfo": "text",
            "customdata": rows.select("kind", "id").rows(),
            "showlegend": False,
        },
        line
        | {
            "y": rows["opened"].to_list(),
            "name": inflow,
            "hoverinfo": "skip",
            "line": {"color": palette.quiet, "width": 1},
        },
        line
        | {
            "y": rows["closed"].to_list(),
            "name": outflow,
            "hoverinfo": "skip",
            "line": {"color": palette.quiet, "width": 1, "dash": "dash"},
        },
        {
            "type": "scatter",
            "x": days[-1:],
            "y": rows["value"].to_list()[-1:],
            "mode": "markers+text",
            "text": [mark],
            "textposition": "top left",
            "textfont": {"size": SIZE + 1, "color": palette.ink},
            "marker": {"size": 9, "color": palette.blue},
            "hoverinfo": "skip",
            "cliponaxis": False,
            "showlegend": False,
        },
    ]
    reach = span([0.0, *(value for name in ("value", "opened", "closed") for value in rows[name])], 0)
    numbers, lines = mark_events(events, palette, axis="day", reach=(days[0], days[-1]), top=reach[1])
    layout = {
        "xaxis": {"type": "date"} | month_ticks(len(days)),
        "yaxis": {"range": list(reach), "tickformat": "d", "nticks": 6},
        "title": axis_name(axis, palette),
        "shapes": lines,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "y": -0.18,
            "yanchor": "top",
            "x": 0,
            "font": {"size": SIZE - 1},
        },
    }
    return figure([*traces, *numbers], layout, palette, HEIGHT, stamp)
