"""How many branches keep the stars of their score, and at which step do the others lose them?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.indices.star_words import STEPS, last_year
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import RATINGS
from words import label

PARTS = (("held_n", "done"), ("lost_n", "late"), ("lost_before_n", "gone"))
COLUMNS = ("year", "step", "rated_n", *(column for column, _ in PARTS))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_star_steps", frames, selection, "stars", OF_UNITS)
    steps = by_step(last_year(frames["branch_stars"]))
    measure = setting.say("measure.branch_star_steps")
    if steps.is_empty():
        return setting.nothing(steps, measure, "bars")
    names = [label("star_step", step, setting.lang) for step in steps["step"]]
    counts = list(steps.iter_rows(named=True))
    rows = steps.with_columns(
        name=pl.Series(names),
        mark=pl.Series([setting.say(_mark(row), **row) for row in counts]),
        hover=pl.Series(
            [setting.say("hover.star_step", name=name, **row) for name, row in zip(names, counts, strict=True)]
        ),
        kind=pl.lit("part"),
        id=pl.col("step"),
    )
    parts = [(column, setting.say(f"part.{column}"), tone) for column, tone in PARTS]
    year = int(steps["year"][0])
    return setting.exhibit(
        steps,
        stacked(rows, parts, setting.palette, axis=setting.say("axis.branches"), stamp=setting.stamp),
        finding(setting, steps),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.branches"),
        n=steps["rated_n"][0],
        n_of="branches",
        interval="census",
        years=(year, year),
        notes=[setting.say("note.star_order")],
    )


def _mark(row: dict) -> str:
    return "mark.branches_lost" if row["lost_n"] else "mark.branches"


def by_step(stars: pl.DataFrame) -> pl.DataFrame:
    """One row per step in order: the branches that still have the stars of their band, those that lose them at the step
    and those that lost them before. A branch counts as losing them once, at the first step that takes a star."""
    order = pl.col("step").replace_strict({step: at for at, step in enumerate(STEPS)}, return_dtype=pl.Int64)
    steps = stars.group_by("year", "step").agg(pl.sum("held_n"), rated_n=pl.sum("branches_n")).sort("year", order)
    lost = pl.col("held_n").shift(1).fill_null(pl.col("held_n")) - pl.col("held_n")
    steps = steps.with_columns(lost_n=lost)
    return steps.with_columns(lost_before_n=pl.col("rated_n") - pl.col("held_n") - pl.col("lost_n")).select(COLUMNS)


def finding(setting: Setting, steps: pl.DataFrame) -> str:
    """How many keep the stars of their score, and how many lose them at each step that takes any."""
    kept = setting.say("title.stars_kept", held=steps["held_n"][-1], rated=steps["rated_n"][0])
    losing = steps.filter(pl.col("lost_n") > 0).sort("lost_n", descending=True, maintain_order=True)
    told = [
        setting.say(f"title.lost_at_{step}", count=count) for step, count in losing.select("step", "lost_n").iter_rows()
    ]
    return title([kept, *told], setting.lang)


SPEC = ExhibitSpec("branch_star_steps", ("branch_stars", *ASKED), make, (RATINGS,))
