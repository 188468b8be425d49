"""What an exhibit's slide draws: its frame as named series, before any PowerPoint."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import polars as pl

from words import label, say

Role = Literal["main", "target", "limit", "other"]


@dataclass(frozen=True)
class Series:
    """One line of the chart: a value for each category (or x); None is a gap, as for a suppressed year."""

    name: str
    values: list[float | None]
    role: Role = "main"
    xs: list[float] | None = None  # only on a curve, whose points have places of their own
    breaks: tuple[int, ...] = ()  # positions that must not be joined to the one before


@dataclass(frozen=True)
class Plan:
    """A chart to draw. Rates are 0–1 and shown through `number_format`; `measure` names the value axis."""

    kind: Literal["line", "dots", "curve"]
    series: list[Series]
    measure: str
    across: str  # what runs along the horizontal axis
    categories: list[str]
    number_format: str = "0.0%"


def satisfaction_trend(frame: pl.DataFrame, lang: str) -> Plan:
    """Year by year: rate, its limits, the target line; a changed scale breaks the lines."""
    rows = _every_year(frame)
    measure = say("briefing.series.satisfaction", lang)
    return Plan(
        "line", _with_limits(measure, rows, lang), measure, say("briefing.axis.year", lang), _names(rows, "year")
    )


def satisfaction_by_group(frame: pl.DataFrame, lang: str) -> Plan:
    """The last year's respondent groups as dots with their limits."""
    rows = frame.filter(pl.col("year") == pl.col("year").max())
    measure = say("briefing.series.satisfaction", lang)
    names = [label("group", code, lang) for code in rows["group"]]
    return Plan("dots", _with_limits(measure, rows, lang), measure, "", names)


def opinion_trend(frame: pl.DataFrame, lang: str) -> Plan:
    """Year by year: problem opinions per 100 valid forms over all channels, with limits."""
    rows = _every_year(frame.filter(pl.col("channel") == "all")).with_columns(pl.col("rate", "lower", "upper") * 100)
    measure = say("briefing.series.problems", lang)
    series = _with_limits(measure, rows, lang)
    return Plan("line", series, measure, say("briefing.axis.year", lang), _names(rows, "year"), "0.0")


def index_trend(frame: pl.DataFrame, lang: str) -> Plan:
    """Year by year: the mean of each index. Their grains differ, so the lines are to be read one by one."""
    years = [int(year) for year in _every_year(frame.select("year").unique())["year"]]
    series = []
    for index in frame["index"].unique(maintain_order=True):
        mean = dict(frame.filter(pl.col("index") == index).select("year", "mean").iter_rows())
        series.append(Series(label("index", index, lang), [mean.get(year) for year in years]))
    names = [str(year) for year in years]
    return Plan("line", series, say("briefing.axis.score", lang), say("briefing.axis.year", lang), names, "0.0")


def rectification_closure(frame: pl.DataFrame, lang: str) -> Plan:
    """The share still open by day, a stair for each group; limits only while one curve stands alone."""
    measure = say("briefing.series.open_share", lang)
    groups = frame["group"].unique(maintain_order=True).to_list()
    series = []
    for group in groups:
        rows = frame.filter(pl.col("group") == group).sort("day")
        name = measure if len(groups) == 1 else group
        series.append(_stair(name, rows, "open_share", "main"))
        if len(groups) == 1:
            series.append(_stair(say("briefing.series.lower", lang), rows, "lower", "limit"))
            series.append(_stair(say("briefing.series.upper", lang), rows, "upper", "limit"))
    return Plan("curve", series, measure, say("briefing.axis.days", lang), [], "0%")


PLANS = {
    plan.__name__: plan
    for plan in (satisfaction_trend, satisfaction_by_group, opinion_trend, index_trend, rectification_closure)
}


def _every_year(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each year from first to last: a year without a row becomes a gap, not a jump."""
    if frame.is_empty():
        return frame
    first, last = frame.select(first=pl.col("year").min(), last=pl.col("year").max()).row(0)
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": frame.schema["year"]})
    return years.join(frame, on="year", how="left", maintain_order="left")


def _names(rows: pl.DataFrame, column: str) -> list[str]:
    return [str(value) for value in rows[column]]


def _with_limits(measure: str, rows: pl.DataFrame, lang: str) -> list[Series]:
    """The measure, its target when the frame has one, its limits; all broken where the scale changed."""
    breaks: tuple[int, ...] = ()
    if "break_before" in rows.columns:
        breaks = tuple(place for place, broken in enumerate(rows["break_before"]) if broken)
    series = [Series(measure, rows["rate"].to_list(), "main", breaks=breaks)]
    target = rows["target"].drop_nulls() if "target" in rows.columns else None
    if target is not None and len(target):
        name = say("briefing.series.target", lang, target=f"{target[-1] * 100:g}%")
        series.append(Series(name, [target[-1]] * len(rows), "target"))
    for side in ("lower", "upper"):
        series.append(Series(say(f"briefing.series.{side}", lang), rows[side].to_list(), "limit", breaks=breaks))
    return series


def _stair(name: str, rows: pl.DataFrame, column: str, role: Role) -> Series:
    """A step function as a line: each level is held until the day on which it changes."""
    days, values = [0.0], [1.0]
    known = rows.drop_nulls(column)
    for day, value in known.select(pl.col("day").cast(pl.Float64), column).iter_rows():
        days += [day, day]
        values += [values[-1], value]
    kept = [0, *(place for place, (a, b) in enumerate(pairwise(zip(days, values, strict=True)), 1) if a != b)]
    return Series(name, [values[place] for place in kept], role, xs=[days[place] for place in kept])
