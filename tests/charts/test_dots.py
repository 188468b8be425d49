"""Dots stand clear of the names beside them and of the edge of the plot."""

import polars as pl
import pytest

from charts.dots import dots
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
