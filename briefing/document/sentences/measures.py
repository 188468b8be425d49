"""Sentences about what is measured: satisfaction, opinions, indices, linkage, services."""

import polars as pl

from briefing.document.sentences.phrases import (
    COUNTED,
    MEAN,
    RATE,
    SCORED,
    Row,
    counted,
    estimate,
    listed,
    measure_of,
    month_of,
    sentence,
    share,
    year_on_year,
)
from exhibits.exhibit import Exhibit
from exhibits.gates import Facts, word
from exhibits.phrasing import Scale
from words import label, say

MOST = 12  # things that a sentence lists; the figure has all


def _last(exhibit: Exhibit, value: str) -> Row | None:
    """The last row; None if its value is hidden or missing."""
    row = exhibit.frame.row(-1, named=True)
    return row if row[value] is not None else None


def _scale(row: Row) -> Scale:
    """A rate with a line to meet or without: points have no counts of the satisfied behind them."""
    points = row["measured_in"] == "points" if "measured_in" in row else row["satisfied_n"] is None
    return SCORED if points else RATE


def _level(row: Row, lang: str) -> str:
    """The verdict on the target line, in the word that the gates allow."""
    if row["verdict"] is None or row["target"] is None:
        return ""
    return word("level", Facts(row["verdict"]), lang, target=f"{row['target']:.0%}")


def headline(exhibit: Exhibit, lang: str) -> list[str]:
    """Each headline figure with its interval, its counts, its change and its verdict."""
    said = []
    for row in exhibit.frame.filter(~pl.col("suppressed")).drop_nulls(["rate", "lower", "upper"]).iter_rows(named=True):
        scale = COUNTED if row["metric"] == "problem_opinion_rate" else RATE
        value = counted(scale, row, ("rate", "lower", "upper", "numerator_n", "valid_n"), lang)
        name = row["label"].split(" · ")[0]
        first = say("document.says.of_year", lang, year=row["year"], measure=name, value=value)
        change = {"change": row["change_value"]} | {f"change_{end}": row[f"change_{end}"] for end in ("lower", "upper")}
        level = {"verdict": row["verdict_code"], "target": row["target_value"]}
        said.append(sentence([first, _level(level, lang), year_on_year(scale, change, lang)], lang))
    return said


def satisfaction_trend(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year: rate, interval, verdict and change."""
    if (row := _last(exhibit, "rate")) is None:
        return []
    scale = _scale(row)
    value = estimate(scale, row, "rate", "lower", "upper", lang)
    first = say("document.says.of_year", lang, year=row["year"], measure=measure_of(exhibit), value=value)
    answers = say("document.says.answers", lang, n=row["valid_n"])
    said = [sentence([first, answers, _level(row, lang)], lang)]
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
            value=estimate(_scale(row), row, "rate", "lower", "upper", lang),
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


def service_ratings(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: good ratings among those given, and how many were given."""
    if (row := _last(exhibit, "good_rate")) is None:
        return []
    facts = {"good": row["good_n"], "rated": row["rated_n"], "cases": row["cases_n"]}
    return [
        say(
            "document.says.ratings",
            lang,
            month=month_of(row["month"], lang),
            value=estimate(RATE, row, "good_rate", "lower", "upper", lang),
            active=RATE.value(row["active_share"], lang),
            **facts,
        )
    ]


def service_bad_ratings(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: bad ratings."""
    if (row := _last(exhibit, "bad_rate")) is None:
        return []
    value = estimate(RATE, row, "bad_rate", "bad_lower", "bad_upper", lang)
    month = month_of(row["month"], lang)
    return [say("document.says.bad_ratings", lang, month=month, bad=row["bad_n"], rated=row["rated_n"], value=value)]


def hotline_flow(exhibit: Exhibit, lang: str) -> list[str]:
    """The last period: received, answered at once, dispatched."""
    if (row := _last(exhibit, "received")) is None or row["answered"] is None or row["dispatched"] is None:
        return []
    counts = {name: row[name] for name in ("received", "answered", "dispatched")}
    share_of = share(row, "answered_share", "answered", "received", lang)
    first, last = f"{row['period']}", f"{row['period_to']}"
    return [say("document.says.hotline", lang, first=first, last=last, share=share_of, **counts)]


PATTERNS = (
    headline,
    satisfaction_trend,
    satisfaction_weighted,
    satisfaction_by_group,
    opinion_trend,
    opinion_themes,
    index_trend,
    service_ratings,
    service_bad_ratings,
    hotline_flow,
)
