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
from words import label, say

ASPECTS = ("study", "service", "duty", "discipline", "spirit")
NOT_TOLD = "–"
MERGED = "merged"  # aspects that few members of the city have an entry of, as one
COLUMNS = ("year", "points_aspect", "plus_n", "plus_points", "minus_n", "minus_points", "zeroing_n", "members_n",
           "suppressed")  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("member_points_items", frames, selection, "points", OF_UNITS)
    items = frames["member_points_items"]
    items = items.filter(pl.col("year") == pl.col("year").max())
    aspects = by_aspect(items)
    measure = setting.say("measure.member_points_items")
    if not items.filter(pl.col("points_kind") != "zeroing")["points"].count():
        return setting.nothing(aspects, measure, "bars", "few_members" if aspects.height else "empty")
    year = int(aspects["year"][0])
    return setting.exhibit(
        aspects,
        drawn(aspects, setting),
        finding(setting, items),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.score"),
        n=aspects["members_n"][0],
        n_of="members",
        interval="census",
        years=(year, year),
        notes=[setting.say("note.entries"), setting.say("note.before_cap"), *_left_out(items, setting)],
    )


def by_aspect(items: pl.DataFrame) -> pl.DataFrame:
    """One row per aspect: the entries and points added and deducted, and the zeroing events; null where they are not
    shown, or shown with other aspects."""
    order = pl.col("points_aspect").replace_strict({name: at for at, name in enumerate(ASPECTS)}, default=len(ASPECTS))
    figures = {}
    for kind in ("plus", "minus", "zeroing"):
        of_kind = pl.col("points_kind") == kind
        is_merged = not items.filter(of_kind, pl.col("points_aspect") == MERGED).is_empty()
        none = pl.when(pl.lit(not is_merged) & (pl.first("points_aspect") != MERGED)).then(0)
        for name, column in ((f"{kind}_n", "entries_n"), (f"{kind}_points", "points")):
            figures[name] = pl.when(of_kind.any()).then(pl.col(column).filter(of_kind).first()).otherwise(none)
    people = {"members_n": pl.first("members_n"), "suppressed": pl.col("suppressed").any()}
    aspects = items.group_by("year", "points_aspect").agg(
        **{f"{name}_": each for name, each in (figures | people).items()}
    )
    return aspects.rename({f"{name}_": name for name in figures | people}).sort("year", order).select(COLUMNS)


def drawn(aspects: pl.DataFrame, setting: Setting) -> Any:
    """Bars of the points added to the right and of those deducted to the left."""
    rows = aspects.with_columns(
        name=pl.Series([aspect_word(code, setting.lang) for code in aspects["points_aspect"]]),
        rate=pl.col("plus_points").fill_null(0),
        mix=-pl.col("minus_points").fill_null(0),
        mark=pl.Series([entries_mark(row, setting.lang) for row in aspects.iter_rows(named=True)]),
        hover=pl.Series([_hover(row, setting) for row in aspects.iter_rows(named=True)]),
        kind=pl.lit("part"),
        id=pl.col("points_aspect"),
    )
    words = [("rate", setting.say("part.plus")), ("mix", setting.say("part.minus"))]
    axis = setting.say("axis.points_moved")
    return contributions(rows, setting.palette, axis=axis, words=words, stamp=setting.stamp)


def entries_mark(row: dict, lang: str) -> str:
    """The entries that add and those that deduct, at the end of a bar."""
    told = {name: NOT_TOLD if row[name] is None else row[name] for name in ("plus_n", "minus_n")}
    return say("exhibits.mark.entries", lang, **told)


def _left_out(items: pl.DataFrame, setting: Setting) -> list[str]:
    """Why there are dashes: aspects that are shown as one, and what is not shown."""
    moved = items.filter(pl.col("points_kind") != "zeroing")
    merged = (items["points_aspect"] == MERGED).any()
    few = items["entries_n"].null_count() + moved["points"].null_count()
    return [
        *([setting.say("note.aspects_merged")] if merged else []),
        *([setting.say("note.few_entries")] if few else []),
    ]


def aspect_word(code: str, lang: str) -> str:
    """The name of an aspect; entries without one have a name too."""
    return label("points_aspect", code, lang)


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [aspect_word(row["points_aspect"], lang)]
    for kind in ("plus", "minus"):
        entries, points = row[f"{kind}_n"], row[f"{kind}_points"]
        if entries is not None and points is not None:
            lines.append(setting.say(f"hover.points_{kind}", count=entries, points=SCORE.value(points, lang)))
        elif entries is not None:
            lines.append(setting.say(f"hover.entries_{kind}", count=entries))
    if row["zeroing_n"]:
        lines.append(setting.say("title.zeroing", count=row["zeroing_n"]))
    return "<br>".join(lines)


def finding(setting: Setting, items: pl.DataFrame) -> str:
    """How many entries add points, deduct some, and set a member to zero; nothing of a kind that is not all shown."""
    counts = {kind: _all_of(kind, items) for kind in ("plus", "minus", "zeroing")}
    told = [setting.say("title.points_minus", count=counts["minus"])] if counts["minus"] is not None else []
    told += [setting.say("title.zeroing", count=counts["zeroing"])] if counts["zeroing"] else []
    year = int(items["year"][0])
    if counts["plus"] is None:
        return title([setting.say("title.members", year=year, count=items["members_n"][0]), *told], setting.lang)
    return title([setting.say("title.points_plus", year=year, count=counts["plus"]), *told], setting.lang)


def _all_of(kind: str, items: pl.DataFrame) -> int | None:
    entries = items.filter(pl.col("points_kind") == kind)["entries_n"]
    return None if entries.null_count() else int(entries.sum())


SPEC = ExhibitSpec("member_points_items", ("member_points_items", *ASKED), make, (POINTS,))
