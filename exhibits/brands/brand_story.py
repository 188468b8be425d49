"""How did one brand fare over the years?"""

from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.brands.brand_words import Say, clipped
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import SCORE
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS_SHOWN
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_story", frames, selection, "brand", OF_UNITS[:1])
    years = frames["brand_story"]
    measure = setting.say("measure.brand_story")
    if years.is_empty():
        return setting.nothing(years, measure, "dots")
    last = years.row(-1, named=True)
    scored = years["total_points"].count()
    figure = dots(
        readied(years, setting),
        setting.palette,
        axis=setting.say("axis.brand_total"),
        tick="",
        absent=setting.say("brand_unscored"),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        years,
        figure if scored else None,
        finding(setting, years),
        measure=setting.say("measure.brand_of_unit", measure=measure, unit=last["unit"]),
        kind="dots",
        unit=setting.say("unit_name.score"),
        n=years.height,
        n_of="years",
        years=year_span(years),
        notes=[setting.say("note.brand_total"), setting.say("note.brand_streak")],
    )


def readied(years: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The years with the columns of `charts.dots`; the mark is the award with its streak, else the stage."""
    rows = years.to_dicts()
    return years.with_columns(
        name=pl.col("year").cast(pl.String),
        value=pl.col("total_points"),
        lower=pl.col("total_points"),
        upper=pl.col("total_points"),
        hollow=pl.col("award").is_null(),
        below=pl.lit(False),
        mark=pl.Series([outcome(row, setting.lang, setting.say) for row in rows], dtype=pl.String),
        section=pl.lit(None, pl.String),
        hover=pl.Series([_hover(row, setting) for row in rows], dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def outcome(row: dict[str, Any], lang: str, told: Say) -> str:
    """What became of a brand in a year: the award with its streak, else the furthest stage."""
    if not row["award"]:
        return label("brand_stage", row["stage"], lang) if row["stage"] else ""
    award = label("brand_award", row["award"], lang)
    return told("mark.brand_streak", award=award, years=row["streak"]) if row["streak"] > 1 else award


def _hover(row: dict[str, Any], setting: Setting) -> str:
    lang = setting.lang
    lines = [f"{row['year']} {row['brand']}", row["unit_then"], outcome(row, lang, setting.say)]
    lines += [SCORE.value(row["total_points"], lang)] if row["total_points"] is not None else []
    lines += [
        setting.say("hover.figure", name=label("brand_criterion", name, lang), value=f"{row[name]:g}")
        for name in ("content", "mechanism", "integration", "approval", "influence")
        if row[name] is not None
    ]
    return "<br>".join(filter(None, lines))


def finding(setting: Setting, years: pl.DataFrame) -> str:
    """How many years the brand is in the contest, and how often it wins."""
    brand = clipped(years["brand"][-1], setting.lang)
    return title(
        [
            setting.say("title.brand_story", brand=brand, years=years.height),
            setting.say("title.brand_won", n=years["award"].count()),
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_story", ("brand_story", *ASKED), make, (BRANDS_SHOWN,))
