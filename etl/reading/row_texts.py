"""The texts of rows before they are read into types: normalized, and filled from each other."""

from collections.abc import Callable

import polars as pl

from etl.contracts.dictionary import READ_FROM, column_metadata, columns
from etl.reading import cells
from etl.reading.periods import period


def normalize_texts(texts: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Prose keeps widths and inner spaces, all other text is normalized; texts that mean "nothing" become null."""
    prose = {name for name in columns(dataset) if column_metadata(dataset, name).get("prose")}
    return texts.with_columns(
        _normalize_distinct(texts[name], cells.keep_as_written if name in prose else cells.normalize_cell)
        for name in texts.columns
        if name != "row"
    )


def _normalize_distinct(texts: pl.Series, tidy: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Normalize distinct texts only, if there are few, else every text."""
    frame = texts.to_frame()
    distinct = frame.unique()
    if distinct.height > texts.len() // 4:
        return frame.select(tidy(pl.col(texts.name))).to_series()
    normalized = distinct.with_columns(tidied=tidy(pl.col(texts.name)))
    joined = frame.join(normalized, on=texts.name, how="left", nulls_equal=True, maintain_order="left")
    return joined["tidied"].alias(texts.name)


def fill_period_days(texts: pl.DataFrame) -> pl.DataFrame:
    """Fill empty first and last days from the period as written.

    A period that cannot be read is left to the date parser, so that it becomes a fault of its cell.
    """
    if "period_text" not in texts.columns:
        return texts
    first, last = (day.cast(pl.String) for day in period(pl.col("period_text")))
    read = texts.select("period_text").unique().with_columns(first_day=first, last_day=last)
    texts = texts.join(read, on="period_text", how="left", nulls_equal=True, maintain_order="left")
    for name, day in (("period_from", "first_day"), ("period_to", "last_day")):
        own = pl.col(name) if name in texts.columns else pl.lit(None, dtype=pl.String)
        texts = texts.with_columns(pl.coalesce(own, day, cells.normalize_cell(pl.col(READ_FROM[name]))).alias(name))
    return texts.drop("first_day", "last_day")


def fill_deadlines(texts: pl.DataFrame) -> pl.DataFrame:
    """Fill due_text (as written) and due_on (the day) from each other where one is empty."""
    lacking = [name for name in ("due_text", "due_on") if name not in texts.columns]
    texts = texts.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)
    written, day = pl.col("due_text"), pl.col("due_on")
    return texts.with_columns(
        due_text=pl.coalesce(written, day), due_on=pl.coalesce(day, cells.normalize_cell(written))
    )


def texts_of_cells(texts: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """row and text of the cells that faults name. texts: row and our columns; faults: CELL_FAULTS."""
    parts = [pl.DataFrame(schema={"row": pl.UInt32, "text": pl.String})]
    for (at,), rows in faults.group_by("at", maintain_order=True):
        written = at if at in texts.columns else READ_FROM.get(str(at))
        if written in texts.columns:
            parts.append(rows.select("row").join(texts.select("row", text=written), on="row", maintain_order="left"))
    return pl.concat(parts)
