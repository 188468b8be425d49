"""A scatter plot of two scores of many units: four quadrants, a diagonal of equal scores, and each unit's path over the
years."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts import labels
from charts.elements import hover_and_id
from charts.theme import SIZE, WIDTHS, Palette, axis_name, figure, note, plain, span, wrapped

HEIGHT, HEIGHT_OF_FEW, FEW = 560, 420, 4  # in pixels; the second for so many dots at most
AIR = 0.02
FAINT = 0.45  # opacity of dots that stand back
CORNER_WIDTH = 18  # half-width places per line, so that two corners fit side by side on a phone
NAME_WIDTH = 12
CROWD = 2  # dots that a name may cover
TOP, RIGHT, BOTTOM, LEFT = 40, 24, 52, 40  # margins in pixels; Plotly makes the left one


def quadrants(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    across: str,
    up: str,
    cut: float,
    corners: dict[str, str],
    stamp: str = "",
) -> go.Figure:
    """Expects id, year, x, y, hollow, faint, mark, hover, kind; sorted by id and year.

    The last row of an id is its dot. Earlier rows of an id form its path, drawn with arrows. `mark`: the name at the
    dot (empty: none). `cut`: the limit of the quadrants on both axes. `corners`: words for both, party (bottom right),
    business (top left), neither.
    """
    dots = rows.group_by("id", maintain_order=True).last()
    (left, right), (bottom, top) = (span([*rows[side], cut], 0, 1) for side in ("x", "y"))
    right, top = right + AIR, top + AIR
    height = HEIGHT if dots.height > FEW else HEIGHT_OF_FEW
    spoken = {name: f"<b>{wrapped(word, CORNER_WIDTH)}</b>" for name, word in corners.items()}
    bottom, top = _apart_from(cut, (bottom, top), spoken, height - TOP - BOTTOM)
    layout = {
        "title": axis_name(up, palette),
        "xaxis": {"range": [left, right], "tickformat": ".2f", "nticks": 8, "showgrid": True},
        "yaxis": {"range": [bottom, top], "tickformat": ".2f", "nticks": 8},
        "shapes": _lines(cut, max(left, bottom), min(right, top), palette),
        "annotations": [
            *_corner_words(spoken, palette),
            note(across, palette, x=1, y=0, xanchor="right", yanchor="top", yshift=-24),
        ],
        "margin": {"t": TOP, "r": RIGHT, "b": BOTTOM},
    }
    names = [wrapped(plain(mark), NAME_WIDTH) for mark in dots["mark"]]
    places = [((x - left) / (right - left), (top - y) / (top - bottom)) for x, y in dots.select("x", "y").iter_rows()]
    plots = [width - LEFT - RIGHT for width in WIDTHS]
    sides = labels.sides(places, names, plots, height - TOP - BOTTOM, CROWD)
    return figure([_ways(rows, palette), _dots(dots, names, sides, palette)], layout, palette, height, stamp)


def _lines(cut: float, low: float, high: float, palette: Palette) -> list[dict[str, Any]]:
    """The limits of the quadrants, and the diagonal from low to high."""
    line = {"color": palette.quiet, "width": 1, "dash": "dash"}
    return [
        {"type": "line", "x0": cut, "x1": cut, "yref": "paper", "y0": 0, "y1": 1, "line": line},
        {"type": "line", "y0": cut, "y1": cut, "xref": "paper", "x0": 0, "x1": 1, "line": line},
        {"type": "line", "x0": low, "x1": high, "y0": low, "y1": high, "line": line | {"dash": "dot"}},
    ]


def _apart_from(cut: float, reach: tuple[float, float], corners: dict[str, str], height: float) -> tuple[float, float]:
    """The reach of the upright axis, made longer where the limit would go through the words of a corner."""
    bottom, top = reach
    room = labels.LINE * (2 + max(word.count("<br>") for word in corners.values())) / height
    return min(bottom, (cut - room * top) / (1 - room)), max(top, (cut - room * bottom) / (1 - room))


def _corner_words(corners: dict[str, str], palette: Palette) -> list[dict[str, Any]]:
    places = {"both": (1, 1), "party": (1, 0), "business": (0, 1), "neither": (0, 0)}
    return [
        note(
            corners[name],
            palette,
            x=x,
            y=y,
            xanchor="right" if x else "left",
            yanchor="top" if y else "bottom",
            xshift=-6 if x else 6,
        )
        for name, (x, y) in places.items()
    ]


def _ways(rows: pl.DataFrame, palette: Palette) -> dict[str, Any]:
    """Thin arrows from year to year in one trace; gaps separate the units."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    sizes: list[int] = []
    for own in rows.partition_by("id", maintain_order=True):
        xs += [*own["x"], None]
        ys += [*own["y"], None]
        sizes += [0, *[9] * (own.height - 1), 0]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": xs,
        "y": ys,
        "line": {"color": palette.veil(palette.quiet, 0.6), "width": 1},
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "size": sizes,
            "standoff": 5,
            "color": palette.quiet,
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
    }


def _dots(dots: pl.DataFrame, names: list[str], sides: list[str], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": dots["x"].to_list(),
        "y": dots["y"].to_list(),
        "text": [name if side else "" for name, side in zip(names, sides, strict=True)],
        "textposition": [side or "middle right" for side in sides],
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        **hover_and_id(dots),
        "cliponaxis": False,
        "marker": {
            "size": 9,
            "color": [palette.paper if hollow else palette.blue for hollow in dots["hollow"]],
            "line": {"width": 2, "color": palette.blue},
            "opacity": [FAINT if faint else 1 for faint in dots["faint"]],
        },
    }
