"""Each branch of the last year: its score, its stars after each step, and the step that decided."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.indices.star_words import last_year
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import RATINGS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_star_reasons", frames, selection, "stars", OF_UNITS)
    branches = listed(last_year(frames["branch_star_reasons"]))
    measure = setting.say("measure.branch_star_reasons")
    if branches.is_empty():
        return setting.nothing(branches, measure, "table")
    year = int(branches["year"][0])
    return setting.exhibit(
        branches,
        None,
        finding(setting, branches),
        measure=measure,
        kind="table",
        n=branches.height,
        n_of="branches",
        interval="census",
        years=(year, year),
        notes=[setting.say("note.star_order"), setting.say("note.given_star")],
    )


def listed(branches: pl.DataFrame) -> pl.DataFrame:
    """The branches that lost stars first, those that lost most on top; then the others by score."""
    lost = pl.col("band_star") - pl.col("star")
    return branches.sort(lost, "score", "branch_id", descending=[True, True, False])


def finding(setting: Setting, branches: pl.DataFrame) -> str:
    """How many branches are rated, how many lost stars after their score, and how many given stars differ."""
    lost = branches.filter(pl.col("star") < pl.col("band_star")).height
    given = branches.drop_nulls("given_star")
    differing = given.filter(pl.col("given_star") != pl.col("star")).height
    agreed = word("agreement", Facts(count=differing), setting.lang, "stars", count=differing) if given.height else ""
    rated = setting.say("title.branches_rated", year=branches["year"][0], count=branches.height)
    return title([rated, setting.say("title.stars_taken", count=lost), agreed], setting.lang)


SPEC = ExhibitSpec("branch_star_reasons", ("branch_star_reasons", *ASKED), make, (RATINGS,))
