"""Sentences about duties."""

import polars as pl

from briefing.document.sentences.phrases import RATE, as_of, estimate, share
from exhibits.exhibit import Exhibit
from words import say


def duty_coverage(exhibit: Exhibit, lang: str) -> list[str]:
    """Actions reported as done of all that are due, and what spot checks found."""
    said = []
    whole = exhibit.frame.filter(pl.col("duty_action").is_null() & pl.col("family").is_null()).drop_nulls("done_rate")
    for row in whole.iter_rows(named=True):
        if row["coverage"] == "census":
            rate = share(row, "done_rate", "done", "due", lang)
            said.append(say("document.says.reported", lang, as_of=as_of(exhibit, lang), year=row["year"], rate=rate))
        elif row["coverage"] == "sample":
            rate = estimate(RATE, row, "done_rate", "lower", "upper", lang)
            said.append(
                say("document.says.checked", lang, units=row["units"], due=row["due"], done=row["done"], rate=rate)
            )
    return said


PATTERNS = (duty_coverage,)
