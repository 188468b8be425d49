"""Step curves: shares over days, one curve per group; a single curve has its confidence limits."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, legend_below
from charts.theme import DASHES, MAX_LINES, SIZE, Palette, axis_name, figure, note, plain, text_width, wrapped

HEIGHT = 380
NAME_WIDTH, APART = 10, 4  # of a name at the end of a curve: half-width places on a line, pixels beside it


def stairs(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    across: str,
    until: int,
    half_line: bool = False,
    median: tuple[float, str] | None = None,
    ceiling: float = 1.0,
    beside: pl.DataFrame | None = None,
    stamp: str = "",
) -> go.Figure:
    """Expects group, name, day, value, lower, upper, hover, kind, id; sorted by group and day, from day 0.

    Only the first six groups have their own colour and name; the others are grey. `until`: the last day drawn.
    `half_line`: a dotted line at one half. `median`: its day and its words, marked on a single curve. `ceiling`: the
    largest share drawn. `beside`: a second curve beside a single one, dashed and grey, with its name at its end.
    """
    curves = rows.partition_by("group", maintain_order=True)
    coloured, named = curves[:MAX_LINES], len(curves) > 1
    traces = [] if named else _limits(curves[0], palette)
    traces += [_stair(curve, palette.faint, "solid", 1.0, palette) for curve in curves[MAX_LINES:]]
    traces += [_stair(curve, palette.lines[at], DASHES[at], 2.5, palette) for at, curve in enumerate(coloured)]
    annotations = [note(across, palette, x=1, y=0, xanchor="right", yanchor="top", yshift=-22)]
    margin: dict[str, Any] = {"b": 44}
    if beside is not None:
        traces.append(_stair(beside, palette.quiet, "dash", 1.5, palette))
        annotations.append(name := _end_name(beside, until, ceiling, palette))
        margin["r"] = text_width(name["text"]) + 2 * APART
    if median:
        annotations.append(_median(*median, palette))
    layout: dict[str, Any] = {
        "title": axis_name(axis, palette),
        "xaxis": {"range": [0, until], "tickformat": "d", "dtick": _tick(until)},
        "yaxis": {"range": [0, ceiling * 1.01], "tickformat": ".2~%"} | ({"dtick": 0.25} if ceiling == 1 else {}),
        "shapes": [_half(palette)] if half_line else [],
        "annotations": annotations,
        "margin": margin,
        "showlegend": named,
        # Curves end close together, so names at their ends would overlap: the legend is under the plot.
        "legend": legend_below(-0.16),
    }
    height = HEIGHT + (22 * ((len(coloured) + 1) // 2) if named else 0)
    return figure(traces, layout, palette, height, stamp)


def _half(palette: Palette) -> dict[str, Any]:
    """A dotted line at one half."""
    line = {"color": palette.quiet, "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.5, "y1": 0.5, "line": line}


def _median(day: float, words: str, palette: Palette) -> dict[str, Any]:
    return {
        "x": day,
        "y": 0.5,
        "text": words,
        "arrowhead": 0,
        "arrowcolor": palette.quiet,
        "ax": 30,
        "ay": -36,
        "xanchor": "left",
        "font": {"color": palette.ink, "size": SIZE},
    }


def _tick(until: int) -> int:
    """Days between two ticks, for at most seven ticks."""
    return next((step for step in (5, 15, 30, 60, 90, 180, 365) if until / step <= 7), 730)


def _stair(curve: pl.DataFrame, colour: str, dash: str, width: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": plain(curve["name"][0]),
        "x": curve["day"].to_list(),
        "y": curve["value"].to_list(),
        "mode": "lines",
        "line": {"shape": "hv", "color": colour, "width": width, "dash": dash},
        "showlegend": colour != palette.faint,
        **hover_and_id(curve),
    }


def _end_name(curve: pl.DataFrame, until: int, ceiling: float, palette: Palette) -> dict[str, Any]:
    """The name of a curve at its end, in the right margin where it goes on; clear of the days below a low end."""
    last, end = min(curve["day"].to_list()[-1], until), curve.filter(pl.col("day") <= until).row(-1, named=True)
    side = "bottom" if end["value"] < ceiling / 2 else "top"
    place = {"xref": "x", "yref": "y", "xanchor": "left", "yanchor": side, "xshift": APART, "align": "left"}
    return note(wrapped(plain(end["name"]), NAME_WIDTH), palette, x=last, y=end["value"], **place)


def _limits(curve: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    known = curve.drop_nulls(["lower", "upper"])
    edge = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": known["day"].to_list()}
    line = {"shape": "hv", "width": 0, "color": palette.blue}
    return [
        edge | {"y": known["lower"].to_list(), "line": line, "showlegend": False},
        edge
        | {
            "y": known["upper"].to_list(),
            "line": line,
            "fill": "tonexty",
            "fillcolor": palette.veil(palette.blue, 0.16),
            "showlegend": False,
        },
    ]
