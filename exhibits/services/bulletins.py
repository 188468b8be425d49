"""What the exhibits of the 12345 hotline share: scope, sources, and which length of period is shown.

There are two sources, and their counts differ: the city's bulletins, and the units' own reports of work orders.
"""

import polars as pl

from exhibits.exhibit import SourceRecords
from exhibits.setting import OF_UNITS as SCOPE
from exhibits.setting import Setting
from exhibits.source_records import SCOPE as FILTERS
from exhibits.source_records import YEARS

__all__ = ["BULLETINS", "CITY", "KINDS", "ORDERS", "REPORTS", "SCOPE", "of_one_length", "source_note", "source_of"]

BULLETINS, REPORTS = "hotline", "orders"  # the sources, as in exhibits.source

KINDS = ("week", "month", "quarter", "year", "other")
CITY = SourceRecords("hotline", YEARS)  # the bulletins are of the whole city
ORDERS = SourceRecords("hotline", FILTERS)


def of_one_length(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures of the shortest length of period that there is."""
    there = figures["period_kind"].unique()
    kind = next((kind for kind in KINDS if kind in there), "")
    return figures.filter(pl.col("period_kind") == kind)


def source_of(figures: pl.DataFrame) -> str:
    """The source of rows of one length of period with reported_by."""
    return REPORTS if "unit" in figures["reported_by"] else BULLETINS


def source_note(setting: Setting) -> str:
    """Where the figures come from, and why they are not those of the other source; "" for other figures."""
    return setting.say(f"note.from_{setting.source}") if setting.source in (BULLETINS, REPORTS) else ""
