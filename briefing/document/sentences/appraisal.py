"""Sentences about reporting, review and appraisal."""

import polars as pl

from briefing.document.sentences.phrases import RATE, as_of, listed, share
from exhibits.exhibit import Exhibit
from words import say


def appraisal_grades(exhibit: Exhibit, lang: str) -> list[str]:
    """The grades of the last year, as they were given; those of few people are not told."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter((pl.col("year") == year) & (pl.col("level") == "city"))
    if rows.is_empty() or rows["part_n"].null_count() or rows["suppressed"].any():
        return []
    parts = [
        say("document.says.grade", lang, name=name, n=n, share=RATE.value(part, lang))
        for name, n, part in rows.select("grade_name", "part_n", "share").iter_rows()
        if n
    ]
    facts = {"year": year, "persons": rows["persons_n"][0], "parts": listed(parts, lang)}
    return [say("document.says.grades", lang, **facts)]


def appraisal_followup(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year's feedback: sent, and read."""
    row = exhibit.frame.row(-1, named=True)
    if row["feedback_rate"] is None or row["feedback_read_rate"] is None:
        return []
    sent = share(row, "feedback_rate", "sent_n", "persons_n", lang)
    read = share(row, "feedback_read_rate", "read_n", "sent_n", lang)
    return [say("document.says.feedback", lang, as_of=as_of(exhibit, lang), year=row["year"], sent=sent, read=read)]


PATTERNS = (
    appraisal_grades,
    appraisal_followup,
)
