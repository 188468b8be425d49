"""How many items are closed, and how many of the due items were closed on time?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.ledger_scope import SCOPE, group_name
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS
from exhibits.unit_classes import MOST_UNITS

PARTS = (("closed", "done"), ("waiting", "wait"), ("overdue", "late"), ("withdrawn", "gone"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_summary", frames, selection, "ledger", SCOPE, ledger=True)
    by_group = frames["rectification_summary"].sort(
        "overdue", "total", "group", descending=[True, True, False], nulls_last=True
    )
    if by_group.is_empty() or not by_group["total"].sum():
        return setting.nothing(by_group, setting.say("measure.summary"), "bars")
    drawn = most_overdue(by_group, setting)
    figure = stacked(
        readied(drawn, setting),
        [(column, setting.say(f"part.{column}"), tone) for column, tone in PARTS],
        setting.palette,
        axis=setting.say("axis.items" if by_group.height == 1 else "axis.share_of_items"),
        shares=drawn.height > 1,
        stamp=setting.stamp,
    )
    names = [group_name(setting, *row) for row in by_group.select("group", "unit").iter_rows()]
    return setting.exhibit(
        by_group.with_columns(group_name=pl.Series(names, dtype=pl.String)),
        figure,
        finding(setting, by_group),
        measure=setting.say("measure.summary"),
        kind="bars",
        unit=setting.say("unit_name.items"),
        n=int(by_group["total"].sum()),
        interval="wilson",
        notes=[
            setting.say(f"note.deadline_{selection.deadline}"),
            setting.say("note.most_overdue", shown=drawn.height, all=by_group.height)
            if drawn.height < by_group.height
            else "",
        ],
    )


def most_overdue(by_group: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The groups to draw: of many units the first, those with most overdue items, unless a reader asks for all."""
    if by_group.height <= MOST_UNITS or setting.selection.units_shown == "all":
        return by_group
    return by_group.head(MOST_UNITS)


def readied(by_group: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The groups with the columns of `charts.bars`; `waiting`: open items that are not overdue."""
    rows = list(by_group.iter_rows(named=True))
    names = [group_name(setting, row["group"], row["unit"]) for row in rows]
    hover = [_hover(row, name, setting) for row, name in zip(rows, names, strict=True)]
    rates = [PERCENT.value(row["on_time_rate"], setting.lang) if row["due"] else "" for row in rows]
    marks = [setting.say("mark.on_time", rate=rate) if rate and len(rows) > 1 else "" for rate in rates]
    return by_group.with_columns(
        mark=pl.Series(marks, dtype=pl.String),
        name=pl.Series(names, dtype=pl.String),
        waiting=pl.col("open") - pl.col("overdue"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group").fill_null(""),
    )


def _hover(row: dict, name: str, setting: Setting) -> str:
    lines = [name, *(f"{setting.say(f'part.{part}')} {count(row[part])}" for part in ("closed", "open", "overdue"))]
    if row["on_time_rate"] is not None:
        rate = PERCENT.value(row["on_time_rate"], setting.lang)
        limits = PERCENT.interval(row["on_time_lower"], row["on_time_upper"], setting.lang)
        lines.append(setting.say("hover.on_time", rate=rate, limits=limits, n=row["due"]))
    return "<br>".join(lines)


def finding(setting: Setting, by_group: pl.DataFrame) -> str:
    """The on-time share of the due items, from summed counts; then the overdue items."""
    lang = setting.lang
    total, due, on_time, overdue = (int(by_group[column].sum()) for column in ("total", "due", "on_time", "overdue"))
    if none_due := word("due", Facts(count=due), lang):
        return title([setting.say("title.items", count=total), none_due], lang)
    late = word("late", Facts(count=overdue), lang, count=overdue)
    return title([setting.say("title.on_time", value=PERCENT.value(on_time / due, lang, 1.0)), late], lang)


SPEC = ExhibitSpec("rectification_summary", ("rectification_summary", *ASKED), make, (ITEMS,))
