"""The overview of leaders: the four headline figures as cards, and the units that need attention as a table."""

import polars as pl

from briefing.plan import Plan
from exhibits.overview.attention import by_unit
from words import label, say


def headline(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One card per figure: tone, value, name, target with verdict, change, interval."""
    if "label" not in frame.columns:  # no figures for this choice
        return []
    cards = tuple(
        (row["tone"], row["value"], row["label"], " · ".join(filter(None, (row["target"], row["verdict"]))),
         row["change"], row["interval"])
        for row in frame.iter_rows(named=True)
    )  # fmt: skip
    return [Plan("cards", [], "", "", [], cells=cards)]


def attention(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One row per unit: its class, its score, and its reasons with their figures."""
    if "what" not in frame.columns:  # no unit needs attention
        return []
    heads = [say(f"shell.column.{column}", lang) for column in ("unit", "unit_class", "attention_score", "reasons")]
    units = by_unit(frame, lang).select("unit", "unit_class", "attention_score", "reasons")
    rows = tuple(
        (unit, label("unit_class", unit_class, lang), f"{score:.1f}", reasons)
        for unit, unit_class, score, reasons in units.iter_rows()
    )
    return [Plan("table", [], "", "", heads, cells=rows)]


PLANS = (headline, attention)
