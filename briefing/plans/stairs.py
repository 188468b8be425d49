"""Step curves as lines: one for each of the first groups, or a single one with its limits."""

from itertools import pairwise

import polars as pl

from briefing.plan import Role, Series
from charts.theme import MAX_LINES
from words import say


def stairs(frame: pl.DataFrame, measure: str, column: str, ends: list[str], start: float, lang: str) -> list[Series]:
    """One step curve for each of the first groups; a single one has limits."""
    curves = frame.partition_by("group", maintain_order=True)[:MAX_LINES]
    if len(curves) > 1:
        return [stair(own["group_name"][0], own, column, "main", start) for own in curves]
    own = [stair(measure, rows, column, "main", start) for rows in curves]
    return own + [
        stair(say(f"briefing.series.{side}", lang), rows, end, "limit", start)
        for rows in curves
        for side, end in zip(("lower", "upper"), ends, strict=True)
    ]


def stair(name: str, rows: pl.DataFrame, column: str, role: Role, start: float) -> Series:
    """A step function as a line: each level holds until the day of the next change. `start`: the share on day 0."""
    days, values = [0.0], [start]
    known = rows.drop_nulls(column)
    for day, value in known.select(pl.col("day").cast(pl.Float64), column).iter_rows():
        days += [day, day]
        values += [values[-1], value]
    kept = [0, *(place for place, (a, b) in enumerate(pairwise(zip(days, values, strict=True)), 1) if a != b)]
    return Series(name, [values[place] for place in kept], role, xs=[days[place] for place in kept])
