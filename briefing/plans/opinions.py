"""Opinions: problems per 100 valid forms over the years, and what those of the last year are about."""

import polars as pl

from briefing.plan import Plan
from briefing.plans.dots import dots, too_few
from briefing.plans.lines import every_year, names, with_limits
from exhibits.opinions import FEW
from exhibits.phrasing import PER_HUNDRED
from words import label, say


def opinion_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Year by year: problem opinions over all channels, with limits."""
    rows = every_year(_per_hundred(frame.filter(pl.col("channel") == "all")))
    measure, word = say("briefing.series.problems", lang), say("briefing.break.channels", lang)
    across = say("briefing.axis.year", lang)
    series = with_limits(measure, rows, lang)
    return [Plan("line", series, measure, across, names(rows, "year"), "0.0", break_word=word)]


def opinion_themes(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The themes of the last year's problems, the most frequent on top."""
    said = [label("theme", code, lang) for code in frame["theme"]]
    marks = [PER_HUNDRED.value(rate, lang) for rate in frame["rate"]]
    few = (frame["valid_n"] < FEW).fill_null(False)
    measure = say("briefing.series.problems", lang)
    return [
        dots(_per_hundred(frame), lang, measure=measure, value="rate", names=said, written=PER_HUNDRED, marks=marks,
             hollow=few, absent=too_few(lang))
    ]  # fmt: skip


PLANS = (opinion_trend, opinion_themes)


def _per_hundred(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(PER_HUNDRED.drawn(pl.col("rate", "lower", "upper")))
