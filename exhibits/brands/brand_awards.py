"""How many brands get each award, year by year, and are the rules of the awards kept?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from exhibits.brands.brand_words import AWARDS
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS
from words import label

TONES = dict(zip(AWARDS, ("done", "wait", "gone"), strict=True))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_awards", frames, selection, "brand", OF_UNITS)
    awards = frames["brand_awards"].filter((pl.col("brands_n") > 0) | (pl.col("city_n") > 0))
    measure = setting.say("measure.brand_awards")
    if not awards["brands_n"].sum():
        return setting.nothing(awards.clear(), measure, "bars", "no_brand_awards")
    years = by_year(awards)
    parts = [(award, label("brand_award", award, setting.lang), tone) for award, tone in TONES.items()]
    return setting.exhibit(
        awards,
        stacked(readied(years, setting), parts, setting.palette, axis=setting.say("axis.brands"), stamp=setting.stamp),
        finding(setting, years),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.brands"),
        n=int(awards["brands_n"].sum()),
        n_of="awards",
        interval="brand_census",
        years=year_span(awards),
        notes=[*broken(awards, setting), setting.say("note.award_rules"), _city(selection, setting)],
    )


def by_year(awards: pl.DataFrame) -> pl.DataFrame:
    """year, one column per award, broken_n (rules of awards not kept in the year, by the figures of the whole city)."""
    return (
        awards.group_by("year")
        .agg(
            *(pl.col("brands_n").filter(pl.col("award") == award).sum().alias(award) for award in AWARDS),
            broken_n=((pl.col("over_n") > 0) | pl.col("too_early")).sum(),
        )
        .sort("year")
    )


def broken(awards: pl.DataFrame, setting: Setting) -> list[str]:
    """A sentence for each award and year that breaks its rule."""
    said = []
    for row in awards.iter_rows(named=True):
        facts = {"year": row["year"], "award": label("brand_award", row["award"], setting.lang), "n": row["city_n"]}
        if row["over_n"]:
            said.append(setting.say("note.award_over", places=row["places"], **facts))
        if row["too_early"]:
            said.append(setting.say("note.award_early", first=row["first_year"], **facts))
    return said


def _city(selection: Selection, setting: Setting) -> str:
    return setting.say("note.award_city") if selection.units or selection.unit_class else ""


def readied(years: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The years with the columns of `charts.bars`; a year that breaks a rule says so beside its name."""
    rows = years.to_dicts()
    names = [
        setting.say("brand_year_broken", year=row["year"]) if row["broken_n"] else f"{row['year']}" for row in rows
    ]
    return years.with_columns(
        name=pl.Series(names, dtype=pl.String),
        mark=pl.Series([f"{_total(row)}" for row in rows], dtype=pl.String),
        hover=pl.Series([setting.say("hover.awards", total=_total(row), **row) for row in rows], dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def _total(row: dict[str, Any]) -> int:
    return sum(row[award] for award in AWARDS)


def finding(setting: Setting, years: pl.DataFrame) -> str:
    """The awards of the last year, and how often a rule of the awards is not kept in the years."""
    last, lang = years.row(-1, named=True), setting.lang
    broken_n = int(years["broken_n"].sum())
    rules = word("award_rules", Facts(count=broken_n), lang, count=broken_n)
    each = setting.say("title.awards", **last)
    return title([each, rules], lang, [setting.say("title.awards_short", year=last["year"], n=_total(last)), rules])


SPEC = ExhibitSpec("brand_awards", ("brand_awards", *ASKED), make, (BRANDS,))
