"""A flow between two moments: how many things go from which state to which. States stand in the same order at both
ends, so that a flow that climbs or falls shows it by its slope and not by its colour alone."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, figure, note, plain

HEIGHT = 400
GAP = 0.035  # between two states, as a share of the height
TOP, BOTTOM = 36, 16


def flows(rows: pl.DataFrame, palette: Palette, *, heads: tuple[str, str], stamp: str = "") -> go.Figure:
    """Expects origin, target, rank_origin, rank_target, n, hover, tone.

    origin, target: the words of the states, with their counts; the state of the lowest rank is on top. tone: up, down
    or level. heads: the words above the two ends.
    """
    ends = [rows[column].unique(maintain_order=True).to_list() for column in ("origin", "target")]
    order = [sorted(words, key=lambda word: _place(rows, column, word)) for column, words in _named(ends)]
    heights = [[_total(rows, column, word) for word in words] for column, words in _named(order)]
    nodes = [(side, word) for side, words in enumerate(order) for word in words]
    at = {node: number for number, node in enumerate(nodes)}
    trace: dict[str, Any] = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [plain(word) for _, word in nodes],
            "x": [0.001 if side == 0 else 0.999 for side, _ in nodes],
            "y": [*_middles(heights[0]), *_middles(heights[1])],
            "pad": GAP * HEIGHT,
            "thickness": 14,
            "color": palette.quiet,
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        "link": {
            "source": [at[0, word] for word in rows["origin"]],
            "target": [at[1, word] for word in rows["target"]],
            "value": rows["n"].to_list(),
            "color": [_tint(tone, palette) for tone in rows["tone"]],
            "customdata": rows["hover"].to_list(),
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"size": SIZE, "color": palette.ink},
    }
    corners = (("left", 0.0), ("right", 1.0))
    layout: dict[str, Any] = {
        "annotations": [
            note(head, palette, x=x, y=1, xanchor=anchor, yanchor="bottom", yshift=8, colour=palette.ink)
            for head, (anchor, x) in zip(heads, corners, strict=True)
        ],
        "margin": {"t": TOP, "b": BOTTOM, "l": 8, "r": 8},
    }
    return figure([trace], layout, palette, HEIGHT, stamp)


def _named(ends: list[list[str]]) -> list[tuple[str, list[str]]]:
    return list(zip(("origin", "target"), ends, strict=True))


def _place(rows: pl.DataFrame, column: str, word: str) -> int:
    """The rank of a state."""
    return int(rows.filter(pl.col(column) == word)[f"rank_{column}"][0])


def _total(rows: pl.DataFrame, column: str, word: str) -> int:
    return int(rows.filter(pl.col(column) == word)["n"].sum())


def _middles(heights: list[int]) -> list[float]:
    """The middle of each state from the top, as a share of the height."""
    free = 1 - GAP * max(len(heights) - 1, 0)
    whole, used, middles = sum(heights) or 1, 0.0, []
    for height in heights:
        share = free * height / whole
        middles.append(min(max(used + share / 2, 0.001), 0.999))
        used += share + GAP
    return middles


def _tint(tone: str, palette: Palette) -> str:
    colours = {"up": (palette.blue, 0.55), "down": (palette.red, 0.55)}
    colour, opacity = colours.get(tone, (palette.quiet, 0.22))
    return palette.veil(colour, opacity)
