"""What the exhibits of the 12345 hotline share: scope, sources, and which length of period is shown."""

import polars as pl

from exhibits.exhibit import SourceRecords
from exhibits.setting import LEDGER as SCOPE
from exhibits.source_records import SCOPE as FILTERS
from exhibits.source_records import YEARS

__all__ = ["CITY", "KINDS", "ORDERS", "SCOPE", "of_one_length"]

KINDS = ("week", "month", "quarter", "year", "other")
CITY = SourceRecords("hotline", YEARS)  # the bulletins are of the whole city
ORDERS = SourceRecords("hotline", FILTERS)


def of_one_length(figures: pl.DataFrame, first: str = "") -> pl.DataFrame:
    """The figures of one length of period: `first` if it has any, else the shortest."""
    there = figures["period_kind"].unique()
    kind = next((kind for kind in (first, *KINDS) if kind in there), "")
    return figures.filter(pl.col("period_kind") == kind)
