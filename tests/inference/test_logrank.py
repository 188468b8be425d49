"""Log-rank with Holm against R (tests/cases: d3)."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from inference.logrank import against_the_rest

CASES = Path(__file__).parents[1] / "cases"


def test_a_unit_against_the_rest_equals_r():
    case = json.loads((CASES / "d3_rectification_items" / "expected.json").read_text(encoding="utf-8"))
    expected = pl.DataFrame(case["dept_vs_rest"])
    rows = expected.select(
        "observed", "expected", variance=(pl.col("observed") - pl.col("expected")) ** 2 / pl.col("chisq")
    )
    found = against_the_rest(rows)
    assert found["p"].to_list() == pytest.approx(expected["p"].to_list(), rel=1e-9)
    assert found["p_holm"].to_list() == pytest.approx(expected["holm"].to_list(), rel=1e-9)


def test_the_interval_leaves_out_one_just_when_the_test_rejects():
    chance = np.random.default_rng(4)
    rows = pl.DataFrame({"observed": chance.integers(0, 60, 400), "expected": chance.uniform(5, 50, 400)}).with_columns(
        variance=pl.col("expected") * 0.8
    )
    found = against_the_rest(rows)
    outside = (found["pace_lower"] > 1) | (found["pace_upper"] < 1)
    assert 0 < outside.sum() < 400
    assert (outside == (found["p"] < 0.05)).all()


def test_nothing_to_compare_has_no_p():
    rows = pl.DataFrame({"observed": [3, 0], "expected": [3.0, 0.0], "variance": [0.0, 0.0]})
    found = against_the_rest(rows)
    assert found["p"].to_list() == found["p_holm"].to_list() == [None, None]
    assert found["pace"].to_list() == [1.0, None]
    assert against_the_rest(rows.clear()).is_empty()
