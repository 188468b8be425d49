"""What share of closed items is re-opened, and how soon?"""

import polars as pl

from charts.step_curve import stairs
from charts.theme import MAX_LINES, span
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.phrasing import PERCENT
from exhibits.rectification.ledger_rates import named
from exhibits.rectification.ledger_scope import SAID, SCOPE, day_said, standing
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

DAYS = (180, *SAID)  # possible days of the title: the first one up to which an item was observed


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_reopening", frames, selection, "ledger", SCOPE, ledger=True)
    curves = frames["rectification_reopening"]
    measure = setting.say("measure.reopening")
    if not curves["mean_number"].sum():
        return setting.nothing(curves, measure, "curve", "empty" if curves.is_empty() else "none_reopened")
    curves = named(curves, setting).sort("total", "group", "day", descending=[True, False, False])
    sizes = curves.unique(["group"], maintain_order=True)
    until = max(30, -(-curves.select(pl.col("day").max()).item() // 30) * 30)
    alone = sizes.height == 1
    drawn = curves["upper" if alone else "reopened_share"]
    figure = stairs(
        readied(curves, until, setting),
        setting.palette,
        axis=setting.say("axis.reopened_share"),
        across=setting.say("axis.days_since_closure"),
        until=until,
        ceiling=span([0.0, *drawn], 0, 1)[1],
        stamp=setting.stamp,
    )
    notes = [setting.say("note.closed_first")]
    if alone:
        notes.append(_mean_number(curves.row(-1, named=True), setting))
    if sizes.height > MAX_LINES:
        notes.append(setting.say("note.first_curves", shown=MAX_LINES, all=sizes.height))
    return setting.exhibit(
        curves,
        figure,
        finding(setting, curves, alone),
        measure=measure,
        kind="curve",
        unit=setting.say("unit_name.reopened_share"),
        n=int(sizes["total"].sum()),
        n_of="closed",
        interval="log_log",
        notes=notes,
    )


def readied(curves: pl.DataFrame, until: int, setting: Setting) -> pl.DataFrame:
    """The curves with the columns of `charts.step_curve`, each extended to the last day for which its group was
    observed."""
    end = curves.unique(["group"], keep="last", maintain_order=True).with_columns(
        day=pl.max_horizontal("day", pl.min_horizontal("watched_days", pl.lit(until, pl.Int64)))
    )
    whole = pl.concat([curves, end]).sort("total", "group", "day", descending=[True, False, False], maintain_order=True)
    hover = [
        "<br>".join(
            [
                setting.say("hover.day_closed", name=row["group_name"], day=row["day"]),
                f"<b>{PERCENT.value(row['reopened_share'], setting.lang)}</b> "
                + PERCENT.interval(row["lower"], row["upper"], setting.lang),
            ]
        )
        for row in whole.iter_rows(named=True)
    ]
    return whole.with_columns(
        group=pl.col("group").fill_null(""),
        name=pl.col("group_name"),
        value=pl.col("reopened_share"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group").fill_null(""),
    )


def _mean_number(last: dict, setting: Setting) -> str:
    figures = {name: f"{last[name] * 100:.1f}" for name in ("mean_number", "mean_lower", "mean_upper")}
    return setting.say("note.mean_number", day=last["day"], **figures)


def finding(setting: Setting, curves: pl.DataFrame, alone: bool) -> str:
    """The share re-opened within the days of the title, with its interval; for several groups only the range."""
    day = day_said(curves, DAYS)
    if day is None:
        return setting.say("title.young_closures", days=DAYS[-1])
    by_then = standing(curves, day, {})
    if alone:
        row = by_then.row(0, named=True)
        share = PERCENT.value(row["reopened_share"], setting.lang)
        return setting.say(
            "title.reopened", days=day, share=share, limits=PERCENT.interval(row["lower"], row["upper"], setting.lang)
        )
    low, high = (PERCENT.value(by_then["reopened_share"].sort()[at], setting.lang) for at in (0, -1))
    return setting.say("title.groups_reopened", count=by_then.height, days=day, low=low, high=high)


SPEC = ExhibitSpec("rectification_reopening", ("rectification_reopening", *ASKED), make, (ITEMS,))
