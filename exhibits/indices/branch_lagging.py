"""What became of the lagging branches of each year when they were rated again?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import RATINGS

OUTCOMES = {
    "starred_n": ("starred",),
    "unsettled_n": ("unstarred", "gone"),
    "again_n": ("lagging",),
    "pending_n": ("pending",),
}
TONES = dict(zip(OUTCOMES, ("done", "wait", "late", "gone"), strict=True))
COLUMNS = ("year", "rated_n", "lagging_n", *OUTCOMES)


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_lagging", frames, selection, "stars", OF_UNITS)
    years = by_year(frames["branch_lagging"])
    measure = setting.say("measure.branch_lagging")
    if years.is_empty():
        return setting.nothing(years, measure, "bars", "no_lagging")
    counts = list(years.iter_rows(named=True))
    rows = years.with_columns(
        name=pl.col("year").cast(pl.String),
        mark=pl.Series([setting.say("mark.lagging", **row) for row in counts]),
        hover=pl.Series([setting.say("hover.lagging", **row) for row in counts]),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )
    parts = [(column, setting.say(f"part.{column}"), TONES[column]) for column in OUTCOMES]
    return setting.exhibit(
        years,
        stacked(rows, parts, setting.palette, axis=setting.say("axis.branches"), stamp=setting.stamp),
        finding(setting, years),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.branches"),
        n=int(years["lagging_n"].sum()),
        n_of="branches",
        interval="census",
        years=year_span(years),
        notes=[setting.say("note.lagging")],
    )


def by_year(lagging: pl.DataFrame) -> pl.DataFrame:
    """One row per year: the branches rated, those lagging, and what became of these."""
    counts = {
        column: pl.col("branches_n").filter(pl.col("outcome").is_in(outcomes)).sum()
        for column, outcomes in OUTCOMES.items()
    }
    years = lagging.group_by("year", "rated_n").agg(pl.sum("branches_n").alias("lagging_n"), **counts)
    return years.sort("year").select(COLUMNS)


def finding(setting: Setting, years: pl.DataFrame) -> str:
    """How many lagging branches were rated again, and how many of them have stars and how many still lag."""
    again = int((years["lagging_n"] - years["pending_n"]).sum())
    said = setting.say("title.lagging", count=int(years["lagging_n"].sum()))
    told = [setting.say(f"title.{column}", count=int(years[column].sum())) for column in ("starred_n", "again_n")]
    return title([said, *(told if again else [])], setting.lang)


SPEC = ExhibitSpec("branch_lagging", ("branch_lagging", *ASKED), make, (RATINGS,))
