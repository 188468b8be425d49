"""Units in the order of their classes; units are compared only inside their class."""

import polars as pl

from words import label

CLASSES = ("service_heavy", "service_light", "party_mass", "unclassified", "consulted_only")
MOST_UNITS = 24  # units in a chart; the table holds all
CLASS_ORDER = pl.col("unit_class").replace_strict({name: at for at, name in enumerate(CLASSES)}, default=len(CLASSES))


def ordered(by_unit: pl.DataFrame, value: str) -> pl.DataFrame:
    """The units of the last year, class by class, highest value first; null values last, sorted by name."""
    last = by_unit.filter(pl.col("year") == pl.col("year").max())
    return last.sort(CLASS_ORDER, pl.col(value), "unit", descending=[False, True, False], nulls_last=True)


def sections(by_unit: pl.DataFrame, lang: str) -> list[str | None]:
    """The heading of each row's class; None in every row when all units are of one class."""
    classes = by_unit["unit_class"].fill_null("unclassified")
    several = classes.n_unique() > 1
    return [label("unit_class", each, lang) if several else None for each in classes]


def bars_of_units(units: pl.DataFrame, marks: list[str], hover: list[str]) -> pl.DataFrame:
    """The units with the columns of `charts.bars` beside their parts: name, mark, hover, kind and id."""
    return units.with_columns(
        name=pl.col("unit"),
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )
