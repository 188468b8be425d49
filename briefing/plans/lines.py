"""Shared parts of line plans: a place for every year, breaks where years are not comparable, limits as series."""

import polars as pl

from briefing.plan import Series
from words import say


def every_year(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each year from first to last: a missing year becomes a gap."""
    if frame.is_empty():
        return frame
    first, last = frame.select(first=pl.col("year").min(), last=pl.col("year").max()).row(0)
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": frame.schema["year"]})
    return years.join(frame, on="year", how="left", maintain_order="left")


def names(rows: pl.DataFrame, column: str) -> list[str]:
    return [str(value) for value in rows[column]]


def breaks(rows: pl.DataFrame) -> tuple[int, ...]:
    """The positions of rows that are not comparable with the row before."""
    return where(rows["break_before"])


def where(flags: pl.Series) -> tuple[int, ...]:
    """The positions at which the flag is true."""
    return tuple(place for place, flag in enumerate(flags) if flag)


def limits(rows: pl.DataFrame, lang: str, columns: tuple[str, str] = ("lower", "upper")) -> list[Series]:
    """The lower and upper 95 % limits as two lines."""
    cuts = breaks(rows) if "break_before" in rows.columns else ()
    return [
        Series(say(f"briefing.series.{end}", lang), rows[column].to_list(), "limit", breaks=cuts)
        for end, column in zip(("lower", "upper"), columns, strict=True)
    ]


def target(rows: pl.DataFrame, lang: str) -> list[Series]:
    """The last row's target as a line over all rows; an empty list without a target."""
    if "target" not in rows.columns or not rows["target"].count():
        return []
    line = rows["target"].drop_nulls()[-1]
    shown = f"{line * 100:g}%" if line <= 1 else f"{line:g}"
    return [Series(say("briefing.series.target", lang, target=shown), [line] * rows.height, "target")]


def with_limits(measure: str, rows: pl.DataFrame, lang: str) -> list[Series]:
    """The measure, its target if there is one, and its limits, with breaks where rows are not comparable."""
    main = Series(measure, rows["rate"].to_list(), breaks=breaks(rows))
    return [main, *target(rows, lang), *limits(rows, lang)]


def at_end(values: pl.Series, word: str) -> dict[int, str]:
    """The word at the last value that is not null: position → word."""
    return dict.fromkeys(where(values.is_not_null())[-1:], word)
