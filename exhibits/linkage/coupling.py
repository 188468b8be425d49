"""How well do Party-building and business results match in each unit, in the last year shown?"""

from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import places, title, word
from exhibits.phrasing import Scale
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import SIDES
from exhibits.telling_units import telling
from exhibits.unit_classes import ordered, sections
from inference.coupling import coupled, sides, with_limits
from words import label

DEGREE = Scale("degree", 1, 2, ".1f")
FORMULA = "wang"  # the formula that is drawn; the other one is in the table and the hover text
COLUMNS = ("year", "unit_id", "unit", "unit_class", "formula", "u1", "u2", "u1_missing", "u2_missing", "c", "t", "d",
           "d_lower", "d_upper", "band", "gap", "gap_lower", "gap_upper", "quadrant")  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("coupling", frames, selection, "linkage", OF_UNITS)
    both = two_sided(frames["coupling"])
    if both.is_empty():
        return setting.nothing(both.drop("u1_se", "u2_se"), setting.say("measure.coupling"), "dots", "one_sided")
    last = both.filter(pl.col("year") == pl.col("year").max())
    pairs = with_limits(coupled(last)).select(*COLUMNS).sort("unit_id", "formula")
    drawn_pairs = ordered(pairs.filter(pl.col("formula") == FORMULA), "d")
    year = int(last["year"][0])
    figure, left_out = drawn(drawn_pairs, pairs, setting)
    return setting.exhibit(
        pairs,
        figure,
        finding(setting, drawn_pairs),
        measure=setting.say("measure.coupling"),
        kind="dots",
        unit=setting.say("unit_name.degree"),
        n=drawn_pairs.height,
        n_of="units",
        interval="subjects",
        years=(year, year),
        notes=[
            label("coupling_formula", FORMULA, setting.lang),
            *missing_notes(setting, frames["coupling"], last),
            setting.say("note.coupling_aid"),
            setting.say("note.coupling_meaning"),
            *left_out,
        ],
    )


def two_sided(measures: pl.DataFrame) -> pl.DataFrame:
    """The units and years for which both sides are known."""
    return sides(measures).drop_nulls(["u1", "u2"])


def missing_notes(setting: Setting, measures: pl.DataFrame, last: pl.DataFrame) -> list[str]:
    """Notes with the number of units of the last year that lack a measure, and that lack a side."""
    incomplete = last.filter(pl.col("u1_missing").is_not_null() | pl.col("u2_missing").is_not_null()).height
    asked = measures.filter(pl.col("year") == last["year"][0])["unit_id"].n_unique()
    notes = [setting.say("note.sides_missing", count=incomplete)] if incomplete else []
    if asked > last.height:
        notes.append(setting.say("note.one_sided", count=asked - last.height))
    return notes


def drawn(shown: pl.DataFrame, pairs: pl.DataFrame, setting: Setting) -> tuple[Any, list[str]]:
    """Dots of the coupling degree with their limits, one row per unit, and the notes on units left out."""
    standard = dict(pairs.filter(pl.col("formula") != FORMULA).select("unit_id", "d").iter_rows())
    hover = []
    for row in shown.iter_rows(named=True):
        beside = DEGREE.value(standard[row["unit_id"]], setting.lang)
        hover.append(f"{hover_text(row, setting)}<br>{setting.say('hover.standard', d=beside)}")
    rows = shown.with_columns(
        name=pl.col("unit"),
        value=pl.col("d"),
        lower=pl.coalesce("d_lower", "d"),
        upper=pl.coalesce("d_upper", "d"),
        hollow=pl.col("u1_missing").is_not_null() | pl.col("u2_missing").is_not_null(),
        below=pl.lit(False),
        mark=pl.Series([DEGREE.value(d, setting.lang) for d in shown["d"]], dtype=pl.String),
        section=pl.Series(sections(shown, setting.lang), dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )
    rows, left_out = telling(rows, setting)
    figure = dots(rows, setting.palette, axis=setting.say("axis.degree"), tick=".2f", ceiling=1.0, stamp=setting.stamp)
    return figure, left_out


def hover_text(row: dict[str, Any], setting: Setting) -> str:
    """The hover text of a unit: both sides, their gap, the degree with its limits and its band."""
    lang = setting.lang
    u1, u2 = (DEGREE.value(row[side], lang) for side in ("u1", "u2"))
    degree = {
        "d": DEGREE.value(row["d"], lang),
        "limits": DEGREE.interval(row["d_lower"], row["d_upper"], lang),
        "band": label("coupling_band", row["band"], lang),
    }
    lines = [
        f"{row['unit']} {row['year']}",
        setting.say("hover.sides", u1=u1, u2=u2, gap=DEGREE.change(row["gap"], lang)),
        setting.say("hover.degree", **degree),
    ]
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """The number of units and the most common band; no unit is called best or worst."""
    sizes = dict(shown["band"].value_counts().iter_rows())
    ranks = places({band: (size, size, size) for band, size in sizes.items()})
    most = max(sizes, key=lambda band: sizes[band])
    named = label("coupling_band", most, setting.lang)
    commonest = word("band", ranks[most], setting.lang, count=sizes[most], band=named)
    return title([setting.say("title.composite", units=shown.height), commonest], setting.lang)


SPEC = ExhibitSpec("coupling", ("coupling", *ASKED), make, SIDES)
