"""Which units need attention, and why?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT, POINTS, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS, ITEMS
from inference.simultaneous_claims import against, surely_fell

FOR_ALL = ("satisfied_n", "before_satisfied_n", "before_valid_n", "looked_n", "target")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("attention", frames, selection, "all")
    calls = together(frames["attention"])
    if calls.is_empty():
        return setting.nothing(calls, setting.say("measure.attention"), "table", "no_calls")
    said = [_said(setting, row) for row in calls.iter_rows(named=True)]
    words = calls.with_columns(
        reason=pl.Series([setting.say(f"attention.{kind}.name") for kind in calls["kind"]], dtype=pl.String),
        what=pl.Series(said, dtype=pl.String),
    )
    notes = [setting.say("note.together")] if calls["kind"].is_in(["below_target", "fell"]).any() else []
    notes += [setting.say("as_of", day=setting.as_of)] if setting.as_of else []
    return setting.exhibit(
        words,
        None,
        finding(setting, calls),
        measure=setting.say("measure.attention"),
        kind="table",
        interval="wilson",
        notes=notes,
    )


def together(calls: pl.DataFrame) -> pl.DataFrame:
    """The calls for attention, without units that are below the line or fallen by their own interval only: with many
    units tested, some of these appear by chance."""
    kept = []
    for (kind,), rows in calls.group_by("kind", maintain_order=True):
        if kind == "below_target":
            rows = rows.filter(against(rows, rows["target"][0], rows["looked_n"][0]) == "below")
        elif kind == "fell":
            rows = rows.filter(surely_fell(rows))
        kept.append(rows.with_columns(place=pl.int_range(1, pl.len() + 1)))
    return pl.concat([calls.clear(), *kept]).drop(FOR_ALL)


def finding(setting: Setting, calls: pl.DataFrame) -> str:
    """How many units call for attention, then how many calls there are of each kind."""
    called = calls.filter(pl.col("kind") != "too_few")["unit_id"].n_unique()
    clauses = [setting.say("title.attention", count=called)] if called else []
    kinds = counted("attention", [Facts(kind) for kind in calls["kind"]], setting.lang)
    return title([*clauses, *kinds], setting.lang)


def _said(setting: Setting, row: dict) -> str:
    """One sentence with the figures of a call."""
    lang = setting.lang
    written = POINTS if setting.selection.basis == "points" else PERCENT
    share = PERCENT if row["kind"] == "deadline_day" else written
    return setting.say(
        f"attention.{row['kind']}.what",
        year=row["year"],
        items=count(row["items_n"]),
        n=count(row["valid_n"]),
        rate=share.value(row["rate"], lang),
        limits=share.interval(row["lower"], row["upper"], lang),
        change=written.size(row["change"], lang),
    )


SPEC = ExhibitSpec("attention", ("attention", *ASKED), make, (ANSWERS, ITEMS))
