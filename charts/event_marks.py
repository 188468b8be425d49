"""Noted events in a chart over time: a thin line on the day and a number at its top; the text is in the hover label."""

import datetime
from itertools import pairwise
from typing import Any

import polars as pl

from charts.theme import SIZE, Palette

NONE = pl.DataFrame(schema={"at": pl.Float64, "day": pl.Date, "number": pl.String, "hover": pl.String})  # no events
HIGH = 22  # pixels that a number takes at the top of the plot
CLOSE = 0.03  # numbers closer than this share of the time axis stand together
Place = float | datetime.date


def mark_events(
    events: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    reach: tuple[Place, Place],
    top: float,
    number: str = "",
    close: float = CLOSE,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The traces (numbers) and the shapes (lines) of the events on one plot.

    events: number, hover and the place, which is `at` on an axis of years and `day` on one of dates (axis). reach: the
    ends of the time axis; events beyond are not drawn. top: the upper end of the value axis. number: of the plot's
    axes, "" for the first. close: as CLOSE.
    """
    shown = events.filter(pl.col(axis).is_between(*reach)).sort(axis)
    if shown.is_empty():
        return [], []
    places = shown[axis].to_list()
    first, *_, last = along = [_along(place) for place in (reach[0], *places, reach[1])]
    apart = (last - first) * close
    starts = [0, *(at for at, (one, two) in enumerate(pairwise(along[1:-1]), 1) if two - one > apart), len(places)]
    groups = [shown[start:end] for start, end in pairwise(starts)]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "text",
        "x": [group[axis][0] for group in groups],
        "y": [top] * len(groups),
        "text": ["".join(group["number"]) for group in groups],
        "textposition": "bottom right",
        "textfont": {"size": SIZE - 1, "color": palette.quiet},
        "hovertext": ["<br>".join(group["hover"]) for group in groups],
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": False,
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
    }
    return [trace], [_line(place, number, palette) for place in places]


def with_room(reach: tuple[float, float], events: pl.DataFrame, plot: float) -> tuple[float, float]:
    """The reach of a value axis with room for the numbers of events above all that is drawn. plot: its height in
    pixels."""
    low, high = reach
    return (low, high + (high - low) * HIGH / plot) if events.height else reach


def _along(place: Place) -> float:
    """A place as a number: a date in days."""
    return place.toordinal() if isinstance(place, datetime.date) else place


def _line(place: Place, number: str, palette: Palette) -> dict[str, Any]:
    at = str(place) if isinstance(place, datetime.date) else place
    own = {"xref": f"x{number}", "yref": f"y{number} domain", "x0": at, "x1": at, "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", "line": {"color": palette.veil(palette.quiet, 0.6), "width": 1}} | own
