"""What the rectification exhibits share: names of groups, the scope of the ledger, and the day that a title is
about."""

from collections.abc import Iterable

import polars as pl

from exhibits.setting import OF_UNITS as SCOPE
from exhibits.setting import Setting
from words import label

__all__ = ["SAID", "SCOPE", "day_said", "group_name", "standing"]

SAID = (90, 60, 30)  # possible days of a title: the first one up to which an item was observed is used


def group_name(setting: Setting, group: str | None, unit: str | None) -> str:
    """The name of a group of items: the unit's name, the source's label, 第N轮 for a round; a category stays as
    written."""
    if group is None:
        return setting.say("no_group")
    match setting.selection.group_by:
        case "all":
            return setting.say("all_items")
        case "unit":
            return unit or group
        case "round":
            return setting.say("round", number=group)
        case "source":
            return label("source", group, setting.lang)
    return group


def day_said(curves: pl.DataFrame, days: Iterable[int] = SAID) -> int | None:
    """The first of the days up to which a group was observed; None if no group was observed up to any of them."""
    longest = int(curves["watched_days"].max() or 0)  # type: ignore[arg-type]
    return next((day for day in days if day <= longest), None)


def standing(curves: pl.DataFrame, day: int, start: dict[str, float]) -> pl.DataFrame:
    """The state of each group on a day: its last row up to that day, or the shares in `start`. Only groups observed up
    to that day."""
    watched = curves.filter(pl.col("watched_days") >= day)
    begun = watched.unique(["group"], maintain_order=True).with_columns(
        pl.lit(0, pl.Int64).alias("day"), *(pl.lit(share).alias(name) for name, share in start.items())
    )
    until = pl.concat([begun, watched.filter(pl.col("day") <= day)])
    return until.unique(["group"], keep="last", maintain_order=True)
