"""How are the points of members distributed in each unit, and in each branch of the chosen units?"""

from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import SCORE, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import POINTS
from exhibits.telling_units import telling
from exhibits.unit_classes import CLASS_ORDER, sections

FEW = 30  # a mark is hollow with fewer members


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("member_points", frames, selection, "points", OF_UNITS)
    last = frames["member_points"].filter(pl.col("year") == pl.col("year").max())
    places = listed(last, by_branch=bool(selection.units))
    whole = last.filter(pl.col("level") == "all")
    measure = setting.say("measure.member_points")
    if not places["median"].count():
        return setting.nothing(places, measure, "dots", "suppressed" if places["suppressed"].any() else "empty")
    year = int(places["year"][0])
    figure, notes = drawn(places, setting)
    return setting.exhibit(
        places,
        figure,
        finding(setting, whole, places),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.score"),
        n=whole["members_n"][0],
        n_of="members",
        interval="census",
        years=(year, year),
        notes=[setting.say("note.middle_half"), setting.say("note.no_person"), *notes],
    )


def listed(last: pl.DataFrame, by_branch: bool) -> pl.DataFrame:
    """The units class by class, highest median first; or each chosen unit with its branches below it."""
    if by_branch:
        below = pl.col("level") == "branch"
        return last.filter(pl.col("level") != "all").sort(CLASS_ORDER, "unit_id", below, "branch_id")
    units = last.filter(pl.col("level") == "unit")
    return units.sort(CLASS_ORDER, "median", "unit", descending=[False, True, False], nulls_last=True)


def drawn(places: pl.DataFrame, setting: Setting) -> tuple[Any, list[str]]:
    """Dots of the medians with lines over the middle half of the members, and the notes on units left out."""
    lang, by_branch = setting.lang, (places["level"] == "branch").any()
    rows = places.with_columns(
        name=pl.when(pl.col("level") == "branch").then("branch").otherwise(_unit_name(setting, by_branch)),
        value=pl.col("median"),
        lower=pl.col("q1"),
        upper=pl.col("q3"),
        hollow=(pl.col("members_n") < FEW).fill_null(False),
        below=pl.lit(False),
        mark=pl.Series([SCORE.value(each, lang) if each is not None else "" for each in places["median"]]),
        section=places["unit"] if by_branch else pl.Series(sections(places, lang), dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in places.iter_rows(named=True)], dtype=pl.String),
        kind=pl.when(pl.col("level") == "branch").then(pl.lit("part")).otherwise(pl.lit("unit")),
        id=pl.coalesce("branch_id", "unit_id"),
    )
    rows, notes = (rows, []) if by_branch else telling(rows, setting)
    axis, absent = setting.say("axis.member_points"), setting.say("too_few_members")
    return dots(rows, setting.palette, axis=axis, tick="", absent=absent, stamp=setting.stamp), notes


def _unit_name(setting: Setting, by_branch: bool) -> pl.Expr:
    return pl.lit(setting.say("whole_unit")) if by_branch else pl.col("unit")


def _hover(row: dict, setting: Setting) -> str:
    name = row["unit"] if row["level"] == "unit" else f"{row['unit']}<br>{row['branch']}"
    if row["median"] is None:
        return f"{name}<br>{setting.say('too_few_members')}"
    quartiles = SCORE.interval(row["q1"], row["q3"], setting.lang)
    middle = setting.say("hover.median", value=SCORE.value(row["median"], setting.lang), quartiles=quartiles)
    return "<br>".join([name, middle, setting.say("footer.n_members", n=count(row["members_n"]))])


def finding(setting: Setting, whole: pl.DataFrame, places: pl.DataFrame) -> str:
    """How many members have a ledger in how many units, and the median of their points; no unit is called best."""
    units = places.filter(pl.col("level") == "unit").height
    row = whole.row(0, named=True)
    if row["median"] is None:
        return setting.say("title.points_units", units=units)
    said = setting.say("title.points_members", units=units, members=row["members_n"])
    return title([said, setting.say("title.middle", value=SCORE.value(row["median"], setting.lang))], setting.lang)


SPEC = ExhibitSpec("member_points", ("member_points", *ASKED), make, (POINTS,))
