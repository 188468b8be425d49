"""How long have the open items been open, and how many are overdue?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS
from words import label

OLDEST = ">180"


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_ageing", frames, selection, "ledger", SCOPE, ledger=True)
    by_bucket = frames["rectification_ageing"]
    total = int(by_bucket["open"].sum() or 0)
    if not total:
        return setting.nothing(by_bucket, setting.say("measure.ageing"), "bars", "none_open")
    names = [label("age", bucket, setting.lang) for bucket in by_bucket["bucket"]]
    hover = [
        setting.say("hover.bucket", name=name, open=row["open"], overdue=row["overdue"])
        for name, row in zip(names, by_bucket.iter_rows(named=True), strict=True)
    ]
    marks = [
        setting.say("mark.bucket" if row["overdue"] else "mark.count", **row) for row in by_bucket.iter_rows(named=True)
    ]
    rows = by_bucket.with_columns(
        mark=pl.Series(marks, dtype=pl.String),
        name=pl.Series(names, dtype=pl.String),
        waiting=pl.col("open") - pl.col("overdue"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("bucket"),
        id=pl.col("bucket"),
    )
    parts = [
        (column, setting.say(f"part.{column}"), tone) for column, tone in (("waiting", "wait"), ("overdue", "late"))
    ]
    return setting.exhibit(
        by_bucket,
        stacked(rows, parts, setting.palette, axis=setting.say("axis.items_overdue"), stamp=setting.stamp),
        finding(setting, by_bucket),
        measure=setting.say("measure.ageing"),
        kind="bars",
        unit=setting.say("unit_name.items"),
        n=total,
        notes=[setting.say(f"note.deadline_{selection.deadline}")],
    )


def finding(setting: Setting, by_bucket: pl.DataFrame) -> str:
    """The number of open items, of overdue ones, and of items in the longest age bucket."""
    total, overdue = (int(by_bucket[column].sum()) for column in ("open", "overdue"))
    oldest = int(by_bucket.filter(pl.col("bucket") == OLDEST)["open"].sum())
    late = word("late", Facts(count=overdue), setting.lang, "part", count=overdue)
    said = [setting.say("title.open", count=total), late, setting.say("title.oldest", count=oldest) if oldest else ""]
    return title(said, setting.lang)


SPEC = ExhibitSpec("rectification_ageing", ("rectification_ageing", *ASKED), make, (ITEMS,))
