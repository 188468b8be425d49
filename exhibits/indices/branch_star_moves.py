"""Between the last two years, which branches gained stars and which lost some?"""

from typing import Any

import polars as pl

from charts.flow import flows
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.indices.star_words import last_year, star_word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import RATINGS_OF_BOTH_YEARS

UNRATED = 6  # the place of branches without a rating, below those without a star


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("branch_star_moves", frames, selection, "stars", OF_UNITS)
    moves = last_year(frames["branch_star_moves"])
    measure = setting.say("measure.branch_star_moves")
    if moves.is_empty():
        return setting.nothing(moves, measure, "flow", "no_pair_of_ratings")
    year = int(moves["year"][0])
    changed = moves.filter(pl.col("star_move") == "other_rules")["branches_n"].sum()
    return setting.exhibit(
        moves,
        drawn(moves, setting),
        finding(setting, moves),
        measure=measure,
        kind="flow",
        unit=setting.say("unit_name.branches"),
        n=int(moves["branches_n"].sum()),
        n_of="branches",
        interval="census",
        years=(year - 1, year),
        notes=[setting.say("note.star_flow"), *([setting.say("note.other_rules", count=changed)] if changed else [])],
    )


def drawn(moves: pl.DataFrame, setting: Setting) -> Any:
    """One band per pair of stars; the words of both ends carry their counts."""
    places = {f"rank_{end}": (5 - pl.col(star)).fill_null(UNRATED) for end, star in _ends()}
    rows = moves.group_by("star_before", "star").agg(
        pl.sum("branches_n").alias("n"), pl.col("star_move").first().alias("tone")
    )
    rows = rows.with_columns(**places).sort("rank_origin", "rank_target")
    for end, star in _ends():
        total = dict(rows.group_by(star).agg(pl.sum("n")).iter_rows())
        words = [setting.say("mark.state", state=star_word(setting, each), count=total[each]) for each in rows[star]]
        rows = rows.with_columns(pl.Series(end, words, dtype=pl.String))
    hover = [
        setting.say(
            "hover.star_move",
            before=star_word(setting, row["star_before"]),
            after=star_word(setting, row["star"]),
            count=row["n"],
        )
        for row in rows.iter_rows(named=True)
    ]
    year = int(moves["year"][0])
    heads = (setting.say("scope.year", year=year - 1), setting.say("scope.year", year=year))
    return flows(
        rows.with_columns(hover=pl.Series(hover, dtype=pl.String)), setting.palette, heads=heads, stamp=setting.stamp
    )


def _ends() -> tuple[tuple[str, str], tuple[str, str]]:
    return ("origin", "star_before"), ("target", "star")


def finding(setting: Setting, moves: pl.DataFrame) -> str:
    """How many branches rated in both years have gained stars, lost some, and kept theirs."""
    counts = dict(moves.group_by("star_move").agg(pl.sum("branches_n")).iter_rows())
    said = setting.say("title.star_moves", year=moves["year"][0])
    told = [setting.say(f"title.stars_{move}", count=counts.get(move, 0)) for move in ("up", "down", "same")]
    return title([said + told[0], *told[1:]], setting.lang)


SPEC = ExhibitSpec("branch_star_moves", ("branch_star_moves", *ASKED), make, (RATINGS_OF_BOTH_YEARS,))
