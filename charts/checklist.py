"""A checklist: rows by actions, each cell with the sign of its state; an empty cell is not owed."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.elements import hover_and_id, name_axis
from charts.theme import SIZE, Palette, axis_name, figure, half_widths, plain, wrapped

ROW = 24
NAME_WIDTH = 24  # half-width places
LINE = 15  # height of a letter of a heading
# State → the sign in its cell. The order is that of the legend, from best to worst.
SIGNS = {"done": "\u2713", "done_late": "\u25d1", "unproven": "?", "due": "\u25cb", "late": "\u2717"}


def checklist(
    cells: pl.DataFrame,
    headings: Sequence[str],
    words: Mapping[str, str],
    palette: Palette,
    *,
    split_at: int | None = None,
    stamp: str = "",
) -> go.Figure:
    """Expects name, place (of the action, from 0), state, hover, kind, id; the first name is on top.

    `headings`: the actions by place; wide letters stand below one another, so that the columns may be narrow. `words`:
    the word of each state, for the legend. `split_at`: the place before which a line divides the actions.
    """
    names = cells["name"].unique(maintain_order=True).to_list()
    rows = {name: at for at, name in enumerate(names)}
    upright = all(_wide(heading) for heading in headings)
    tall = max((len(heading) for heading in headings), default=0)
    above = 56 + LINE * tall if upright else 206
    layout: dict[str, Any] = {
        "title": axis_name(_key(words), palette),
        "xaxis": _actions(headings, palette) | {"tickangle": 0 if upright else -90},
        "yaxis": name_axis([wrapped(plain(name), NAME_WIDTH) for name in names], palette),
        "shapes": [] if split_at is None else [_split(split_at, palette)],
        "margin": {"t": above, "r": 8, "b": 8},
    }
    traces = [_colours(cells, rows, len(headings), palette), _signs(cells, rows, palette)]
    return figure(traces, layout, palette, above + 16 + ROW * max(len(names), 2), stamp)


def _colours(cells: pl.DataFrame, rows: Mapping[str, int], columns: int, palette: Palette) -> dict[str, Any]:
    """The cells as a heat map with one flat shade for each state."""
    states, shades = list(SIGNS), _shades(palette)
    grid: list[list[int | None]] = [[None] * columns for _ in rows]
    for name, place, state in cells.select("name", "place", "state").iter_rows():
        grid[rows[name]][place] = states.index(state)
    return {
        "type": "heatmap",
        "x": list(range(columns)),
        "y": list(range(len(rows))),
        "z": grid,
        "zmin": -0.5,
        "zmax": len(states) - 0.5,
        "colorscale": [(edge / len(states), shades[s]) for at, s in enumerate(states) for edge in (at, at + 1)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _signs(cells: pl.DataFrame, rows: Mapping[str, int], palette: Palette) -> dict[str, Any]:
    colours = [palette.red if state == "late" else palette.ink for state in cells["state"]]
    return {
        "type": "scatter",
        "mode": "text",
        "x": cells["place"].to_list(),
        "y": [rows[name] for name in cells["name"]],
        "text": [SIGNS[state] for state in cells["state"]],
        "textfont": {"size": SIZE, "color": colours},
        "cliponaxis": False,
        **hover_and_id(cells),
    }


def _key(words: Mapping[str, str]) -> str:
    """The legend on two lines, which fit on a phone."""
    keys = [f"{SIGNS[state]}\u2009{plain(word)}" for state, word in words.items()]
    return "<br>".join("\u2002".join(line) for line in (keys[:3], keys[3:]) if line)


def _actions(headings: Sequence[str], palette: Palette) -> dict[str, Any]:
    """The axis of the actions, above the cells."""
    return {
        "side": "top",
        "tickmode": "array",
        "tickvals": list(range(len(headings))),
        "ticktext": [_upright(plain(heading)) for heading in headings],
        "range": [-0.5, len(headings) - 0.5],
        "showline": False,
        "ticks": "",
        "tickfont": {"color": palette.ink, "size": SIZE - 1},
    }


def _split(at: int, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.quiet, "width": 1}
    return {"type": "line", "x0": at - 0.5, "x1": at - 0.5, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _wide(text: str) -> bool:
    """True where each letter is as wide as two half-width ones."""
    return half_widths(text) == 2 * len(text)


def _upright(text: str) -> str:
    return "<br>".join(text) if _wide(text) else text


def _shades(palette: Palette) -> dict[str, str]:
    return {
        "done": palette.veil(palette.blue, 0.35),
        "done_late": palette.veil(palette.blue, 0.12),
        "unproven": palette.veil(palette.quiet, 0.3),
        "due": palette.veil(palette.quiet, 0.08),
        "late": palette.veil(palette.red, 0.22),
    }
