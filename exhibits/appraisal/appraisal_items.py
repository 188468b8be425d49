"""What became of the problems listed at the appraisals: how many are in the ledger, closed, open, overdue?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from exhibits.appraisal.appraisal_followup import named
from exhibits.appraisal.groups import RECORDS, SCOPE, shown_groups, unit_notes, worded
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames, SourceRecords
from exhibits.gates import Facts, title, word
from exhibits.phrasing import count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span

PARTS = (("closed", "done"), ("waiting", "wait"), ("overdue", "late"), ("withdrawn", "gone"))
ITEMS = SourceRecords("rectification_item", ("unit_class",), (("source", "ora"),))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("appraisal_items", frames, selection, "appraisal_ledger", SCOPE, ledger=True)
    every = frames["appraisal_followup"]
    groups = named(shown_groups(every), setting)
    measure = setting.say("measure.appraisal_items")
    if not groups["ledger_n"].sum():
        return setting.nothing(worded(setting, groups), measure, "bars", "appraisal_no_items")
    figure = stacked(
        readied(groups, setting),
        [(part, setting.say(f"part.{part}"), tone) for part, tone in PARTS],
        setting.palette,
        axis=setting.say("axis.appraisal_items"),
        stamp=setting.stamp,
    )
    earlier = int(every.filter(pl.col("level") == "none")["ledger_n"].sum())
    notes = [setting.say("appraisal.belongs"), setting.say(f"note.deadline_{selection.deadline}")]
    if earlier:
        notes.append(setting.say("appraisal.earlier", count=earlier))
    return setting.exhibit(
        worded(setting, groups),
        figure,
        finding(setting, groups),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.items"),
        n=int(groups["ledger_n"].sum()),
        interval="appraisal_items",
        years=year_span(groups),
        notes=[*notes, *unit_notes(setting)],
    )


def parted(groups: pl.DataFrame) -> pl.DataFrame:
    """The items by state: `waiting` are open and not overdue."""
    ended = pl.col("closed") + pl.col("open")
    return groups.with_columns(waiting=pl.col("open") - pl.col("overdue"), withdrawn=pl.col("ledger_n") - ended)


def readied(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The groups with the columns of `charts.bars`; the mark says how many problems the lists name."""
    rows = parted(groups)
    hover = [_hover(row, setting) for row in rows.iter_rows(named=True)]
    return rows.with_columns(
        mark=pl.Series([listed(row, setting) for row in rows.iter_rows(named=True)], dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def listed(row: dict[str, Any], setting: Setting) -> str:
    """The number of problems listed, "" where no list is known."""
    return "" if row["listed_n"] is None else setting.say("appraisal.listed", count=row["listed_n"])


def _hover(row: dict[str, Any], setting: Setting) -> str:
    lines = [f"{setting.say(f'part.{part}')} {count(row[part])}" for part, _ in PARTS]
    return "<br>".join([row["name"], *lines, *filter(None, [listed(row, setting)])])


def finding(setting: Setting, groups: pl.DataFrame) -> str:
    """The items of all years shown, those closed, and by its gate those overdue."""
    total, closed, overdue = (int(groups[name].sum()) for name in ("ledger_n", "closed", "overdue"))
    said = setting.say("title.appraisal_items", count=total, closed=closed)
    return title([said, word("late", Facts(count=overdue), setting.lang, count=overdue)], setting.lang)


SPEC = ExhibitSpec("appraisal_items", ("appraisal_followup", *ASKED), make, (ITEMS, RECORDS))
