"""How many brands reach each stage of the contest, year by year?"""

import polars as pl

from charts.heatmap import heat
from exhibits.brands.brand_stages import AWARDED
from exhibits.brands.brand_words import stage_name
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_stage_years", frames, selection, "brand", OF_UNITS)
    years = frames["brand_stages"]
    measure = setting.say("measure.brand_stage_years")
    if years.is_empty():
        return setting.nothing(years, measure, "heat")
    return setting.exhibit(
        years,
        heat(readied(years, setting), setting.palette, gap="0", stamp=setting.stamp),
        finding(setting, years),
        measure=measure,
        kind="heat",
        unit=setting.say("unit_name.brands"),
        n=int(years.filter(pl.col("step") == 1)["entered"].sum()),
        n_of="brand_years",
        interval="brand_census",
        years=year_span(years),
        notes=[setting.say("note.brand_shade"), setting.say("note.brand_furthest")],
    )


def readied(years: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The cells of `charts.heatmap`: the shade is the share of the year's entries."""
    rows = years.sort("step", "year").with_columns(share=pl.col("reached") / pl.col("entered"))
    names = {stage: stage_name(stage, setting.lang, setting.say) for stage in rows["stage"].unique()}
    hover = [
        setting.say(
            "hover.brand_cell",
            year=row["year"],
            name=names[row["stage"]],
            reached=row["reached"],
            entered=row["entered"],
            share=PERCENT.value(row["share"], setting.lang),
        )
        for row in rows.iter_rows(named=True)
    ]
    return rows.with_columns(
        name=pl.col("stage").replace_strict(names, return_dtype=pl.String),
        mark=pl.col("reached").cast(pl.String),
        hover=pl.Series(hover, dtype=pl.String),
    )


def finding(setting: Setting, years: pl.DataFrame) -> str:
    """All entries of the years, and all awards."""
    entered, awarded = (int(years.filter(pl.col("step") == step)["reached"].sum()) for step in (1, AWARDED))
    return title(
        [
            setting.say("title.brand_years", years=years["year"].n_unique(), n=entered),
            setting.say("title.brand_awarded", n=awarded),
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_stage_years", ("brand_stages", *ASKED), make, (BRANDS,))
