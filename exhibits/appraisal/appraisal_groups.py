"""How do the grades of the last year lie in the classes of units, and at the levels of posts?"""

from typing import Any

import polars as pl

from charts.grades import grades
from exhibits.appraisal.appraisal_grades import by_bar, notes, readied
from exhibits.appraisal.groups import RECORDS, SCOPE, SEVERAL, best, group_name, legend, unit_notes, worded
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from words import label

LEVELS = ("class", "post")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("appraisal_groups", frames, selection, "appraisal", SCOPE)
    every = last_year(frames["appraisal_grades"])
    known = every.drop_nulls("share")
    measure = setting.say("measure.appraisal_groups")
    if known.is_empty():
        few = frames["appraisal_grades"]["suppressed"].any()
        return setting.nothing(worded(setting, every), measure, "bars", "appraisal_few" if few else "empty")
    bars = by_bar(known)
    names = [group_name(setting, bar["level"], bar["key"]) for bar in bars]
    rows = readied(bars, setting).with_columns(
        section=pl.col("level"), name=pl.Series(names, dtype=pl.String), broken=pl.lit(False), kind=pl.lit("part"),
        id=pl.col("key"),
    )  # fmt: skip
    levels = rows["level"].unique(maintain_order=True)
    words = legend(setting, known)
    legends = [(level, setting.say(f"appraisal.by_{level}"), words) for level in levels]
    figure = grades(rows, legends, setting.palette, axis=setting.say("axis.appraisal_grades"), stamp=setting.stamp)
    year = int(known["year"][0])
    level = bars[0]["level"]
    return setting.exhibit(
        worded(setting, every),
        figure,
        finding(setting, bars),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.persons"),
        n=sum(bar["persons_n"] for bar in bars if bar["level"] == level),
        interval="appraisal_census",
        years=(year, year),
        notes=[*notes(setting, known), setting.say("appraisal.not_crossed"), *unit_notes(setting)],
    )


def last_year(every: pl.DataFrame) -> pl.DataFrame:
    """The groups of the last year, on the scale by which most persons are graded in it."""
    groups = every.filter(pl.col("level").is_in(LEVELS), pl.col("share").is_not_null())
    last = groups.filter(pl.col("year") == pl.col("year").max())
    sizes = last.group_by("grade_scale").agg(pl.col("persons_n").sum()).sort("persons_n", "grade_scale")
    return last.filter(pl.col("grade_scale").is_in(sizes["grade_scale"].tail(1).implode()))


def finding(setting: Setting, bars: list[dict[str, Any]]) -> str:
    """The range of the shares of the best grade over the classes, then over the levels of posts. Counts of all persons:
    no group is called better."""
    clauses: list[str] = []
    for level in LEVELS:
        tops = [best(bar["parts"]) for bar in bars if bar["level"] == level]
        shares = sorted(top["share"] for top in tops)
        if shares:
            low, high = (PERCENT.value(shares[at], setting.lang) for at in (0, -1))
            grade = label("appraisal_grade", tops[0]["part"].split(SEVERAL)[0], setting.lang)
            key = f"{'also' if clauses else 'of'}_{level}{'_one' if len(shares) == 1 else ''}"
            clauses.append(setting.say(f"title.appraisal_{key}", count=len(shares), grade=grade, low=low, high=high))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("appraisal_groups", ("appraisal_grades", *ASKED), make, (RECORDS,))
