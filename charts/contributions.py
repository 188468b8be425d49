"""Contributions to a change: for each part one bar for its rate and one for its size (mix), both from zero, and their
sum."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, name_axis
from charts.theme import PHONE, SIZE, Palette, axis_name, figure, plain, text_width, wrapped
from charts.ticks import fitting_step

ROW = 30
GLYPHS = {"rate": "\u25a0", "mix": "\u25a8"}


def contributions(
    rows: pl.DataFrame, palette: Palette, *, axis: str, words: Sequence[tuple[str, str]], stamp: str = ""
) -> go.Figure:
    """Expects name, rate, mix, total, mark, hover, kind, id; the first row is on top. `words`: (column, legend word) of
    rate and mix."""
    names = [wrapped(plain(name), 20) for name in rows["name"]]
    ends = [
        abs(sum(max(0, side * part) for part in parts)) for side in (1, -1) for parts in rows[["rate", "mix"]].rows()
    ]
    widest = max(ends, default=0) or 1e-9
    room = max(60, 16 + max(map(text_width, rows["mark"]), default=0))
    plot = PHONE - max(map(text_width, names), default=0) - room
    key = "\u2002".join(f"{GLYPHS[part]}\u2009{word}" for part, word in words)
    layout = {
        "title": axis_name(f"{axis}<br>{key}", palette),
        "barmode": "relative",
        "bargap": 0.4,
        "xaxis": {"range": [-widest * 1.15, widest * 1.15], "tick0": 0,
                  "dtick": fitting_step((-widest, widest), plot, ""),
                  "showgrid": True, "zeroline": True,
                  "zerolinecolor": palette.quiet, "zerolinewidth": 1.5, "showline": False},
        "yaxis": name_axis(names, palette),
        "margin": {"t": 60, "r": room},
    }  # fmt: skip
    traces = [_bars(rows, part, word, palette) for part, word in words]
    traces.append(_marks(rows, widest * 1.15, palette))
    return figure(traces, layout, palette, 100 + ROW * max(len(names), 1), stamp)


def _bars(rows: pl.DataFrame, part: str, word: str, palette: Palette) -> dict[str, Any]:
    hatched = part == "mix"
    return {
        "type": "bar",
        "orientation": "h",
        "name": word,
        "x": rows[part].to_list(),
        "y": list(range(rows.height)),
        **hover_and_id(rows),
        "marker": {
            "color": palette.paper if hatched else palette.blue,
            "line": {"color": palette.quiet if hatched else palette.blue, "width": 1},
            "pattern": {"shape": "/" if hatched else "", "fgcolor": palette.quiet, "bgcolor": palette.paper, "size": 6,
                        "solidity": 0.35},
        },
    }  # fmt: skip


def _marks(rows: pl.DataFrame, end: float, palette: Palette) -> dict[str, Any]:
    """The sum of each row's parts, as a column of numbers at the right."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [end] * rows.height,
        "y": list(range(rows.height)),
        "text": [f"\u2002{mark}" for mark in rows["mark"]],
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
