"""Sentences about satisfaction and opinions."""

import polars as pl

from briefing.document.sentences.phrases import (
    COUNTED,
    MOST,
    RATE,
    estimate,
    last_row,
    level,
    listed,
    measure_of,
    scale_of,
    sentence,
    year_on_year,
)
from exhibits.exhibit import Exhibit
from words import label, say


def satisfaction_trend(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year: rate, interval, verdict and change."""
    if (row := last_row(exhibit, "rate")) is None:
        return []
    scale = scale_of(row)
    value = estimate(scale, row, "rate", "lower", "upper", lang)
    first = say("document.says.of_year", lang, year=row["year"], measure=measure_of(exhibit), value=value)
    answers = say("document.says.answers", lang, n=row["valid_n"])
    said = [sentence([first, answers, level(row, lang)], lang)]
    change = year_on_year(scale, row, lang)
    return [*said, sentence([change], lang)] if change else said


def satisfaction_weighted(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year of the weighted rate, as that of the plain one."""
    return satisfaction_trend(exhibit, lang)


def satisfaction_by_group(exhibit: Exhibit, lang: str) -> list[str]:
    """The rate of each group of respondents, in the order of the figure."""
    rows = exhibit.frame.filter(pl.col("year") == pl.col("year").max())
    parts = [
        say(
            "document.says.named",
            lang,
            name=label("group", row["group"], lang),
            value=estimate(scale_of(row), row, "rate", "lower", "upper", lang),
        )
        for row in rows.drop_nulls("rate").iter_rows(named=True)
    ]
    year, measure = rows["year"][0], measure_of(exhibit)
    return [say("document.says.groups", lang, year=year, measure=measure, parts=listed(parts, lang))] if parts else []


def opinion_trend(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year of all channels together."""
    rows = exhibit.frame.filter(pl.col("channel") == "all")
    if rows.is_empty() or rows["rate"][-1] is None:
        return []
    row = rows.row(-1, named=True)
    value = estimate(COUNTED, row, "rate", "lower", "upper", lang)
    facts = {"year": row["year"], "n": row["valid_n"], "problems": row["problems_n"], "value": value}
    change = year_on_year(COUNTED, row, lang)
    said = [say("document.says.opinions", lang, **facts)]
    return [*said, sentence([change], lang)] if change else said


def opinion_themes(exhibit: Exhibit, lang: str) -> list[str]:
    """The themes with their numbers of opinions."""
    rows = exhibit.frame.drop_nulls("rate").head(MOST)
    parts = [
        say("document.says.theme", lang, name=label("theme", theme, lang), n=n, share=RATE.value(part, lang))
        for theme, n, part in rows.select("theme", "problems_n", "share").iter_rows()
    ]
    return [say("document.says.themes", lang, year=rows["year"][0], parts=listed(parts, lang))] if parts else []


PATTERNS = (
    satisfaction_trend,
    satisfaction_weighted,
    satisfaction_by_group,
    opinion_trend,
    opinion_themes,
)
