"""The paired interval is that of scipy's own paired test."""

import polars as pl
import pytest
from scipy import stats

from inference.paired import mean_change_limits


def test_limits_are_those_of_the_paired_t_test():
    before, after = [70.0, 82, 91, 64, 77], [73.0, 81, 95, 70, 79]
    changes = pl.Series(after) - pl.Series(before)
    rows = pl.DataFrame({"change": [changes.mean()], "change_sd": [changes.std()], "pairs_n": [5]})
    expected = stats.ttest_rel(after, before).confidence_interval()
    row = mean_change_limits(rows).row(0, named=True)
    assert row["change_lower"] == pytest.approx(expected.low, abs=1e-12)
    assert row["change_upper"] == pytest.approx(expected.high, abs=1e-12)


def test_fewer_than_two_pairs_have_no_interval():
    rows = pl.DataFrame({"change": [1.0, None, 2.0], "change_sd": [None, None, 0.0], "pairs_n": [1, 0, None]})
    limits = mean_change_limits(rows).select("change_lower", "change_upper")
    assert limits.null_count().row(0) == (3, 3)


def test_no_rows_give_no_rows():
    rows = pl.DataFrame(schema={"change": pl.Float64, "change_sd": pl.Float64, "pairs_n": pl.Int64})
    assert mean_change_limits(rows).height == 0
