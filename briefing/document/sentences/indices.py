"""Sentences about the four indices, members’ points and branches’ stars."""

import polars as pl

from briefing.document.sentences.phrases import MEAN, listed, sentence, year_on_year
from exhibits.exhibit import Exhibit
from exhibits.indices.member_points_bands import bands_in
from words import label, say


def index_trend(exhibit: Exhibit, lang: str) -> list[str]:
    """The mean of each index in its last year, and its change."""
    rows = exhibit.frame.filter(pl.col("year") == pl.col("year").max()).drop_nulls("mean")
    return [
        sentence(
            [
                say(
                    "document.says.index",
                    lang,
                    year=row["year"],
                    name=label("index", row["index"], lang),
                    value=MEAN.value(row["mean"], lang),
                    n=row["subjects_n"],
                ),
                year_on_year(MEAN, row, lang),
            ],
            lang,
        )
        for row in rows.iter_rows(named=True)
    ]


def member_points_bands(exhibit: Exhibit, lang: str) -> list[str]:
    """The members in each band of points in the last year; none where it is suppressed."""
    row = exhibit.frame.row(-1, named=True)
    if row["suppressed"]:
        return []
    parts = [
        say("document.says.in_band", lang, name=say(f"exhibits.measure.points_band.{band}", lang), n=row[band])
        for band in bands_in(exhibit.frame)
    ]
    members = row["members_n"]
    return [say("document.says.bands", lang, year=row["year"], members=members, parts=listed(parts, lang))]


def branch_stars(exhibit: Exhibit, lang: str) -> list[str]:
    """The branches of each star in the last year."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter((pl.col("year") == year) & (pl.col("branches_n") > 0)).sort("star", descending=True)
    parts = [
        say("document.says.branches", lang, name=say(f"exhibits.star.{star}", lang), n=n)
        for star, n in rows.select("star", "branches_n").iter_rows()
    ]
    return [say("document.says.stars", lang, year=year, parts=listed(parts, lang))] if parts else []


PATTERNS = (
    index_trend,
    member_points_bands,
    branch_stars,
)
