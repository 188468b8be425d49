"""Elements that several charts share: what a mark says, an axis of names, titles of panels, a legend under the plot."""

from typing import Any

import polars as pl

from charts.theme import SIZE, Palette, note


def hover_and_id(rows: pl.DataFrame) -> dict[str, Any]:
    """The properties of a trace with one mark a row: its text (hover), and what a click on it opens (kind, id)."""
    return {
        "hovertext": rows["hover"].to_list(),
        "hoverinfo": "text",
        "customdata": rows.select("kind", "id").rows(),
    }


def name_axis(
    names: list[str], palette: Palette, *, at: list[float] | list[int] | None = None, end: float | None = None
) -> dict[str, Any]:
    """An upright axis with one name a row, the first on top.

    at: the place of each name, by default 0, 1, 2 and so on. end: the lower end of an axis that begins at 0; by default
    half a row below the last name.
    """
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))) if at is None else at,
        "ticktext": names,
        "range": [len(names) - 0.5, -0.5] if end is None else [end, 0],
        "showgrid": False,
        "tickfont": {"color": palette.ink},
    }


def panel_axes(at: int) -> tuple[str, dict[str, str]]:
    """The number of the axes of a panel ("" for the first), and the properties that bind a trace to them."""
    number = "" if at == 0 else str(at + 1)
    return number, {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def panel_title(text: str, palette: Palette, *, x: float, y: float, lift: int, **more: Any) -> dict[str, Any]:
    """The title above a panel whose upper left corner is x, y (shares of the plot). lift: pixels above it."""
    return note(text, palette, x=x, y=y, xanchor="left", yanchor="bottom", yshift=lift, colour=palette.ink, **more)


def legend_below(y: float) -> dict[str, Any]:
    """A legend on lines under the plot. y: its upper edge, a share of the plot below 0."""
    return {"orientation": "h", "y": y, "yanchor": "top", "x": 0, "font": {"size": SIZE - 1}}
