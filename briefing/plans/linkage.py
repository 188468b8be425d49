"""Party-building and business results of units: quadrants and coupling."""

import math

import polars as pl

from briefing.plan import Plan, Series
from briefing.plans.dots import dots
from briefing.plans.lines import where
from exhibits.linkage.coupling import DEGREE, FORMULA
from exhibits.linkage.linkage import NAMED, QUADRANTS, STRONG
from exhibits.unit_classes import ordered, sections
from words import label, say


def linkage(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The path of each unit to its last year: Party-building on x, business on y, with lines where strong begins."""
    last = frame.filter(pl.col("year") == pl.col("year").max())
    widest = last.sort(pl.col("gap").abs(), "unit_id", descending=[True, False]).head(NAMED)["unit_id"].to_list()
    ways = [
        Series(own["unit"][0], own["u2"].to_list(), "way", xs=own["u1"].to_list())
        for own in frame.partition_by("unit_id", maintain_order=True)
        if own.height > 1
    ]
    dot = Series(
        say("briefing.series.last_year", lang, year=last["year"][0]),
        last["u2"].to_list(),
        xs=last["u1"].to_list(),
        hollow=where(last["u1_missing"].is_not_null() | last["u2_missing"].is_not_null()),
        words={at: unit for at, (unit_id, unit) in enumerate(last.select("unit_id", "unit").iter_rows())
               if unit_id in widest},
    )  # fmt: skip
    (left, right), (bottom, top) = (_tenths([*frame[side], STRONG]) for side in ("u1", "u2"))
    equal = [max(left, bottom), min(right, top)]
    cuts = [
        Series(say("briefing.series.cut", lang), [bottom, top], "limit", xs=[STRONG, STRONG]),
        Series(say("briefing.series.cut", lang), [STRONG, STRONG], "limit", xs=[left, right]),
        Series(say("briefing.series.equal", lang), equal, "outer", xs=equal),
    ]
    corners = tuple(label("quadrant", name, lang) for name in QUADRANTS)
    return [
        Plan("scatter", [dot, *cuts, *ways], say("exhibits.axis.business", lang), say("exhibits.axis.party", lang),
             last["unit"].to_list(), "0.00", corners=corners)
    ]  # fmt: skip


def coupling(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The coupling degree of each unit, by the formula of the exhibit, by class."""
    rows = ordered(frame.filter(pl.col("formula") == FORMULA), "d")
    hollow = rows["u1_missing"].is_not_null() | rows["u2_missing"].is_not_null()
    return [
        dots(rows, lang, measure=say("exhibits.axis.degree", lang), value="d", names=rows["unit"].to_list(),
             written=DEGREE, ends=("d_lower", "d_upper"), hollow=hollow, headings=sections(rows, lang))
    ]  # fmt: skip


PLANS = (linkage, coupling)


def _tenths(values: list[float]) -> tuple[float, float]:
    """Round lowest and highest values of an axis that contains all values."""
    return math.floor(min(values) * 10) / 10, math.ceil(max(values) * 10) / 10
