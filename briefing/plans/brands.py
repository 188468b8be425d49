"""Service brands: coverage, stages, awards, marks, and the story of one brand."""

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.dots import dots
from exhibits.brands.brand_awards import by_year
from exhibits.brands.brand_stages import mark
from exhibits.brands.brand_story import outcome
from exhibits.brands.brand_winners import SHOWN
from exhibits.brands.brand_words import AWARDS, spoken, stage_name
from exhibits.phrasing import PERCENT, SCORE
from words import label, say

COVERED: dict[str, Role] = {"judged": "done", "earlier": "wait", "without": "late"}
AWARDED: dict[str, Role] = {"flagship": "done", "top_ten": "wait", "excellent": "gone"}


def brand_coverage(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By year: organisations with a brand before the panel, with one at an earlier stage, and without."""
    series = [
        Series(say(f"exhibits.part.brand_{column}", lang), frame[column].fill_null(0).to_list(), tone)
        for column, tone in COVERED.items()
    ]
    rows = frame.to_dicts()
    names = [
        say("exhibits.brand_year", lang, year=row["year"], claim=label("brand_claim", row["claim"], lang))
        for row in rows
    ]
    marks = tuple(
        PERCENT.value(row["coverage_rate"], lang) if row["list_loaded"] else say("exhibits.brand_no_list", lang)
        for row in rows
    )
    return [Plan("bars", series, say("exhibits.axis.organisations", lang), "", names, "0", marks=marks)]


def brand_gaps(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The organisations without a brand, the last year first."""
    heads = [say(f"shell.column.{column}", lang) for column in ("year", "unit", "unit_class", "current_unit")]
    rows = tuple(
        (str(year), unit, label("unit_class", unit_class or "unclassified", lang), current or "")
        for year, unit, unit_class, current in frame.select("year", "unit", "unit_class", "current_unit").iter_rows()
    )
    return [Plan("table", [], "", "", heads, cells=rows)]


def brand_stages(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By stage of the last year: the brands that go on and those that end there."""
    say_it = spoken(lang)
    series = [
        Series(say("exhibits.part.brand_went_on", lang), frame["went_on"].to_list(), "done"),
        Series(say("exhibits.part.brand_ended", lang), frame["ended"].to_list(), "gone"),
    ]
    names = [stage_name(stage, lang, say_it) for stage in frame["stage"]]
    marks = tuple(mark(row, say_it) for row in frame.iter_rows(named=True))
    return [Plan("bars", series, say("exhibits.axis.brands", lang), "", names, "0", marks=marks)]


def brand_stage_years(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """A row for each year, a column for each stage: the brands that reach it."""
    years = frame.partition_by("year", maintain_order=True)
    stages = [stage_name(stage, lang, spoken(lang)) for stage in years[0]["stage"]] if years else []
    heads = [say("shell.column.year", lang), *stages]
    rows = tuple((str(own["year"][0]), *(str(reached) for reached in own["reached"])) for own in years)
    return [Plan("table", [], "", "", heads, cells=rows)]


def brand_awards(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By year: the brands with each award."""
    years = by_year(frame)
    series = [
        Series(label("brand_award", award, lang), years[award].to_list(), tone) for award, tone in AWARDED.items()
    ]
    marks = tuple(str(total) for total in years.select(pl.sum_horizontal(*AWARDS)).to_series())
    names = [
        say("exhibits.brand_year_broken", lang, year=year) if broken else str(year)
        for year, broken in years.select("year", "broken_n").iter_rows()
    ]
    return [Plan("bars", series, say("exhibits.axis.brands", lang), "", names, "0", marks=marks)]


def brand_winners(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """A row for each of the first brands, a column for each year: its award."""
    years = frame["year"].unique().sort().to_list()
    heads = [say("shell.column.brand", lang), *(str(year) for year in years)]
    coded = frame.with_columns(
        pl.col("award").replace({award: label("brand_award", award, lang) for award in AWARDS})
    ).partition_by("brand_id", maintain_order=True)
    rows = tuple((own["brand"][0], *_awards(own, years)) for own in coded[:SHOWN])
    return [Plan("table", [], "", "", heads, cells=rows)]


def brand_scores(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The difference of winners and others by criterion; filled where they are told apart."""
    names = [
        say("exhibits.brand_criterion", lang, name=label("brand_criterion", criterion, lang), weight=f"{weight:g}")
        for criterion, weight in frame.select("criterion", "weight").iter_rows()
    ]
    line = Series(say("exhibits.brand_no_difference", lang), [0.0] * frame.height, "target")
    return [
        dots(frame, lang, measure=say("exhibits.axis.brand_difference", lang), value="difference", names=names,
             written=SCORE, ends=("difference_lower", "difference_upper"), line=line,
             marks=[SCORE.signed(difference) for difference in frame["difference"]], hollow=~frame["told_apart"],
             below=frame["told_apart"] & (frame["difference"] < 0))
    ]  # fmt: skip


def brand_story(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The total of each year with the award, or the stage, beside it; filled with an award."""
    marks = [outcome(row, lang, spoken(lang)) for row in frame.iter_rows(named=True)]
    return [
        dots(frame, lang, measure=say("briefing.brand_total", lang), value="total_points",
             names=[str(year) for year in frame["year"]], written=SCORE, ends=None, marks=marks,
             hollow=frame["award"].is_null(), absent=say("exhibits.brand_unscored", lang))
    ]  # fmt: skip


PLANS = (
    brand_coverage,
    brand_gaps,
    brand_stages,
    brand_stage_years,
    brand_awards,
    brand_winners,
    brand_scores,
    brand_story,
)


def _awards(own: pl.DataFrame, years: list[int]) -> tuple[str, ...]:
    """The awards of one brand in the years, "" for a year without one."""
    won = dict(own.drop_nulls("award").select("year", "award").iter_rows())
    return tuple(won.get(year, "") for year in years)
