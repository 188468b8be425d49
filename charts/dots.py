"""A dot plot: one row per thing, with a dot and its interval; long names are wrapped."""

import itertools
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import (
    PHONE,
    SIZE,
    Palette,
    axis_name,
    figure,
    note,
    plain,
    span,
    target_line,
    text_width,
    wrapped,
)
from charts.ticks import fitting_step

ROW, LINE = 26, 16
NAME_WIDTH, HEADING_WIDTH = 20, 24  # half-width places
DOT = 6  # half the size of a dot in pixels


def dots(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    tick: str,
    target: tuple[float, str] | None = None,
    from_zero: bool = False,
    floor: float = 0.0,
    ceiling: float | None = None,
    absent: str = "",
    stamp: str = "",
) -> go.Figure:
    """Expects name, value, lower, upper, hollow, below, mark, hover, kind, id, section; the first row is on top.

    `section` (nullable): a heading is drawn where it changes. A null value is drawn as the word `absent`. `target`:
    value and its words. `floor`, `ceiling`: ends of the value axis.
    """
    headed = _with_headings(rows)
    names = [
        wrapped(plain(name), NAME_WIDTH) if head is None else f"<b>{wrapped(plain(head), HEADING_WIDTH)}</b>"
        for name, head in headed
    ]
    tall = [max(ROW, LINE * (name.count("<br>") + 1) + 8) for name in names]
    middles = [end - own / 2 for end, own in zip(itertools.accumulate(tall), tall, strict=True)]
    places = [middle for middle, (_, head) in zip(middles, headed, strict=True) if head is None]
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([target[0]] if target else []), *([0.0] * from_zero)]
    low, high = ends = span(values, floor, ceiling)
    room = max(52, 16 + DOT + max(map(text_width, rows["mark"]), default=0))
    air = (high - low) * 0.02  # so that dots at the ends are not cut
    low, high = low - air * (low in rows["value"].to_list()), high + air
    layout: dict[str, Any] = {
        "height": 0,
        "xaxis": {
            "range": [low, high],
            "tickformat": tick,
            "tick0": 0,
            "dtick": fitting_step(ends, PHONE - max(map(text_width, names)) - room - DOT, tick),
            "tickangle": 0,
            "showgrid": True,
            "showline": False,
            "side": "top",
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": names,
            "range": [sum(tall), 0],  # in pixels, so that a name of two lines has the room of two
            "showgrid": False,
            "tickfont": {"color": palette.ink, "size": SIZE - 1},
            "ticklabelstandoff": DOT,  # a dot at the end of the axis does not cover the name
        },
        "title": axis_name(axis, palette),
        "annotations": [],
        "margin": {"t": 64, "r": room, "b": 8},
    }
    layout["height"] = height = 92 + sum(tall)
    absentees = [at for at, value in zip(places, rows["value"], strict=True) if value is None]
    marks = [f"\u2003{mark}" for mark in rows["mark"]]
    traces = [
        _dots(rows, places, palette),
        _texts([low] * len(absentees), absentees, [absent] * len(absentees), palette),
        _texts([high] * len(places), places, marks, palette),  # a column of values in the margin
    ]
    if target:
        traces.insert(0, target_line([target[0]] * 2, [0, sum(tall)], palette))
        layout["annotations"].append(note(target[1], palette, x=target[0], xref="x", y=1, yanchor="bottom", yshift=18))
    return figure(traces, layout, palette, height, stamp)


def _with_headings(rows: pl.DataFrame) -> list[tuple[str, str | None]]:
    """(name, None) for each row, and (“”, heading) before the first row of each section."""
    headed: list[tuple[str, str | None]] = []
    before = None
    for name, section in rows.select("name", "section").iter_rows():
        if section is not None and section != before:
            headed.append(("", section))
            before = section
        headed.append((name, None))
    return headed


def _dots(rows: pl.DataFrame, places: list[float], palette: Palette) -> dict[str, Any]:
    colours = [palette.red if below else palette.blue for below in rows["below"]]
    return {
        "type": "scatter",
        "x": rows["value"].to_list(),
        "y": places,
        "mode": "markers",
        "cliponaxis": False,
        "hovertext": rows["hover"].to_list(),
        "hoverinfo": "text",
        "customdata": rows.select("kind", "id").rows(),
        "error_x": {
            "symmetric": False,
            "array": (rows["upper"] - rows["value"]).to_list(),
            "arrayminus": (rows["value"] - rows["lower"]).to_list(),
            "color": palette.quiet,
            "thickness": 1.5,
            "width": 0,
        },
        "marker": {
            "size": 10,
            "symbol": ["diamond" if below else "circle" for below in rows["below"]],
            "color": [palette.paper if hollow else c for hollow, c in zip(rows["hollow"], colours, strict=True)],
            "line": {"width": 2, "color": colours},
        },
    }


def _texts(xs: list[float], ys: list[float], texts: list[str], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "text",
        "text": texts,
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": palette.quiet},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
