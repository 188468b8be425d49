"""A score changes by points: its change is not multiplied by 100, as that of a rate is."""

import polars as pl
import pytest

from exhibits.columns import has_scores, in_percent


@pytest.mark.parametrize(("measure", "expected"), [("rate", ["rate", "change"]), ("score", []), ("mean", [])])
def test_the_change_of_a_score_or_of_a_mean_is_no_share(measure, expected):
    frame = pl.DataFrame({measure: [0.5], "change": [0.12]})
    assert in_percent(frame, has_scores(frame)) == expected
