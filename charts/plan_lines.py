"""Plans on a time axis: one row per thing, from its beginning to its deadline, with what has been reached."""

import datetime
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import name_axis
from charts.theme import SIZE, Palette, axis_name, figure, plain, text_width, wrapped

ROW, LINE = 23, 15
NAME_WIDTH = 20  # half-width places
BEYOND = 366  # days after the last deadline or report: a later forecast is a triangle at the edge
AIR = 12  # days


def plan_lines(
    rows: pl.DataFrame, palette: Palette, *, axis: str, keys: str, reported_on: datetime.date, stamp: str = ""
) -> go.Figure:
    """Expects name, begins, deadline, reached, completed, forecast, earliest, latest, open_end, late, mark, hover,
    kind, id; the first row is on top.

    `reached`: the day of the plan that an unfinished thing has reached. `open_end`: the range of its forecast has no
    latest day. `late`: drawn in red, with a diamond. `keys`: a line that explains the signs. `reported_on`: drawn as a
    dotted line.
    """
    until = _until(rows, reported_on)
    names = [wrapped(plain(name), NAME_WIDTH) for name in rows["name"]]
    places = list(range(rows.height))
    traces = [
        _stretch(rows, places, "begins", "deadline", {"color": palette.quiet, "width": 1}),
        _stretch(rows, places, "begins", "reached", {"color": palette.veil(palette.blue, 0.45), "width": 8}),
        _marks(rows["deadline"].to_list(), places, "line-ns-open", 13, palette.ink, width=2),
        *_forecasts(rows, places, until, palette),
        _completions(rows, places, palette),
        _hovers(rows, places, reported_on),
        _texts(rows, places, until, palette),
    ]
    layout: dict[str, Any] = {
        "title": axis_name(f"{axis}<br>{keys}", palette),
        "xaxis": {
            "type": "date",
            "range": [min(rows["begins"]).isoformat(), until.isoformat()],
            "tickformat": "%m\n%Y",
            "nticks": 5,
            "side": "top",
            "showgrid": True,
            "showline": False,
        },
        "yaxis": name_axis(names, palette) | {"range": [rows.height - 0.4, -0.6]},
        "shapes": [_upright(reported_on, palette)],
        "margin": {"t": 82, "r": 16 + max(map(text_width, rows["mark"]), default=0), "b": 8},
    }
    height = 100 + sum(max(ROW, LINE * (name.count("<br>") + 1) + 8) for name in names)
    return figure(traces, layout, palette, height, stamp)


def _until(rows: pl.DataFrame, reported_on: datetime.date) -> datetime.date:
    """The end of the time axis."""
    known = [day for day in (*rows["deadline"], *rows["completed"], reported_on) if day is not None]
    edge = max(known) + datetime.timedelta(days=BEYOND)
    ends = [day for name in ("forecast", "latest") for day in rows[name] if day is not None]
    until = min(edge, max([*known, *ends])) + datetime.timedelta(days=AIR)
    if rows["open_end"].any():
        until = max(until, max([*known, *[day for day in ends if day <= edge]]) + datetime.timedelta(days=4 * AIR))
    return until


def _upright(day: datetime.date, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": str(day), "x1": str(day), "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _stretch(rows: pl.DataFrame, places: list[int], start: str, end: str, line: dict[str, Any]) -> dict[str, Any]:
    """One line per row from one day to another; none where a day is missing."""
    xs: list[Any] = []
    ys: list[Any] = []
    for at, first, last in zip(places, rows[start], rows[end], strict=True):
        if first is not None and last is not None:
            xs += [first, last, None]
            ys += [at, at, None]
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}


def _marks(days: list[Any], ys: list[int], symbol: Any, size: int, colour: Any, width: int = 2) -> dict[str, Any]:
    marker = {"symbol": symbol, "size": size, "color": colour, "line": {"width": width, "color": colour}}
    return {"type": "scatter", "mode": "markers", "x": days, "y": ys, "marker": marker, "hoverinfo": "skip"}


def _forecasts(rows: pl.DataFrame, places: list[int], until: datetime.date, palette: Palette) -> list[dict[str, Any]]:
    """The forecast of each row with its range; a triangle at the edge where it or its range goes on beyond."""
    edge = until - datetime.timedelta(days=AIR // 2)
    lines = rows.select(
        first=pl.coalesce("earliest", "forecast").clip(upper_bound=edge),
        last=pl.when("open_end").then(pl.lit(edge)).otherwise(pl.coalesce("latest", "forecast")).clip(upper_bound=edge),
    )
    beyond = [
        bool(open_end) or any(day is not None and day > edge for day in days)
        for open_end, *days in rows.select("open_end", "forecast", "latest").iter_rows()
    ]
    inside = [(day, at) for day, at in zip(rows["forecast"], places, strict=True) if day is not None and day <= edge]
    colours = {at: palette.red if late else palette.blue for at, late in zip(places, rows["late"], strict=True)}
    circles = _marks([day for day, _ in inside], [at for _, at in inside], "circle", 10, palette.paper)
    circles["marker"] = circles["marker"] | {"line": {"width": 2, "color": [colours[at] for _, at in inside]}}
    outside = [at for at, gone in zip(places, beyond, strict=True) if gone]
    return [
        _stretch(lines, places, "first", "last", {"color": palette.quiet, "width": 1.5}),
        circles,
        _marks([edge] * len(outside), outside, "triangle-right-open", 9, [colours[at] for at in outside]),
    ]


def _completions(rows: pl.DataFrame, places: list[int], palette: Palette) -> dict[str, Any]:
    done = [(day, at, late) for day, at, late in zip(rows["completed"], places, rows["late"], strict=True) if day]
    return _marks(
        [day for day, _, _ in done],
        [at for _, at, _ in done],
        ["diamond" if late else "circle" for *_, late in done],
        9,
        [palette.red if late else palette.blue for *_, late in done],
    )


def _hovers(rows: pl.DataFrame, places: list[int], reported_on: datetime.date) -> dict[str, Any]:
    """Invisible marks over each row's telling days, so that the text of a row opens wherever a reader points."""
    xs: list[Any] = []
    ys: list[int] = []
    texts: list[str] = []
    ids: list[tuple[str, str]] = []
    for at, row in zip(places, rows.iter_rows(named=True), strict=True):
        days = {row[name] for name in ("deadline", "reached", "completed", "forecast")} - {None} or {reported_on}
        for day in sorted(days):
            xs.append(day)
            ys.append(at)
            texts.append(row["hover"])
            ids.append((row["kind"], row["id"]))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": {"size": 18, "opacity": 0},
        "hovertext": texts,
        "hoverinfo": "text",
        "customdata": ids,
    }


def _texts(rows: pl.DataFrame, places: list[int], until: datetime.date, palette: Palette) -> dict[str, Any]:
    """A column of words in the right margin."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [until] * rows.height,
        "y": places,
        "text": [f"\u2002{mark}" for mark in rows["mark"]],
        "textposition": "middle right",
        "textfont": {"size": SIZE - 1, "color": [palette.red if late else palette.ink for late in rows["late"]]},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
