"""Which ranks are possible for a unit inside its class, and which units differ significantly?"""

import polars as pl

from charts.dots import dots
from exhibits.comparison.units_of_class import (
    NEVER_RANKED,
    beside_others,
    class_names,
    compared,
    each_class,
    marked_names,
    notes_on_years,
    nothing,
    years_of,
)
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS_OF_CLASS
from exhibits.telling_units import telling
from inference.ranks import with_ranks
from words import say


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = compared("unit_ranking", frames, selection)
    units = frames["unit_answers"].filter(pl.col("unit_class") != NEVER_RANKED)
    measure = setting.say("fair.measure.ranking")
    if bare := nothing(setting, units, measure):
        return bare
    ranked = each_class(units, with_ranks, pl.col("rank"))
    shown = ranked.filter(~pl.col("suppressed"))
    rows, left_out = telling(readied(ranked, setting), setting)
    figure = dots(
        rows,
        setting.palette,
        axis=setting.say("fair.axis.rank"),
        tick="d",
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        ranked,
        figure,
        finding(setting, shown),
        measure=measure,
        kind="dots",
        n=int(shown["valid_n"].sum()),
        interval="ranks",
        years=years_of(ranked),
        notes=[
            setting.say("fair.note.band"),
            setting.say("fair.note.never_ranked"),
            *notes_on_years(units, setting),
            *left_out,
        ],
    )


def readied(ranked: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.dots`; one heading per band of each class."""
    hover = [_hover(row, setting) for row in ranked.iter_rows(named=True)]
    return ranked.with_columns(
        name=pl.Series(marked_names(ranked, setting)),
        section=pl.Series(bands(ranked, setting.lang)),
        value=pl.col("rank").cast(pl.Float64),
        lower=pl.col("rank_lower").cast(pl.Float64),
        upper=pl.col("rank_upper").cast(pl.Float64),
        hollow=(pl.col("rank_upper") > pl.col("rank_lower")).fill_null(True),
        below=pl.lit(False),
        mark=pl.format("{}–{}", "rank_lower", "rank_upper").fill_null(""),
        hover=pl.Series(hover),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


def bands(ranked: pl.DataFrame, lang: str) -> list[str]:
    """The heading of each row: its class and band, and the number of units in the band, which do not differ
    significantly."""
    sizes = ranked.select(pl.len().over("unit_class", "band")).to_series()
    said = []
    for name, band, size in zip(class_names(ranked, lang), ranked["band"], sizes, strict=True):
        key = "unranked" if band is None else "band"
        said.append(say(f"exhibits.fair.section.{key}", lang, name=name, band=band, count=size))
    return said


def _hover(row: dict, setting: Setting) -> str:
    if row["rank"] is None:
        return f"{row['unit']}<br>{setting.say('too_few')}"
    value = PERCENT.value(row["rate"], setting.lang)
    ranks = setting.say("fair.hover.ranks", rank=row["rank"], best=row["rank_lower"], worst=row["rank_upper"])
    return "<br>".join([row["unit"], f"<b>{value}</b>", setting.say("hover.n", n=count(row["valid_n"])), ranks])


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """How many units can be called the best or the worst of their class."""
    ranks = beside_others(shown).select("rank_lower", "rank_upper", units=pl.len().over("unit_class")).rows()
    named = counted("place", [Facts(ranks=each) for each in ranks], setting.lang)
    return title([setting.say("fair.title.units", units=shown.height), *named], setting.lang)


SPEC = ExhibitSpec("unit_ranking", ("unit_answers", *ASKED), make, (ANSWERS_OF_CLASS,))
