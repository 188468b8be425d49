"""Was the opinion sent to each person in writing, was its receipt signed, was a consequence recorded?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from exhibits.appraisal.groups import RECORDS, SCOPE, group_name, in_order, shown_groups, unit_notes, worded
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span

PARTS = (("read", "done"), ("unread", "wait"), ("unsent", "gone"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("appraisal_followup", frames, selection, "appraisal", SCOPE, ledger=True)
    every = named(shown_groups(frames["appraisal_followup"]), setting)
    known = every.drop_nulls("sent_n")
    measure = setting.say("measure.appraisal_followup")
    if known.is_empty():
        few = every["suppressed"].any()
        return setting.nothing(
            worded(setting, every), measure, "bars", "appraisal_few" if few else "appraisal_no_feedback"
        )
    figure = stacked(
        readied(known, setting),
        [(part, setting.say(f"part.{part}"), tone) for part, tone in PARTS],
        setting.palette,
        axis=setting.say("axis.appraisal_followup"),
        shares=True,
        stamp=setting.stamp,
    )
    last = of_last_year(known)
    return setting.exhibit(
        worded(setting, every),
        figure,
        finding(setting, last),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.persons"),
        n=int(last["persons_n"].sum()),
        n_of="appraisal",
        interval="appraisal_census",
        years=year_span(every),
        notes=[setting.say("appraisal.mark_recorded"), *unit_notes(setting)],
    )


def named(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Adds name: the year, and with several groups the group."""
    several = groups["key"].n_unique() > 1
    groups = groups.sort("year", in_order(groups), "grade_scale")
    names = []
    for row in groups.iter_rows(named=True):
        year = setting.say("scope.year", year=row["year"])
        names.append(f"{year} {group_name(setting, row['level'], row['key'])}" if several else year)
    return groups.with_columns(name=pl.Series(names, dtype=pl.String))


def readied(known: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The groups with the columns of `charts.bars`."""
    rows = parted(known)
    marks, hover = [], []
    for row in rows.iter_rows(named=True):
        rate = row["consequence_rate"]
        marks.append(PERCENT.value(rate, setting.lang) if rate is not None else setting.say("appraisal.not_recorded"))
        lines = [f"{setting.say(f'part.{part}')} {row[part]}" for part, _ in PARTS]
        hover.append("<br>".join([row["name"], *lines, setting.say("footer.n_appraisal", n=row["persons_n"])]))
    return rows.with_columns(
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def parted(known: pl.DataFrame) -> pl.DataFrame:
    """The persons in three parts: feedback read, sent but not read, not sent."""
    return known.with_columns(
        read=pl.col("read_n"),
        unread=pl.col("sent_n") - pl.col("read_n"),
        unsent=pl.col("persons_n") - pl.col("sent_n"),
    )


def of_last_year(known: pl.DataFrame) -> pl.DataFrame:
    """The groups of the last year."""
    return known.filter(pl.col("year") == pl.col("year").max())


def finding(setting: Setting, last: pl.DataFrame) -> str:
    """How many persons of the last year had their feedback, and how many receipts are signed; whether some are still
    without is said by its gate."""
    counts: dict[str, Any] = {name: int(last[name].sum()) for name in ("persons_n", "sent_n", "read_n")}
    waiting = counts["persons_n"] - counts["sent_n"]
    said = setting.say("title.appraisal_read", year=int(last["year"][0]), count=counts["read_n"])
    return title([said, word("feedback", Facts(count=waiting), setting.lang, count=waiting)], setting.lang)


SPEC = ExhibitSpec("appraisal_followup", ("appraisal_followup", *ASKED), make, (RECORDS,))
