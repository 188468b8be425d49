"""What share of items is closed a number of days after finding, with re-opened items counted as open?"""

import polars as pl

from charts.step_curve import stairs
from charts.theme import MAX_LINES
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.phrasing import PERCENT
from exhibits.rectification.ledger_rates import named
from exhibits.rectification.ledger_scope import SAID, SCOPE, day_said, standing
from exhibits.rectification.rectification_closure import horizon
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS
from inference.states import START, STATES, with_states


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_states", frames, selection, "ledger", SCOPE, ledger=True)
    days = with_states(frames["rectification_states"])
    if days.is_empty():
        return setting.nothing(days, setting.say("measure.states"), "curve")
    days = named(days, setting).sort("total", "group", "day", descending=[True, False, False])
    sizes = days.unique(["group"], maintain_order=True)
    alone = sizes.height == 1
    until = horizon(days)
    figure = stairs(
        readied(days, "closed_share", setting),
        setting.palette,
        axis=setting.say("axis.closed_share"),
        across=setting.say("axis.days"),
        until=until,
        beside=readied(days, "open_share", setting) if alone else None,
        stamp=setting.stamp,
    )
    notes = [setting.say("note.states"), setting.say("note.no_interval")]
    if alone:
        notes.insert(1, setting.say("note.dashed_open"))
    if sizes.height > MAX_LINES:
        notes.append(setting.say("note.first_curves", shown=MAX_LINES, all=sizes.height))
    return setting.exhibit(
        days,
        figure,
        finding(setting, days, alone),
        measure=setting.say("measure.states"),
        kind="curve",
        unit=setting.say("unit_name.open_share"),
        n=int(sizes["total"].sum()),
        interval="",
        notes=notes,
    )


def readied(days: pl.DataFrame, share: str, setting: Setting) -> pl.DataFrame:
    """One state's share with the columns of `charts.step_curve`, from day 0, when all items are open."""
    start = days.unique(["group"], maintain_order=True).with_columns(
        pl.lit(share).alias(state) for state, share in START.items()
    )
    whole = pl.concat([start.with_columns(day=pl.lit(0, pl.Int64)), days])
    whole = whole.sort("total", "group", "day", descending=[True, False, False], maintain_order=True)
    hover = [
        "<br>".join(
            [setting.say("hover.day", name=row["group_name"], day=row["day"])]
            + [f"{setting.say(f'state.{state}')} {PERCENT.value(row[state], setting.lang)}" for state in STATES]
        )
        for row in whole.iter_rows(named=True)
    ]
    name = pl.col("group_name") if share == "closed_share" else pl.lit(setting.say(f"state.{share}"))
    return whole.with_columns(
        group=pl.col("group").fill_null(""),
        name=name,
        value=pl.col(share),
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group").fill_null(""),
    )


def finding(setting: Setting, days: pl.DataFrame, alone: bool) -> str:
    """The states of the items on the day of the title; for several groups the range of closed shares over those
    observed until then."""
    day = day_said(days)
    if day is None:
        return setting.say("title.young", days=SAID[-1])
    by_then = standing(days, day, START)
    closed = by_then["closed_share"].sort()
    if not closed[-1]:
        return setting.say("title.none_stand_closed", days=day)
    low, high = (PERCENT.value(closed[at], setting.lang) for at in (0, -1))
    if not alone:
        return setting.say("title.groups_stand_closed", count=len(closed), days=day, low=low, high=high)
    still = PERCENT.value(by_then["open_share"][0], setting.lang)
    return setting.say("title.stand_closed", days=day, closed=low, open=still)


SPEC = ExhibitSpec("rectification_states", ("rectification_states", *ASKED), make, (ITEMS,))
