"""What could the rejected rows change in the headline figures, at worst and at best?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PER_HUNDRED, PERCENT, POINTS, Scale
from exhibits.selection import Selection
from exhibits.services.ratings import FINE
from exhibits.setting import ASKED, Setting
from words import label

VALUES = {"value": "published", "low": "lowest", "high": "highest"}  # column of the table → of the question


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rejected_ranges", frames, selection, "batches", ("years", "basis"))
    ranges = frames["rejected_ranges"]
    measure = setting.say("measure.ranges")
    if ranges.is_empty():
        return setting.nothing(ranges, measure, "table", "no_rejected")
    lines = pl.DataFrame([line(setting, row) for row in ranges.iter_rows(named=True)], infer_schema_length=None)
    return setting.exhibit(
        pl.concat([ranges, lines], how="horizontal"),
        None,
        finding(setting, ranges),
        measure=measure,
        kind="table",
        notes=[setting.say("note.ranges"), setting.say(f"note.deadline_{selection.deadline}")],
    )


def finding(setting: Setting, ranges: pl.DataFrame) -> str:
    """How many figures have a range, and how many of the ranges reach over the target."""
    known = ranges.filter(pl.col("published").is_not_null())
    if known.is_empty():
        return title([setting.say("title.no_range")], setting.lang)
    over = known.filter(pl.col("lowest") < pl.col("target"), pl.col("highest") >= pl.col("target")).height
    clauses = [setting.say("title.over_target", count=over)] if over else []
    return title([*clauses, setting.say("title.ranges", count=known.height)], setting.lang)


def line(setting: Setting, row: dict) -> dict[str, str]:
    """The figure's name, its value and range in words, and a remark: the target in the range, or why there is none."""
    lang, target = setting.lang, row["target"]
    if row["published"] is None:
        name = _name(setting, row["figure"]) if row["year"] else label("dataset", row["figure"], lang)
        remark = setting.say(f"no_range.{'hidden' if row['suppressed'] else row['reason']}")
        return {"headline_figure": name, "value": "", "low": "", "high": "", "remark": remark}
    written = _scale(setting, row["figure"])
    over = target is not None and row["lowest"] < target <= row["highest"]
    said = {name: written.value(row[of], lang, target) for name, of in VALUES.items()}
    return {
        "headline_figure": _name(setting, row["figure"]),
        **said,
        "remark": setting.say("over_target", target=f"{target * 100:g}%") if over else "",
    }


def _name(setting: Setting, figure: str) -> str:
    return setting.say(f"headline.{'points' if _scale(setting, figure) is POINTS else figure}")


def _scale(setting: Setting, figure: str) -> Scale:
    if figure == "problem_opinion_rate":
        return PER_HUNDRED
    if figure == "good_rating_rate":
        return FINE
    return POINTS if figure == "satisfaction_rate" and setting.selection.basis == "points" else PERCENT


SPEC = ExhibitSpec("rejected_ranges", ("rejected_ranges", *ASKED), make)
