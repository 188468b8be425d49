"""Exhibits of the ledger made from rows given by hand."""

import datetime

import polars as pl

import queries
from exhibits import CATALOGUE, Selection
from tests.exhibits.answered_frames import around

DAY = datetime.date(2019, 12, 31)


def shown(name: str, frame: pl.DataFrame, lang: str = "zh", **choices):
    more = {"rectification_summary": pl.DataFrame({"median_days": [None]})} if name == "rectification_closure" else {}
    return CATALOGUE[name].make(around() | {name: frame} | more, Selection(lang=lang, **choices))


def empty(name: str) -> pl.DataFrame:
    types = {"varchar": pl.String, "bigint": pl.Int64, "integer": pl.Int32, "double": pl.Float64}
    returns = (column.split() for column in queries.contract(name)["returns"])
    return pl.DataFrame(schema={column: types[type_] for column, type_ in returns})


def rows(name: str, *given: dict) -> pl.DataFrame:
    frame = empty(name)
    return pl.DataFrame([dict.fromkeys(frame.columns) | row for row in given], schema=frame.schema)
