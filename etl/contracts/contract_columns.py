"""The contracts as rows of the build's table contract_column; the definitions page is made from it."""

import functools

import dataframely as dy
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import RULE_COLUMN, blank_meaning, column_metadata, columns, key_columns

TYPES = {pl.String(): "text", pl.Date(): "date", pl.Boolean(): "yes_no", pl.Float64(): "number"}
BLANK = ("blank", "abstains")  # reported together as `blank`


@functools.cache
def contract_columns() -> list[tuple]:
    """One row per column of a dataset.

    (dataset, position from 1, column, type, nullable, key, rules); type: text, integer, number, date or yes_no; rules:
    text, None if there are none.
    """
    rows = []
    for dataset in DATASETS:
        together = key_columns(dataset)
        for position, (name, column) in enumerate(columns(dataset).items(), start=1):
            kind = TYPES.get(column.dtype, "integer")
            rules = "; ".join(_column_rules(dataset, name, column))
            rows.append((dataset, position, name, kind, column.nullable, name in together, rules or None))
    return rows


def _column_rules(dataset: str, name: str, column: dy.Column) -> list[str]:
    limits = {bound: getattr(column, bound, None) for bound in ("min", "max")}
    bounds = [f"{bound} {limit}" for bound, limit in limits.items() if limit is not None]
    metadata = column_metadata(dataset, name)
    reading = [f"{word} {value}" for word, value in metadata.items() if word not in ("key", "unread", *BLANK)]
    reading += [f"unread {metadata['unread'] or 'null'}"] if "unread" in metadata else []
    reading += [] if (empty := blank_meaning(dataset, name)) is None else [f"blank {empty}".strip()]
    pointing = [rule for rule, at in RULE_COLUMN.items() if at == name and hasattr(DATASETS[dataset], rule)]
    return bounds + reading + pointing
