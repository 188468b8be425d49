"""Does the number of open items grow or shrink?"""

import polars as pl

from charts.monthly_stock import months
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.noted_events import NOTED, event_notes, noted
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_backlog", frames, selection, "ledger", SCOPE, ledger=True)
    by_month = frames["rectification_backlog"]
    if by_month.is_empty():
        return setting.nothing(by_month, setting.say("measure.backlog"), "line")
    last = by_month.row(-1, named=True)
    hover = [setting.say("hover.month", **row) for row in by_month.iter_rows(named=True)]
    rows = by_month.with_columns(
        month=pl.col("month_end"),
        value=pl.col("backlog_open"),
        inflow=pl.col("opened"),
        outflow=pl.col("ended_n"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("item"),
        id=pl.col("month_end").cast(pl.String),
    )
    events = noted(setting, "ledger", by_month["month_end"][0], last["month_end"])
    figure = months(
        rows,
        setting.palette,
        axis=setting.say("axis.items"),
        inflow=setting.say("part.opened"),
        outflow=setting.say("part.ended"),
        mark=setting.say("items", count=last["backlog_open"]),
        events=events,
        stamp=setting.stamp,
    )
    return setting.exhibit(
        by_month,
        figure,
        finding(setting, last),
        measure=setting.say("measure.backlog"),
        kind="line",
        unit=setting.say("unit_name.items"),
        n=int(by_month["opened"].sum()),
        n_of="episodes",
        notes=event_notes(events, setting),
    )


def finding(setting: Setting, last: dict) -> str:
    """Two counts: on the last day and one year earlier, without a word for rising or falling."""
    clauses = [setting.say("title.backlog", count=last["backlog_open"])]
    if last["open_year_before"] is not None:
        clauses.append(setting.say("title.backlog_before", count=last["open_year_before"]))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("rectification_backlog", ("rectification_backlog", NOTED, *ASKED), make, (ITEMS,))
