"""What the comparisons of units share: each unit is compared with all units of its class, whichever units the reader
has chosen."""

from collections.abc import Callable, Sequence

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, Frames
from exhibits.satisfaction.rates import FEW
from exhibits.selection import Selection
from exhibits.setting import Setting
from exhibits.telling_units import telling
from exhibits.unit_classes import CLASS_ORDER, sections
from inference.multiplicity import LEVEL
from words import label

SCOPE = ("years", "unit_class", "groups", "basis")
NEVER_RANKED = "consulted_only"


def compared(name: str, frames: Frames, selection: Selection) -> Setting:
    """The setting of a comparison: chosen units do not filter the rows, they are only marked."""
    return Setting(name, frames, selection, "survey", SCOPE)


def each_class(
    units: pl.DataFrame, method: Callable[[pl.DataFrame, float], pl.DataFrame], order: pl.Expr | None = None
) -> pl.DataFrame:
    """The units with the columns of the method, applied to the units of each class that are not suppressed. Rows: class
    by class, in the given order; suppressed units last, without these columns.

    method: takes the units of a class and a significance level. A title covers all classes at once, so the classes with
    at least two units share the level equally.
    """
    shown = units.filter(~pl.col("suppressed")).partition_by("unit_class")
    level = LEVEL / max(1, sum(own.height > 1 for own in shown))
    judged = pl.concat([*(method(own, level) for own in shown), units.filter(pl.col("suppressed"))], how="diagonal")
    inside = [] if order is None else [order]
    return judged.sort(CLASS_ORDER, "unit_class", "suppressed", *inside, "unit_id", nulls_last=True)


def nothing(setting: Setting, units: pl.DataFrame, measure: str) -> Exhibit | None:
    """The exhibit that explains why there is nothing to compare; None if there is something."""
    if not units.is_empty() and not units["suppressed"].all():
        return None
    no_boxes = setting.selection.basis == "points"
    reason = "no_boxes" if no_boxes else "empty" if units.is_empty() else "suppressed"
    return setting.nothing(units, measure, "dots", reason)


def marked_rows(judged: pl.DataFrame, setting: Setting, marks: list[str], hover: list[str]) -> pl.DataFrame:
    """The units with the columns of `charts.dots` that all comparisons share; the caller adds value, lower, upper and
    below."""
    return judged.with_columns(
        name=pl.Series(marked_names(judged, setting)),
        section=pl.Series(sections(judged, setting.lang), dtype=pl.String),
        hollow=few(judged),
        mark=pl.Series(marks),
        hover=pl.Series(hover),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


def exhibit_of_units(
    setting: Setting,
    judged: pl.DataFrame,
    rows: pl.DataFrame,
    finding: Callable[[Setting, pl.DataFrame], str],
    *,
    axis: str,
    tick: str,
    target: tuple[float, str] | None,
    ceiling: float,
    measure: str,
    unit: str,
    interval: str,
    notes: Sequence[str],
    from_zero: bool = False,
) -> Exhibit:
    """Dots of the units of each class with their intervals.

    judged: from `each_class`; rows: the same units from `marked_rows`; finding: takes the units that are not
    suppressed. axis, measure: texts. unit, interval: last part of a text's key. notes: come before the notes on years.
    """
    shown = judged.filter(~pl.col("suppressed"))
    drawn, left_out = telling(rows, setting)
    figure = dots(
        drawn,
        setting.palette,
        axis=axis,
        tick=tick,
        target=target,
        from_zero=from_zero,
        ceiling=ceiling,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        judged,
        figure,
        finding(setting, shown),
        measure=measure,
        kind="dots",
        unit=setting.say(f"unit_name.{unit}"),
        n=int(shown["valid_n"].sum()),
        interval=interval,
        years=years_of(judged),
        notes=[*notes, *notes_on_years(judged, setting), *left_out],
    )


def beside_others(shown: pl.DataFrame) -> pl.DataFrame:
    """The units whose class has at least one other unit; a single unit cannot be compared."""
    return shown.filter(pl.len().over("unit_class") > 1)


def years_of(units: pl.DataFrame) -> tuple[int, int]:
    """The first and the last year whose answers are counted."""
    return int(units["year_first"][0]), int(units["year"][0])


def notes_on_years(units: pl.DataFrame, setting: Setting) -> list[str]:
    """A note with the number of units that are shown for fewer years than others; suppressed years are in no sum."""
    shown = units.filter(~pl.col("suppressed"))
    fewer = shown.filter(pl.col("years_n") < pl.col("years_n").max()).height
    return [setting.say("fair.note.years", units=fewer)] if fewer else []


def marked_names(units: pl.DataFrame, setting: Setting) -> list[str]:
    """The units' names, with a mark on those that the reader has chosen."""
    chosen = set(setting.selection.units)
    rows = units.select("unit_id", "unit").iter_rows()
    return [setting.say("fair.chosen", unit=unit) if unit_id in chosen else unit for unit_id, unit in rows]


def class_names(units: pl.DataFrame, lang: str) -> list[str]:
    """The name of each row's class."""
    return [label("unit_class", each, lang) for each in units["unit_class"]]


def few(units: pl.DataFrame) -> pl.Expr:
    """Whether the mark is hollow: too few answers for a reliable rate."""
    return (pl.col("valid_n") < FEW).fill_null(False)
