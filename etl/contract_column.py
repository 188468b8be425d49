"""The contracts as rows: the build's table contract_column, from which the definitions page is made."""

import dataframely as dy
import polars as pl

from etl import contracts

TYPES = {pl.String(): "text", pl.Date(): "date", pl.Boolean(): "yes_no", pl.Float64(): "number"}


def contract_columns() -> list[tuple]:
    """One row a column: dataset, position, column, type (text, integer, number, date, yes_no), nullable, key, rules."""
    rows = []
    for dataset in contracts.DATASETS:
        key = contracts.key(dataset)
        for position, (name, column) in enumerate(contracts.columns(dataset).items(), start=1):
            kind = TYPES.get(column.dtype, "integer")
            rules = "; ".join(_rules(dataset, name, column))
            rows.append((dataset, position, name, kind, column.nullable, name in key, rules or None))
    return rows


def _rules(dataset: str, name: str, column: dy.Column) -> list[str]:
    bounds = [f"{bound} {getattr(column, bound)}" for bound in ("min", "max") if getattr(column, bound, None) is not None]
    reading = [f"{word} {value}" for word, value in contracts.about(dataset, name).items() if word != "key"]
    pointing = [
        rule
        for rule, at in contracts.POINTS_AT.items()
        if at == name and hasattr(contracts.DATASETS[dataset], rule)
    ]
    return bounds + reading + pointing
