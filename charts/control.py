"""A control chart: a series between its control limits; special points are diamonds, all others small circles."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id
from charts.theme import Palette, apart, axis_name, figure, note, span, target_line, text_width
from charts.ticks import month_ticks

HEIGHT = 380
PLOT = 300  # height of the plot area, in pixels


def control(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    tick: str,
    lines: dict[str, str],
    target: tuple[float, str] | None = None,
    icons: str = "",
    ceiling: float | None = None,
    stamp: str = "",
) -> go.Figure:
    """Expects period (date), value, mean, lower, upper, special, bad, hover, kind, id; one row per period, sorted.

    `lines`: the words at the right ends of mean, lower and upper. `special`: a rule holds for the point; `bad`: in the
    worse direction. `target`: value and its words. `icons`: the text above the chart with its two judgements.
    """
    days = rows["period"].to_list()
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([target[0]] if target else [])]
    low, high = span(values, 0, ceiling)
    traces = [_limit(rows, name, palette) for name in ("lower", "upper")]
    traces += [_mean(rows, palette), _points(rows, palette)]
    ends = {lines[name]: float(rows[name][-1]) for name in lines}
    if target:
        traces.insert(0, target_line([days[0], days[-1]], [target[0]] * 2, palette))
        ends[target[1]] = target[0]
    scale = PLOT / (high - low)
    heights = apart([(value - low) * scale for value in ends.values()], 16)
    annotations = [
        note(word, palette, x=1, y=low + height / scale, yref="y", xanchor="left", xshift=6)
        for word, height in zip(ends, heights, strict=True)
    ]
    annotations.append(
        note(icons, palette, x=0, y=1, xanchor="left", yanchor="bottom", yshift=10, colour=palette.ink, align="left")
    )
    layout = {
        "title": axis_name(axis, palette),
        "xaxis": {"type": "date"} | month_ticks((days[-1] - days[0]).days / 30.5),
        "yaxis": {"range": [low, high], "tickformat": tick, "nticks": 6},
        "annotations": annotations,
        "margin": {"r": 24 + max(map(text_width, ends)), "t": 74},
    }
    return figure(traces, layout, palette, HEIGHT, stamp)


def _limit(rows: pl.DataFrame, name: str, palette: Palette) -> dict[str, Any]:
    """A stepped line, because the limits of a share change with the n of each period."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rows["period"].to_list(),
        "y": rows[name].to_list(),
        "line": {"color": palette.quiet, "width": 1.2, "dash": "dot", "shape": "hvh"},
        "hoverinfo": "skip",
    }


def _mean(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rows["period"].to_list(),
        "y": rows["mean"].to_list(),
        "line": {"color": palette.quiet, "width": 1.2},
        "hoverinfo": "skip",
    }


def _points(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    marked = list(zip(rows["special"], rows["bad"], strict=True))
    colours = [palette.red if bad else palette.blue if special else palette.quiet for special, bad in marked]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": rows["period"].to_list(),
        "y": rows["value"].to_list(),
        "line": {"color": palette.blue, "width": 1.2},
        **hover_and_id(rows),
        "cliponaxis": False,
        "marker": {
            "size": [9 if special else 5 for special in rows["special"]],
            "symbol": ["diamond" if special else "circle" for special in rows["special"]],
            "color": colours,
            "line": {"width": 0},
        },
    }
