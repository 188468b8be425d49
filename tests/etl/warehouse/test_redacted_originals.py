"""The rows that are kept instead of a workbook with persons' numbers."""

import polars as pl

from etl.warehouse.staging import _harmless


def test_redacted_rows_hold_no_formula_and_keep_their_numbers():
    text = ["=1+1", "@x", "+86-1", "-5.2", "-", "+3%", "普通", None, "\tx"]
    assert _harmless(pl.DataFrame({"text": text, "n": 1}))["text"].to_list() == [
        *("'=1+1", "'@x", "'+86-1", "-5.2", "-", "+3%", "普通", None, "'\tx"),
    ]
