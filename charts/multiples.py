"""Small multiples: one small line with its interval for each group, division or unit, all on the same axes."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, panel_axes, panel_title
from charts.event_marks import NONE, mark_events
from charts.theme import SIZE, Palette, figure, place_of_panel, plain, span, wrapped
from charts.trend import band, runs

PANEL = 106  # height of a panel without its title, in pixels
COLUMNS = 3
NAME_WIDTH = 14  # half-width places, so that three names fit side by side on a phone
LINE, BELOW = 18, 22  # a line of a title, and the room for the years of a panel, in pixels


def multiples(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    tick: str,
    target: float | None = None,
    ceiling: float | None = None,
    events: pl.DataFrame = NONE,
    changed: pl.DataFrame = NONE,
    stamp: str = "",
) -> go.Figure:
    """Expects panel, title, year, value, lower, upper, broken, mark, hover, kind, id; sorted by panel and year.

    `mark`: the value in words at the last known year, else empty; it stands under the title. `broken`: not comparable
    with the year before, marked by a dotted line. `events`: as charts.event_marks, with `panels`: the names of those
    that an event concerns, null for all. `changed`: panel, at, hover: days on which what a panel shows was made anew; a
    triangle stands there on the time axis.
    """
    names = rows["panel"].unique(maintain_order=True).to_list()
    columns = 2 if len(names) in (2, 4) else COLUMNS
    lines = -(-len(names) // columns)
    titles = {
        name: wrapped(plain(title), NAME_WIDTH) for name, title in rows.select("panel", "title").unique().iter_rows()
    }
    above = LINE * (2 + max(title.count("<br>") for title in titles.values())) + 4
    height = (PANEL + above) * lines + 10
    values = [*rows["value"], *rows["lower"], *rows["upper"], *([] if target is None else [target])]
    low, high = span(values, 0, ceiling)
    years = sorted(rows["year"].to_list())
    ends = (int(years[0]), int(years[-1]))
    reach = (ends[0] - 0.6, ends[1] + 0.6)
    layout: dict[str, Any] = {"shapes": [], "annotations": [], "margin": {"t": 6, "r": 14, "b": 4}}
    traces: list[dict[str, Any]] = []
    for at, name in enumerate(names):
        own, (number, axes) = rows.filter(panel=name), panel_axes(at)
        left, right, bottom, top = place_of_panel(at, columns, lines, height, gap=0.024, above=above, below=BELOW)
        layout[f"xaxis{number}"] = {"domain": [left, right], "anchor": f"y{number}", **_years(ends, reach)}
        layout[f"yaxis{number}"] = {
            "domain": [bottom, top], "anchor": f"x{number}", "range": [low, high], "tickformat": tick, "nticks": 3,
            "showticklabels": at % columns == 0,
        }  # fmt: skip
        title = f"<b>{titles[name]}</b><br>{plain(''.join(own['mark']))}"
        layout["annotations"].append(panel_title(title, palette, x=left, y=top, lift=2))
        if target is not None:
            layout["shapes"].append(_line(number, "y", target, palette, "dash"))
        layout["shapes"] += [_line(number, "x", year - 0.5, palette, "dot") for year in own.filter("broken")["year"]]
        numbers, shapes = _events_of(name, events, reach, high, number, palette)
        layout["shapes"] += shapes
        drawn = [*_traces(own, palette), *_changes(name, changed, low, palette)]
        traces += [*numbers, *(trace | axes for trace in drawn)]
    return figure(traces, layout, palette, height, stamp, stamps=min(lines, 4))


def _years(ends: tuple[int, int], reach: tuple[float, float]) -> dict[str, Any]:
    """A time axis with its first and its last year."""
    shown = sorted(set(ends))
    return {
        "range": list(reach),
        "tickvals": shown,
        "ticktext": [f"'{year % 100:02}" for year in shown],
        "tickangle": 0,
    }


def _line(number: str, axis: str, at: float, palette: Palette, dash: str) -> dict[str, Any]:
    """A line across one panel, at a value of one of its axes."""
    other = "x" if axis == "y" else "y"
    return {
        "type": "line",
        f"{axis}ref": f"{axis}{number}",
        f"{other}ref": f"{other}{number} domain",
        f"{axis}0": at,
        f"{axis}1": at,
        f"{other}0": 0,
        f"{other}1": 1,
        "line": {"color": palette.quiet, "width": 1, "dash": dash},
    }


def _events_of(
    name: str, events: pl.DataFrame, reach: tuple[float, float], top: float, number: str, palette: Palette
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The marks of the events that concern one panel."""
    if events.height:
        events = events.filter(pl.col("panels").is_null() | pl.col("panels").list.contains(name))
    return mark_events(events, palette, axis="at", reach=reach, top=top, number=number, close=0.08)


def _changes(name: str, changed: pl.DataFrame, low: float, palette: Palette) -> list[dict[str, Any]]:
    """Triangles on the time axis of one panel."""
    own = changed.filter(panel=name) if changed.height else changed
    if own.is_empty():
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": own["at"].to_list(),
            "y": [low] * own.height,
            "hovertext": own["hover"].to_list(),
            "hoverinfo": "text",
            "cliponaxis": False,
            "marker": {"symbol": "triangle-up", "size": SIZE - 3, "color": palette.ink},
        }
    ]


def _traces(own: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """Band and line of each run of comparable years, then the points."""
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": palette.blue, "width": 2}}
    pieces = runs(own, 1)
    traces = [trace for run in pieces for trace in band(run, palette)]
    traces += [line | {"x": run["year"].to_list(), "y": run["value"].to_list()} for run in pieces]
    traces.append(
        {
            "type": "scatter",
            "x": own["year"].to_list(),
            "y": own["value"].to_list(),
            "mode": "markers",
            "cliponaxis": False,
            **hover_and_id(own),
            "marker": {"size": 5, "color": palette.blue},
        }
    )
    return traces
