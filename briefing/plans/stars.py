"""The points of members, and the stars of branches with the steps that lead to them."""

from collections.abc import Iterable

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.dots import dots
from exhibits.indices.branch_lagging import TONES as LAGGING
from exhibits.indices.branch_star_quota import PARTS as QUOTA
from exhibits.indices.branch_star_steps import PARTS as STEPS
from exhibits.indices.member_points import FEW
from exhibits.indices.member_points_bands import BANDS, bands_in
from exhibits.indices.member_points_items import entries_mark
from exhibits.indices.star_words import STARS
from exhibits.phrasing import SCORE
from exhibits.unit_classes import sections
from words import label, say

ROLES: dict[str, Role] = {"done": "done", "wait": "wait", "late": "late", "gone": "gone"}  # tone → role


def member_points(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The median and the middle half of each unit's members, by class; or of the branches of each chosen unit."""
    below = pl.col("level") == "branch"
    by_branch = frame.select(below.any()).item()
    whole = pl.lit(say("exhibits.whole_unit", lang)) if by_branch else pl.col("unit")
    names = frame.select(pl.when(below).then("branch").otherwise(whole)).to_series().to_list()
    return [
        dots(frame, lang, measure=say("exhibits.axis.member_points", lang), value="median", names=names, written=SCORE,
             ends=("q1", "q3"), ends_said=say("exhibits.middle_half", lang),
             hollow=(frame["members_n"] < FEW).fill_null(False), absent=say("exhibits.too_few_members", lang),
             headings=frame["unit"].to_list() if by_branch else sections(frame, lang))
    ]  # fmt: skip


def member_points_bands(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The members of each year by band of points, as shares."""
    rows = frame.drop_nulls("members_n")
    marks = [say("exhibits.mark.members", lang, n=n) for n in rows["members_n"]]
    measure = say("exhibits.axis.share_of_members", lang)
    parts = [(band, BANDS[band]) for band in bands_in(rows)]
    return [_bars(rows, lang, parts, measure, _years(rows), marks, said="measure.points_band", shares=True)]


def member_points_items(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The points added and deducted by aspect; deducted ones are negative."""
    series = [
        Series(say("exhibits.part.plus", lang), frame["plus_points"].to_list(), "rate"),
        Series(say("exhibits.part.minus", lang), (-frame["minus_points"]).to_list(), "mix"),
    ]
    names = [label("points_aspect", code, lang) for code in frame["points_aspect"]]
    marks = tuple(entries_mark(row, lang) for row in frame.iter_rows(named=True))
    return [Plan("bars", series, say("exhibits.axis.points_moved", lang), "", names, "0", marks=marks)]


def branch_stars(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """A table of stars by years with the counts of branches."""
    years = sorted(frame["year"].unique())
    counts = {(star, year): n for star, year, n in frame.select("star", "year", "branches_n").iter_rows()}
    rows = tuple(
        (say(f"exhibits.star.{star}", lang), *(str(counts.get((star, year), 0)) for year in years)) for star in STARS
    )
    heads = [say("shell.column.star", lang), *map(str, years)]
    return [Plan("table", [], "", "", heads, cells=rows, widths=_widths(heads))]


def branch_star_steps(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The branches that still have the stars of their score after each step."""
    names = [label("star_step", step, lang) for step in frame["step"]]
    marks = [
        say("exhibits.mark.branches_lost" if row["lost_n"] else "exhibits.mark.branches", lang, **row)
        for row in frame.iter_rows(named=True)
    ]
    return [_bars(frame, lang, STEPS, say("exhibits.axis.branches", lang), names, marks)]


def branch_star_quota(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The branches that reach the highest star of each year: those that keep it and those over the quota."""
    marks = [say("exhibits.mark.places", lang, places=places) for places in frame["places"]]
    return [_bars(frame, lang, QUOTA, say("exhibits.axis.branches", lang), _years(frame), marks)]


def branch_star_moves(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """A table of the stars of the year before (rows) by those of the year (columns), with the counts of branches."""
    counts: dict[tuple[int | None, int | None], int] = {}
    for before, star, n in frame.select("star_before", "star", "branches_n").iter_rows():
        counts[before, star] = counts.get((before, star), 0) + n
    states = [star for star in (*STARS, None) if any(star in pair for pair in counts)]
    rows = tuple((_star(before, lang), *(str(counts.get((before, star), "")) for star in states)) for before in states)
    heads = [say("exhibits.star_table", lang), *(_star(star, lang) for star in states)]
    return [Plan("table", [], "", "", heads, cells=rows, widths=_widths(heads))]


def branch_lagging(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The lagging branches of each year by what became of them."""
    marks = [say("exhibits.mark.lagging", lang, **row) for row in frame.iter_rows(named=True)]
    return [_bars(frame, lang, LAGGING.items(), say("exhibits.axis.branches", lang), _years(frame), marks)]


PLANS = (
    member_points,
    member_points_bands,
    member_points_items,
    branch_stars,
    branch_star_steps,
    branch_star_quota,
    branch_star_moves,
    branch_lagging,
)


def _bars(
    rows: pl.DataFrame,
    lang: str,
    parts: Iterable[tuple[str, str]],
    measure: str,
    names: list[str],
    marks: list[str],
    said: str = "part",
    shares: bool = False,
) -> Plan:
    """said: the beginning of the keys of the parts' names."""
    series = [
        Series(say(f"exhibits.{said}.{column}", lang), rows[column].to_list(), ROLES[tone]) for column, tone in parts
    ]
    return Plan("bars", series, measure, "", names, "0", marks=tuple(marks), shares=shares)


def _widths(heads: list[str]) -> tuple[int, ...]:
    """A wide first column, the others of one width that holds their headings."""
    return (24, *(12 for _ in heads[1:]))


def _years(rows: pl.DataFrame) -> list[str]:
    return rows["year"].cast(pl.String).to_list()


def _star(star: int | None, lang: str) -> str:
    return say("exhibits.star.unrated" if star is None else f"exhibits.star.{star}", lang)
