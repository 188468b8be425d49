"""Which files were loaded, and how many of their rows were accepted or rejected?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("loaded_batches", frames, selection, "batches", ())
    batches = frames["loaded_batches"]
    if batches.is_empty():
        return setting.nothing(batches, setting.say("measure.batches"), "table", "no_batches")
    live = batches.filter(pl.col("live"))
    return setting.exhibit(
        batches, None, finding(setting, live), measure=setting.say("measure.batches"), kind="table",
        n=int(live["rows_read"].sum()),
        notes=[setting.say("note.not_shown")] if batches["suppressed"].any() else [],
    )  # fmt: skip


def finding(setting: Setting, live: pl.DataFrame) -> str:
    """The number of live batches, and of their accepted and rejected rows."""
    clauses = [setting.say("title.batches", count=live.height)]
    clauses += [setting.say(f"title.{fate}", count=int(live[fate].sum())) for fate in ("accepted", "rejected")]
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("loaded_batches", ("loaded_batches", *ASKED), make)
