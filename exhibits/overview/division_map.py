"""How does a metric vary over the city? One tile, or one column, for each division and each zone."""

from typing import Any

import polars as pl

from charts.columns_map import columns
from charts.tile_map import tiles
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import allowed, places, title, word
from exhibits.phrasing import COUNT, PER_TEN_THOUSAND, PERCENT, POINTS, Scale
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS

SCALES = {"dissatisfied_rate": PER_TEN_THOUSAND, "valid_n": COUNT}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("division_map", frames, selection, "survey")
    figures = frames["division_metrics"]
    figures = figures.filter(pl.col("year") == pl.col("year").max())
    shown = figures.filter(pl.col("metric") == selection.colour).sort(
        "kind", "value", descending=[False, True], nulls_last=True
    )
    measure = setting.say(f"map.{_named(selection, selection.colour)}")
    if not shown["value"].count():
        reason = "suppressed" if shown["suppressed"].any() else "empty"
        too_fine = selection.groups and (selection.units or selection.unit_class)
        return setting.nothing(shown, measure, "map", "too_fine" if too_fine and reason == "suppressed" else reason)
    heights = figures.filter(pl.col("metric") == selection.height).select("division_code", height_value="value")
    shown = shown.join(heights, on="division_code", how="left", maintain_order="left")
    year = int(shown["year"][0])
    scale = scale_of(selection, selection.colour)
    shown = shown.with_columns(measured_in=pl.lit(scale.name))
    return setting.exhibit(
        shown,
        drawn(shown, setting, measure, scale),
        finding(setting, shown, measure, scale),
        measure=setting.say("measure.map", measure=measure),
        kind="map",
        unit=setting.say(f"unit_name.{scale.name}"),
        n=int(shown["valid_n"].sum()),
        interval="" if scale is COUNT else "mean" if scale is POINTS else "wilson",
        years=(year, year),
        notes=[*_legend(shown, setting, measure), *_off_the_map(setting, shown)],
    )


def drawn(shown: pl.DataFrame, setting: Setting, measure: str, scale: Scale) -> Any:
    """The figure in the form that the reader chose: flat tiles or columns in space."""
    rows = readied(shown, setting)
    if setting.selection.map_form == "columns":
        return columns(rows, setting.palette)
    unit = setting.say("map.scale", measure=measure, unit=setting.say(f"unit_name.{scale.name}"))
    return tiles(rows, setting.palette, ends=_ends(shown, scale, setting.lang), scale=unit, stamp=setting.stamp)


def _ends(shown: pl.DataFrame, scale: Scale, lang: str) -> tuple[str, str]:
    low, high = shown.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0)
    return scale.value(low, lang), scale.value(high, lang)


def _legend(shown: pl.DataFrame, setting: Setting, measure: str) -> list[str]:
    """What heights and colours of columns mean, with their ends; tiles have a scale of their own."""
    if setting.selection.map_form != "columns":
        return []
    selection, lang = setting.selection, setting.lang
    low, high = _ends(shown, scale_of(selection, selection.colour), lang)
    (tallest,) = shown.select(pl.col("height_value").max()).row(0)
    height = setting.say(f"map.{_named(selection, selection.height)}")
    most = scale_of(selection, selection.height).value(tallest, lang) if tallest is not None else "–"
    return [setting.say("note.map", height=height, most=most, colour=measure, low=low, high=high)]


def _off_the_map(setting: Setting, shown: pl.DataFrame) -> list[str]:
    """A note with the names of rows without coordinates; these are in the table only."""
    names = shown.filter(pl.col("lng").is_null())[setting.lang].to_list()
    return [setting.say("note.off_the_map", names=setting.say("list.comma").join(names))] if names else []


def scale_of(selection: Selection, metric: str) -> Scale:
    """The scale of a metric of the map."""
    if metric in SCALES:
        return SCALES[metric]
    return POINTS if metric == "satisfaction_rate" and selection.basis == "points" else PERCENT


def _named(selection: Selection, metric: str) -> str:
    return "points" if metric == "satisfaction_rate" and selection.basis == "points" else metric


def readied(shown: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The columns of `charts.columns_map` and `charts.tile_map`: heights as shares of the highest, colours from the
    lowest value (0) to the highest (1), labels with name and value."""
    selection, lang = setting.selection, setting.lang
    scale, tall = scale_of(selection, selection.colour), scale_of(selection, selection.height)
    low, high = (float(end) for end in shown.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0))
    labels, values, words = [], [], []
    for row in shown.iter_rows(named=True):
        value = scale.value(row["value"], lang) if row["value"] is not None else setting.say("too_few")
        values.append(value)
        labels.append(setting.say(f"map.label_{row['kind']}", name=row[lang], value=value))
        limits = (
            scale.interval(row["lower"], row["upper"], lang) if row["value"] is not None and scale is not COUNT else ""
        )
        column = setting.say("map.column", measure=setting.say(f"map.{_named(selection, selection.height)}"),
                             value=tall.value(row["height_value"], lang))  # fmt: skip
        told = [f"{row[lang]} {value}", limits, column if selection.map_form == "columns" else ""]
        words.append("\n".join(filter(None, told)))
    spread = high - low
    return shown.select(
        pl.col("lng", "lat"),
        name=pl.col(lang),
        label=pl.Series(labels, dtype=pl.String),
        value=pl.Series(values, dtype=pl.String),
        words=pl.Series(words, dtype=pl.String),
        height=(pl.col("height_value") / pl.col("height_value").max()).fill_null(0.02),
        colour=(pl.col("value") - low) / spread if spread else pl.when(pl.col("value").is_not_null()).then(0.6),
        zone=pl.col("kind") != "division",
        kind=pl.lit("division"),
        id=pl.col("division_code"),
    )


def finding(setting: Setting, shown: pl.DataFrame, measure: str, scale: Scale) -> str:
    """The range over the places; a place is called highest only when its interval lies above all other intervals."""
    lang = setting.lang
    known = shown.drop_nulls("value")
    between = known.drop_nulls(["lower", "upper"]).select(lang, "value", "lower", "upper")
    limits = {name: (value, low, high) for name, value, low, high in between.iter_rows()}
    ranks = places(limits) if len(limits) == known.height else {}
    low, high = (
        scale.value(end, lang) for end in known.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0)
    )
    for place, facts in ranks.items():
        if allowed("place", facts) == "first":
            return title([word("place", facts, lang, "map", place=place, measure=measure, value=high)], lang)
    if known.height == 1:
        return title([setting.say("title.value", measure=measure, value=high)], lang)
    return title([setting.say("title.places", places=known.height, measure=measure, low=low, high=high)], lang)


SPEC = ExhibitSpec("division_map", ("division_metrics", *ASKED), make, (ANSWERS,))
