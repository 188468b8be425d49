"""Measures of different scales over time: one panel each, one above the other, each with its own axis."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, panel_axes, panel_title
from charts.event_marks import NONE, mark_events
from charts.theme import Palette, apart, figure, note, span, target_line, text_width
from charts.ticks import month_ticks

PANEL, GAP, TOP = 190, 46, 26  # height of a panel, of the space between two, and of that above the first, in pixels
ABOVE, BELOW = 8, 30  # margins of the figure, in pixels
LINE_HEIGHT = 16
MANY = 120  # with more points than this, single points have no marks


@dataclass(frozen=True)
class Panel:
    """One measure. `rows`: period (date), value, broken, hover, kind, id, and what the style needs; sorted by period.

    `style`: line (needs lower, upper, below: a band behind it, a red diamond where below), bars, areas (the columns of
    `parts` one upon another), or changes (needs lower, upper: dots with whiskers about 0, hollow where 0 is possible).
    `title`: measure and unit. `end`: the words at the last point. `beside`: a column drawn as a thin grey line, and its
    words at the end. `target`: value and its words. `parts`: columns of areas and their words.
    """

    title: str
    rows: pl.DataFrame
    tick: str
    style: Literal["line", "bars", "areas", "changes"] = "line"
    end: str = ""
    beside: tuple[str, str] | None = None
    target: tuple[float, str] | None = None
    parts: tuple[tuple[str, str], ...] = ()
    ceiling: float | None = None

    @property
    def named_parts(self) -> tuple[tuple[str, str], ...]:
        """The parts if there are several: one is named by the title."""
        return self.parts if len(self.parts) > 1 else ()


def over_time(
    panels: Sequence[Panel],
    palette: Palette,
    *,
    breaks: Sequence[tuple[datetime.date, str]] = (),
    events: pl.DataFrame = NONE,
    stamp: str = "",
) -> go.Figure:
    """The panels under one time axis. `breaks`: first days of what is not comparable with the time before, each with
    its words; a break is a dotted line through all panels, and lines are cut there (`broken`). `events`: as
    charts.event_marks, with their numbers in the first panel."""
    plot = TOP + PANEL * len(panels) + GAP * (len(panels) - 1)
    height = plot + ABOVE + BELOW
    days = [day for panel in panels for day in panel.rows["period"]]
    first, last = min(days), max(days)
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    traces: list[dict[str, Any]] = []
    edges = _edges(first, last)
    months = {"type": "date", "range": [str(end) for end in edges]} | month_ticks((last - first).days / 30.5)
    for at, panel in enumerate(panels):
        number, axes = panel_axes(at)
        top = 1 - (at * (PANEL + GAP) + TOP) / plot
        bottom = top - PANEL / plot
        low, high = _reach(panel)
        layout[f"xaxis{number}"] = months | {"anchor": f"y{number}", "showticklabels": at == len(panels) - 1}
        layout[f"yaxis{number}"] = {
            "anchor": f"x{number}",
            "domain": [max(bottom, 0), top],
            "range": [low, high],
            "tickformat": panel.tick,
            "nticks": 5,
            "zeroline": panel.style == "changes",
            "zerolinecolor": palette.quiet,
        }
        traces += [trace | axes for trace in _traces(panel, (first, last), palette)]
        layout["annotations"].append(panel_title(f"<b>{panel.title}</b>", palette, x=0, y=top, lift=4))
        layout["annotations"] += _ends(panel, number, (low, high), palette)
        layout["shapes"] += [_cut(day, number, palette) for day, _ in breaks]
        numbers, lines = mark_events(events, palette, axis="day", reach=edges, top=high, number=number)
        traces += numbers if at == 0 else []
        layout["shapes"] += lines
    layout["annotations"] += _break_words(breaks, panels[0].style, palette)
    layout["margin"] = {"t": ABOVE, "r": _room(panels), "b": BELOW}
    return figure(traces, layout, palette, height, stamp, stamps=len(panels))


def _room(panels: Sequence[Panel]) -> int:
    """The width in pixels for the words right of the panels."""
    words = [panel.end for panel in panels] + [panel.target[1] for panel in panels if panel.target]
    words += [word for panel in panels for _, word in (panel.beside and (panel.beside,)) or panel.named_parts]
    return 16 + max(map(text_width, words), default=0)


def _reach(panel: Panel) -> tuple[float, float]:
    """The range of the value axis; counts start at 0."""
    rows = panel.rows
    if panel.style == "areas":
        tops = rows.select(pl.sum_horizontal(*(column for column, _ in panel.parts)))
        return span([0.0, *tops.to_series().cast(pl.Float64)], 0)
    if panel.style == "bars":
        return span([0.0, *rows["value"].cast(pl.Float64)], 0)
    if panel.style == "changes":
        return span([0.0, *rows["value"], *rows["lower"], *rows["upper"]])
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([panel.target[0]] if panel.target else [])]
    values += rows[panel.beside[0]].to_list() if panel.beside else []
    return span(values, 0, panel.ceiling)


def _edges(first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The ends of the time axis, with air for the marks at both ends."""
    air = datetime.timedelta(days=max(20, (last - first).days // 60))
    return first - air, last + air


def _traces(panel: Panel, ends: tuple[datetime.date, datetime.date], palette: Palette) -> list[dict[str, Any]]:
    if panel.style == "bars":
        return [_bars(panel.rows, palette)]
    if panel.style == "areas":
        return _areas(panel, palette)
    if panel.style == "changes":
        return [_whiskers(panel.rows, palette)]
    runs = _runs(panel.rows)
    limited = [run.drop_nulls(["lower", "upper"]) for run in runs]
    traces = [_band(run, palette) for run in limited if run.height > 1]
    if panel.target:
        traces.insert(0, target_line([str(end) for end in ends], [panel.target[0]] * 2, palette))
    if panel.beside:
        own = [run.drop_nulls(panel.beside[0]) for run in runs]
        traces += [_thin(run, panel.beside[0], palette) for run in own if run.height]
    traces += [_line(run, palette) for run in runs]
    return [*traces, _points(panel.rows, palette)]


def _runs(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Pieces that a line may join: cut at a break and at a null value."""
    cuts = rows.with_columns(run=(pl.col("broken") | pl.col("value").is_null()).cum_sum()).drop_nulls("value")
    return cuts.partition_by("run", maintain_order=True)


def _band(run: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    days = run["period"].to_list()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days + days[::-1],
        "y": run["upper"].to_list() + run["lower"].to_list()[::-1],
        "fill": "toself",
        "fillcolor": palette.veil(palette.blue, 0.16),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _line(run: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.blue, "width": 1.8}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": run["period"].to_list(),
        "y": run["value"].to_list(),
        "line": line,
        "hoverinfo": "skip",
    }


def _thin(run: pl.DataFrame, column: str, palette: Palette) -> dict[str, Any]:
    own = {"y": run[column].to_list(), "line": {"color": palette.quiet, "width": 1, "dash": "dot"}}
    return _line(run, palette) | own


def _points(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    small = 0.1 if rows.height > MANY else 5
    below = rows["below"].to_list()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["period"].to_list(),
        "y": rows["value"].to_list(),
        **hover_and_id(rows),
        "cliponaxis": False,
        "marker": {
            "size": [9 if each else small for each in below],
            "symbol": ["diamond" if each else "circle" for each in below],
            "color": [palette.red if each else palette.blue for each in below],
            "line": {"width": 0},
        },
    }


def _bars(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": rows["period"].to_list(),
        "y": rows["value"].to_list(),
        **hover_and_id(rows),
        "marker": {"color": palette.blue, "line": {"width": 0}},
    }


def _whiskers(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    sure = ((pl.col("lower") > 0) | (pl.col("upper") < 0)).fill_null(False)
    fills = rows.select(pl.when(sure).then(pl.lit(palette.blue)).otherwise(pl.lit(palette.paper))).to_series()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["period"].to_list(),
        "y": rows["value"].to_list(),
        "error_y": {
            "symmetric": False,
            "array": (rows["upper"] - rows["value"]).to_list(),
            "arrayminus": (rows["value"] - rows["lower"]).to_list(),
            "color": palette.quiet,
            "thickness": 1.2,
            "width": 0,
        },
        **hover_and_id(rows),
        "cliponaxis": False,
        "marker": {"size": 8, "color": fills.to_list(), "line": {"width": 2, "color": palette.blue}},
    }


def _areas(panel: Panel, palette: Palette) -> list[dict[str, Any]]:
    """The parts one upon another, the first below; the hover text is on the uppermost."""
    rows, last = panel.rows, len(panel.parts) - 1
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "stackgroup": "parts",
            "x": rows["period"].to_list(),
            "y": rows[column].to_list(),
            "line": {"color": palette.lines[at % len(palette.lines)], "width": 1},
            "fillcolor": palette.veil(palette.lines[at % len(palette.lines)], 0.35),
            "hovertext": rows["hover"].to_list(),
            "hoverinfo": "text" if at == last else "skip",
            "customdata": rows.select("kind", "id").rows(),
        }
        for at, (column, _) in enumerate(panel.parts)
    ]


def _ends(panel: Panel, number: str, reach: tuple[float, float], palette: Palette) -> list[dict[str, Any]]:
    """The words right of the panel: at the ends of its lines, or in the middle of its areas, moved apart."""
    ends: list[tuple[str, float]] = []
    if panel.style == "areas":
        tops = panel.rows.row(-1, named=True)
        below = 0.0
        for column, word in panel.named_parts:
            part = tops[column]
            ends.append((word, below + (part or 0) / 2))
            below += part or 0
    else:
        for column, word in (("value", panel.end), panel.beside or ("", "")):
            known = panel.rows[column].drop_nulls().to_list() if word else []
            ends += [(word, float(known[-1]))] if known else []
        ends += [(panel.target[1], panel.target[0])] if panel.target else []
    scale = PANEL / (reach[1] - reach[0])
    places = apart([(value - reach[0]) * scale for _, value in ends], LINE_HEIGHT)
    return [
        note(word, palette, x=1, y=reach[0] + place / scale, yref=f"y{number}", xanchor="left", xshift=6)
        for (word, _), place in zip(ends, places, strict=True)
    ]


def _cut(day: datetime.date, number: str, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    own = {"xref": f"x{number}", "yref": f"y{number} domain", "x0": str(day), "x1": str(day), "y0": 0, "y1": 1}
    return {"type": "line", "line": line} | own


def _break_words(breaks: Sequence[tuple[datetime.date, str]], style: str, palette: Palette) -> list[dict[str, Any]]:
    """The reason for each break, along its dotted line in the uppermost panel: above low bars, below high lines."""
    y, anchor = (1, "top") if style == "bars" else (0, "bottom")
    place = {"xref": "x", "y": y, "yref": "y domain", "xanchor": "left", "yanchor": anchor}
    return [note(word, palette, x=str(day), **place) | {"textangle": -90} for day, word in breaks]
