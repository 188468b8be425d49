"""What an exhibit's slide draws: its frame as named series, before any PowerPoint."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import polars as pl

from exhibits.rectification_closure import horizon
from words import label, say

Role = Literal["main", "target", "limit", "beside"]
MAX_LINES = 6  # as many as the exhibits draw


@dataclass(frozen=True)
class Series:
    """One line of the chart: a value for each category (or x); None is a gap, as for a suppressed year."""

    name: str
    values: list[float | None]
    role: Role = "main"
    xs: list[float] | None = None  # only on a curve, whose points have places of their own
    breaks: tuple[int, ...] = ()  # positions that must not be joined to the one before

    @property
    def places(self) -> list[int]:
        """The positions that have a value."""
        return [place for place, value in enumerate(self.values) if value is not None]


@dataclass(frozen=True)
class Plan:
    """A chart to draw. `measure` names the value axis, `across` the other one; values show by `number_format`."""

    kind: Literal["line", "dots", "curve"]
    series: list[Series]
    measure: str
    across: str
    categories: list[str]
    number_format: str = "0.0%"
    panel: bool = False  # one of several on the slide
    break_word: str = ""
    until: int = 0  # the last x of a curve


def satisfaction_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Year by year: rate, its limits, the target line; a changed scale breaks the lines."""
    rows = _every_year(frame)
    return [_satisfaction("line", rows, say("briefing.axis.year", lang), _names(rows, "year"), lang)]


def satisfaction_by_group(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The last year's respondent groups as dots with their limits."""
    rows = frame.filter(pl.col("year") == pl.col("year").max())
    return [_satisfaction("dots", rows, "", [label("group", code, lang) for code in rows["group"]], lang)]


def opinion_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Year by year: problem opinions per 100 valid forms over all channels, with limits."""
    rows = _every_year(_times_100(frame.filter(pl.col("channel") == "all")))
    measure = say("briefing.series.problems", lang)
    series = _with_limits(measure, rows, lang)
    word = say("briefing.break.channels", lang)
    return [
        Plan("line", series, measure, say("briefing.axis.year", lang), _names(rows, "year"), "0.0", break_word=word)
    ]


def index_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Mean, median and quartiles of each index, a chart for each: their subjects differ, so they share no axis."""
    word = say("briefing.break.rules", lang)
    plans = []
    for own in frame.partition_by("index", maintain_order=True)[:MAX_LINES]:
        rows = _every_year(own)
        name = label("index", own["index"][0], lang)
        roles: dict[str, Role] = {"mean": "main", "median": "beside", "q1": "limit", "q3": "limit"}
        series = [
            Series(say(f"briefing.series.{column}", lang), rows[column].to_list(), role, breaks=_breaks(rows))
            for column, role in roles.items()
        ]
        years = _names(rows, "year")
        plans.append(Plan("line", series, name, "", years, "0.0", panel=True, break_word=word))
    return plans


def rectification_closure(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share still open by day, a stair for each group; limits only while one curve stands alone. A frame that tells
    how items ended has the share closed drawn instead, and beside one curve the share withdrawn."""
    ended = "closed_share" in frame.columns
    column, lower, upper = (
        ("closed_share", "closed_lower", "closed_upper") if ended else ("open_share", "lower", "upper")
    )
    measure = say(f"briefing.series.{column}", lang)
    curves = frame.partition_by("group", maintain_order=True)[:MAX_LINES]
    if len(curves) == 1:
        series = [_stair(measure, curves[0], column, "main")]
        if ended:
            series.append(_stair(say("briefing.series.withdrawn_share", lang), curves[0], "withdrawn_share", "beside"))
        series += [
            _stair(say(f"briefing.series.{side}", lang), curves[0], limit, "limit")
            for side, limit in (("lower", lower), ("upper", upper))
        ]
    else:
        series = [_stair(_group_name(rows, lang), rows, column, "main") for rows in curves]
    return [
        Plan("curve", series, measure, say("briefing.axis.days", lang), [], "0%", until=horizon(frame) if curves else 0)
    ]


PLANS = {
    plan.__name__: plan
    for plan in (satisfaction_trend, satisfaction_by_group, opinion_trend, index_trend, rectification_closure)
}


def _satisfaction(kind: Literal["line", "dots"], rows: pl.DataFrame, across: str, names: list[str], lang: str) -> Plan:
    """A share of satisfied answers; or, where nobody is counted as satisfied, mean points, never called a rate."""
    word = say("briefing.break.scale", lang)
    if rows["rate"].count() and not rows["satisfied_n"].count():
        measure = say("briefing.series.points", lang)
        return Plan(kind, _with_limits(measure, _times_100(rows), lang), measure, across, names, "0.0", break_word=word)
    measure = say("briefing.series.satisfaction", lang)
    return Plan(kind, _with_limits(measure, rows, lang), measure, across, names, break_word=word)


def _times_100(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("^(rate|lower|upper|target)$") * 100)


def _group_name(rows: pl.DataFrame, lang: str) -> str:
    """A unit's name where there is one; else the group as it stands, worded if it is the code of a source."""
    unit, group = rows["unit"][0], rows["group"][0]
    return unit or (label("source", group, lang) if group else say("briefing.no_group", lang))


def _every_year(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each year from first to last: a year without a row becomes a gap, not a jump."""
    if frame.is_empty():
        return frame
    first, last = frame.select(first=pl.col("year").min(), last=pl.col("year").max()).row(0)
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": frame.schema["year"]})
    return years.join(frame, on="year", how="left", maintain_order="left")


def _names(rows: pl.DataFrame, column: str) -> list[str]:
    return [str(value) for value in rows[column]]


def _breaks(rows: pl.DataFrame) -> tuple[int, ...]:
    """The places of the rows that are not comparable with the row before."""
    return tuple(place for place, broken in enumerate(rows["break_before"]) if broken)


def _with_limits(measure: str, rows: pl.DataFrame, lang: str) -> list[Series]:
    """The measure, its target when the frame has one, its limits; broken where nothing may be compared."""
    breaks = _breaks(rows)
    series = [Series(measure, rows["rate"].to_list(), breaks=breaks)]
    target = rows["target"].drop_nulls() if "target" in rows.columns else None
    if target is not None and len(target):
        shown = f"{target[-1] * 100:g}%" if target[-1] <= 1 else f"{target[-1]:g}"
        series.append(Series(say("briefing.series.target", lang, target=shown), [target[-1]] * len(rows), "target"))
    for side in ("lower", "upper"):
        series.append(Series(say(f"briefing.series.{side}", lang), rows[side].to_list(), "limit", breaks=breaks))
    return series


def _stair(name: str, rows: pl.DataFrame, column: str, role: Role) -> Series:
    """A step function as a line: each level is held until the day on which it changes. Everything is open on day 0."""
    days, values = [0.0], [0.0 if column.startswith(("closed", "withdrawn")) else 1.0]
    known = rows.drop_nulls(column)
    for day, value in known.select(pl.col("day").cast(pl.Float64), column).iter_rows():
        days += [day, day]
        values += [values[-1], value]
    kept = [0, *(place for place, (a, b) in enumerate(pairwise(zip(days, values, strict=True)), 1) if a != b)]
    return Series(name, [values[place] for place in kept], role, xs=[days[place] for place in kept])
