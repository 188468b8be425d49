"""A line is never drawn across a break, a missing year or a value that is not shown; marks say what is uncertain."""

import polars as pl

from charts.theme import LIGHT
from charts.trend import trend

ROWS = pl.DataFrame(
    {
        "year": [2016, 2017, 2018, 2020, 2021],
        "value": [0.95, 0.93, None, 0.96, 0.97],
        "lower": [0.94, 0.92, None, 0.95, 0.96],
        "upper": [0.96, 0.935, None, 0.97, 0.98],
        "hollow": [True, False, False, False, False],
        "below": [False, True, False, False, False],
        "broken": [False, False, False, False, True],
        "mark": ["", "", "", "", "97.0%"],
        "hover": [""] * 5,
        "kind": ["year"] * 5,
        "id": ["2016", "2017", "2018", "2020", "2021"],
    }
)


def drawn(**changes):
    return trend(ROWS, LIGHT, axis="rate", tick=".0%", target=(0.94, "94%"), break_word="break", **changes)


def test_lines_stop_at_gaps_and_breaks():
    lines = [list(trace.x) for trace in drawn().data if trace.line.color == LIGHT.blue]
    assert lines == [[2016, 2017], [2020], [2021]]


def test_marks_are_hollow_or_red_by_what_they_mean():
    points = drawn().data[-1]
    assert points.marker.color[:2] == (LIGHT.paper, LIGHT.red)
    assert points.marker.symbol[:2] == ("circle", "diamond")
    assert list(points.customdata[0]) == ["year", "2016"]


def test_the_target_is_dashed_and_named_and_a_break_is_dotted():
    figure = drawn()
    assert figure.data[0].line.dash == "dash" and set(figure.data[0].y) == {0.94}
    assert [shape.line.dash for shape in figure.layout.shapes] == ["dot"]
    assert {"94%", "break"} <= {annotation.text for annotation in figure.layout.annotations}


def test_years_are_whole():
    axis = drawn().layout.xaxis
    assert axis.dtick == 1 and axis.tickformat == "d"


def test_demonstration_data_are_marked_on_the_figure():
    assert "sample!" in {annotation.text for annotation in drawn(stamp="sample!").layout.annotations}


def test_names_at_the_ends_have_room_beside_a_target():
    other = ROWS.with_columns(value=pl.col("value") - 0.01)
    beside = drawn(context={"a rather long name": other}).layout.margin.r
    assert beside >= 7 * len("a rather long name")
    assert drawn().layout.margin.r < beside


def test_a_grey_line_stops_at_gaps_and_breaks_too():
    greys = [list(trace.x) for trace in drawn(context={"other": ROWS}).data if trace.line.color == LIGHT.quiet]
    assert greys == [[2016, 2017], [2020], [2021]]


def test_quarters_are_joined_and_a_missing_one_is_a_gap():
    quarters = ROWS.with_columns(year=pl.Series([2018.75, 2019.0, 2019.25, 2019.75, 2020.0]), broken=pl.lit(False),
                                 value=pl.lit(0.95), lower=pl.lit(0.94), upper=pl.lit(0.96))  # fmt: skip
    figure = trend(quarters, LIGHT, axis="rate", tick=".0%", step=0.25)
    lines = [list(trace.x) for trace in figure.data if trace.line.color == LIGHT.blue]
    assert lines == [[2018.75, 2019.0, 2019.25], [2019.75, 2020.0]]
