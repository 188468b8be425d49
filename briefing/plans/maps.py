"""The map of the city without its ground: a row for each division and zone, which a slide and a document can edit."""

import polars as pl

from briefing.plan import Plan
from briefing.plans.dots import dots, too_few
from exhibits.phrasing import COUNT, PER_TEN_THOUSAND, PERCENT, POINTS
from words import label, say

MEASURED_IN = {scale.name: scale for scale in (PERCENT, POINTS, PER_TEN_THOUSAND, COUNT)}


def division_map(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The metric of the colours as dots with their limits, divisions apart from zones."""
    if "measured_in" not in frame.columns or frame.is_empty():  # nothing to show for this choice
        return []
    written = MEASURED_IN[frame["measured_in"][0]]
    measure = "points" if written is POINTS else frame["metric"][0]
    rows = frame.with_columns(written.drawn(pl.col("value", "lower", "upper")))
    marks = [written.value(value, lang) for value in frame["value"]]
    kinds = [label("division_kind", kind, lang) for kind in rows["kind"]]
    return [
        dots(rows, lang, measure=say(f"exhibits.map.{measure}", lang), value="value", names=rows[lang].to_list(),
             written=written, marks=marks, ends=None if written is COUNT else ("lower", "upper"), absent=too_few(lang),
             headings=kinds)
    ]  # fmt: skip


PLANS = (division_map,)
