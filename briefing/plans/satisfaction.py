"""Satisfaction and opinions: by year, group, unit and theme, weighted, and as parts of a change."""

from dataclasses import replace

import polars as pl

from briefing.axes import span
from briefing.plan import Plan, Series
from briefing.plans.dots import dots, too_few
from briefing.plans.lines import at_end, breaks, every_year, limits, names, target, where, with_limits
from exhibits.phrasing import PER_HUNDRED, PERCENT, POINTS, Scale, typeset
from exhibits.satisfaction.opinion_rates import FEW as FEW_THEMES
from exhibits.satisfaction.rates import FEW
from exhibits.satisfaction.satisfaction_decomposition import DRAWN, SMALL
from exhibits.unit_classes import sections
from words import label, say

SCALES = {scale.name: scale for scale in (PERCENT, POINTS)}


def satisfaction_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By year: the rate, its limits and the target line. A change of scale breaks the lines."""
    rows, measure, written = _measured(every_year(frame), lang)
    return [_line(with_limits(measure, rows, lang), rows, measure, written, lang)]


def satisfaction_multiples(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The panels that the page draws, each a small line chart with its limits and the target, all on one scale."""
    plans = []
    for panel in frame.filter("drawn").partition_by("title", maintain_order=True):
        rows, measure, written = _measured(every_year(panel), lang)
        main, *others = with_limits(measure, rows, lang)
        last = written.value(panel["rate"].drop_nulls()[-1], lang, _aim(panel)) if panel["rate"].count() else ""
        series = [replace(main, words=at_end(rows["rate"], last)), *others]
        whole = _line(series, rows, panel["title"][0], written, lang)
        plans.append(replace(whole, panel=True, across=""))
    reach = span(replace(plans[0], series=[series for plan in plans for series in plan.series]))
    return [replace(plan, reach=reach) for plan in plans]


def satisfaction_by_group(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The respondent groups of the last year as dots with limits."""
    rows = frame.filter(pl.col("year") == pl.col("year").max())
    return [_dots(rows, [label("group", code, lang) for code in rows["group"]], lang)]


def satisfaction_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The units of the last year as dots with limits, by class."""
    return [_dots(frame, frame["unit"].to_list(), lang, sections(frame, lang))]


def satisfaction_weighted(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By year: the weighted rate with its limits, and the plain rate."""
    written = SCALES[frame["measured_in"][0]]
    rows = every_year(frame).with_columns(written.drawn(pl.col("rate", "plain_rate", "lower", "upper", "target")))
    measure, plain = say(f"exhibits.fair.measure.weighted_{written.name}", lang), say("exhibits.fair.plain", lang)
    value = written.value(frame["rate"].drop_nulls()[-1], lang, _aim(frame))
    word = say("exhibits.fair.mark.weighted", lang, value=value)
    hollow = where(rows["missing"].is_not_null() | (rows["verdict"] == "undecided"))
    series = [
        Series(measure, rows["rate"].to_list(), breaks=breaks(rows), hollow=hollow, words=at_end(rows["rate"], word)),
        Series(plain, rows["plain_rate"].to_list(), "beside", breaks=breaks(rows),
               words=at_end(rows["plain_rate"], plain)),
        *target(rows, lang),
        *limits(rows, lang),
    ]  # fmt: skip
    return [_line(series, rows, measure, written, lang)]


def satisfaction_decomposition(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The largest parts of a change, the others in one row: the rate effect and the total effect of each part."""
    rows = frame.select(_part_names(frame, lang), "rate", "mix", "total")
    if (rest := rows[DRAWN:]).height:
        summed = rest.select(pl.lit(say("exhibits.fair.rest", lang, count=rest.height)).alias("name"),
                             pl.sum("rate", "mix", "total"))  # fmt: skip
        rows = pl.concat([rows[:DRAWN], summed])
    rows = rows.with_columns(pl.col("rate", "mix", "total") * 100)
    years = {"before": frame["year"][0] - 1, "year": frame["year"][0]}
    return [
        Plan(
            "bars",
            [
                Series(say("exhibits.fair.part.rate", lang), rows["rate"].to_list(), "rate"),
                Series(say("exhibits.fair.part.mix", lang), rows["mix"].to_list(), "mix"),
            ],
            say(f"exhibits.fair.axis.parts_{frame['measured_in'][0]}", lang, **years),
            "",
            rows["name"].to_list(),
            "0.00",
            marks=tuple(typeset(f"{total:+.2f}") for total in rows["total"]),
        )
    ]


def opinion_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By year: problem opinions over all channels, with limits."""
    rows = every_year(_per_hundred(frame.filter(pl.col("channel") == "all")))
    measure, word = say("briefing.series.problems", lang), say("briefing.break.channels", lang)
    across = say("briefing.axis.year", lang)
    series = with_limits(measure, rows, lang)
    return [Plan("line", series, measure, across, names(rows, "year"), "0.0", break_word=word)]


def opinion_themes(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The themes of the last year's problem opinions, the most frequent on top."""
    said = [label("theme", code, lang) for code in frame["theme"]]
    marks = [PER_HUNDRED.value(rate, lang) for rate in frame["rate"]]
    few = (frame["valid_n"] < FEW_THEMES).fill_null(False)
    measure = say("briefing.series.problems", lang)
    return [
        dots(_per_hundred(frame), lang, measure=measure, value="rate", names=said, written=PER_HUNDRED, marks=marks,
             hollow=few, absent=too_few(lang))
    ]  # fmt: skip


PLANS = (
    satisfaction_trend,
    satisfaction_multiples,
    satisfaction_by_group,
    satisfaction_by_unit,
    satisfaction_weighted,
    satisfaction_decomposition,
    opinion_trend,
    opinion_themes,
)


def _measured(rows: pl.DataFrame, lang: str) -> tuple[pl.DataFrame, str, Scale]:
    """Shares of satisfied answers; on the basis points, mean points, which are never called a rate."""
    if rows["rate"].count() and not rows["satisfied_n"].count():
        points = rows.with_columns(pl.col("^(rate|lower|upper|target)$") * 100)
        return points, say("briefing.series.points", lang), POINTS
    return rows, say("briefing.series.satisfaction", lang), PERCENT


def _line(series: list[Series], rows: pl.DataFrame, measure: str, written: Scale, lang: str) -> Plan:
    word, form = say("briefing.break.scale", lang), "0.0%" if written is PERCENT else "0.0"
    return Plan("line", series, measure, say("briefing.axis.year", lang), names(rows, "year"), form, break_word=word)


def _dots(rows: pl.DataFrame, said: list[str], lang: str, headings: list[str | None] | None = None) -> Plan:
    drawn, measure, written = _measured(rows, lang)
    marks = [written.value(rate, lang, _aim(rows)) for rate in rows["rate"]]
    few = (rows["valid_n"] < FEW).fill_null(False) | (rows["verdict"] == "undecided").fill_null(False)
    return dots(drawn, lang, measure=measure, value="rate", names=said, written=written, marks=marks, hollow=few,
                below=rows["verdict"] == "not_met", headings=headings or (), absent=too_few(lang))  # fmt: skip


def _aim(rows: pl.DataFrame) -> float | None:
    known = rows["target"].drop_nulls()
    return known[-1] if len(known) else None


def _part_names(frame: pl.DataFrame, lang: str) -> pl.Series:
    if "unit" in frame.columns:
        return frame["unit"].alias("name")
    small = say("exhibits.fair.small_groups", lang)
    said = [small if code == SMALL else label("group", code, lang) for code in frame["group"]]
    return pl.Series("name", said, dtype=pl.String)


def _per_hundred(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(PER_HUNDRED.drawn(pl.col("rate", "lower", "upper")))
