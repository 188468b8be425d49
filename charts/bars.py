"""Stacked bars: the parts of one whole per row, distinguished by shade, hatching and a word."""

import math
from collections.abc import Sequence
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
    plain,
    text_width,
    wrapped,
)
from charts.ticks import fitting_step

ROW, LINE = 34, 16  # height of a row, and of a line above the plot, in pixels
INSIDE = 8  # pixels that Plotly keeps free around a count inside a bar, with its outline
HATCHED = ("slow", "late")  # in grey, in red; the others are filled, pale or empty
GLYPHS = {"done": "\u25a0", "slow": "\u25a7", "wait": "\u25a0", "late": "\u25a8", "gone": "\u25a1"}


def stacked(
    rows: pl.DataFrame,
    parts: Sequence[tuple[str, str, str]],
    palette: Palette,
    *,
    axis: str,
    shares: bool = False,
    stamp: str = "",
) -> go.Figure:
    """Expects name, mark, hover, kind, id and one count column per part; the first row is on top, its mark at the bar's
    end.

    `parts`: (column, word, tone) from left to right; the tone is a key of GLYPHS. A single part has no legend: the axis
    says what it is. `shares`: bars show shares of the row's total, so that small and large groups can be compared; the
    numbers stay counts.
    """
    totals = rows.select(total=pl.sum_horizontal(*(column for column, _, _ in parts)))["total"]
    names = [wrapped(plain(name), 20) for name in rows["name"]]
    widest = 1.0 if shares else float(max(totals.to_list(), default=0) or 1)
    lengths = [1.0] * rows.height if shares else totals.to_list()
    marks = [f"\u2002{mark}" if mark else "" for mark in rows["mark"]]
    plot = PHONE - max(map(text_width, names), default=0) - 16
    room = _room(marks, [length / widest for length in lengths], plot)
    traces = [
        _part(rows, column, word, palette, tone, totals if shares else None, (plot - room) / widest)
        for column, word, tone in parts
    ]
    traces.append(_marks(lengths, marks, palette))
    head = [axis, *([_key(parts, palette)] if len(parts) > 1 else [])]
    above = 28 + LINE * len(head)
    layout = {
        "title": axis_name("<br>".join(head), palette),
        "barmode": "stack",
        "bargap": 0.35,
        "xaxis": {
            "range": [0, widest * 1.01],
            "tickformat": ".0%" if shares else "d",
            "dtick": fitting_step((0, widest), plot - room, "d"),
            "tickvals": [0, 0.25, 0.5, 0.75, 1] if shares else None,
            "showgrid": True,
        },
        "yaxis": name_axis(names, palette),
        "margin": {"t": above, "r": 16 + room},
    }
    return figure(traces, layout, palette, above + 40 + ROW * max(len(names), 1), stamp)


def _key(parts: Sequence[tuple[str, str, str]], palette: Palette) -> str:
    """The legend of the shades, in the order of the bars, on one line that fits a narrow screen."""
    tones = _tones(palette)
    shades = {tone: tones[tone][0] if tone in ("done", "wait", "late") else palette.quiet for tone in GLYPHS}
    keys = [f'<span style="color:{shades[tone]}">{GLYPHS[tone]}</span>\u2009{word}' for _, word, tone in parts]
    return "\u2002".join(keys)


def _room(marks: list[str], shares: list[float], plot: int) -> int:
    """The room in pixels that the marks need at the right of the longest bar, where the plot and it have `plot` pixels
    on a phone; the marks of short bars stand on the plot."""
    needed = [plot - (plot - text_width(mark)) / share for mark, share in zip(marks, shares, strict=True) if share]
    return min(math.ceil(max([0, *needed])), plot // 2)


def _marks(lengths: list[float], marks: list[str], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": lengths,
        "y": list(range(len(marks))),
        "text": marks,
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _part(
    rows: pl.DataFrame, column: str, word: str, palette: Palette, tone: str, totals: pl.Series | None, scale: float
) -> dict[str, Any]:
    counts = rows[column].fill_null(0)
    lengths = (counts / totals).fill_nan(0).fill_null(0) if totals is not None else counts
    colour, pattern, ink = _tones(palette)[tone]
    texts = [str(n) if n and tone not in HATCHED else "" for n in counts]  # hatching would make it unreadable
    # A count is written only where its bar is long enough to hold it on a phone as well.
    texts = [
        text if length * scale > text_width(text) + INSIDE else "" for text, length in zip(texts, lengths, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": word,
        "x": lengths.to_list(),
        "y": list(range(rows.height)),
        "text": texts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": ink, "size": SIZE - 1},
        **hover_and_id(rows),
        "marker": {
            "color": colour,
            "line": {"color": palette.quiet, "width": 1},
            "pattern": {
                "shape": pattern,
                "fgcolor": colour,
                "bgcolor": palette.paper,
                "size": 6,
                "solidity": 0.35,
            },
        },
    }


def _tones(palette: Palette) -> dict[str, tuple[str, str, str]]:
    """Tone → fill, hatching, colour of the count on the bar."""
    return {
        "done": (palette.blue, "", palette.paper),
        "wait": (palette.faint, "", palette.ink),
        "late": (palette.red, "/", palette.ink),
        "slow": (palette.quiet, "\\", palette.ink),
        "gone": (palette.paper, "", palette.quiet),
    }
