"""What became of bad ratings: how many were rectified in time, how many replied to and called back?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.bad_rating_steps import PARTS, SCOPE, handling_hover, limit_said
from exhibits.services.ratings import RATINGS
from exhibits.setting import ASKED, Setting
from exhibits.source_records import BAD_RATINGS

ORDER = ("all", "year", "month")
MONTH_PARTS = ("on_time_n", "missed_n", "rest_n")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("bad_rating_handling", frames, selection, "bad_ratings", SCOPE, ledger=True)
    periods = in_order(frames["bad_rating_handling"])
    measure = setting.say("measure.bad_rating_handling")
    if not periods["bad_n"].count():
        reason = "few_bad_ratings" if periods.height else "no_bad_ratings"
        return setting.nothing(periods, measure, "line", reason)
    whole = periods.row(0, named=True)
    years = periods.filter(period_kind="year")["period"].dt.year()
    return setting.exhibit(
        periods,
        drawn(periods, setting),
        finding(setting, periods),
        measure=measure,
        kind="line",
        n=whole["bad_n"],
        n_of="bad_ratings",
        interval="bad_ratings",
        years=(years[0], years[-1]),
        notes=[*steps(whole, setting), cross_check(whole, setting), hidden(whole, setting), limit_said(whole, setting)],
    )


def in_order(periods: pl.DataFrame) -> pl.DataFrame:
    """The whole first, then the years, then the months, with their names in period_said."""
    years = periods.filter(pl.col("period_kind") == "year")["period"].dt.strftime("%Y").unique().sort().to_list()
    whole = "–".join([*years[:1], *years[1:][-1:]])
    said = (
        pl.when(pl.col("period_kind") == "all")
        .then(pl.lit(whole))
        .when(pl.col("period_kind") == "year")
        .then(pl.col("period").dt.strftime("%Y"))
        .otherwise(pl.col("period").dt.strftime("%Y-%m"))
    )
    order = pl.col("period_kind").replace_strict({kind: at for at, kind in enumerate(ORDER)})
    return periods.sort(order, "period").select(said.alias("period_said"), *periods.columns)


def drawn(periods: pl.DataFrame, setting: Setting) -> Any:
    """The months over time; the years as bars where there are no months."""
    months = of_months(periods)
    if months.height:
        return over_time(panels(months, setting), setting.palette, stamp=setting.stamp)
    rows = list(periods.filter(pl.col("period_kind") == "year").iter_rows(named=True))
    named = pl.DataFrame(rows, schema=periods.schema).with_columns(
        name=pl.col("period").dt.strftime("%Y"),
        mark=pl.Series([_mark(row, setting) for row in rows], dtype=pl.String),
        hover=pl.Series([handling_hover(f"{row['period']:%Y}", row, setting) for row in rows], dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("period").dt.strftime("%Y"),
    )
    parts = [(column, setting.say(f"part.bad_{column}"), tone) for column, tone in PARTS]
    return stacked(named, parts, setting.palette, axis=setting.say("axis.bad_ratings"), stamp=setting.stamp)


def _mark(row: dict, setting: Setting) -> str:
    if row["bad_n"] is None:
        return setting.say("too_few")
    return PERCENT.value(row["rectified_rate"], setting.lang) if row["due_n"] else ""


def of_months(periods: pl.DataFrame) -> pl.DataFrame:
    """The months with the counts that are drawn: on_time_n, missed_n (late, overdue), rest_n (not due, struck out)."""
    months = periods.filter(pl.col("period_kind") == "month")
    return months.with_columns(
        missed_n=pl.col("late_n") + pl.col("overdue_n"), rest_n=pl.col("waiting_n") + pl.col("struck_n")
    )


def panels(months: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The counts one upon another, and below them the share rectified in time with its interval."""
    hover = [handling_hover(f"{row['period']:%Y-%m}", row, setting) for row in months.iter_rows(named=True)]
    rows = months.with_columns(
        value=pl.col("rectified_rate"),
        lower=pl.col("rectified_lower"),
        upper=pl.col("rectified_upper"),
        broken=pl.lit(False),
        below=pl.lit(False),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("period").cast(pl.String),
    )
    parts = tuple((column, setting.say(f"part.bad_{column}")) for column in MONTH_PARTS)
    return [
        Panel(setting.say("panel_title.bad_steps"), rows, "d", "areas", parts=parts),
        Panel(setting.say("panel_title.rectified_rate"), rows, PERCENT.tick, ceiling=1.0),
    ]


def steps(whole: dict, setting: Setting) -> list[str]:
    """Rectified, replied to, called back and satisfied at the call-back over the whole time."""
    said, lang = [], setting.lang
    if whole["due_n"]:
        rates = {name: PERCENT.value(whole[f"{name}_rate"], lang) for name in ("replied", "called_back")}
        said = [rectified(whole, setting), setting.say("note.bad_steps", **rates)]
    if whole["answered_n"]:
        limits = PERCENT.interval(whole["callback_lower"], whole["callback_upper"], lang)
        value = PERCENT.value(whole["bad_callback_rate"], lang)
        said.append(setting.say("note.bad_satisfied", value=value, limits=limits, n=whole["answered_n"]))
    return said


def rectified(whole: dict, setting: Setting) -> str:
    """The share rectified in time with its interval."""
    limits = PERCENT.interval(whole["rectified_lower"], whole["rectified_upper"], setting.lang)
    return setting.say("title.rectified_in", value=PERCENT.value(whole["rectified_rate"], setting.lang), limits=limits)


def cross_check(whole: dict, setting: Setting) -> str:
    """How the ledger's count differs from the monthly summary's; "" where there is nothing to compare."""
    if whole["summary_n"] is None:
        return ""
    lacking = whole["summary_n"] - whole["of_both_n"]
    key = "less" if lacking > 0 else "more" if lacking < 0 else "equal"
    return setting.say(f"note.ledger_{key}", count=abs(lacking), all=whole["summary_n"])


def hidden(whole: dict, setting: Setting) -> str:
    """How many of the chosen units are left out in some year."""
    return setting.say("note.bad_units_hidden", count=whole["units_hidden"]) if whole["units_hidden"] else ""


def finding(setting: Setting, periods: pl.DataFrame) -> str:
    """The bad ratings, the share rectified in time (with its interval if there is room), and how many are overdue."""
    whole, lang = periods.row(0, named=True), setting.lang
    bad = setting.say("title.bad", count=whole["bad_n"])
    if not whole["due_n"]:
        return title([bad, word("due", Facts(count=whole["due_n"]), lang)], lang)
    late = word("late", Facts(count=whole["overdue_n"]), lang, "bad", count=whole["overdue_n"])
    share = setting.say("title.rectified", value=PERCENT.value(whole["rectified_rate"], lang))
    return title([bad, rectified(whole, setting), late], lang, [bad, share, late])


SPEC = ExhibitSpec("bad_rating_handling", ("bad_rating_handling", *ASKED), make, (BAD_RATINGS, RATINGS))
