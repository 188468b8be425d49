"""Sentences about the overview."""

import polars as pl

from briefing.document.sentences.phrases import COUNTED, RATE, counted, level, sentence, year_on_year
from exhibits.exhibit import Exhibit
from words import say


def headline(exhibit: Exhibit, lang: str) -> list[str]:
    """Each headline figure with its interval, its counts, its change and its verdict."""
    said = []
    for row in exhibit.frame.filter(~pl.col("suppressed")).drop_nulls(["rate", "lower", "upper"]).iter_rows(named=True):
        scale = COUNTED if row["metric"] == "problem_opinion_rate" else RATE
        value = counted(scale, row, ("rate", "lower", "upper", "numerator_n", "valid_n"), lang)
        name = row["label"].split(" · ")[0]
        first = say("document.says.of_year", lang, year=row["year"], measure=name, value=value)
        change = {"change": row["change_value"]} | {f"change_{end}": row[f"change_{end}"] for end in ("lower", "upper")}
        aimed = {"verdict": row["verdict_code"], "target": row["target_value"]}
        said.append(sentence([first, level(aimed, lang), year_on_year(scale, change, lang)], lang))
    return said


PATTERNS = (headline,)
