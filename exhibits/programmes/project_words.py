"""What the exhibits of the six programmes share: the projects of the last year, and how a project is described."""

import datetime
from typing import Any

import polars as pl

from exhibits.phrasing import Scale
from exhibits.setting import OF_UNITS as SCOPE
from exhibits.setting import Setting
from words import label, say

__all__ = [
    "ORDER",
    "PROGRESS",
    "SCOPE",
    "forecast_said",
    "in_order",
    "last_year",
    "light_said",
    "lit",
    "programme_name",
    "progress_said",
    "rounds",
    "slip_said",
    "until_said",
]

ORDER = ("coverage", "service", "team", "example", "care", "support")
PROGRESS = Scale("percent", 100, 0, ".0%")


def last_year(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the last year that has any."""
    return rows.filter(pl.col("year") == pl.col("year").max())


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the usual order of the six programmes; unknown ones come last."""
    place = pl.col("programme").replace_strict({code: at for at, code in enumerate(ORDER)}, default=len(ORDER))
    return rows.sort(place, "programme", "project_id", maintain_order=True)


def lit(state: str, light: str | None) -> str:
    """The code of what a report shows: done, its light, or none: not due to start, or a number is missing."""
    return "done" if state == "done" else light or "none"


def progress_said(row: dict[str, Any], setting: Setting) -> str:
    """Progress and schedule of a report, as far as they are known."""
    progress, schedule = (PROGRESS.value(row[name], setting.lang) for name in ("progress", "schedule"))
    return setting.say("programme.progress", progress=progress, schedule=schedule)


def until_said(days: pl.Series, setting: Setting) -> str:
    """The note that says on which day the last reports are."""
    last = days.max()
    assert isinstance(last, datetime.date)
    return setting.say("note.reported_until", day=last.isoformat())


def programme_name(code: str, setting: Setting) -> str:
    """The name of a programme."""
    return label("programme", code, setting.lang)


def light_said(row: dict[str, Any], lang: str) -> str:
    """The word of a report's light, with a sign if the deadline is over or the progress fell."""
    signs = "!" * row["past_deadline"] + "\u2193" * row["fell"]
    return say(f"exhibits.light_short.{lit(row['state'], row['light'])}", lang) + signs


def slip_said(row: dict[str, Any], lang: str) -> str:
    """The days behind or ahead of the plan, in words."""
    days = row["slip_days"]
    if days is None:
        return say("exhibits.programme.mark_unknown", lang)
    kind = "late" if days > 0 else "early" if days < 0 else "on"
    return say(f"exhibits.programme.mark_{kind}", lang, days=abs(days))


def forecast_said(row: dict[str, Any], lang: str) -> str:
    """The completion, or its forecast with its range, in words."""
    if row["state"] == "done":
        return say("exhibits.programme.completed", lang, day=row["completed_on"])
    day, first, last = row["forecast_on"], row["forecast_first_on"], row["forecast_last_on"]
    if day is None:
        return say("exhibits.programme.forecast_none", lang)
    kind = "single" if first is None else "open" if last is None else "range"
    return say(f"exhibits.programme.forecast_{kind}", lang, day=day, first=first, last=last)


def rounds(reports: pl.DataFrame) -> list[str]:
    """The last day of reports of each month of the last year, the latest first, as texts."""
    days = last_year(reports).group_by("month").agg(pl.col("reported_on").max()).sort("month", descending=True)
    return [str(day) for day in days["reported_on"]]
