"""Which brands win again and again, and in which years?"""

import polars as pl

from charts.heatmap import heat
from exhibits.brands.brand_words import AWARDS
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS
from words import label

SHOWN = 24  # brands in the chart
LONG = 3  # years of a streak that the title counts
SHADES = {"flagship": 1.0, "top_ten": 0.55, "excellent": 0.1}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_winners", frames, selection, "brand", OF_UNITS)
    winners = frames["brand_winners"]
    measure = setting.say("measure.brand_winners")
    if winners.is_empty():
        return setting.nothing(winners, measure, "heat", "no_brand_awards")
    brands = winners.unique("brand_id", maintain_order=True)
    shown = brands["brand_id"].head(SHOWN)
    left_out = brands.height - len(shown)
    marks = setting.say("list.comma").join(
        setting.say("brand_key", mark=setting.say(f"mark.{award}"), award=label("brand_award", award, setting.lang))
        for award in AWARDS
    )
    cells = readied(winners.filter(pl.col("brand_id").is_in(shown.implode())), setting)
    return setting.exhibit(
        winners,
        heat(cells, setting.palette, gap=setting.say("mark.no_award"), stamp=setting.stamp),
        finding(setting, brands),
        measure=measure,
        kind="heat",
        n=brands.height,
        interval="brand_census",
        years=year_span(winners),
        notes=[
            setting.say("note.brand_key", marks=marks),
            setting.say("note.brand_streak"),
            setting.say("note.brand_shown", shown=len(shown), left_out=left_out) if left_out else "",
        ],
    )


def readied(winners: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The cells of `charts.heatmap`: every brand with every year. Brands of the same name get their unit beside it."""
    first, last = year_span(winners) or (0, 0)
    brands = winners.select("brand_id", "brand", "unit").unique("brand_id", maintain_order=True)
    alike = pl.col("brand").is_duplicated()
    unlike = pl.concat_str("brand", "unit", separator=" ")
    named = brands.with_columns(name=pl.when(alike).then(unlike).otherwise(pl.col("brand")))
    years = pl.DataFrame({"year": list(range(first, last + 1))}, schema={"year": pl.Int32})
    there = winners.select("brand_id", "year", "stage", "award", "streak", "open_start")
    cells = named.join(years, how="cross", maintain_order="left_right").join(
        there, on=["brand_id", "year"], how="left", maintain_order="left"
    )
    marks = {award: setting.say(f"mark.{award}") for award in AWARDS}
    return cells.with_columns(
        share=pl.col("award").replace_strict(SHADES, default=None, return_dtype=pl.Float64),
        mark=pl.col("award").replace_strict(marks, default="", return_dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in cells.iter_rows(named=True)], dtype=pl.String),
    )


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [f"{row['year']} {row['brand']}", row["unit"]]
    if row["award"]:
        form = "hover.streak_open" if row["open_start"] else "hover.streak"
        lines.append(setting.say(form, award=label("brand_award", row["award"], lang), years=row["streak"]))
    elif row["stage"]:
        lines.append(label("brand_stage", row["stage"], lang))
    return "<br>".join(lines)


def finding(setting: Setting, brands: pl.DataFrame) -> str:
    """How many brands win, how many more than once, and how many hold an award for years on end."""
    again = brands.filter(pl.col("won_n") > 1).height
    long = brands.filter(pl.col("best_streak") >= LONG).height
    return title(
        [
            setting.say("title.brand_winners", n=brands.height),
            setting.say("title.brand_again", n=again),
            setting.say("title.brand_streaks", n=long, years=LONG),
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_winners", ("brand_winners", *ASKED), make, (BRANDS,))
