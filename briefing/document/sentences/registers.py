"""Sentences about registers: branches and their stars, members' points, brands. They are complete, so no interval."""

import polars as pl

from briefing.document.sentences.phrases import RATE, listed, share
from exhibits.brands.brand_words import spoken, stage_name
from exhibits.exhibit import Exhibit
from words import label, say

BANDS = ("from_90", "from_80", "from_60", "under_60")


def branch_stars(exhibit: Exhibit, lang: str) -> list[str]:
    """The branches of each star in the last year."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter((pl.col("year") == year) & (pl.col("branches_n") > 0)).sort("star", descending=True)
    parts = [
        say("document.says.branches", lang, name=say(f"exhibits.star.{star}", lang), n=n)
        for star, n in rows.select("star", "branches_n").iter_rows()
    ]
    return [say("document.says.stars", lang, year=year, parts=listed(parts, lang))] if parts else []


def member_points_bands(exhibit: Exhibit, lang: str) -> list[str]:
    """The members in each band of points in the last year; none where a band is hidden."""
    row = exhibit.frame.row(-1, named=True)
    if row["suppressed"] or any(row[band] is None for band in BANDS):
        return []
    counts = {band: row[band] for band in BANDS}
    return [say("document.says.bands", lang, year=row["year"], members=row["members_n"], **counts)]


def brand_coverage(exhibit: Exhibit, lang: str) -> list[str]:
    """The organisations with a brand in the last year."""
    row = exhibit.frame.row(-1, named=True)
    if row["coverage_rate"] is None:
        return []
    rate = share(row, "coverage_rate", "with_brand", "organisations", lang)
    return [say("document.says.coverage", lang, year=row["year"], rate=rate, without=row["without"])]


def brand_awards(exhibit: Exhibit, lang: str) -> list[str]:
    """The awards of the last year."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter(pl.col("year") == year).drop_nulls("brands_n")
    parts = [
        say("document.says.award", lang, name=label("brand_award", award, lang), n=n)
        for award, n in rows.select("award", "brands_n").iter_rows()
    ]
    return [say("document.says.awards", lang, year=year, parts=listed(parts, lang))] if parts else []


def brand_stages(exhibit: Exhibit, lang: str) -> list[str]:
    """The brands that reached each stage of the contest."""
    rows = exhibit.frame.drop_nulls("reached").sort("step")
    parts = [
        say("document.says.award", lang, name=stage_name(stage, lang, spoken(lang)), n=n)
        for stage, n in rows.select("stage", "reached").iter_rows()
    ]
    last = rows.row(-1, named=True) if rows.height else {}
    if not parts or last["pass_rate"] is None:
        return []
    facts = {"year": last["year"], "parts": listed(parts, lang), "share": RATE.value(last["pass_rate"], lang)}
    return [say("document.says.stages", lang, **facts)]


PATTERNS = (branch_stars, member_points_bands, brand_coverage, brand_awards, brand_stages)
