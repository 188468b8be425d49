"""How many brands of the last year go from one stage of the contest to the next?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from exhibits.brands.brand_words import Say, stage_name
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import BRANDS

AWARDED = 5  # the last step


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_stages", frames, selection, "brand", OF_UNITS)
    years = frames["brand_stages"]
    measure = setting.say("measure.brand_stages")
    if years.is_empty():
        return setting.nothing(years, measure, "bars")
    steps = last_year(years)
    year, entered, unknown = steps.select("year", "entered", "stage_unknown").row(0)
    parts = [
        ("went_on", setting.say("part.brand_went_on"), "done"),
        ("ended", setting.say("part.brand_ended"), "gone"),
    ]
    return setting.exhibit(
        steps,
        stacked(readied(steps, setting), parts, setting.palette, axis=setting.say("axis.brands"), stamp=setting.stamp),
        finding(setting, steps),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.brands"),
        n=entered,
        interval="brand_census",
        years=(year, year),
        notes=[
            setting.say("note.brand_before"),
            setting.say("note.brand_furthest"),
            setting.say("note.brand_stage_unknown", count=unknown) if unknown else "",
        ],
    )


def last_year(years: pl.DataFrame) -> pl.DataFrame:
    """The steps of the last year. before_n: the brands at the step before. went_on: those that reach a further step; a
    winner has come to the end."""
    is_last = pl.col("step") == AWARDED
    return years.filter(pl.col("year") == pl.col("year").max()).with_columns(
        before_n=pl.col("reached").shift(1),
        went_on=pl.when(is_last).then(pl.col("reached")).otherwise(pl.col("reached") - pl.col("stopped")),
        ended=pl.when(is_last).then(0).otherwise(pl.col("stopped")),
    )


def readied(steps: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The steps with the columns of `charts.bars`; the mark is the number that reach the step."""
    rows = steps.to_dicts()
    names = [stage_name(row["stage"], setting.lang, setting.say) for row in rows]
    hover = [_hover(row, name, setting) for row, name in zip(rows, names, strict=True)]
    return steps.with_columns(
        name=pl.Series(names, dtype=pl.String),
        mark=pl.Series([mark(row, setting.say) for row in rows], dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("part"),
        id=pl.col("stage"),
    )


def mark(row: dict[str, Any], told: Say) -> str:
    """The number of brands at a step, of those at the step before."""
    if row["before_n"] is None:
        return f"{row['reached']}"
    return told("mark.brand_step", reached=row["reached"], before=row["before_n"])


def _hover(row: dict[str, Any], name: str, setting: Setting) -> str:
    return setting.say(
        "hover.brand_step", name=name, reached=row["reached"], went_on=row["went_on"], ended=row["ended"]
    )


def finding(setting: Setting, steps: pl.DataFrame) -> str:
    """How many brands enter, come before the panel and win."""
    reached = dict(steps.select("stage", "reached").iter_rows())
    return title(
        [
            setting.say("title.brand_entered", year=steps["year"][0], n=reached["applied"]),
            setting.say("title.brand_judged", n=reached["panel_reviewed"]),
            setting.say("title.brand_awarded", n=reached["awarded"]),
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_stages", ("brand_stages", *ASKED), make, (BRANDS,))
