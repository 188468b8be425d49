"""The difference of two means is that of R's t.test and of scipy's own Welch test."""

import polars as pl
import pytest
from scipy import stats

from inference.two_means import with_difference_limits

# R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939, interval -3.3654832 to 0.2054832.
SLEEP = {"a_n": [10], "a_mean": [0.75], "a_sd": [1.7890096577], "b_n": [10], "b_mean": [2.33], "b_sd": [2.0022487080]}


def test_sleep_is_as_in_r():
    row = with_difference_limits(pl.DataFrame(SLEEP), "a", "b").row(0, named=True)
    assert row["difference"] == pytest.approx(-1.58)
    assert row["difference_lower"] == pytest.approx(-3.3654832, abs=1e-6)
    assert row["difference_upper"] == pytest.approx(0.2054832, abs=1e-6)
    assert row["p"] == pytest.approx(0.07939414, abs=1e-7)


def test_several_rows_are_those_of_scipy_and_adjusted_after_holm():
    one, other = [[80.0, 85, 91, 79], [60.0, 61, 75, 70], [70.0, 71, 72]], [[70.0, 72, 69], [59.0, 66], [70.5, 71, 73]]
    rows = pl.DataFrame(
        {
            f"{name}_{part}": [getattr(pl.Series(values), what)() for values in side]
            for name, side in (("a", one), ("b", other))
            for part, what in (("n", "len"), ("mean", "mean"), ("sd", "std"))
        }
    )
    found = with_difference_limits(rows, "a", "b")
    expected = [stats.ttest_ind(a, b, equal_var=False) for a, b in zip(one, other, strict=True)]
    limits = [each.confidence_interval() for each in expected]
    assert found["p"].to_list() == pytest.approx([each.pvalue for each in expected])
    assert found["difference_lower"].to_list() == pytest.approx([each.low for each in limits])
    assert found["difference_upper"].to_list() == pytest.approx([each.high for each in limits])
    assert found["p_holm"][0] == pytest.approx(3 * expected[0].pvalue)


def test_one_value_or_no_spread_has_a_difference_without_limits():
    rows = pl.DataFrame(
        {"a_n": [1, 3, 0], "a_mean": [5.0, 5.0, None], "a_sd": [None, 0.0, None],
         "b_n": [4, 3, 2], "b_mean": [4.0, 4.0, 1.0], "b_sd": [1.0, 0.0, 1.0]},
        schema_overrides={"a_sd": pl.Float64},
    )  # fmt: skip
    found = with_difference_limits(rows, "a", "b")
    assert found["difference"].to_list() == [1.0, 1.0, None]
    assert found.select("difference_lower", "difference_upper", "p", "p_holm").null_count().row(0) == (3, 3, 3, 3)


def test_no_rows_give_no_rows():
    rows = pl.DataFrame(schema={f"{side}_{part}": pl.Float64 for side in "ab" for part in ("n", "mean", "sd")})
    assert with_difference_limits(rows, "a", "b").is_empty()
