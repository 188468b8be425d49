"""Stacked bars: the parts of one whole per row, distinguished by shade, hatching and a word."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, axis_name, figure, plain, wrapped

ROW = 34
HATCHED = ("slow", "late")  # in grey, in red; the others are filled, pale or empty
GLYPHS = {"done": "\u25a0", "slow": "\u25a7", "wait": "\u2592", "late": "\u25a8", "gone": "\u25a1"}


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

    `parts`: (column, word, tone) from left to right; the tone is a key of GLYPHS. `shares`: bars show shares of the
    row's total, so that small and large groups can be compared; the numbers stay counts.
    """
    totals = rows.select(total=pl.sum_horizontal(*(column for column, _, _ in parts)))["total"]
    names = [wrapped(plain(name), 20) for name in rows["name"]]
    widest = 1.0 if shares else float(max(totals))  # type: ignore[arg-type]
    traces = [
        _part(rows, column, word, palette, tone, totals if shares else None, widest) for column, word, tone in parts
    ]
    lengths = [1.0] * rows.height if shares else totals.to_list()
    traces.append(_marks(lengths, rows["mark"].to_list(), palette))
    layout = {
        "title": axis_name(f"{axis}<br>{_key(parts, palette)}", palette) | {"pad": {"t": 18, "l": 8}},
        "barmode": "stack",
        "bargap": 0.35,
        "xaxis": {
            "range": [0, widest * _air(rows["mark"].to_list(), shares)],
            "tickformat": ".0%" if shares else "d",
            "nticks": 6,
            "tickvals": [0, 0.25, 0.5, 0.75, 1] if shares else None,
            "showgrid": True,
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": palette.ink},
        },
        "margin": {"t": 60},
    }
    return figure(traces, layout, palette, 100 + ROW * max(len(names), 1), stamp)


def _key(parts: Sequence[tuple[str, str, str]], palette: Palette) -> str:
    """The legend of the shades, in the order of the bars, on one line that fits a narrow screen."""
    tones = _tones(palette)
    shades = {tone: tones[tone][0] if tone in ("done", "late") else palette.quiet for tone in GLYPHS}
    keys = [f'<span style="color:{shades[tone]}">{GLYPHS[tone]}</span>\u2009{word}' for _, word, tone in parts]
    return "\u2002".join(keys)


def _air(marks: list[str], shares: bool) -> float:
    """How far the axis extends beyond the longest bar, to leave room for the marks."""
    if not any(marks):
        return 1.02
    return 1.2 if shares else 1.3


def _marks(lengths: list[float], marks: list[str], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": lengths,
        "y": list(range(len(marks))),
        "text": [f"\u2002{mark}" for mark in marks],
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _part(
    rows: pl.DataFrame, column: str, word: str, palette: Palette, tone: str, totals: pl.Series | None, widest: float
) -> dict[str, Any]:
    counts = rows[column].fill_null(0)
    lengths = (counts / totals).fill_nan(0).fill_null(0) if totals is not None else counts
    colour, pattern, ink = _tones(palette)[tone]
    # A count is written only where its bar is long enough to hold it on a narrow screen as well.
    fits = [tone not in HATCHED and length / widest > 0.1 for length in lengths]  # hatching would make it unreadable
    texts = [str(n) if n and fit else "" for n, fit in zip(counts, fits, strict=True)]
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
        "hovertext": rows["hover"].to_list(),
        "hoverinfo": "text",
        "customdata": rows.select("kind", "id").rows(),
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
