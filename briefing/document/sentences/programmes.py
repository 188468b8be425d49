"""Sentences about the six programmes."""

import polars as pl

from briefing.document.sentences.phrases import MOST, RATE, day_of, listed
from exhibits.exhibit import Exhibit
from words import say


def programme_progress(exhibit: Exhibit, lang: str) -> list[str]:
    """The projects that are not done, in the order of the figure, with their progress and what the plan expects."""
    rows = exhibit.frame.filter(pl.col("state") != "done").drop_nulls(["progress", "schedule", "deadline"]).head(MOST)
    parts = [
        say(
            "document.says.project",
            lang,
            name=row["project"],
            unit=row["unit"],
            progress=RATE.value(row["progress"], lang),
            schedule=RATE.value(row["schedule"], lang),
            day=day_of(row["deadline"], lang),
        )
        for row in rows.iter_rows(named=True)
    ]
    return [say("document.says.projects", lang, parts=listed(parts, lang))] if parts else []


PATTERNS = (programme_progress,)
