"""Funnel plots: units by number of answers and rate, one panel per class, with the limits that chance explains."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts import labels
from charts.elements import hover_and_id, panel_axes, panel_title
from charts.theme import (
    SIZE,
    WIDTHS,
    Palette,
    axis_name,
    figure,
    note,
    place_of_panel,
    plain,
    span,
    text_width,
    wrapped,
)

PANEL, ALONE = 270, 420
ABOVE, BELOW = 24, 34  # pixels above a panel for its heading, below it for its ticks
LINE = 16  # more above a panel for each further line of a heading
HEADING_WIDTH, NAME_WIDTH = 15, 10  # half-width places, so that they fit into a panel on a phone
GAP = 0.06  # between two panels, a share of the plot
TOP, BOTTOM, LEFT = 40, 4, 44  # margins in pixels; Plotly makes the left one
MARKS = {"low": "diamond", "high": "triangle-up", "within": "circle"}


def funnels(
    rows: pl.DataFrame,
    curves: pl.DataFrame,
    palette: Palette,
    *,
    axis: str,
    across: str,
    target: tuple[float, str] | None = None,
    stamp: str = "",
) -> go.Figure:
    """rows: unit_class, panel (its heading), valid_n, rate, flag, hollow, name (empty: not named), hover, kind, id.
    curves: unit_class, n, centre, lower, upper, lower_998, upper_998. Two panels per line; a single panel takes the
    whole width."""
    classes = rows["unit_class"].unique(maintain_order=True).to_list()
    columns = min(2, len(classes))
    lines = -(-len(classes) // columns)
    headings = [
        wrapped(plain(panel), HEADING_WIDTH) for panel in rows.unique("unit_class", maintain_order=True)["panel"]
    ]
    above = ABOVE + LINE * max(heading.count("<br>") for heading in headings)
    height = (ALONE if len(classes) == 1 else (PANEL + above - ABOVE) * lines) + 46
    room = 24 if target is None else 16 + text_width(target[1])
    layout: dict[str, Any] = {
        "title": axis_name(axis, palette),
        "annotations": [],
        "margin": {"t": TOP, "r": room, "b": BOTTOM},
    }
    traces: list[dict[str, Any]] = []
    reach = _reach(rows, curves, target)
    for at, unit_class in enumerate(classes):
        own, limits = (frame.filter(pl.col("unit_class") == unit_class) for frame in (rows, curves))
        number, axes = panel_axes(at)
        place = place_of_panel(at, columns, lines, height, gap=GAP, above=above, below=BELOW)
        _axes(layout, number, place, limits, reach, narrow=columns > 1)
        layout[f"yaxis{number}"]["showticklabels"] = at % columns == 0  # all panels have one value axis
        title = f"<b>{headings[at]}</b>"
        layout["annotations"].append(panel_title(title, palette, x=place[0], y=place[3], lift=3, align="left"))
        panel = [(width - LEFT - room) * (place[1] - place[0]) for width in WIDTHS]
        names = _names(own, limits, reach, panel, (place[3] - place[2]) * (height - TOP - BOTTOM))
        drawn = [*_curves(limits, palette), *_target(limits, target, palette), _units(own, names, palette)]
        traces += [trace | axes for trace in drawn]
        if target and at % columns == columns - 1:
            layout["annotations"].append(
                note(target[1], palette, x=1, xref=f"x{number} domain", y=target[0], yref=f"y{number}", xanchor="left",
                     xshift=4)
            )  # fmt: skip
    foot = {"y": BELOW / height, "yanchor": "bottom", "yshift": 3}  # inside the last panel, above its axis
    layout["annotations"].append(note(across, palette, x=1, xanchor="right", **foot))
    return figure(traces, layout, palette, height, stamp, stamps=lines)


def _reach(rows: pl.DataFrame, curves: pl.DataFrame, target: tuple[float, str] | None) -> tuple[float, float]:
    """One value axis for all panels: contains every unit and the 95 % limits; the 99.8 % limits may lie outside."""
    low, high = span([*rows["rate"], *curves["lower"], *([target[0]] if target else [])], 0, 1)
    return low, high + (high - low) * 0.03  # so that a mark at the upper end is not cut


def _axes(
    layout: dict, number: str, place: tuple, limits: pl.DataFrame, reach: tuple[float, float], narrow: bool
) -> None:
    left, right, bottom, top = place
    layout[f"xaxis{number}"] = {
        "domain": [left, right],
        "anchor": f"y{number}",
        "range": [0, limits["n"].max()],
        "tickformat": "d",
        "nticks": 3 if narrow else 6,
        "tickangle": 0,
    }
    layout[f"yaxis{number}"] = {
        "domain": [bottom, top],
        "anchor": f"x{number}",
        "range": list(reach),
        "tickformat": ".0%",
        "nticks": 5,
    }


def _curves(limits: pl.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """The centre, the 95 % limits as a band and the 99.8 % limits as dotted lines."""
    n = limits["n"].to_list()
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    band = {
        "x": n + n[::-1],
        "y": limits["upper"].to_list() + limits["lower"].to_list()[::-1],
        "fill": "toself",
        "fillcolor": palette.veil(palette.quiet, 0.14),
        "line": {"width": 0},
    }
    outer = {"color": palette.quiet, "width": 1, "dash": "dot"}
    return [
        line | band,
        line | {"x": n, "y": limits["centre"].to_list(), "line": {"color": palette.quiet, "width": 1.5}},
        line | {"x": n, "y": limits["lower_998"].to_list(), "line": outer},
        line | {"x": n, "y": limits["upper_998"].to_list(), "line": outer},
    ]


def _target(limits: pl.DataFrame, target: tuple[float, str] | None, palette: Palette) -> list[dict[str, Any]]:
    if target is None:
        return []
    line = {"color": palette.ink, "width": 1.5, "dash": "dash"}
    ends = {"x": [0, limits["n"].max()], "y": [target[0]] * 2}
    return [{"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": line} | ends]


def _names(
    own: pl.DataFrame, limits: pl.DataFrame, reach: tuple[float, float], widths: list[float], height: float
) -> list[tuple[str, str]]:
    """Each unit's name and its position; the names of those that have none, or no room, are empty."""
    names = [wrapped(plain(name), NAME_WIDTH) for name in own["name"]]
    (low, high), far = reach, limits["n"].max()
    places = [(n / far, (high - rate) / (high - low)) for n, rate in own.select("valid_n", "rate").iter_rows()]
    sides = labels.sides(places, names, widths, height, crowd=own.height)
    return [(name if side else "", side or "middle right") for name, side in zip(names, sides, strict=True)]


def _units(own: pl.DataFrame, names: list[tuple[str, str]], palette: Palette) -> dict[str, Any]:
    colours = [palette.red if flag == "low" else palette.blue for flag in own["flag"]]
    return {
        "type": "scatter",
        "x": own["valid_n"].to_list(),
        "y": own["rate"].to_list(),
        "mode": "markers+text",
        "text": [name for name, _ in names],
        "textposition": [side for _, side in names],
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "cliponaxis": False,
        **hover_and_id(own),
        "marker": {
            "size": [11 if flag != "within" else 8 for flag in own["flag"]],
            "opacity": 1,
            "symbol": [MARKS[flag] for flag in own["flag"]],
            "color": [palette.paper if hollow else c for hollow, c in zip(own["hollow"], colours, strict=True)],
            "line": {"width": 1.5, "color": colours},
        },
    }
