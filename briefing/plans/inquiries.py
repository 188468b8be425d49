"""Inquiries: questions, answers and promises kept, as bars, a curve and a table."""

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.stairs import stairs
from exhibits.inquiries.inquiry_flow import STEPS, TONES, step_counts, step_rates
from exhibits.inquiries.inquiry_groups import PROMISES
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.rectification_closure import horizon
from exhibits.unit_classes import MOST_UNITS
from words import say

ROLES: dict[str, Role] = {"done": "done", "slow": "mix", "wait": "wait", "late": "late", "gone": "gone"}


def inquiry_flow(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """For all questions the steps from question to follow-up; for several groups their promises."""
    if frame["group"].to_list() != ["all"]:
        return _promises(frame, frame["group_name"].to_list(), lang)
    row = frame.row(0, named=True)
    counts, rates = step_counts(row), step_rates(row)
    series = [
        Series(say(f"exhibits.part.step_{column}", lang), [counts[step][column] for step in STEPS], ROLES[tone])
        for column, tone in TONES
    ]
    marks = tuple(
        count(counts[step]["done"]) if rates[step] is None else PERCENT.value(rates[step], lang) for step in STEPS
    )
    names = [say(f"exhibits.step.{step}", lang) for step in STEPS]
    return [Plan("bars", series, say("exhibits.axis.inquiry_steps", lang), "", names, "0", marks=marks)]


def inquiry_promises(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share of promises not kept yet by day, one step curve per group, with limits only if there is one."""
    measure, across = say("exhibits.axis.promises_open", lang), say("exhibits.axis.days_since_answer", lang)
    series = stairs(frame, measure, "open_share", ["lower", "upper"], 1.0, lang)
    return [Plan("curve", series, measure, across, [], "0%", until=horizon(frame))]


def inquiry_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The promises of each unit of the chart, by what became of them."""
    return _promises(frame, frame["unit"].to_list(), lang)


def _promises(frame: pl.DataFrame, names: list[str], lang: str) -> list[Plan]:
    rows = frame.with_columns(name=pl.Series(names, dtype=pl.String)).filter(pl.col("promised") > 0).head(MOST_UNITS)
    if rows.is_empty():
        return []
    series = [
        Series(say(f"exhibits.part.promise_{column}", lang), rows[column].to_list(), ROLES[tone])
        for column, tone in PROMISES
    ]
    shares = rows.select("kept_on_time_rate", "due").iter_rows()
    marks = tuple(PERCENT.value(share, lang) if due else "" for share, due in shares)
    return [Plan("bars", series, say("exhibits.axis.promises", lang), "", rows["name"].to_list(), "0", marks=marks)]


PLANS = (inquiry_flow, inquiry_promises, inquiry_by_unit)
