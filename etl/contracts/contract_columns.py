"""The contracts as rows: the build's table contract_column, from which the definitions page is made."""

import dataframely as dy
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import POINTS_AT, about, blank, columns, key

TYPES = {pl.String(): "text", pl.Date(): "date", pl.Boolean(): "yes_no", pl.Float64(): "number"}
BLANK = ("blank", "abstains")  # are told as one


def contract_columns() -> list[tuple]:
    """One row a column: dataset, position, column, type (text, integer, number, date, yes_no), nullable, key, rules."""
    rows = []
    for dataset in DATASETS:
        together = key(dataset)
        for position, (name, column) in enumerate(columns(dataset).items(), start=1):
            kind = TYPES.get(column.dtype, "integer")
            rules = "; ".join(_rules(dataset, name, column))
            rows.append((dataset, position, name, kind, column.nullable, name in together, rules or None))
    return rows


def _rules(dataset: str, name: str, column: dy.Column) -> list[str]:
    limits = {bound: getattr(column, bound, None) for bound in ("min", "max")}
    bounds = [f"{bound} {limit}" for bound, limit in limits.items() if limit is not None]
    reading = [f"{word} {value}" for word, value in about(dataset, name).items() if word not in ("key", *BLANK)]
    reading += [] if (empty := blank(dataset, name)) is None else [f"blank {empty}".strip()]
    pointing = [rule for rule, at in POINTS_AT.items() if at == name and hasattr(DATASETS[dataset], rule)]
    return bounds + reading + pointing
