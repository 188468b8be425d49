"""A flat map for projector and paper: one tile for each place, about where it lies, with its name and value."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl

from charts.theme import SIZE, Palette, figure, plain, wrapped

ROW = 84  # height of a tile in pixels
NAME_WIDTH = 10  # half-width places
STRONGEST = 0.6  # opacity of the full colour, on which dark words stay readable
PALEST = 0.08


def tiles(rows: pl.DataFrame, palette: Palette, *, ends: tuple[str, str], scale: str, stamp: str = "") -> go.Figure:
    """Expects name, value (as text), words (the tooltip), colour (0–1; null: suppressed), lng, lat.

    ends: the lowest and highest value of the scale of colours, as text; scale: the scale's name with its unit.
    """
    placed = rows.drop_nulls(["lng", "lat"])
    columns, lines = grid(placed["lng"].to_numpy(), placed["lat"].to_numpy())
    width, height = int(columns.max(initial=0)) + 1, int(lines.max(initial=0)) + 1
    z: list[list[Any]]
    z, text, hover = ([[None] * width for _ in range(height)] for _ in range(3))
    for row, column, line in zip(placed.iter_rows(named=True), columns.tolist(), lines.tolist(), strict=True):
        z[line][column] = PALEST if row["colour"] is None else PALEST + (1 - PALEST) * row["colour"]
        text[line][column] = f"{wrapped(plain(row['name']), NAME_WIDTH)}<br><b>{plain(row['value'])}</b>"
        hover[line][column] = plain(row["words"]).replace("\n", "<br>")
    trace: dict[str, Any] = {
        "type": "heatmap",
        "z": z,
        "zmin": 0,
        "zmax": 1,
        "text": [[each or "" for each in line] for line in text],
        "texttemplate": "%{text}",
        "textfont": {"size": SIZE - 1, "color": palette.ink},
        "hovertext": hover,
        "hoverinfo": "text",
        "colorscale": [[0, palette.veil(palette.blue, 0)], [1, palette.veil(palette.blue, STRONGEST)]],
        "xgap": 6,
        "ygap": 6,
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "len": 0.5,
            "x": 0,
            "xanchor": "left",
            "y": -0.02,
            "yanchor": "top",
            "tickvals": [PALEST, 1],
            "ticktext": list(ends),
            "title": {"text": scale, "side": "top", "font": {"size": SIZE - 1}},
            "outlinewidth": 0,
        },
    }
    axis = {"visible": False, "fixedrange": True}
    layout = {"xaxis": axis, "yaxis": axis | {"autorange": "reversed"}, "margin": {"t": 8, "r": 8, "b": 70, "l": 8}}
    return figure([trace], layout, palette, 90 + ROW * height, stamp)


def grid(lng: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column and line of a tile for each place: no two share a tile, and the sum of squared distances to where the
    places lie is smallest (assignment problem)."""
    from scipy.optimize import linear_sum_assignment  # imported here: it takes a while, and only this chart needs it

    if not len(lng):
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    width = int(np.ceil(np.sqrt(len(lng) * 1.6)))
    height = int(np.ceil(len(lng) / width)) + 1
    column, line = _scaled(lng) * (width - 1), (1 - _scaled(lat)) * (height - 1)
    cells = np.array([(x, y) for y in range(height) for x in range(width)])
    far = (column[:, None] - cells[:, 0]) ** 2 + (line[:, None] - cells[:, 1]) ** 2
    _, chosen = linear_sum_assignment(far)
    return cells[chosen, 0], cells[chosen, 1] - cells[chosen, 1].min()


def _scaled(values: np.ndarray) -> np.ndarray:
    """The values from 0 (smallest) to 1 (largest); 0.5 if all are equal."""
    spread = np.ptp(values)
    return (values - values.min()) / spread if spread else np.full(len(values), 0.5)
