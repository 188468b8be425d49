"""Golden cases: tests/cases/NAME/FILE as a frame."""

from pathlib import Path

import polars as pl

CASES = Path(__file__).parents[1] / "cases"


def case(file: str) -> pl.DataFrame:
    return pl.read_csv(CASES / file, infer_schema_length=None, null_values=["", "NA"])
