"""Which units' shares of good ratings are significantly above or below the claim, since the last change of rules?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.services.ratings import FEW, FINE, RATINGS, ROUGH, SCOPE, channel_note, claim_words, of_channel
from exhibits.setting import ASKED, Setting
from exhibits.simultaneous_verdicts import finding_of_units, simultaneous_verdicts
from exhibits.unit_classes import CLASS_ORDER, sections


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("service_ratings_by_unit", frames, selection, "rating", SCOPE)
    by_unit = of_channel(frames["service_ratings_by_unit"].rename({"month_from": "month"}), setting)
    by_unit = judged(by_unit.rename({"month": "month_from"}))
    measure = setting.say("measure.service_ratings_by_unit")
    if not by_unit["good_rate"].count():
        reason = "suppressed" if by_unit["suppressed"].any() else "empty"
        return setting.nothing(by_unit, measure, "dots", reason)
    line = by_unit["target"][0]
    figure = dots(
        readied(by_unit, setting),
        setting.palette,
        axis=setting.say("axis.good_rate"),
        tick=FINE.tick,
        target=claim_words(line, setting),
        ceiling=1.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    first, last = by_unit["month_from"].sort()[0], by_unit["month_to"].sort()[-1]
    return setting.exhibit(
        by_unit,
        figure,
        finding_of_units(setting, by_unit),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=int(by_unit["rated_n"].sum()),
        n_of="ratings",
        interval="wilson",
        years=(first.year, last.year),
        notes=[
            channel_note(by_unit, setting),
            setting.say("note.since_rules", first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"),
            setting.say("note.active_mark"),
        ],
    )


def judged(by_unit: pl.DataFrame) -> pl.DataFrame:
    """The units, class by class, the highest rate first, with their verdict after Holm's adjustment over all shown."""
    rows = by_unit.sort(CLASS_ORDER, pl.col("good_rate"), "unit", descending=[False, True, False], nulls_last=True)
    line = rows["target"][0] if rows.height else None
    said = simultaneous_verdicts(rows.rename({"good_n": "satisfied_n", "rated_n": "valid_n"}), line)
    return rows.with_columns(verdict=said.alias("verdict"))


def readied(by_unit: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.dots`; the mark at the right holds the active share too."""
    lang = setting.lang
    hover, marks = [], []
    for row in by_unit.iter_rows(named=True):
        if row["good_rate"] is None:
            hover.append(f"{row['unit']}<br>{setting.say('too_few')}")
            marks.append("")
            continue
        share = PERCENT.value(row["active_share"], lang)
        value = FINE.value(row["good_rate"], lang, row["target"])
        limits = FINE.interval(row["lower"], row["upper"], lang, row["target"])
        said = setting.say("hover.ratings", n=count(row["rated_n"]), bad=count(row["bad_n"]))
        hover.append(
            "<br>".join([row["unit"], f"<b>{value}</b> {limits}", said, setting.say("hover.active", share=share)])
        )
        marks.append(setting.say("mark.good_rate", value=value, share=ROUGH.value(row["active_share"], lang)))
    return by_unit.with_columns(
        name=pl.col("unit"),
        value=pl.col("good_rate"),
        hollow=(pl.col("rated_n") < FEW).fill_null(False) | (pl.col("verdict") == "undecided").fill_null(False),
        below=(pl.col("verdict") == "not_met").fill_null(False),
        mark=pl.Series(marks, dtype=pl.String),
        section=pl.Series(sections(by_unit, lang), dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


SPEC = ExhibitSpec("service_ratings_by_unit", ("service_ratings_by_unit", *ASKED), make, (RATINGS,))
