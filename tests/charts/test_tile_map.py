"""The flat map: every place has a tile of its own, about where it lies, with its name, value and colour."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from charts.theme import LIGHT
from charts.tile_map import PALEST, grid, tiles

PLACES = pl.DataFrame(
    {
        "name": ["north west", "south east", "east of both", "off the map"],
        "value": ["90%", "80%", "not shown", "70%"],
        "words": ["a\nb", "c", "d", "e"],
        "colour": [1.0, 0.0, None, 0.5],
        "lng": [120.0, 121.0, 122.0, None],
        "lat": [33.0, 31.0, 32.0, None],
        "kind": ["division"] * 4,
        "id": ["1", "2", "3", "4"],
    }
)


def test_a_tile_holds_name_value_and_colour_of_its_place():
    trace = tiles(PLACES, LIGHT, ends=("80%", "90%"), scale="rate (%)").data[0]
    found = {
        text: (colour, line, column)
        for line, (texts, colours) in enumerate(zip(trace.text, trace.z, strict=True))
        for column, (text, colour) in enumerate(zip(texts, colours, strict=True))
        if text
    }
    north_west, south_east, east = (
        next(place for text, place in found.items() if name in text.replace("<br>", " "))
        for name in ("90%", "80%", "not shown")
    )
    assert len(found) == 3
    assert north_west[0] == 1 and south_east[0] == east[0] == PALEST
    assert north_west[1] < south_east[1] and north_west[2] < south_east[2] < east[2]
    assert list(trace.colorbar.ticktext) == ["80%", "90%"]


@given(st.lists(st.tuples(st.floats(119, 123), st.floats(30, 34)), max_size=40))
def test_no_two_places_share_a_tile(places):
    lng, lat = np.array(places, dtype=float).reshape(-1, 2).T
    columns, lines = grid(lng, lat)
    assert len(set(zip(columns.tolist(), lines.tolist(), strict=True))) == len(places)
    assert not len(places) or (columns.min() >= 0 and lines.min() == 0)
