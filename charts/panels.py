"""Measures with different scales: one small panel each, with the quartile band behind the mean."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, panel_axes, panel_title
from charts.event_marks import NONE, mark_events, with_room
from charts.theme import SIZE, Palette, figure, note, place_of_panel, plain, span, wrapped

PANEL, ABOVE, BELOW = 210, 32, 26  # height of a panel, with its title above and its years below, in pixels
TITLE_WIDTH = 20  # half-width places per line, so that two titles fit side by side on a phone


def panels(
    rows: pl.DataFrame, palette: Palette, *, words: dict[str, str], events: pl.DataFrame = NONE, stamp: str = ""
) -> go.Figure:
    """Expects panel, title, year, value, middle, q1, q3, broken, mark, hover, kind, id; sorted by panel and year.

    Two panels per line; a single panel takes the whole width. `words`: `break`, the word at a dotted break line.
    `events`: as charts.event_marks.
    """
    names = rows["panel"].unique(maintain_order=True).to_list()
    columns = min(2, len(names))
    lines = -(-len(names) // columns)
    height = 350 if len(names) == 1 else PANEL * lines + 40
    years = rows["year"]
    layout: dict[str, Any] = {"shapes": [], "annotations": [], "margin": {"t": 12, "r": 16}}
    traces: list[dict[str, Any]] = []
    for at, name in enumerate(names):
        own = rows.filter(pl.col("panel") == name)
        number, axes = panel_axes(at)
        place = place_of_panel(at, columns, lines, height, gap=0.1, above=ABOVE, below=BELOW)
        _axes(layout, number, place, own, (min(years), max(years)), narrow=columns > 1)
        axis = layout[f"yaxis{number}"]
        axis["range"] = with_room(axis["range"], events, PANEL - ABOVE - BELOW)
        title = f"<b>{wrapped(plain(own['title'][0]), TITLE_WIDTH)}</b>"
        layout["annotations"].append(panel_title(title, palette, x=place[0], y=place[3], lift=4))
        for year in own.filter(pl.col("broken"))["year"]:
            layout["shapes"].append(_cut(year - 0.5, number, palette))
            layout["annotations"].append(_cut_word(year - 0.5, number, words["break"], palette))
        top, ends = axis["range"][1], (min(years) - 0.5, max(years) + 0.5)
        numbers, cuts = mark_events(events, palette, axis="at", reach=ends, top=top, number=number, close=0.06)
        traces += numbers
        layout["shapes"] += cuts
        traces += [trace | axes for trace in _traces(own, palette)]
    return figure(traces, layout, palette, height, stamp, stamps=lines)


def _axes(layout: dict, number: str, place: tuple, own: pl.DataFrame, years: tuple[int, int], narrow: bool) -> None:
    left, right, bottom, top = place
    step = max(1, -(-(years[1] - years[0]) // 3)) if narrow else 1
    layout[f"xaxis{number}"] = {
        "domain": [left, right],
        "anchor": f"y{number}",
        "range": [years[0] - 0.5, years[1] + 1.2],
        "tickvals": list(range(years[1], years[0] - 1, -step)),
        "tickformat": "d",
        "tickangle": 0,
    }
    values = [*own["value"], *own["q1"], *own["q3"]]
    layout[f"yaxis{number}"] = {
        "domain": [bottom, top],
        "anchor": f"x{number}",
        "range": span(values),
        "nticks": 4,
    }


def _traces(own: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """Band, median and mean of each run of years without a break, then the points."""
    traces: list[dict[str, Any]] = []
    runs = own.with_columns(run=(pl.col("broken") | (pl.col("year").diff() != 1)).fill_null(False).cum_sum())
    for run in runs.partition_by("run", maintain_order=True):
        shown = run.drop_nulls("value")
        years = shown["year"].to_list()
        line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
        traces += [
            line
            | {
                "x": years + years[::-1],
                "y": shown["q3"].to_list() + shown["q1"].to_list()[::-1],
                "fill": "toself",
                "fillcolor": palette.veil(palette.quiet, 0.18),
                "line": {"width": 0},
            },
            line
            | {
                "x": years,
                "y": shown["middle"].to_list(),
                "line": {"color": palette.quiet, "width": 1.5, "dash": "dot"},
            },
            line | {"x": years, "y": shown["value"].to_list(), "line": {"color": palette.blue, "width": 2.5}},
        ]
    falls = (own["value"].diff() < 0).fill_null(False)
    traces.append(
        {
            "type": "scatter",
            "x": own["year"].to_list(),
            "y": own["value"].to_list(),
            "mode": "markers+text",
            "text": own["mark"].to_list(),
            "textposition": ["bottom center" if fell else "top center" for fell in falls],
            "textfont": {"size": SIZE, "color": palette.ink},
            "cliponaxis": False,
            **hover_and_id(own),
            "marker": {"size": 8, "color": palette.blue},
        }
    )
    return traces


def _cut(at: float, number: str, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1.5, "dash": "dot"}
    return {
        "type": "line",
        "xref": f"x{number}",
        "yref": f"y{number} domain",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _cut_word(at: float, number: str, word: str, palette: Palette) -> dict[str, Any]:
    place = {
        "xref": f"x{number}",
        "yref": f"y{number} domain",
        "x": at,
        "y": 0,
        "xanchor": "right",
        "yanchor": "bottom",
    }
    return note(word, palette, **place) | {"textangle": -90}
