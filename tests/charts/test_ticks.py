"""The labels of ticks fit side by side, and as many as fit are there."""

import pytest

from charts.theme import LETTER
from charts.ticks import GAP, fitting_step


@pytest.mark.parametrize(
    ("ends", "plot", "tick", "step"),
    [
        ((0.93, 0.99), 192, ".2~%", 0.01),
        ((0.93, 0.99), 120, ".2~%", 0.02),
        ((0.994, 1.0), 80, ".2~%", 0.005),  # "99.5%" is longer than "99%"
        ((-0.13, 0.13), 130, "", 0.1),
        ((0.0, 40.0), 800, "d", 10),
        ((0.0, 14.0), 800, "d", 5),  # not 2.5: there are no half items
        ((0.6, 1.0), 100, ".2f", 0.2),
    ],
)
def test_the_smallest_step_whose_labels_fit(ends, plot, tick, step):
    assert fitting_step(ends, plot, tick) == pytest.approx(step)
    assert step * plot / (ends[1] - ends[0]) >= 2 * LETTER + GAP


def test_a_plot_too_narrow_for_two_labels_has_one_step():
    assert fitting_step((0.0, 40.0), 10, "d") >= 40
