"""A measure by year: one line with its interval band, a dashed target, grey lines for comparison."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id
from charts.event_marks import NONE, mark_events, with_room
from charts.theme import SIZE, Palette, apart, axis_name, figure, note, plain, span, target_line, text_width, wrapped

HEIGHT = 360
NAME_WIDTH = 18  # half-width places
PLOT = 290  # height of the plot area, in pixels


def trend(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    tick: str,
    target: tuple[float, str] | None = None,
    break_word: str = "",
    context: Mapping[str, pl.DataFrame] | None = None,
    from_zero: bool = False,
    ceiling: float | None = None,
    step: float = 1,
    events: pl.DataFrame = NONE,
    stamp: str = "",
) -> go.Figure:
    """Expects year, value, lower, upper, hollow, below, broken, mark, hover, kind, id; one row per year, sorted.

    `mark`: the text at a point (empty: none). `broken`: not comparable with the row before. `target`: value and its
    words. `context`: name → rows with year, value, hover, kind, id, drawn in grey with the name at the end. `step`: the
    distance between two consecutive rows in years (a quarter: 0.25). `events`: as charts.event_marks.
    """
    context = context or {}
    pieces = runs(rows, step)
    traces = [trace for run in pieces for trace in band(run, palette)]
    traces += [_grey(run, palette) for other in context.values() for run in runs(other, step)]
    traces += [_line(run, palette) for run in pieces]
    traces.append(_points(rows, palette, bool(context), "left" if target else "center"))
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([target[0]] if target else []), *([0.0] * from_zero)]
    values += [value for other in context.values() for value in other["value"]]
    low, high = with_room(span(values, 0, ceiling), events, PLOT)
    beside = [*context, *(rows["mark"] if context or not target else []), *([target[1]] if target else [])]
    first, last = _edges(rows, context)
    numbers, shapes = mark_events(events, palette, axis="at", reach=(first, last), top=high)
    traces += numbers
    annotations = _end_names(rows, context, (low, high), palette) if context else []
    if target:
        traces.insert(0, target_line(_edges(rows, context), [target[0]] * 2, palette))
        annotations.append(note(target[1], palette, x=1, y=target[0], yref="y", xanchor="left", xshift=4))
    for year in rows.filter(pl.col("broken"))["year"]:
        shapes.append(_cut(year - 0.5, palette))
        annotations.append(_cut_word(year, rows, (low, high), break_word, palette))
    layout = {
        "title": axis_name(axis, palette),
        "xaxis": _years(rows, context),
        "yaxis": {"range": [low, high], "tickformat": tick, "nticks": 6},
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"r": _room(beside)},
    }
    return figure(traces, layout, palette, HEIGHT, stamp)


def runs(rows: pl.DataFrame, step: float) -> list[pl.DataFrame]:
    """Pieces that a line may join: cut at a break, at a missing year and at a null value."""
    shown = rows.filter(pl.col("value").is_not_null())
    if shown.is_empty():
        return []
    years = shown["year"].to_list()
    cuts = [
        at
        for at, ((before, year), broken) in enumerate(zip(pairwise(years), shown["broken"][1:], strict=True), 1)
        if broken or year > before + step
    ]
    return [shown[start:end] for start, end in pairwise([0, *cuts, len(years)])]


def band(run: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    years, low, high = (run[column].to_list() for column in ("year", "lower", "upper"))
    if len(years) == 1:
        return []  # a single point shows its interval as an error bar
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


def _points(rows: pl.DataFrame, palette: Palette, named: bool, last: str) -> dict[str, Any]:
    """The marks. If other lines are `named` at their ends, the texts of the marks are at the end of the line too.
    last: the side of the last mark's text; words in the margin need it at the left."""
    colours = [palette.red if below else palette.blue for below in rows["below"]]
    falls = (rows["value"].diff() < 0).fill_null(False)
    sides = ["bottom center" if fell else "top center" for fell in falls]
    sides[-1:] = [side.replace("center", last) for side in sides[-1:]]
    return {
        "type": "scatter",
        "x": rows["year"].to_list(),
        "y": rows["value"].to_list(),
        "mode": "markers" if named else "markers+text",
        "text": rows["mark"].to_list(),
        "textposition": sides if rows.height > 1 else "middle right",  # a single point has an error bar above and below
        "textfont": {"size": SIZE + 1, "color": palette.ink},
        "cliponaxis": False,
        **hover_and_id(rows),
        "marker": {
            "size": 10,
            "symbol": ["diamond" if below else "circle" for below in rows["below"]],
            "color": [palette.paper if hollow else c for hollow, c in zip(rows["hollow"], colours, strict=True)],
            "line": {"width": 2, "color": colours},
        },
    }


def _grey(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": rows["year"].to_list(),
        "y": rows["value"].to_list(),
        "mode": "lines+markers",
        "line": {"color": palette.quiet, "width": 1},
        "marker": {"size": 5, "color": palette.quiet},
        **hover_and_id(rows),
    }


def _end_names(
    rows: pl.DataFrame, context: Mapping[str, pl.DataFrame], reach: tuple[float, float], palette: Palette
) -> list[dict[str, Any]]:
    """The names of the lines in the right margin, moved apart where lines end close together."""
    main = rows.filter(pl.col("mark") != "").select("mark", "value").rows()
    ends = [*main, *((name, other["value"][-1]) for name, other in context.items())]
    ends = [(wrapped(plain(name), NAME_WIDTH), value) for name, value in ends]
    lines = 1 + max(name.count("<br>") for name, _ in ends)
    scale = PLOT / (reach[1] - reach[0])
    places = apart([value * scale for _, value in ends], gap=(SIZE + 3) * lines)
    return [
        note(name, palette, x=1, y=value, yref="y", xanchor="left", align="left", yshift=place - value * scale)
        | ({"font": {"size": SIZE + 1, "color": palette.ink}} if at < len(main) else {})
        for at, ((name, value), place) in enumerate(zip(ends, places, strict=True))
    ]


def _cut_word(year: int, rows: pl.DataFrame, reach: tuple[float, float], word: str, palette: Palette) -> dict[str, Any]:
    """The reason for a break, written along it above or below the line, where there is more room."""
    beside = rows.filter(pl.col("year").is_in([year - 1, year]))["value"].mean()
    high = isinstance(beside, float) and beside > sum(reach) / 2
    place = {"y": 0, "yanchor": "bottom"} if high else {"y": 1, "yanchor": "top"}
    return note(word, palette, x=year - 0.5, xref="x", xanchor="right", **place) | {"textangle": -90}


def _cut(at: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": at, "x1": at, "line": line}


def _years(rows: pl.DataFrame, context: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    return {"range": list(_edges(rows, context)), "dtick": 1, "tickformat": "d", "tickfont": {"size": SIZE - 2}}


def _edges(rows: pl.DataFrame, context: Mapping[str, pl.DataFrame]) -> list[float]:
    years = [year for frame in (rows, *context.values()) for year in frame["year"]]
    return [min(years) - 0.4, max(years) + 0.4]


def _room(words: list[str]) -> int:
    """The width in pixels for the words at the right ends of the lines."""
    return max((text_width(wrapped(plain(word), NAME_WIDTH)) for word in words), default=8) + 10
