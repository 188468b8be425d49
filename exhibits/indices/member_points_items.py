"""For what did members gain and lose points in the last year, aspect by aspect?"""

from typing import Any

import polars as pl

from charts.contributions import contributions
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import SCORE
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import POINTS
from words import label

ASPECTS = ("study", "service", "duty", "discipline", "spirit")
COLUMNS = ("year", "points_aspect", "plus_n", "plus_points", "minus_n", "minus_points", "zeroing_n", "members_n",
           "suppressed")  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("member_points_items", frames, selection, "points", OF_UNITS)
    items = frames["member_points_items"]
    aspects = by_aspect(items.filter(pl.col("year") == pl.col("year").max()))
    measure = setting.say("measure.member_points_items")
    if aspects.is_empty() or aspects["suppressed"].any():
        return setting.nothing(aspects, measure, "bars", "empty" if aspects.is_empty() else "suppressed")
    year = int(aspects["year"][0])
    return setting.exhibit(
        aspects,
        drawn(aspects, setting),
        finding(setting, aspects),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.score"),
        n=aspects["members_n"][0],
        n_of="members",
        interval="census",
        years=(year, year),
        notes=[setting.say("note.entries"), setting.say("note.before_cap")],
    )


def by_aspect(items: pl.DataFrame) -> pl.DataFrame:
    """One row per aspect: the entries and points added and deducted, and the zeroing events."""
    order = pl.col("points_aspect").replace_strict({name: at for at, name in enumerate(ASPECTS)}, default=len(ASPECTS))
    figures = {}
    for kind in ("plus", "minus", "zeroing"):
        for name, column in ((f"{kind}_n", "entries_n"), (f"{kind}_points", "points")):
            figures[name] = pl.when(~pl.col("suppressed").any()).then(
                pl.col(column).filter(pl.col("points_kind") == kind).sum()
            )
    people = {"members_n": pl.first("members_n"), "suppressed": pl.col("suppressed").any()}
    aspects = items.group_by("year", "points_aspect").agg(
        **{f"{name}_": each for name, each in (figures | people).items()}
    )
    return aspects.rename({f"{name}_": name for name in figures | people}).sort("year", order).select(COLUMNS)


def drawn(aspects: pl.DataFrame, setting: Setting) -> Any:
    """Bars of the points added to the right and of those deducted to the left."""
    rows = aspects.with_columns(
        name=pl.Series([aspect_word(code, setting.lang) for code in aspects["points_aspect"]]),
        rate=pl.col("plus_points"),
        mix=-pl.col("minus_points"),
        mark=pl.Series([setting.say("mark.entries", **row) for row in aspects.iter_rows(named=True)]),
        hover=pl.Series([_hover(row, setting) for row in aspects.iter_rows(named=True)]),
        kind=pl.lit("part"),
        id=pl.col("points_aspect"),
    )
    words = [("rate", setting.say("part.plus")), ("mix", setting.say("part.minus"))]
    axis = setting.say("axis.points_moved")
    return contributions(rows, setting.palette, axis=axis, words=words, stamp=setting.stamp)


def aspect_word(code: str, lang: str) -> str:
    """The name of an aspect; entries without one have a name too."""
    return label("points_aspect", code, lang)


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [aspect_word(row["points_aspect"], lang)]
    for kind in ("plus", "minus"):
        points = SCORE.value(row[f"{kind}_points"], lang)
        lines.append(setting.say(f"hover.points_{kind}", count=row[f"{kind}_n"], points=points))
    if row["zeroing_n"]:
        lines.append(setting.say("title.zeroing", count=row["zeroing_n"]))
    return "<br>".join(lines)


def finding(setting: Setting, aspects: pl.DataFrame) -> str:
    """How many entries add points, deduct some, and set a member to zero."""
    counts = {kind: int(aspects[f"{kind}_n"].sum()) for kind in ("plus", "minus", "zeroing")}
    said = setting.say("title.points_plus", year=aspects["year"][0], count=counts["plus"])
    told = [setting.say("title.points_minus", count=counts["minus"])]
    told += [setting.say("title.zeroing", count=counts["zeroing"])] if counts["zeroing"] else []
    return title([said, *told], setting.lang)


SPEC = ExhibitSpec("member_points_items", ("member_points_items", *ASKED), make, (POINTS,))
