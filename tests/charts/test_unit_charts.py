"""Funnels and contributions: who is named, how a mark says what it means, and that nothing is cut."""

import polars as pl
import pytest

from charts.contributions import contributions
from charts.funnel import funnels
from charts.theme import LIGHT

UNITS = pl.DataFrame(
    {
        "unit_class": ["a", "a", "a", "b"],
        "panel": ["Class <A>"] * 3 + ["Class B"],
        "valid_n": [100, 40, 60, 20],
        "rate": [0.95, 0.7, 1.0, 0.9],
        "flag": ["within", "low", "high", "within"],
        "hollow": [True, False, False, False],
        "name": ["", "Low <unit>", "High unit", ""],
        "hover": ["h"] * 4,
        "kind": ["unit"] * 4,
        "id": ["u1", "u2", "u3", "u4"],
    }
)
CURVES = pl.DataFrame(
    {"unit_class": ["a", "a", "b", "b"], "n": [30.0, 110.0, 15.0, 25.0], "centre": [0.94] * 4, "lower": [0.8, 0.9] * 2,
     "upper": [0.99, 0.98] * 2, "lower_998": [0.7, 0.85] * 2, "upper_998": [1.0, 0.99] * 2}
)  # fmt: skip


def marks(figure):
    return [trace for trace in figure.data if trace.customdata is not None]


def test_each_class_has_a_panel_and_every_unit_a_mark():
    figure = funnels(UNITS, CURVES, LIGHT, axis="rate", across="answers", target=(0.94, "target 94%"))
    assert [len(trace.x) for trace in marks(figure)] == [3, 1]
    assert len({trace.xaxis for trace in marks(figure)}) == 2
    assert {"<b>Class &lt;A&gt;</b>", "<b>Class B</b>"} <= {each.text for each in figure.layout.annotations}


def test_a_flag_has_its_own_shape_and_name_and_a_chance_hit_is_hollow():
    own, _ = marks(funnels(UNITS, CURVES, LIGHT, axis="rate", across="answers"))
    assert own.marker.symbol == ("circle", "diamond", "triangle-up")
    assert own.text == ("", "Low<br>&lt;unit&gt;", "High unit")
    assert own.marker.color[0] == LIGHT.paper
    assert own.marker.line.color == (LIGHT.blue, LIGHT.red, LIGHT.blue)


def test_no_unit_lies_outside_of_the_axis():
    figure = funnels(UNITS, CURVES, LIGHT, axis="rate", across="answers")
    low, high = figure.layout.yaxis.range
    assert low <= 0.7 and high > 1
    assert figure.layout.yaxis2.range == figure.layout.yaxis.range


@pytest.mark.parametrize("classes, lines", [(1, 1), (2, 1), (4, 2)])
def test_panels_never_overlap(classes, lines):
    rows = pl.concat([UNITS[:1].with_columns(unit_class=pl.lit(str(at))) for at in range(classes)])
    curves = pl.concat([CURVES[:2].with_columns(unit_class=pl.lit(str(at))) for at in range(classes)])
    layout = funnels(rows, curves, LIGHT, axis="rate", across="answers").layout
    bottoms = {layout[f"yaxis{at + 1 if at else ''}"].domain for at in range(classes)}
    assert len(bottoms) == lines
    assert all(0 <= low < high <= 1 for low, high in bottoms)


def test_parts_lie_on_both_sides_of_zero_and_fit_the_axis():
    rows = pl.DataFrame(
        {"name": ["A", "B"], "rate": [0.3, -0.2], "mix": [0.1, -0.4], "total": [0.4, -0.6], "mark": ["+0.40", "−0.60"],
         "hover": ["", ""], "kind": ["unit"] * 2, "id": ["a", "b"]}
    )  # fmt: skip
    figure = contributions(rows, LIGHT, axis="effect", words=[("rate", "opinion"), ("mix", "composition")])
    assert [list(trace.x) for trace in marks(figure)] == [[0.3, -0.2], [0.1, -0.4]]
    low, high = figure.layout.xaxis.range
    assert low < -0.6 and high == -low
    assert figure.layout.barmode == "relative"
    assert [trace.marker.pattern.shape for trace in marks(figure)] == ["", "/"]
