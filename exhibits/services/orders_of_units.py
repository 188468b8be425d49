"""What both exhibits of work orders by unit share: their rows in order, the units without requests, the period."""

from collections.abc import Callable

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit
from exhibits.phrasing import PERCENT
from exhibits.services.bulletins import source_note
from exhibits.setting import Setting
from exhibits.unit_classes import CLASS_ORDER, sections


def with_requests(by_unit: pl.DataFrame, value: str) -> pl.DataFrame:
    """The units that had requests, class by class, the highest value first."""
    asked = by_unit.filter(~pl.col("no_requests"))
    return asked.sort(CLASS_ORDER, pl.col(value), "unit", descending=[False, True, False], nulls_last=True)


def without_requests(by_unit: pl.DataFrame, setting: Setting) -> str:
    """The units without a request, by name: they are neither at 0 nor at 100 %."""
    names = by_unit.filter("no_requests")["unit"].sort().to_list()
    return setting.say("note.no_requests", units=setting.say("list.comma").join(names)) if names else ""


def exhibit_of_orders(
    setting: Setting,
    by_unit: pl.DataFrame,
    rows: pl.DataFrame,
    finding: Callable[[Setting, pl.DataFrame], str],
    hover: Callable[[dict], list[str]],
    *,
    value: str,
    target: float | None,
    what: str,
    n: int,
    interval: str,
    notes: list[str],
) -> Exhibit:
    """Dots of a rate of the units. `rows`: from `with_requests`, with lower, upper, hollow and below. `what`: on_time
    or callbacks, the last part of the keys of the texts. `hover`: the lines about a unit whose rate is shown."""
    lang = setting.lang
    said = [
        "<br>".join([row["unit"], *(hover(row) if row[value] is not None else [setting.say("too_few")])])
        for row in rows.iter_rows(named=True)
    ]
    figure = dots(
        rows.with_columns(
            name=pl.col("unit"),
            value=pl.col(value),
            mark=pl.Series(["" if each is None else PERCENT.value(each, lang, target) for each in rows[value]]),
            section=pl.Series(sections(rows, lang), dtype=pl.String),
            hover=pl.Series(said, dtype=pl.String),
            kind=pl.lit("unit"),
            id=pl.col("unit_id"),
        ),
        setting.palette,
        axis=setting.say(f"axis.{what}_rate"),
        tick=PERCENT.tick,
        target=None if target is None else (target, setting.say("target", target=f"{target:.0%}")),
        ceiling=1.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    first, last = by_unit["period_from"].sort()[0], by_unit["period_to"].sort()[-1]
    return setting.exhibit(
        by_unit,
        figure,
        finding(setting, rows),
        measure=setting.say(f"measure.{what}_by_unit"),
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=n,
        n_of="orders" if what == "on_time" else "callbacks",
        interval=interval,
        years=(first.year, last.year),
        notes=[
            source_note(setting),
            *notes,
            setting.say("note.hotline_target") if target else "",
            without_requests(by_unit, setting),
        ],
    )
