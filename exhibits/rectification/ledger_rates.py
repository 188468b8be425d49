"""Rates of the ledger as dots with intervals: several rates of all items, or one rate of many groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.ledger_scope import group_name
from exhibits.setting import Setting
from exhibits.telling_units import telling

FEW = 10  # a dot is hollow with fewer items


@dataclass(frozen=True)
class Rate:
    """One rate of a group: the columns of its value, its limits, its numerator (part) and its denominator (whole)."""

    name: str
    value: str
    lower: str
    upper: str
    part: str
    whole: str


@dataclass(frozen=True)
class Rates:
    """What an exhibit of rates shows: `all`, several rates of all items, or `main`, one rate of many groups.

    measure, axis: keys of texts, first for all items, then for many groups. absent: key of the text for a group without
    the rate.
    """

    all: Sequence[Rate]
    main: Rate
    measure: tuple[str, str]
    axis: tuple[str, str]
    absent: str

    def measure_words(self, setting: Setting) -> str:
        """The name of what is measured."""
        return setting.say(self.measure[setting.selection.group_by != "all"])


def exhibit_of_rates(
    setting: Setting,
    groups: pl.DataFrame,
    rates: Rates,
    finding: Callable[[Setting, pl.DataFrame], str],
    n: int,
    n_of: str = "",
    from_zero: bool = True,
) -> Exhibit:
    """Dots of the rates with their Wilson limits. groups: one row per group, not empty; n: the number of items."""
    alone = setting.selection.group_by == "all"
    groups = lowest_first(groups, rates.main)
    rows = of_all(groups.row(0, named=True), rates.all, setting) if alone else by_group(groups, rates.main, setting)
    drawn, left_out = telling_groups(rows, setting)
    figure = dots(
        drawn,
        setting.palette,
        axis=setting.say(rates.axis[not alone]),
        tick=PERCENT.tick,
        from_zero=from_zero,
        ceiling=1.0,
        absent=setting.say(rates.absent),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        named(groups, setting),
        figure,
        finding(setting, groups),
        measure=rates.measure_words(setting),
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=n,
        n_of=n_of,
        interval="wilson",
        notes=[setting.say(f"note.deadline_{setting.selection.deadline}"), setting.say("note.few_items"), *left_out],
    )


def telling_groups(rows: pl.DataFrame, setting: Setting) -> tuple[pl.DataFrame, list[str]]:
    """The rows of `dots` to draw, and the notes on those left out: of many units the telling ones, of other groups all.
    Units are not compared within their class here, so they have none."""
    if rows["kind"][0] != "unit":
        return rows, []
    return telling(rows.with_columns(unit_class=pl.lit(None, pl.String)), setting)


def of_all(row: dict, rates: Sequence[Rate], setting: Setting) -> pl.DataFrame:
    """The rates of one group as rows for `dots`: name, value, lower, upper, hollow, below, mark, hover, kind, id,
    section."""
    return pl.DataFrame(
        [_row(row, rate, setting.say(f"figure.{rate.name}"), ("item", rate.name), setting) for rate in rates],
        schema_overrides=SCHEMA,
    )


def lowest_first(groups: pl.DataFrame, rate: Rate) -> pl.DataFrame:
    """The groups in the order of chart and table: the lowest rate first; groups without a rate come last."""
    return groups.sort(rate.value, rate.whole, descending=[False, True], nulls_last=True, maintain_order=True)


def by_group(groups: pl.DataFrame, rate: Rate, setting: Setting) -> pl.DataFrame:
    """Rows for `dots` (columns as in `of_all`): one row per group, in their order."""
    kind = "unit" if setting.selection.group_by == "unit" else "item"
    rows = [
        _row(row, rate, group_name(setting, row["group"], row["unit"]), (kind, row["group"] or ""), setting)
        for row in groups.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema_overrides=SCHEMA)


def named(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Adds group_name, the group's name in words, for tables."""
    names = [group_name(setting, *row) for row in groups.select("group", "unit").iter_rows()]
    return groups.with_columns(group_name=pl.Series(names, dtype=pl.String))


def reach(groups: pl.DataFrame, rate: Rate, setting: Setting) -> dict[str, object]:
    """The range of a rate over the groups with at least FEW items (over all groups if none has): count, low, high.

    Empty where no group has the rate.
    """
    known = groups.drop_nulls(rate.value)
    known = known.filter(pl.col(rate.whole) >= FEW) if (known[rate.whole] >= FEW).any() else known
    values = known[rate.value].sort()
    if values.is_empty():
        return {}
    low, high = (PERCENT.value(values[at], setting.lang) for at in (0, -1))
    return {"count": len(values), "low": low, "high": high}


SCHEMA = dict.fromkeys(("value", "lower", "upper"), pl.Float64) | dict.fromkeys(("section", "id"), pl.String)


def _row(row: dict, rate: Rate, name: str, mark: tuple[str, str], setting: Setting) -> dict:
    value, lower, upper = (row[column] for column in (rate.value, rate.lower, rate.upper))
    whole = row[rate.whole]
    said = PERCENT.value(value, setting.lang) if value is not None else ""
    limits = PERCENT.interval(lower, upper, setting.lang)
    counts = setting.say("of_whole", part=count(row[rate.part]), whole=count(whole))
    return {
        "name": name,
        "value": value,
        "lower": lower,
        "upper": upper,
        "hollow": whole < FEW,
        "below": False,
        "mark": said,
        "hover": "<br>".join([name, f"<b>{said}</b> {limits}", counts]),
        "kind": mark[0],
        "id": mark[1],
        "section": None,
    }
