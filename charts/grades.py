"""Grades by row: bars of shares, one section a grade scale, so that two scales never share a legend."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.bars import GLYPHS
from charts.elements import name_axis
from charts.theme import SIZE, Palette, axis_name, figure, half_widths, note, plain, wrapped

ROW = 32
LINE = 17  # height of a line of text, in pixels
LONG_ENOUGH = 0.11  # a shorter bar holds no number on a narrow screen
LEGEND_WIDTH = 40  # half-width places of a legend's line on a narrow screen
NAME_WIDTH = 16
FILLS = {"done": "", "wait": "", "gone": "", "late": "/"}


def grades(
    rows: pl.DataFrame, legends: Sequence[tuple[str, str, Sequence[tuple[str, str]]]], palette: Palette, *,
    axis: str, break_word: str = "", stamp: str = "",
) -> go.Figure:  # fmt: skip
    """Expects section, name, mark, broken, hover, kind, id and parts: list of structs n, tone, text; rows section by
    section, the first on top. The parts of a row are shares of their sum.

    `legends`: one per section in order: its id, its heading ("" for none), and (tone, word) of each grade. `broken`:
    not comparable with the row above, which a dotted line with `break_word` says.
    """
    slots = _Slots(rows, legends, palette)
    traces = [trace for at, row in enumerate(rows.iter_rows(named=True)) for trace in _bars(row, slots.y[at], palette)]
    traces.append(_marks(rows, slots.y, palette))
    layout = {
        "title": axis_name(axis, palette),
        "barmode": "stack",
        "xaxis": {"range": [0, 1.2], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1], "showgrid": True},
        "yaxis": name_axis(
            [wrapped(plain(name), NAME_WIDTH) for name in rows["name"]], palette, at=slots.y, end=slots.height
        ),
        "shapes": [_cut(y, palette) for y in slots.cuts],
        "annotations": slots.legends + [_cut_word(y, break_word, palette) for y in slots.cuts],
        "margin": {"t": 34},
    }
    return figure(traces, layout, palette, int(slots.height) + 66, stamp)


class _Slots:
    """Where rows and legends lie: y in pixels from the top of the plot."""

    def __init__(self, rows: pl.DataFrame, legends: Sequence[tuple], palette: Palette) -> None:
        self.y: list[float] = []
        self.cuts: list[float] = []
        self.legends: list[dict[str, Any]] = []
        self.height = 0.0
        for section, heading, words in legends:
            lines = [f"<b>{plain(heading)}</b>"] if heading else []
            lines += _legend(words, palette)
            place = {"x": 0, "xanchor": "left", "yref": "y", "y": self.height + 4, "yanchor": "top", "align": "left"}
            self.legends.append(note("<br>".join(lines), palette, **place))
            self.height += LINE * len(lines) + 8
            for at, broken in enumerate(rows.filter(pl.col("section") == section)["broken"]):
                if broken and at > 0:
                    self.cuts.append(self.height + 2)
                    self.height += LINE + 4
                self.y.append(self.height + ROW / 2)
                self.height += ROW
            self.height += 6


def _legend(words: Sequence[tuple[str, str]], palette: Palette) -> list[str]:
    """The shades and their words, on as many lines as a narrow screen needs."""
    shades = {"done": palette.blue, "late": palette.red, "wait": palette.faint, "gone": palette.quiet}
    lines: list[str] = []
    used = LEGEND_WIDTH
    for tone, word in words:
        width = half_widths(word) + 4
        key = f'<span style="color:{shades[tone]}">{GLYPHS[tone]}</span>\u2009{plain(word)}'
        if used + width > LEGEND_WIDTH:
            lines.append(key)
            used = width
        else:
            lines[-1] += f"\u2002{key}"
            used += width
    return lines


def _bars(row: dict[str, Any], y: float, palette: Palette) -> list[dict[str, Any]]:
    whole = sum(part["n"] for part in row["parts"]) or 1
    tones = {
        "done": (palette.blue, palette.paper),
        "wait": (palette.faint, palette.ink),
        "gone": (palette.paper, palette.ink),
        "late": (palette.red, palette.ink),
    }
    bars = []
    for part in row["parts"]:
        colour, ink = tones[part["tone"]]
        fits = part["n"] / whole > LONG_ENOUGH and part["tone"] != "late"  # hatching would make it unreadable
        pattern = {"shape": FILLS[part["tone"]], "fgcolor": palette.red, "bgcolor": palette.paper, "size": 6}
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [part["n"] / whole],
                "y": [y],
                "width": ROW * 0.66,
                "text": [part["text"] if fits else ""],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": ink, "size": SIZE - 1},
                "hovertext": [row["hover"]],
                "hoverinfo": "text",
                "customdata": [(row["kind"], row["id"])],
                "marker": {"color": colour, "line": {"color": palette.quiet, "width": 1}, "pattern": pattern},
            }
        )
    return bars


def _marks(rows: pl.DataFrame, places: list[float], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [1.0] * rows.height,
        "y": places,
        "text": [f"\u2002{mark}" for mark in rows["mark"]],
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _cut(y: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def _cut_word(y: float, word: str, palette: Palette) -> dict[str, Any]:
    return note(word, palette, x=0, xanchor="left", yref="y", y=y, yanchor="top")
