"""A map without background tiles: a column at each seat; its height shows one measure, its colour another."""

import polars as pl
import pydeck as pdk

from charts.theme import Palette, channels

HEIGHT = 520
TALLEST = 24_000  # metres
OFFSET = 28  # pixels from a column to its name, which stands at the side away from the other columns
CENTRE = {"longitude": 121.0, "latitude": 32.1}


def columns(rows: pl.DataFrame, palette: Palette) -> pdk.Deck:
    """Expects name, words (the tooltip), label, height, colour (0–1; null: suppressed), zone, lng, lat, kind, id.

    Heights are shares of the tallest column (0–1). The column of a zone is thinner; the caller puts its name in
    brackets.
    """
    placed = rows.drop_nulls(["lng", "lat"])
    middle = placed["lng"].median()
    data = [
        row
        | {
            "metres": TALLEST * (row["height"] or 0.0),
            "fill": _shade(row["colour"], palette),
            "customdata": [row["kind"], row["id"]],
            "side": "end" if row["lng"] < middle else "start",
            "offset": [-OFFSET if row["lng"] < middle else OFFSET, 0],
        }
        for row in placed.to_dicts()
    ]
    layers = [_columns([row for row in data if row["zone"] == zone], zone) for zone in (False, True)]
    return pdk.Deck(
        layers=[*layers, _names(data, palette)],
        initial_view_state=pdk.ViewState(**CENTRE, zoom=8.2, pitch=40, bearing=0, min_zoom=7, max_zoom=11),
        map_provider=None,
        tooltip={
            "text": "{words}",
            "style": {"backgroundColor": palette.paper, "color": palette.ink, "border": f"1px solid {palette.quiet}"},
        },
        parameters={"clearColor": [channel / 255 for channel in channels(palette.paper)] + [1]},
    )


def _columns(data: list[dict], zone: bool) -> pdk.Layer:
    return pdk.Layer(
        "ColumnLayer",
        id="zones" if zone else "divisions",
        data=data,
        get_position=["lng", "lat"],
        get_elevation="metres",
        get_fill_color="fill",
        radius=1800 if zone else 3200,
        disk_resolution=6 if zone else 32,
        extruded=True,
        pickable=True,
        auto_highlight=True,
    )


def _names(data: list[dict], palette: Palette) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        id="names",
        data=data,
        get_position=["lng", "lat"],
        get_text="label",
        get_size=14,
        get_color=[*channels(palette.ink), 255],
        get_text_anchor="side",
        get_alignment_baseline=pdk.types.String("center"),
        get_pixel_offset="offset",
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String("Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"),
        background=True,
        get_background_color=[*channels(palette.paper), 210],
        pickable=False,
        parameters={"depthTest": False, "depthCompare": "always"},  # no column hides a name
    )


def _shade(share: float | None, palette: Palette) -> list[int]:
    """From pale to full blue; grey and half transparent for a suppressed measure."""
    if share is None:
        return [*channels(palette.quiet), 90]
    pale, full = channels(palette.faint), channels(palette.blue)
    return [round(low + (high - low) * (0.2 + 0.8 * share)) for low, high in zip(pale, full, strict=True)] + [235]
