"""Claims about many units at once: what Holm leaves of them."""

import numpy as np
import polars as pl
import pytest

from inference.multiplicity import holm, widened
from inference.simultaneous_claims import against, surely_fell

Z2 = 1.959963984540054**2


def with_wilson(counts: list[tuple[int, int]]) -> pl.DataFrame:
    x, n = (np.array(each, float) for each in zip(*counts, strict=True))
    centre, reach = (x + Z2 / 2) / (n + Z2), np.sqrt(Z2 * (x * (n - x) / n + Z2 / 4)) / (n + Z2)
    return pl.DataFrame({"satisfied_n": x, "valid_n": n, "lower": centre - reach, "upper": centre + reach})


@pytest.mark.parametrize("n", [10, 30, 60, 61, 100, 1000])
def test_of_a_row_alone_its_own_interval_decides(n):
    for x in range(n + 1):
        row = with_wilson([(x, n)])
        own = "below" if row["upper"][0] < 0.94 else "above" if row["lower"][0] >= 0.94 else "within"
        assert against(row, 0.94).to_list() == [own], x


def test_one_of_many_must_be_further_off():
    alone, further = (925, 1000), (900, 1000)
    assert against(with_wilson([alone]), 0.94).to_list() == ["below"]
    many = [alone, *([(940, 1000)] * 30), further]
    assert against(with_wilson(many), 0.94).to_list() == ["within"] * 31 + ["below"]


def test_only_those_on_one_side_may_be_given():
    rows = with_wilson([(900, 1000), (925, 1000), (922, 1000)])
    whole = against(pl.concat([rows, with_wilson([(940, 1000)] * 5)]), 0.94)
    assert against(rows, 0.94, among=8).to_list() == whole.to_list()[:3]


def test_without_a_line_or_counts_nothing_is_said():
    rows = with_wilson([(50, 100)])
    assert against(rows, None).to_list() == [None]
    assert against(rows.with_columns(satisfied_n=pl.lit(None)), 0.94).to_list() == [None]


def falls(*counts: tuple[int, int, int, int], looked: int) -> pl.DataFrame:
    names = ("before_satisfied_n", "before_valid_n", "satisfied_n", "valid_n")
    rows = pl.DataFrame(counts, schema=names, orient="row")
    return rows.with_columns(change=-0.05, change_upper=-0.01, looked_n=looked)


def test_a_fall_among_many_must_be_larger():
    small, large = (950, 1000, 928, 1000), (950, 1000, 850, 1000)
    assert surely_fell(falls(small, looked=1)).to_list() == [True]
    assert surely_fell(falls(small, large, looked=40)).to_list() == [False, True]


def test_means_fall_by_their_intervals():
    rows = falls((1, 1, 1, 1), (1, 1, 1, 1), looked=1).with_columns(
        pl.lit(None, pl.Int64).alias("satisfied_n"),
        pl.lit(None, pl.Int64).alias("before_satisfied_n"),
        change=pl.Series([-3.0, -3.0]),
        change_upper=pl.Series([-0.01, -2.0]),
    )
    assert surely_fell(rows.head(1)).to_list() == [True]
    assert surely_fell(rows.with_columns(looked_n=20)).to_list() == [False, True]


def test_equal_units_are_hardly_ever_called():
    dice, called = np.random.default_rng(7), 0
    for _ in range(200):
        counts = [(int(x), 400) for x in dice.binomial(400, 0.94, 60)]
        called += (against(with_wilson(counts), 0.94) != "within").any()
    assert called <= 0.1 * 200  # 5 % on either side


def test_holm_among_more_is_stricter():
    p = np.array([0.001, 0.02])
    assert holm(p, among=2).tolist() == holm(p).tolist()
    assert holm(p, among=10).tolist() == pytest.approx([0.01, 0.18])


def test_a_limit_is_moved_out_for_many():
    assert widened(0.5, 0.4, 1) == pytest.approx(0.4)
    assert widened(0.5, 0.4, 10) == pytest.approx(0.5 - 0.1 * 2.807034 / 1.959964)
