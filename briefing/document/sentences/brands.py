"""Sentences about service brands."""

import polars as pl

from briefing.document.sentences.phrases import RATE, listed, share
from exhibits.brands.brand_words import spoken, stage_name
from exhibits.exhibit import Exhibit
from words import label, say


def brand_coverage(exhibit: Exhibit, lang: str) -> list[str]:
    """The organisations with a brand in the last year."""
    row = exhibit.frame.row(-1, named=True)
    if row["coverage_rate"] is None:
        return []
    rate = share(row, "coverage_rate", "with_brand", "organisations", lang)
    return [say("document.says.coverage", lang, year=row["year"], rate=rate, without=row["without"])]


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


def brand_awards(exhibit: Exhibit, lang: str) -> list[str]:
    """The awards of the last year."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter(pl.col("year") == year).drop_nulls("brands_n")
    parts = [
        say("document.says.award", lang, name=label("brand_award", award, lang), n=n)
        for award, n in rows.select("award", "brands_n").iter_rows()
    ]
    return [say("document.says.awards", lang, year=year, parts=listed(parts, lang))] if parts else []


PATTERNS = (
    brand_coverage,
    brand_stages,
    brand_awards,
)
