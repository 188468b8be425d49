"""What the exhibits of service ratings (好差评) share: scope, channel, scale, the changes of rules, hover texts."""

import datetime
from collections.abc import Callable

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, SourceRecords
from exhibits.phrasing import PER_TEN_THOUSAND, PERCENT, Scale, count
from exhibits.setting import OF_UNITS as SCOPE
from exhibits.setting import Setting
from exhibits.source_records import SCOPE as FILTERS
from words import label

__all__ = [
    "ALL",
    "FEW",
    "FINE",
    "RATINGS",
    "ROUGH",
    "SCOPE",
    "breaks",
    "claim_words",
    "exhibit_of_months",
    "last_shown",
    "of_channel",
    "rating_hover",
]

ALL = "all"  # all channels together
FEW = 30  # a mark is hollow with fewer ratings
ROUGH = Scale("percent", 100, 0, ".0%")  # a share beside a rate
FINE = Scale("percent", 100, 2, ".2~%")  # rates near 100 % differ in the second decimal
RATINGS = SourceRecords("service_rating", FILTERS)


def of_channel(by_month: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The months of the chosen channel; of all channels if the chosen one has no rows."""
    chosen = by_month.filter(pl.col("channel") == setting.selection.channel)
    return (chosen if chosen.height else by_month.filter(pl.col("channel") == ALL)).sort("month")


def exhibit_of_months(
    setting: Setting,
    every_channel: pl.DataFrame,
    panels: Callable[[pl.DataFrame, Setting], list[Panel]],
    finding: Callable[[Setting, pl.DataFrame], str],
    notes: Callable[[pl.DataFrame], list[str]],
    kind: str,
) -> Exhibit:
    """The months of the chosen channel over time, with the changes of rules. every_channel: rows of service_ratings."""
    by_month = of_channel(every_channel, setting)
    measure = setting.say(f"measure.{setting.id}")
    if not by_month["good_rate"].count():
        reason = "suppressed" if by_month["suppressed"].any() else "empty"
        return setting.nothing(by_month, measure, kind, reason)
    drawn = over_time(panels(by_month, setting), setting.palette, breaks=breaks(by_month, setting), stamp=setting.stamp)
    return setting.exhibit(
        by_month,
        drawn,
        finding(setting, by_month),
        measure=measure,
        kind=kind,
        n=int(by_month["rated_n"].sum()),
        n_of="ratings",
        interval="wilson",
        years=(by_month["month"][0].year, by_month["month"][-1].year),
        notes=[channel_note(by_month, setting), *notes(by_month)],
    )


def channel_note(rows: pl.DataFrame, setting: Setting) -> str:
    """The channel of the rows in words."""
    channel = rows["channel"][0]
    return setting.say("all_channels") if channel == ALL else label("service_channel", channel, setting.lang)


def breaks(rows: pl.DataFrame, setting: Setting) -> list[tuple[datetime.date, str]]:
    """The first days of the rules of rating that began within the months shown, with their words."""
    begun = rows.filter(pl.col("regime_since") >= rows["month"].min()).unique("regime", maintain_order=True)
    return [
        (day, label("regime", regime, setting.lang)) for regime, day in begun.select("regime", "regime_since").rows()
    ]


def last_shown(rows: pl.DataFrame) -> dict:
    """The last month whose rate is shown."""
    return rows.drop_nulls("good_rate").row(-1, named=True)


def claim_words(target: float | None, setting: Setting) -> tuple[float, str] | None:
    """The claimed line: its value and its words; None without one."""
    return None if target is None else (target, setting.say("rating_line", target=f"{target:.1%}"))


def rating_hover(row: dict, setting: Setting) -> str:
    """The texts of a month: rate with interval and n, bad ratings, active share, the rate as reported."""
    lang = setting.lang
    lines = [f"{row['month']:%Y-%m}"]
    if row["good_rate"] is None:
        return "<br>".join([*lines, setting.say("too_few")])
    limits = FINE.interval(row["lower"], row["upper"], lang, row["target"])
    lines.append(f"<b>{FINE.value(row['good_rate'], lang, row['target'])}</b> {limits}")
    lines.append(setting.say("hover.ratings", n=count(row["rated_n"]), bad=count(row["bad_n"])))
    lines.append(setting.say("hover.active", share=PERCENT.value(row["active_share"], lang)))
    if row["filled_n"]:
        lines.append(setting.say("hover.reported", rate=FINE.value(row["reported_rate"], lang)))
    return "<br>".join(lines)


def bad_hover(row: dict, setting: Setting) -> str:
    """The texts of a month: bad ratings as a count and per 10 000 with the interval."""
    lines = [f"{row['month']:%Y-%m}"]
    if row["bad_n"] is None:
        return "<br>".join([*lines, setting.say("too_few")])
    lines.append(setting.say("hover.bad", bad=row["bad_n"], n=row["rated_n"]))
    ends = PER_TEN_THOUSAND.interval(row["bad_lower"], row["bad_upper"], setting.lang)
    value = PER_TEN_THOUSAND.value(row["bad_rate"], setting.lang)
    lines.append(setting.say("hover.bad_rate", value=value, ends=ends))
    return "<br>".join(lines)
