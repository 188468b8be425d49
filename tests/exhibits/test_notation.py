"""Numbers as readers see them: the minus sign, no sign of nothing, a sign on each difference, one unit a measure."""

import polars as pl
import pytest

from exhibits.columns import in_own_unit, in_percent, number_format, number_text
from exhibits.phrasing import PERCENT, RATIO, SCORE, typeset
from tests.exhibits.demonstration import exhibit_of


@pytest.mark.parametrize(
    ("number", "said"), [("-0.1", "−0.1"), ("+0.1", "+0.1"), ("-0.0", "0.0"), ("+0.00%", "0.00%"), ("-12", "−12")]
)
def test_a_negative_number_has_the_minus_sign_and_nothing_has_none(number, said):
    assert typeset(number) == said


def test_values_and_limits_have_the_minus_sign():
    assert RATIO.value(-0.16, "zh") == "−0.16"
    assert PERCENT.interval(-0.051, 0.02, "en") == "(−5.1%–2.0%)"
    assert SCORE.change_interval(-0.04, 0.7, "zh") == "（−0.04至+0.7）"


@pytest.mark.parametrize(
    ("name", "values", "percent", "said"),
    [
        ("gap", [0.054, -0.31], False, ["+0.05", "−0.31"]),
        ("gap", [0.054, -0.031], False, ["+0.05", "−0.03"]),
        ("difference", [6.69, -0.5], False, ["+6.7", "−0.5"]),
        ("growth_yoy", [7.4, -3.5], True, ["+7.4%", "−3.5%"]),
        ("change", [2.1, -0.04], False, ["+2.1", "0.0"]),
        ("rate", [94.1, 5.0], True, ["94.1%", "5.0%"]),
        ("p", [0.000003, 0.05], False, ["0.000003", "0.050000"]),
    ],
)
def test_a_difference_has_a_sign_in_tables_as_in_charts(name, values, percent, said):
    column = pl.Series(name, values)
    pattern = number_format(column, percent, False, "zh")
    assert [number_text(value, pattern) for value in values] == said


@pytest.mark.parametrize(
    ("unit", "said", "shares"),
    [("per_ten_thousand", 490, []), ("points", 4.9, []), ("percent", 0.04898, ["lower", "upper", "value"])],
)
def test_a_table_says_a_chosen_measure_in_the_unit_of_its_figure(unit, said, shares):
    frame = pl.DataFrame({"value": [0.04898], "lower": [0.037], "upper": [0.0643], "measured_in": [unit]})
    told, named = in_own_unit(frame)
    assert told["value"].to_list() == [said]
    assert sorted(in_percent(told, scores=False, shares=named)) == shares


def test_means_of_points_are_written_in_points_and_effects_once(demo_home):
    made = exhibit_of("satisfaction_by_unit", "basis=points")
    told, shares = in_own_unit(made.frame, points=made.in_points)
    assert not set(shares) & {"rate", "lower", "upper", "change"}
    assert told["rate"].to_list() == (made.frame["rate"] * 100).to_list()
    split = exhibit_of("satisfaction_decomposition", "basis=points")
    told, shares = in_own_unit(split.frame, points=split.in_points)
    assert told["rate"].to_list() == split.frame["rate"].to_list()
    assert told["rate_now"].to_list() == (split.frame["rate_now"] * 100).to_list()


def test_a_rate_beside_points_stays_a_share(demo_home):
    assert not exhibit_of("opinion_trend", "basis=points").in_points
