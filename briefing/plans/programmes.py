"""The six programmes: lights of the projects, days behind their plans, the course of one project."""

import datetime

import polars as pl

from briefing.plan import Plan, Series
from briefing.plans.dots import dots
from briefing.plans.lines import at_end, where
from exhibits.phrasing import DAYS
from exhibits.programmes.programme_progress import telling
from exhibits.programmes.programme_status import MONTHS
from exhibits.programmes.project_words import forecast_said, in_order, light_said, slip_said
from words import label, say


def programme_status(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """A table: one row per project with its unit and the word of its light in each month."""
    months = frame["month"].unique().sort().tail(MONTHS).to_list()
    heads = [say(f"shell.column.{column}", lang) for column in ("programme", "project", "unit")]
    cells = []
    for (_,), own in in_order(frame).group_by(["project_id"], maintain_order=True):
        by_month = {row["month"]: row for row in own.iter_rows(named=True)}
        last = own.row(-1, named=True)
        lights = tuple(light_said(by_month[month], lang) if month in by_month else "" for month in months)
        cells.append((label("programme", last["programme"], lang), last["project"], last["unit"], *lights))
    return [Plan("table", [], "", "", [*heads, *(f"{month:%Y-%m}" for month in months)], cells=tuple(cells))]


def programme_progress(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Days behind the plan of each project that is drawn on the page; on the right its completion or its forecast."""
    rows = telling(frame)
    marks = [
        say("exhibits.programme.slide_mark", lang, slip=slip_said(row, lang), forecast=forecast_said(row, lang))
        for row in rows.iter_rows(named=True)
    ]
    line = Series(say("exhibits.programme.mark_on", lang), [0.0] * rows.height, "target")
    return [
        dots(rows, lang, measure=say("shell.column.slip_days", lang), value="slip_days",
             names=rows["project"].to_list(), written=DAYS, ends=None, marks=marks, line=line, below=rows["overdue"],
             absent=say("exhibits.programme.mark_unknown", lang))
    ]  # fmt: skip


def programme_story(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The progress of each report beside the schedule, the plan's share on the same day."""
    known = frame.drop_nulls("progress")
    words = {at: light_said(row, lang) for at, row in enumerate(known.iter_rows(named=True))}
    series = [
        Series(say("exhibits.programme.actual_word", lang), known["progress"].to_list(), words=words,
               hollow=where(known["fell"])),
        Series(say("exhibits.programme.plan_word", lang), known["schedule"].to_list(), "beside",
               words=at_end(known["schedule"], say("exhibits.programme.plan_word", lang))),
    ]  # fmt: skip
    days: list[datetime.date] = known["reported_on"].to_list()
    measure, across = say("shell.column.progress", lang), say("shell.column.reported_on", lang)
    return [Plan("line", series, measure, across, [], "0%", days=days)]


PLANS = (programme_status, programme_progress, programme_story)
