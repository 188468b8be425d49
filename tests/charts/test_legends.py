"""A legend tells series apart: a figure with a single one has none."""

import datetime

import polars as pl
import pytest

from charts.bars import GLYPHS, stacked
from charts.theme import LIGHT
from charts.time_panels import Panel, over_time

PARTS = [("kept", "kept in time", "done"), ("late", "too late", "late")]
ROWS = pl.DataFrame(
    {"name": ["A", "B"], "mark": ["", ""], "hover": ["", ""], "kind": ["unit"] * 2, "id": ["a", "b"], "kept": [3, 2],
     "late": [1, 0], "period": [datetime.date(2025, 1, 1), datetime.date(2025, 2, 1)]}
)  # fmt: skip


@pytest.mark.parametrize("many", [1, 2])
def test_bars_of_several_parts_alone_have_a_legend(many):
    layout = stacked(ROWS, PARTS[:many], LIGHT, axis="items").layout
    assert layout.title.text.startswith("items")
    assert [any(glyph in layout.title.text for glyph in GLYPHS.values()), "kept in time" in layout.title.text] == (
        [many > 1] * 2
    )


@pytest.mark.parametrize("many", [1, 2])
def test_areas_of_several_parts_alone_are_named_at_their_ends(many):
    parts = tuple((column, word) for column, word, _ in PARTS[:many])
    figure = over_time([Panel("Calls a week", ROWS, "d", "areas", parts=parts)], LIGHT)
    named = {note.text for note in figure.layout.annotations} & {word for _, word in parts}
    assert len(named) == (many if many > 1 else 0)
