"""A dot plot: one row per thing, with a dot and its interval; long names are wrapped."""

import itertools
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, name_axis
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
    lines = _Lines(rows)
    ends, (low, high) = _reach(rows, target, from_zero, floor, ceiling)
    room = max(52, 16 + DOT + max(map(text_width, rows["mark"]), default=0))
    plot = PHONE - max(map(text_width, lines.names)) - room - DOT
    absentees = [at for at, value in zip(lines.places, rows["value"], strict=True) if value is None]
    marks = [f"\u2003{mark}" for mark in rows["mark"]]
    traces = [
        _dots(rows, lines.places, palette),
        _texts([low] * len(absentees), absentees, [absent] * len(absentees), palette),
        _texts([high] * len(marks), lines.places, marks, palette),  # a column of values in the margin
    ]
    annotations = []
    if target:
        traces.insert(0, target_line([target[0]] * 2, [0, lines.height], palette))
        annotations.append(note(target[1], palette, x=target[0], xref="x", y=1, yanchor="bottom", yshift=18))
    layout: dict[str, Any] = {
        "xaxis": {
            "range": [low, high],
            "tickformat": tick,
            "tick0": 0,
            "dtick": fitting_step(ends, plot, tick),
            "tickangle": 0,
            "showgrid": True,
            "showline": False,
            "side": "top",
        },
        # A dot at the end of the value axis does not cover the name.
        "yaxis": name_axis(lines.names, palette, at=lines.middles, end=lines.height) | {"ticklabelstandoff": DOT},
        "title": axis_name(axis, palette),
        "annotations": annotations,
        "margin": {"t": 64, "r": room, "b": 8},
    }
    return figure(traces, layout, palette, 92 + lines.height, stamp)


class _Lines:
    """The lines of the plot from top to bottom, in pixels: the rows, and headings where the section changes.

    `names` and `middles`: of all lines. `places`: the middles of the rows. A name of two lines has the room of two.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        headed = _with_headings(rows)
        self.names = [
            wrapped(plain(name), NAME_WIDTH) if head is None else f"<b>{wrapped(plain(head), HEADING_WIDTH)}</b>"
            for name, head in headed
        ]
        tall = [max(ROW, LINE * (name.count("<br>") + 1) + 8) for name in self.names]
        self.height = sum(tall)
        self.middles = [end - own / 2 for end, own in zip(itertools.accumulate(tall), tall, strict=True)]
        self.places = [middle for middle, (_, head) in zip(self.middles, headed, strict=True) if head is None]


def _reach(
    rows: pl.DataFrame, target: tuple[float, str] | None, from_zero: bool, floor: float, ceiling: float | None
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of the value axis, and those with air where a dot at an end would be cut."""
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([target[0]] if target else []), *([0.0] * from_zero)]
    low, high = span(values, floor, ceiling)
    air = (high - low) * 0.02
    dots = rows["value"].to_list()
    return (low, high), (low - air * (low in dots), high + air)


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
        **hover_and_id(rows),
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
