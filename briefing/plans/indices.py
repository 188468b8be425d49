"""The four indices: by year, by unit, as a composite, and their correlations."""

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.dots import dots, too_few
from briefing.plans.lines import breaks, every_year, names
from exhibits.indices.index_by_unit import FEW
from exhibits.phrasing import COUNT, RATIO, SCORE
from exhibits.unit_classes import sections
from words import label, say


def index_trend(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Mean, median and quartiles of each index, one chart per index: their subjects differ, so they share no axis."""
    word = say("briefing.break.rules", lang)
    plans = []
    for own in frame.partition_by("index", maintain_order=True):
        rows = every_year(own)
        name = label("index", own["index"][0], lang)
        roles: dict[str, Role] = {"mean": "main", "median": "beside", "q1": "limit", "q3": "limit"}
        series = [
            Series(say(f"briefing.series.{column}", lang), rows[column].to_list(), role, breaks=breaks(rows))
            for column, role in roles.items()
        ]
        years = names(rows, "year")
        plans.append(Plan("line", series, name, "", years, "0.0", panel=True, break_word=word))
    return plans


def index_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The units' scores of one index in the last year, by class. A score has no interval."""
    few = ((frame["subjects_n"] < FEW) & (frame["subject_grain"] == "member")).fill_null(False)
    measure = say("briefing.score_of", lang, index=label("index", frame["index"][0], lang))
    return [
        dots(frame, lang, measure=measure, value="score", names=frame["unit"].to_list(), written=SCORE, ends=None,
             hollow=few, absent=too_few(lang), headings=sections(frame, lang))
    ]  # fmt: skip


def composite_scores(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The rank of each unit in its class, with the best and the worst rank over the sets of weights."""
    rows = frame.drop_nulls("rank")
    marks = [SCORE.value(score, lang) for score in rows["score"]]
    return [
        dots(rows, lang, measure=say("exhibits.axis.rank", lang), value="rank", names=rows["unit"].to_list(),
             written=COUNT, ends=("rank_best", "rank_worst"), ends_said=say("briefing.series.ranks", lang), marks=marks,
             hollow=rows["missing_indices"].is_not_null(), headings=sections(rows, lang))
    ]  # fmt: skip


def index_correlation(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The correlation of each pair of indices; hollow if the interval contains 0."""
    pairs = [
        say("exhibits.pair", lang, one=label("index", one, lang), other=label("index", other, lang))
        for one, other in frame.select("one", "other").iter_rows()
    ]
    hollow = ((frame["lower"] <= 0) & (frame["upper"] >= 0)).fill_null(False)
    return [
        dots(frame, lang, measure=say("exhibits.axis.correlation", lang), value="correlation", names=pairs,
             written=RATIO, hollow=hollow, absent=too_few(lang))
    ]  # fmt: skip


PLANS = (index_trend, index_by_unit, composite_scores, index_correlation)
