"""Which units lie further from their class rate than chance explains for their number of answers?"""

import numpy as np
import polars as pl

from charts.funnel import funnels
from exhibits.comparison.units_of_class import (
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
from exhibits.satisfaction.rates import target_words
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS_OF_CLASS
from inference.funnel import limits_at, with_funnel
from inference.simultaneous_claims import against
from words import label

POINTS_OF_A_CURVE = 40


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = compared("unit_funnel", frames, selection)
    units, measure = frames["unit_answers"], setting.say("fair.measure.funnel")
    if bare := nothing(setting, units, measure):
        return bare
    line = units["target"][0]
    on_a_side = units.select("unit_id", target_flag=against(units, line))
    judged = each_class(units.drop("lower", "upper"), with_funnel).join(on_a_side, on="unit_id", maintain_order="left")
    shown = judged.filter(~pl.col("suppressed"))
    first, last = years_of(judged)
    figure = funnels(
        readied(shown, setting),
        curves(shown),
        setting.palette,
        axis=setting.say("axis.rate"),
        across=setting.say("fair.axis.answers"),
        target=target_words(setting, line),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        judged,
        figure,
        finding(setting, shown, line),
        measure=measure,
        kind="funnel",
        unit=setting.say("unit_name.percent"),
        n=int(shown["valid_n"].sum()),
        interval="funnel",
        years=(first, last),
        notes=[setting.say("fair.note.funnel"), setting.say("fair.note.flag"), *notes_on_years(units, setting)],
    )


def curves(shown: pl.DataFrame) -> pl.DataFrame:
    """The funnel of each class over all sizes: unit_class, n, centre, lower, upper, lower_998, upper_998."""
    drawn = []
    for own in shown.partition_by("unit_class", maintain_order=True):
        n = own["valid_n"].to_numpy()
        sizes = np.linspace(n.min() * 0.8, n.max() * 1.05, POINTS_OF_A_CURVE)
        drawn.append(
            limits_at(own["centre"][0], own["tau2"][0], sizes).with_columns(unit_class=pl.lit(own["unit_class"][0]))
        )
    return pl.concat(drawn)


def readied(shown: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.funnel`."""
    names = marked_names(shown, setting)
    chosen = pl.col("unit_id").is_in(list(setting.selection.units))
    beyond = (pl.col("rate") < pl.col("lower")) | (pl.col("rate") > pl.col("upper"))
    hover = [_hover(row, setting) for row in shown.iter_rows(named=True)]
    return shown.with_columns(
        panel=pl.Series(class_names(shown, setting.lang)),
        name=pl.when((pl.col("flag") != "within") | chosen).then(pl.Series(names)).otherwise(pl.lit("")),
        hollow=beyond & (pl.col("flag") == "within"),
        hover=pl.Series(hover),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    limits = PERCENT.interval(row["lower"], row["upper"], lang)
    lines = [row["unit"], f"<b>{PERCENT.value(row['rate'], lang)}</b>", setting.say("hover.n", n=count(row["valid_n"]))]
    lines.append(setting.say("fair.hover.funnel", centre=PERCENT.value(row["centre"], lang), limits=limits))
    lines.append(label("flag", row["flag"], lang))
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame, line: float | None) -> str:
    """How many units lie outside the funnel of their class, and how many are significantly below the target."""
    lang = setting.lang
    flagged = counted("flag", [Facts(flag) for flag in beside_others(shown)["flag"]], lang)
    aim = f"{line:.0%}" if line is not None else ""
    below = counted("target", [Facts(flag) for flag in shown["target_flag"]], lang, target=aim)
    return title([setting.say("fair.title.units", units=shown.height), *flagged, *below], lang)


SPEC = ExhibitSpec("unit_funnel", ("unit_answers", *ASKED), make, (ANSWERS_OF_CLASS,))
