"""The ledger itself, one row per item."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_items", frames, selection, "ledger", SCOPE, ledger=True)
    items = frames["rectification_items"]
    if items.is_empty():
        return setting.nothing(items, setting.say("measure.items"), "table")
    notes = [setting.say("note.searched", search=selection.search)] if selection.search else []
    return setting.exhibit(
        items,
        None,
        finding(setting, items),
        measure=setting.say("measure.items"),
        kind="table",
        n=items.height,
        notes=[*notes, setting.say(f"note.deadline_{selection.deadline}")],
    )


def finding(setting: Setting, items: pl.DataFrame) -> str:
    """How many items are listed, still open, and overdue."""
    still_open, overdue = items.filter(pl.col("state").is_in(["open", "overdue"])).height, int(items["overdue"].sum())
    clauses = [setting.say("title.items", count=items.height), setting.say("title.still_open", count=still_open)]
    return title([*clauses, word("late", Facts(count=overdue), setting.lang, count=overdue)], setting.lang)


SPEC = ExhibitSpec("rectification_items", ("rectification_items", *ASKED), make, (ITEMS,))
