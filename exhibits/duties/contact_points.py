"""Do leaders go to their contact points, and what becomes of the problems found there?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import CONTACT_POINTS
from exhibits.unit_classes import MOST_UNITS, bars_of_units
from words import label, say

PARTS = (("closed", "done"), ("waiting", "wait"), ("overdue", "late"), ("not_in_ledger", "gone"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("contact_points", frames, selection, "contacts", OF_UNITS, ledger=True)
    points = frames["contact_points"]
    measure = setting.say("measure.contact_points")
    if points.is_empty():
        return setting.nothing(points, measure, "bars")
    units = by_unit(points)
    found = units.filter(pl.col("problems") > 0)
    figure = None
    if found.height:
        figure = stacked(
            readied(found.head(MOST_UNITS), setting),
            [(column, setting.say(f"part.contact_{column}"), tone) for column, tone in PARTS],
            setting.palette,
            axis=setting.say("axis.contact_problems"),
            stamp=setting.stamp,
        )
    notes = [setting.say("note.contacts_as_reported")]
    if found.height > MOST_UNITS:
        notes.append(setting.say("note.first_units", shown=MOST_UNITS, all=found.height))
    if unknown := int(points["unknown"].sum()):
        notes.append(setting.say("note.unknown_items", count=unknown))
    return setting.exhibit(
        points.with_columns(item_ids=items_said(points["item_ids"], setting.lang)),
        figure,
        finding(setting, points),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.items"),
        n=points.height,
        n_of="contacts",
        interval="census_duties",
        years=year_span(points),
        notes=notes,
    )


def items_said(item_ids: pl.Series, lang: str) -> pl.Series:
    """The items of the ledger in words: for each its source, round and number."""
    return pl.Series(
        [
            say("exhibits.list.comma", lang).join(_item_said(item, lang) for item in items.split("+"))
            if items
            else None
            for items in item_ids
        ],
        dtype=pl.String,
    )


def _item_said(item_id: str, lang: str) -> str:
    source, round_no, problem_id = item_id.split("/", 2)
    return say("exhibits.item", lang, source=label("source", source, lang), number=round_no, problem=problem_id)


def by_unit(points: pl.DataFrame) -> pl.DataFrame:
    """The contact points of each unit together; most overdue items first, then most problems. `not_in_ledger`: problems
    without an item of the ledger."""
    counts = ("visits_planned", "visits_done", "problems", "in_ledger", "closed", "open", "overdue")
    units = points.group_by("unit_id", "unit", maintain_order=True).agg(pl.col(counts).sum())
    return units.with_columns(
        waiting=pl.col("open") - pl.col("overdue"),
        not_in_ledger=(pl.col("problems") - pl.col("in_ledger")).clip(0),
    ).sort("overdue", "problems", "unit_id", descending=[True, True, False])


def readied(units: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.bars`; the mark tells the visits made and planned."""
    rows = list(units.iter_rows(named=True))
    marks = [setting.say("mark.visits", done=row["visits_done"], planned=row["visits_planned"]) for row in rows]
    hover = [setting.say("hover.contact", **row) for row in rows]
    return bars_of_units(units, marks, hover)


def finding(setting: Setting, points: pl.DataFrame) -> str:
    """The problems found, those in the ledger, and how many of these are overdue."""
    problems, in_ledger, overdue = (int(points[column].sum()) for column in ("problems", "in_ledger", "overdue"))
    clauses = [setting.say("title.contact_problems", problems=problems, in_ledger=in_ledger)]
    if in_ledger:
        clauses.append(word("late", Facts(count=overdue), setting.lang, "part", count=overdue))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("contact_points", ("contact_points", *ASKED), make, (CONTACT_POINTS,))
