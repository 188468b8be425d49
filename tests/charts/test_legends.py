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


def test_a_part_is_hatched_in_the_legend_where_its_bars_are():
    parts = [("kept", "in time", "done"), ("late", "late", "slow"), ("open", "not due", "wait"),
             ("over", "overdue", "late"), ("none", "none", "gone")]  # fmt: skip
    rows = ROWS.with_columns(open=pl.lit(1), over=pl.lit(1), none=pl.lit(1))
    figure = stacked(rows, parts, LIGHT, axis="items")
    key = figure.layout.title.text
    for bars, (_, word, tone) in zip(figure.data, parts, strict=False):
        glyph = GLYPHS[tone]
        assert f"{glyph}</span>\u2009{word}" in key
        assert (glyph in "▤▥▦▧▨▩░▒▓") == bool(bars.marker.pattern.shape)
        if glyph == "■":  # then the colour tells which
            assert f'color:{bars.marker.color}">{glyph}</span>\u2009{word}' in key
