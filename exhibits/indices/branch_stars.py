"""How many branches have each number of stars, by year?"""

from typing import Any

import polars as pl

from charts.heatmap import heat
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.indices.star_words import LAST_STEP, STARS, last_year, star_word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import RATINGS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_stars", frames, selection, "stars", OF_UNITS)
    final = frames["branch_stars"].filter(pl.col("step") == LAST_STEP, pl.col("branches_n") > 0)
    stars = final.select("year", "star", "branches_n").sort("year", "star", descending=[False, True])
    if stars.is_empty():
        return setting.nothing(stars, setting.say("measure.branch_stars"), "heat")
    return setting.exhibit(
        stars,
        drawn(stars, setting),
        finding(setting, stars),
        measure=setting.say("measure.branch_stars"),
        kind="heat",
        unit=setting.say("unit_name.branches"),
        n=int(last_year(stars)["branches_n"].sum()),
        n_of="branches",
        interval="census",
        years=year_span(stars),
        notes=[setting.say("note.star_shade")],
    )


def drawn(stars: pl.DataFrame, setting: Setting) -> Any:
    """Stars by years, each cell with its count, shaded by its share of the year's branches."""
    years = stars.select("year").unique().sort("year")
    grid = pl.DataFrame({"star": STARS}, schema={"star": pl.Int8}).join(years, how="cross")
    cells = grid.join(stars, ["star", "year"], "left", maintain_order="left").with_columns(
        pl.col("branches_n").fill_null(0)
    )
    cells = cells.with_columns(share=pl.col("branches_n") / pl.col("branches_n").sum().over("year"))
    names = [star_word(setting, star) for star in cells["star"]]
    hover = [
        setting.say("hover.stars", star=name, year=row["year"], count=row["branches_n"], share=f"{row['share']:.1%}")
        for name, row in zip(names, cells.iter_rows(named=True), strict=True)
    ]
    cells = cells.with_columns(
        name=pl.Series(names), mark=pl.col("branches_n").cast(pl.String), hover=pl.Series(hover, dtype=pl.String)
    )
    return heat(cells, setting.palette, gap="0", stamp=setting.stamp)


def finding(setting: Setting, stars: pl.DataFrame) -> str:
    """How many branches were rated in the last year, and how many of them have five stars and none."""
    last = last_year(stars)
    counts = dict(last.select("star", "branches_n").iter_rows())
    rated = setting.say("title.branches_rated", year=last["year"][0], count=sum(counts.values()))
    told = [setting.say(f"title.with_star_{star}", count=counts.get(star, 0)) for star in (STARS[0], STARS[-1])]
    return title([rated, *told], setting.lang)


SPEC = ExhibitSpec("branch_stars", ("branch_stars", *ASKED), make, (RATINGS,))
