"""What is the probable true rate of each unit when small numbers of answers get little weight?"""

import polars as pl

from exhibits.comparison.units_of_class import (
    beside_others,
    compared,
    each_class,
    exhibit_of_units,
    marked_rows,
    nothing,
)
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.satisfaction.rates import target_words
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS_OF_CLASS
from inference.shrinkage import with_shrinkage


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = compared("unit_shrunk", frames, selection)
    units, measure = frames["unit_answers"], setting.say("fair.measure.shrunk")
    if bare := nothing(setting, units, measure):
        return bare
    judged = each_class(units.drop("lower", "upper"), lambda own, _: with_shrinkage(own), -pl.col("shrunk"))
    return exhibit_of_units(
        setting,
        judged,
        readied(judged, setting),
        finding,
        axis=setting.say("axis.rate"),
        tick=PERCENT.tick,
        target=target_words(setting, units["target"][0]),
        ceiling=1.0,
        measure=measure,
        unit="percent",
        interval="shrunk",
        notes=[setting.say("fair.note.shrunk")],
    )


def readied(judged: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.dots`: the shrunk rate is drawn, the observed rate is in the hover text."""
    lang = setting.lang
    marks, hover = [], []
    alone = pl.len().over("unit_class", "suppressed") == 1
    for row in judged.with_columns(alone=alone).iter_rows(named=True):
        plain, shrunk = PERCENT.value(row["rate"], lang), PERCENT.value(row["shrunk"], lang)
        said = setting.say("fair.mark.shrunk", shrunk=shrunk, plain=plain)
        marks.append(shrunk if row["rate"] is not None else "")
        hover.append(_hover(row, said, setting))
    return marked_rows(judged, setting, marks, hover).with_columns(
        value=pl.col("shrunk"),
        below=(pl.col("upper") < pl.col("target")).fill_null(False),
    )


def _hover(row: dict, said: str, setting: Setting) -> str:
    if row["shrunk"] is None:
        return f"{row['unit']}<br>{setting.say('too_few')}"
    limits = PERCENT.interval(row["lower"], row["upper"], setting.lang)
    lines = [row["unit"], f"{said} {limits}", setting.say("hover.n", n=count(row["valid_n"]))]
    if row["common"] and not row["alone"]:
        lines.append(setting.say("fair.hover.common"))
    elif not row["common"]:
        lines.append(setting.say("fair.hover.prior", n=count(row["prior_n"])))
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """In how many classes the units differ by more than chance, and the range of the shrunk rates."""
    classes = beside_others(shown).group_by("unit_class").agg(pl.col("common").first())
    facts = [Facts("common" if common else None) for common in classes["common"]]
    low, high = (PERCENT.value(shown["shrunk"].sort()[at], setting.lang) for at in (0, -1))
    if shown.height == 1:
        return setting.say("title.value", measure=setting.say("fair.measure.shrunk"), value=low)
    if facts and classes["common"].all():
        return word("spread", facts[0], setting.lang, count=classes.height)
    said = setting.say("fair.title.shrunk", units=shown.height, low=low, high=high)
    return title([said, *counted("spread", facts, setting.lang)], setting.lang)


SPEC = ExhibitSpec("unit_shrunk", ("unit_answers", *ASKED), make, (ANSWERS_OF_CLASS,))
