"""A checklist: rows by actions, each cell with the sign of its state; an empty cell is not owed."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

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
    tall = max((len(heading) for heading in headings), default=0)
    shades = _shades(palette)
    states = list(SIGNS)
    grid: list[list[int | None]] = [[None] * len(headings) for _ in names]
    for name, place, state in cells.select("name", "place", "state").iter_rows():
        grid[rows[name]][place] = states.index(state)
    scale = [(edge / len(states), shades[state]) for at, state in enumerate(states) for edge in (at, at + 1)]
    colours: dict[str, Any] = {
        "type": "heatmap",
        "x": list(range(len(headings))),
        "y": list(range(len(names))),
        "z": grid,
        "zmin": -0.5,
        "zmax": len(states) - 0.5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }
    signs: dict[str, Any] = {
        "type": "scatter",
        "mode": "text",
        "x": cells["place"].to_list(),
        "y": [rows[name] for name in cells["name"]],
        "text": [SIGNS[state] for state in cells["state"]],
        "textfont": {
            "size": SIZE,
            "color": [palette.red if state == "late" else palette.ink for state in cells["state"]],
        },
        "hovertext": cells["hover"].to_list(),
        "hoverinfo": "text",
        "customdata": cells.select("kind", "id").rows(),
        "cliponaxis": False,
    }
    keys = [f"{SIGNS[state]}\u2009{plain(word)}" for state, word in words.items()]
    key = "<br>".join("\u2002".join(line) for line in (keys[:3], keys[3:]) if line)  # two lines fit on a phone
    line = {"color": palette.quiet, "width": 1}
    shapes = [] if split_at is None else [{"type": "line", "x0": split_at - 0.5, "x1": split_at - 0.5, "yref": "paper",
                                           "y0": 0, "y1": 1, "line": line}]  # fmt: skip
    layout: dict[str, Any] = {
        "title": axis_name(key, palette),
        "xaxis": {
            "side": "top",
            "tickmode": "array",
            "tickvals": list(range(len(headings))),
            "ticktext": [_upright(plain(heading)) for heading in headings],
            "tickangle": 0 if all(_wide(heading) for heading in headings) else -90,
            "range": [-0.5, len(headings) - 0.5],
            "showline": False,
            "ticks": "",
            "tickfont": {"color": palette.ink, "size": SIZE - 1},
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": [wrapped(plain(name), NAME_WIDTH) for name in names],
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": palette.ink, "size": SIZE - 1},
        },
        "shapes": shapes,
        "margin": {"t": 56 + LINE * tall if all(_wide(h) for h in headings) else 206, "r": 8, "b": 8},
    }
    return figure([colours, signs], layout, palette, layout["margin"]["t"] + 16 + ROW * max(len(names), 2), stamp)


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
