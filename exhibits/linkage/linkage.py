"""Are units strong on both sides, on one or on none, and how did they get there? The simple view of 两张皮."""

from typing import Any

import polars as pl

from charts.quadrants import quadrants
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.linkage.coupling import FORMULA, hover_text, missing_notes, two_sided
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import SIDES
from inference.coupling import STRONG, coupled, moved, with_limits
from words import label

QUADRANTS = ("both", "party", "business", "neither")
WHOLE_WAY = 6  # up to this many units are drawn with all their years, more with the last step only
NAMED = 8  # the units with the widest gaps are named, at most this many
COLUMNS = ("year", "unit_id", "unit", "unit_class", "u1", "u2", "u1_missing", "u2_missing", "gap", "gap_lower",
           "gap_upper", "quadrant", "d", "d_lower", "d_upper", "band")  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("linkage", frames, selection, "linkage", OF_UNITS)
    both = two_sided(frames["coupling"])
    if both.is_empty():
        return setting.nothing(both.drop("u1_se", "u2_se"), setting.say("measure.linkage"), "scatter", "one_sided")
    years = steps(both)
    rows = with_limits(coupled(years).filter(pl.col("formula") == FORMULA)).select(*COLUMNS).sort("unit_id", "year")
    last = rows.filter(pl.col("year") == rows["year"].max())
    notes = [setting.say("note.cut"), *missing_notes(setting, frames["coupling"], last)]
    first, until = year_span(rows) or (0, 0)
    notes.append(_note_on_arrows(setting, rows, last, (first, until)))
    return setting.exhibit(
        rows,
        drawn(rows, last, setting),
        finding(setting, last),
        measure=setting.say("measure.linkage"),
        kind="scatter",
        unit=setting.say("unit_name.degree"),
        n=last.height,
        n_of="units",
        years=(first, until),
        notes=[*notes, setting.say("note.coupling_aid")],
    )


def steps(both: pl.DataFrame) -> pl.DataFrame:
    """The units known in the last year: with all their years if there are at most WHOLE_WAY units. Of more units, those
    that moved by more than their interval since the year before have this year, too; all others the last year only."""
    last = pl.col("year").max()
    own = both.filter(pl.col("unit_id").is_in(both.filter(pl.col("year") == last)["unit_id"].implode()))
    if own["unit_id"].n_unique() <= WHOLE_WAY:
        return own
    recent = own.filter(pl.col("year") >= last - 1)
    return recent.filter((pl.col("year") == last) | pl.col("unit_id").is_in(moved(recent).implode()))


def _note_on_arrows(setting: Setting, rows: pl.DataFrame, last: pl.DataFrame, span: tuple[int, int]) -> str:
    """Whose way the arrows show, and from when to when."""
    first, until = span
    if first == until:
        return setting.say("note.dotted")
    if last.height <= WHOLE_WAY:
        return setting.say("note.arrows", first=first, last=until)
    return setting.say("note.arrows_of_moved", first=first, last=until, n=rows.height - last.height)


def drawn(rows: pl.DataFrame, last: pl.DataFrame, setting: Setting) -> Any:
    """The quadrant figure; units with the widest gaps are named."""
    widest = last.sort(pl.col("gap").abs(), "unit_id", descending=[True, False]).head(NAMED)["unit_id"]
    hover = [hover_text(row, setting) for row in rows.iter_rows(named=True)]
    marked = rows.with_columns(
        id=pl.col("unit_id"),
        x=pl.col("u1"),
        y=pl.col("u2"),
        faint=pl.lit(last.height > WHOLE_WAY)
        & (pl.len().over("unit_id") == 1)
        & ~pl.col("unit_id").is_in(widest.implode()),
        hollow=pl.col("u1_missing").is_not_null() | pl.col("u2_missing").is_not_null(),
        mark=pl.when(pl.col("unit_id").is_in(widest.implode())).then(pl.col("unit")).otherwise(pl.lit("")),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
    )
    return quadrants(
        marked,
        setting.palette,
        across=setting.say("axis.party"),
        up=setting.say("axis.business"),
        cut=STRONG,
        corners={name: label("quadrant", name, setting.lang) for name in QUADRANTS},
        stamp=setting.stamp,
    )


def finding(setting: Setting, last: pl.DataFrame) -> str:
    """How many units are in each quadrant."""
    return title(counted("quadrant", [Facts(name) for name in last["quadrant"]], setting.lang), setting.lang)


SPEC = ExhibitSpec("linkage", ("coupling", *ASKED), make, SIDES)
