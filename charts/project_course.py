"""The course of one project: its reports against the plan, and its forecast with its range."""

import datetime
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id
from charts.lights import shade
from charts.theme import SIZE, Palette, axis_name, figure, note, text_width

HEIGHT = 320
SYMBOLS = {"none": "circle-open", "done": "star", "green": "circle", "yellow": "triangle-up", "red": "square"}
AIR = 8  # days


def course(
    points: pl.DataFrame,
    plan: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    plan_word: str,
    forecast: tuple[datetime.date, datetime.date | None, datetime.date | None] | None = None,
    stamp: str = "",
) -> go.Figure:
    """Expects points: day, share, code, mark, hover, kind, id; plan: day, share; both sorted by day.

    `code`: a light (charts.lights). `plan_word`: written at the end of the plan. `forecast`: the day of completion and
    the ends of its range, drawn from the last point.
    """
    days = [*points["day"], *plan["day"], *([day for day in forecast if day] if forecast else [])]
    traces = [
        _plan(plan, palette),
        *(_forecast(points.row(-1, named=True), forecast, palette) if forecast else []),
        _reports(points, palette),
    ]
    layout: dict[str, Any] = {
        "title": axis_name(axis, palette),
        "xaxis": {
            "type": "date",
            "range": [str(min(days)), str(max(days) + datetime.timedelta(days=AIR))],
            "tickformat": "%m\n%Y",
            "nticks": 6,
        },
        "yaxis": {"range": [-0.12, 1.08], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        "annotations": [note(plan_word, palette, x=str(plan["day"][-1]), y=1, xref="x", yref="y",
                             xanchor="right", yanchor="bottom", colour=palette.ink)] if plan.height else [],
        "margin": {"t": 44, "r": 12 + text_width(points["mark"][-1])},
    }  # fmt: skip
    return figure(traces, layout, palette, HEIGHT, stamp)


def _plan(plan: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": plan["day"].to_list(),
        "y": plan["share"].to_list(),
        "line": {"color": palette.ink, "width": 1.5, "dash": "dash"},
        "hoverinfo": "skip",
    }


def _reports(points: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    shades = shade(palette)
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": points["day"].to_list(),
        "y": points["share"].to_list(),
        "text": points["mark"].to_list(),
        "textposition": ["bottom right"] * points.height,
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        "line": {"color": palette.blue, "width": 2.5},
        "marker": {
            "size": 11,
            "symbol": [SYMBOLS[code] for code in points["code"]],
            "color": [shades[code][0] for code in points["code"]],
            "line": {"width": 1, "color": palette.paper},
        },
        **hover_and_id(points),
    }


def _forecast(
    last: dict[str, Any],
    forecast: tuple[datetime.date, datetime.date | None, datetime.date | None],
    palette: Palette,
) -> list[dict[str, Any]]:
    """The way from the last report to the forecast, and the range as a bar at 100 %."""
    day, first, end = forecast
    way = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    line: dict[str, Any] = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    traces = [
        line | {"x": [last["day"], day], "y": [last["share"], 1], "line": way},
        line
        | {"mode": "markers", "x": [day], "y": [1]}
        | {"marker": {"size": 10, "color": palette.paper, "line": {"width": 2, "color": palette.blue}}},
    ]
    if first and end:
        traces.insert(0, line | {"x": [first, end], "y": [1, 1], "line": {"color": palette.quiet, "width": 4}})
    return traces
