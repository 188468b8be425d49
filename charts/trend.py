"""A measure year by year: one line with its interval band, a dashed target, greys for comparison."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, axis_name, figure, note, plain, span

HEIGHT = 360


def trend(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    tick: str,
    target: tuple[float, str] | None = None,
    break_word: str = "",
    context: Mapping[str, pl.DataFrame] | None = None,
    ceiling: float | None = None,
    stamp: str = "",
) -> go.Figure:
    """Expects year, value, lower, upper, hollow, below, broken, mark, hover, kind, id; one row a year, sorted.

    `mark` is the text at a point (empty: none). `broken`: not comparable with the row before. `target`: value and its
    words. `context`: name → rows with year, value, hover, kind, id, drawn in grey with the name at the end.
    """
    context = context or {}
    runs = _runs(rows)
    traces = [trace for run in runs for trace in _band(run, palette)]
    traces += [trace for name, other in context.items() for trace in _grey(name, other, palette)]
    traces += [_line(run, palette) for run in runs]
    traces.append(_points(rows, palette))
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([target[0]] if target else [])]
    values += [value for other in context.values() for value in other["value"]]
    annotations = [axis_name(axis, palette)]
    shapes: list[dict[str, Any]] = []
    if target:
        shapes.append(_level(target[0], palette))
        annotations.append(note(target[1], palette, x=1, y=target[0], yref="y", xanchor="left", xshift=4))
    for year in rows.filter(pl.col("broken"))["year"]:
        shapes.append(_cut(year - 0.5, palette))
        annotations.append(note(break_word, palette, x=year - 0.5, xref="x", y=0, yanchor="bottom", textangle=-90,
                                xanchor="right"))  # fmt: skip
    layout = {
        "xaxis": _years(rows, context),
        "yaxis": {"range": span(values, 0, ceiling), "tickformat": tick, "nticks": 6},
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"r": _room(target, context)},
    }
    return figure(traces, layout, palette, HEIGHT, stamp)


def _runs(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Pieces that may be joined by a line: cut at a break, at a missing year, at a value that is not shown."""
    shown = rows.filter(pl.col("value").is_not_null())
    if shown.is_empty():
        return []
    years = shown["year"].to_list()
    cuts = [
        at
        for at, ((before, year), broken) in enumerate(zip(pairwise(years), shown["broken"][1:], strict=True), 1)
        if broken or year != before + 1
    ]
    return [shown[start:end] for start, end in pairwise([0, *cuts, len(years)])]


def _band(run: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    years, low, high = (run[column].to_list() for column in ("year", "lower", "upper"))
    if len(years) == 1:
        return []  # a lone point carries its interval as a bar
    return [
        {
            "type": "scatter",
            "x": years + years[::-1],
            "y": high + low[::-1],
            "fill": "toself",
            "fillcolor": palette.veil(palette.blue, 0.16),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "mode": "lines",
        }
    ]


def _line(run: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    alone = run.height == 1
    return {
        "type": "scatter",
        "x": run["year"].to_list(),
        "y": run["value"].to_list(),
        "mode": "lines",
        "line": {"color": palette.blue, "width": 2.5},
        "hoverinfo": "skip",
        "error_y": {
            "visible": alone,
            "symmetric": False,
            "array": (run["upper"] - run["value"]).to_list(),
            "arrayminus": (run["value"] - run["lower"]).to_list(),
            "color": palette.blue,
            "thickness": 1.5,
            "width": 4,
        },
    }


def _points(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    colours = [palette.red if below else palette.blue for below in rows["below"]]
    return {
        "type": "scatter",
        "x": rows["year"].to_list(),
        "y": rows["value"].to_list(),
        "mode": "markers+text",
        "text": rows["mark"].to_list(),
        "textposition": "top center",
        "textfont": {"size": SIZE + 1, "color": palette.ink},
        "cliponaxis": False,
        "hovertext": rows["hover"].to_list(),
        "hoverinfo": "text",
        "customdata": rows.select("kind", "id").rows(),
        "marker": {
            "size": 10,
            "symbol": ["diamond" if below else "circle" for below in rows["below"]],
            "color": [palette.paper if hollow else c for hollow, c in zip(rows["hollow"], colours, strict=True)],
            "line": {"width": 2, "color": colours},
        },
    }


def _grey(name: str, rows: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    words = [""] * max(rows.height - 1, 0) + [plain(name)]
    return [
        {
            "type": "scatter",
            "x": rows["year"].to_list(),
            "y": rows["value"].to_list(),
            "mode": "lines+markers+text",
            "text": words,
            "textposition": "middle right",
            "textfont": {"size": SIZE - 1, "color": palette.quiet},
            "cliponaxis": False,
            "line": {"color": palette.quiet, "width": 1},
            "marker": {"size": 5, "color": palette.quiet},
            "hovertext": rows["hover"].to_list(),
            "hoverinfo": "text",
            "customdata": rows.select("kind", "id").rows(),
        }
    ]


def _level(value: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.ink, "width": 1.5, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line, "layer": "below"}


def _cut(at: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": at, "x1": at, "line": line}


def _years(rows: pl.DataFrame, context: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    years = [year for frame in (rows, *context.values()) for year in frame["year"]]
    return {"range": [min(years) - 0.4, max(years) + 0.4], "dtick": 1, "tickformat": "d"}


def _room(target: tuple[float, str] | None, context: Mapping[str, pl.DataFrame]) -> int:
    """Space at the right for the words at the lines' ends, in pixels."""
    names = [*([target[1]] if target else []), *context]
    widest = max((sum(12 if ord(char) > 0x2E7F else 7 for char in name) for name in names), default=8)
    return min(widest + 10, 130)
