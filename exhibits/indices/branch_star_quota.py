"""How many branches compete for the highest star, how many places are there, and how many are used?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.indices.star_words import last_year, star_word
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import RATINGS_OF_CITY

PARTS = (("kept_n", "done"), ("cut_n", "late"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_star_quota", frames, selection, "stars", ("years",))
    quotas = highest(frames["branch_star_quota"])
    measure = setting.say("measure.branch_star_quota")
    if quotas.is_empty():
        return setting.nothing(quotas, measure, "bars")
    several = quotas.select("rule_set", "star").n_unique() > 1
    names = [_name(row, setting, several) for row in quotas.iter_rows(named=True)]
    counts = list(quotas.iter_rows(named=True))
    rows = quotas.with_columns(
        name=pl.Series(names),
        mark=pl.Series([setting.say("mark.places", places=row["places"]) for row in counts]),
        hover=pl.Series(
            [
                setting.say("hover.quota", name=name, **row, percent=f"{row['share']:.0%}")
                for name, row in zip(names, counts, strict=True)
            ]
        ),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )
    parts = [(column, setting.say(f"part.{column}"), tone) for column, tone in PARTS]
    return setting.exhibit(
        quotas,
        stacked(rows, parts, setting.palette, axis=setting.say("axis.branches"), stamp=setting.stamp),
        finding(setting, quotas),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.branches"),
        n=int(last_year(quotas)["rated_n"].sum()),
        n_of="branches",
        interval="census",
        years=year_span(quotas),
        notes=[setting.say("note.quota_of_city"), setting.say("note.quota_ties")],
    )


def highest(quotas: pl.DataFrame) -> pl.DataFrame:
    """The quota of the highest star of each year and rule set, with the branches that it cuts off."""
    top = quotas.filter(pl.col("star") == pl.col("star").max().over("year", "rule_set"))
    return top.with_columns(cut_n=pl.col("reached_n") - pl.col("kept_n")).sort("year", "rule_set")


def _name(row: dict, setting: Setting, several: bool) -> str:
    year = str(row["year"])
    return setting.say("pair", one=year, other=star_word(setting, row["star"])) if several else year


def finding(setting: Setting, quotas: pl.DataFrame) -> str:
    """Of the last year: the branches that reach the star, the places, and those used."""
    row = last_year(quotas).row(0, named=True)
    return title([setting.say("title.quota_reached", **row), setting.say("title.quota_used", **row)], setting.lang)


SPEC = ExhibitSpec("branch_star_quota", ("branch_star_quota", *ASKED), make, (RATINGS_OF_CITY,))
