"""Dots stand clear of the names beside them and of the edge of the plot."""

from itertools import pairwise

import polars as pl
import pytest

from charts.dots import LINE, dots
from charts.theme import LIGHT


def axis_of(*values: float) -> tuple[float, float]:
    rows = pl.DataFrame({"value": values, "lower": values, "upper": values}).with_columns(
        name=pl.lit("a"), hollow=pl.lit(False), below=pl.lit(False), mark=pl.lit(""), hover=pl.lit(""),
        kind=pl.lit("unit"), id=pl.lit("a"), section=pl.lit(None, pl.String),
    )  # fmt: skip
    return dots(rows, LIGHT, axis="", tick=".0%", from_zero=True, ceiling=1.0).layout.xaxis.range


def test_a_dot_at_zero_or_at_the_ceiling_is_whole():
    low, high = axis_of(0.0, 1.0)
    assert low == pytest.approx(-0.02)
    assert high == pytest.approx(1.02)


def test_without_a_dot_at_zero_the_axis_starts_there():
    assert axis_of(0.2, 1.0)[0] == 0


def test_neighbours_with_names_of_two_lines_do_not_overlap():
    names = ["a short name", "an exceedingly long name of a unit", "another exceedingly long name", "b", "c", "d"]
    rows = pl.DataFrame({"name": names}).with_columns(
        value=pl.lit(0.5), lower=pl.lit(0.4), upper=pl.lit(0.6), hollow=pl.lit(False), below=pl.lit(False),
        mark=pl.lit(""), hover=pl.lit(""), kind=pl.lit("unit"), id=pl.lit("a"), section=pl.lit(None, pl.String),
    )  # fmt: skip
    layout = dots(rows, LIGHT, axis="", tick=".0%").layout
    across = layout.height - layout.margin.t - layout.margin.b
    scale = across / (layout.yaxis.range[0] - layout.yaxis.range[1])
    middles = [scale * place for place in layout.yaxis.tickvals]
    tall = [LINE * (text.count("<br>") + 1) for text in layout.yaxis.ticktext]
    assert max(tall) == 2 * LINE
    for (above, below), (upper, lower) in zip(pairwise(middles), pairwise(tall), strict=True):
        assert below - above >= (upper + lower) / 2
