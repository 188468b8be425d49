"""Rectification: closures and their timing, open items, comparison of groups, re-openings."""

import datetime

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.dots import dots
from briefing.plans.lines import at_end, limits, where
from briefing.plans.stairs import stair, stairs
from exhibits.phrasing import DAYS, MEAN_DAYS, PERCENT, RATIO
from exhibits.rectification.ledger_rates import FEW, Rate
from exhibits.rectification.rectification_closure import horizon
from exhibits.rectification.rectification_cohorts import main_day
from exhibits.rectification.rectification_duration import DRAWN
from exhibits.rectification.rectification_on_time import ON_TIME
from exhibits.rectification.rectification_on_time import RATES as BULLETIN_RATES
from exhibits.rectification.rectification_quality import LAST_DAYS
from exhibits.rectification.rectification_quality import RATES as QUALITY_RATES
from words import label, say

ALL = "all"  # the group of a frame that is not split
PARTS: tuple[Role, ...] = ("done", "wait", "late", "gone")


def rectification_summary(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Items by state: for several groups the shares in each group, with its on-time rate."""
    rows = frame.with_columns(waiting=pl.col("open") - pl.col("overdue"))
    several = rows.height > 1
    columns = ("closed", "waiting", "overdue", "withdrawn")
    series = [
        Series(say(f"exhibits.part.{column}", lang), rows[column].to_list(), role)
        for column, role in zip(columns, PARTS, strict=True)
    ]
    rates = [PERCENT.value(rate, lang) if due else "" for rate, due in rows.select("on_time_rate", "due").iter_rows()]
    axis = say("exhibits.axis.share_of_items" if several else "exhibits.axis.items", lang)
    marks = tuple(rates) if several else ()
    return [Plan("bars", series, axis, "", rows["group_name"].to_list(), "0", marks=marks, shares=several)]


def rectification_closure(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share still open by day, one step curve per group, with limits only if there is one curve. If the frame has
    the ways in which items end: the share closed instead, and with one curve also the share withdrawn."""
    ended = "closed_share" in frame.columns
    column, *ends = ("closed_share", "closed_lower", "closed_upper") if ended else ("open_share", "lower", "upper")
    series = stairs(frame, say(f"briefing.series.{column}", lang), column, ends, 0.0 if ended else 1.0, lang)
    if ended and frame["group"].n_unique() == 1:
        series.insert(1, stair(say("briefing.series.withdrawn_share", lang), frame, "withdrawn_share", "beside", 0.0))
    measure, across = say(f"briefing.series.{column}", lang), say("briefing.axis.days", lang)
    return [Plan("curve", series, measure, across, [], "0%", until=horizon(frame) if series else 0)]


def rectification_reopening(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share of closed items that were re-opened, by day since their first closure."""
    measure, across = say("exhibits.axis.reopened_share", lang), say("exhibits.axis.days_since_closure", lang)
    series = stairs(frame, measure, "reopened_share", ["lower", "upper"], 0.0, lang)
    until = max(30, -(-max(frame["day"]) // 30) * 30)
    return [Plan("curve", series, measure, across, [], "0.0%", until=until)]


def rectification_states(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share of items that are closed, by day since they were found; for one group also the share that is open."""
    measure, across = say("exhibits.axis.closed_share", lang), say("briefing.axis.days", lang)
    if frame["group"].n_unique() > 1:
        series = stairs(frame, measure, "closed_share", [], 0.0, lang)
    else:
        still = say("exhibits.state.open_share", lang)
        series = [
            stair(measure, frame, "closed_share", "main", 0.0),
            stair(still, frame, "open_share", "beside", 1.0),
        ]
    return [Plan("curve", series, measure, across, [], "0%", until=horizon(frame))]


def rectification_ageing(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The open items by age class, the overdue ones as a separate part."""
    waiting = (frame["open"] - frame["overdue"]).to_list()
    marks = tuple(
        say("exhibits.mark.bucket" if row["overdue"] else "exhibits.mark.count", lang, **row)
        for row in frame.iter_rows(named=True)
    )
    series = [
        Series(say("exhibits.part.waiting", lang), waiting, "wait"),
        Series(say("exhibits.part.overdue", lang), frame["overdue"].to_list(), "late"),
    ]
    names = [label("age", bucket, lang) for bucket in frame["bucket"]]
    return [Plan("bars", series, say("exhibits.axis.items_overdue", lang), "", names, "0", marks=marks)]


def rectification_backlog(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """For each month, the items open at its end and the items opened and ended in it."""
    last = say("exhibits.items", lang, count=frame["backlog_open"][-1])
    series = [
        Series(say("briefing.series.backlog", lang), frame["backlog_open"].to_list(),
               words=at_end(frame["backlog_open"], last)),
        Series(say("exhibits.part.opened", lang), frame["opened"].to_list(), "way"),
        Series(say("exhibits.part.ended", lang), frame["ended_n"].to_list(), "beside"),
    ]  # fmt: skip
    measure, across = say("exhibits.axis.items", lang), say("briefing.axis.month", lang)
    return [Plan("line", series, measure, across, [], "0", days=frame["month_end"].to_list())]


def rectification_cohorts(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share of each cohort closed within 30, 60 and 90 days. Limits and title are of the main day. A line without
    any point is left out."""
    by_day = frame.partition_by("day", as_dict=True, maintain_order=True)
    at = main_day(frame)
    main = by_day.pop((at,))
    beside = {day: own for (day,), own in by_day.items() if own["closed_share"].count()}
    series: list[Series] = [
        Series(
            say("exhibits.within_days", lang, days=day),
            own["closed_share"].to_list(),
            "main" if day == at else "beside",
            hollow=where(own["observable"] < own["total"]) if day == at else (),
            words=at_end(own["closed_share"], say("exhibits.within_days", lang, days=day)),
        )
        for day, own in [(at, main), *beside.items()]
    ]
    series += limits(main, lang, ("closed_lower", "closed_upper"))
    measure, across = say("exhibits.axis.closed_share", lang), say("briefing.axis.cohort", lang)
    days = [datetime.date(int(cohort[:4]), 3 * int(cohort[-1]) - 2, 1) for cohort in main["cohort"] if "Q" in cohort]
    return [Plan("line", series, measure, across, main["cohort"].to_list(), "0%", days=days)]


def rectification_duration(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Days to closure: for all items together each figure, for several groups the restricted means, longest on top."""
    tau = frame["tau"][0]
    if _alone(frame):
        return [_figures_of_all(frame.row(0, named=True), tau, lang)]
    rows = frame.sort("mean_days", "total", descending=True, nulls_last=True)
    return [
        dots(rows, lang, measure=say("exhibits.axis.mean_days", lang, tau=tau), value="mean_days",
             names=rows["group_name"].to_list(), written=MEAN_DAYS, ends=("mean_lower", "mean_upper"),
             hollow=rows["total"] < FEW, absent=say("exhibits.not_watched", lang))
    ]  # fmt: skip


def rectification_logrank(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Observed closures and those expected at the pace of all groups; filled if the difference is significant."""
    line = Series(say("exhibits.all_together", lang), [1.0] * frame.height, "target")
    return [
        dots(frame, lang, measure=say("exhibits.axis.pace", lang), value="pace", names=frame["group_name"].to_list(),
             written=RATIO, ends=("pace_lower", "pace_upper"), line=line, hollow=~frame["told_apart"],
             below=frame["told_apart"] & (frame["pace"] < 1), absent=say("exhibits.unit.none", lang))
    ]  # fmt: skip


def rectification_on_time(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The rates of the bulletins for all items; for several groups the share closed on time, the lowest on top."""
    absent = say("exhibits.none_due", lang)
    if _alone(frame):
        return [_rates_of_all(frame, BULLETIN_RATES, absent, lang)]
    return [_rate_by_group(frame, ON_TIME, say("exhibits.axis.on_time", lang), absent, lang)]


def rectification_quality(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Measures of the quality of closing: look-backs, relapses, closures in the last days."""
    absent = say("exhibits.not_recorded", lang)
    if _alone(frame):
        return [_rates_of_all(frame, QUALITY_RATES, absent, lang)]
    return [_rate_by_group(frame, LAST_DAYS, say("exhibits.axis.last_days", lang), absent, lang)]


PLANS = (
    rectification_summary,
    rectification_closure,
    rectification_ageing,
    rectification_backlog,
    rectification_duration,
    rectification_cohorts,
    rectification_logrank,
    rectification_on_time,
    rectification_quality,
    rectification_reopening,
    rectification_states,
)


def _alone(frame: pl.DataFrame) -> bool:
    return frame["group"].to_list() == [ALL]


def _figures_of_all(row: dict, tau: int, lang: str) -> Plan:
    columns = {"value": 1, "lower": 2, "upper": 3}
    rows = pl.DataFrame(
        {name: [row[each[at]] if each[at] else None for each in DRAWN] for name, at in columns.items()},
        schema=dict.fromkeys(columns, pl.Float64),
        strict=False,
    )
    names = [say(f"exhibits.figure.{name}", lang, tau=tau) for name, *_ in DRAWN]
    marks = [written.value(value, lang) for value, (*_, written) in zip(rows["value"], DRAWN, strict=True)]
    hollow = pl.Series([name == "closed_mean" for name, *_ in DRAWN])
    return dots(rows, lang, measure=say("exhibits.axis.duration", lang), value="value", names=names, written=DAYS,
                marks=marks, hollow=hollow, absent=say("exhibits.not_reached", lang))  # fmt: skip


def _rates_of_all(frame: pl.DataFrame, rates: tuple[Rate, ...], absent: str, lang: str) -> Plan:
    """Several rates of one group, each with its denominator."""
    row = frame.row(0, named=True)
    rows = pl.DataFrame(
        {end: [row[getattr(rate, end)] for rate in rates] for end in ("value", "lower", "upper")},
        schema=dict.fromkeys(("value", "lower", "upper"), pl.Float64),
    )
    names = [say(f"exhibits.figure.{rate.name}", lang) for rate in rates]
    hollow = pl.Series([row[rate.whole] < FEW for rate in rates])
    return dots(rows, lang, measure=say("exhibits.axis.share", lang), value="value", names=names, written=PERCENT,
                hollow=hollow, absent=absent)  # fmt: skip


def _rate_by_group(frame: pl.DataFrame, rate: Rate, measure: str, absent: str, lang: str) -> Plan:
    rows = frame.sort(rate.value, rate.whole, descending=[False, True], nulls_last=True)
    return dots(rows, lang, measure=measure, value=rate.value, names=rows["group_name"].to_list(), written=PERCENT,
                ends=(rate.lower, rate.upper), hollow=rows[rate.whole] < FEW, absent=absent)  # fmt: skip
