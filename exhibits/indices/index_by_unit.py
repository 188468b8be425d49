"""How do the units score on one index in the last year, inside their own class?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.indices.index_trend import ORDER
from exhibits.phrasing import SCORE, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import SCORES
from exhibits.telling_units import telling
from exhibits.unit_classes import ordered, sections
from words import label

FEW = 10


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("index_by_unit", frames, selection, "index", OF_UNITS)
    every_index = frames["index_by_unit"]
    index = _chosen(every_index, selection)
    scores = ordered(every_index.filter(pl.col("index") == pl.lit(index, pl.String)), "score")
    name = label("index", index, setting.lang) if index else setting.say("measure.index")
    if not scores["score"].count():
        return setting.nothing(scores, name, "dots", "suppressed" if scores["suppressed"].any() else "empty")
    rows, left_out = telling(readied(scores, setting), setting)
    figure = dots(
        rows,
        setting.palette,
        axis=setting.say("axis.score"),
        tick="",
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    year = int(scores["year"][0])
    return setting.exhibit(
        scores,
        figure,
        finding(setting, scores, name),
        measure=setting.say("measure.by_unit", measure=name),
        kind="dots",
        unit=setting.say("unit_name.score"),
        n=int(scores["subjects_n"].sum()),
        years=(year, year),
        notes=[
            setting.say("note.inside_class"),
            setting.say("note.no_interval"),
            *_withheld(scores, setting),
            *left_out,
        ],
    )


def _chosen(every_index: pl.DataFrame, selection: Selection) -> str | None:
    """The first chosen index that has rows, else the first of the four, else any index with rows."""
    there = sorted(every_index["index"].unique(), key=lambda index: (ORDER.get(index, len(ORDER)), index))
    return next((index for index in (*selection.index, *there) if index in there), None)


def _withheld(scores: pl.DataFrame, setting: Setting) -> list[str]:
    """Why the table has no change for some units."""
    units = int(scores["change_suppressed"].sum())
    return [setting.say("note.changes_suppressed", count=units)] if units else []


def readied(scores: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.dots`."""
    lang = setting.lang
    hover = []
    for row in scores.iter_rows(named=True):
        lines = [row["unit"]]
        if row["score"] is None:
            lines.append(setting.say("too_few"))
        else:
            lines += [
                f"<b>{SCORE.value(row['score'], lang)}</b>",
                setting.say("hover.subjects", n=count(row["subjects_n"])),
            ]
        hover.append("<br>".join(lines))
    marks = [SCORE.value(score, lang) if score is not None else "" for score in scores["score"]]
    return scores.with_columns(
        name=pl.col("unit"),
        value=pl.col("score"),
        lower=pl.col("score"),
        upper=pl.col("score"),
        hollow=((pl.col("subjects_n") < FEW) & (pl.col("subject_grain") == "member")).fill_null(False),
        below=pl.lit(False),
        mark=pl.Series(marks, dtype=pl.String),
        section=pl.Series(sections(scores, lang), dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


def finding(setting: Setting, scores: pl.DataFrame, name: str) -> str:
    """The median and the range of the units; without intervals no unit is called best or worst."""
    known = scores["score"].drop_nulls()
    if len(known) == 1:
        return setting.say("title.index", index=name, value=SCORE.value(known[0], setting.lang))
    middle = SCORE.value(float(known.median()), setting.lang)  # type: ignore[arg-type]
    units = setting.say("title.index_units", index=name, units=len(known))
    return title([units, setting.say("title.middle", value=middle)], setting.lang)


SPEC = ExhibitSpec("index_by_unit", ("index_by_unit", *ASKED), make, (SCORES,))
