"""Are work orders finished on time, and are people satisfied at the call-back? Two instruments, each on its axis."""

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.services.bulletins import ORDERS, SCOPE, of_one_length, source_note, source_of
from exhibits.setting import ASKED, Setting
from words import label

ON_TIME, SATISFIED = "hotline_on_time_rate", "hotline_satisfaction_rate"
PANELS = {ON_TIME: "on_time", SATISFIED: "callbacks"}
TITLES = {ON_TIME: "on_time_orders", SATISFIED: "callbacks"}


def make(frames: Frames, selection: Selection) -> Exhibit:
    rates = of_one_length(frames["hotline_quality"]).sort("series", "period")
    setting = Setting("hotline_quality", frames, selection, source_of(rates), SCOPE)
    measure = setting.say("measure.hotline_quality")
    shown = rates.drop_nulls("value")
    if shown.is_empty():
        reason = "suppressed" if rates["suppressed"].any() else "empty"
        return setting.nothing(rates, measure, "line", reason)
    kind = rates["period_kind"][0]
    periods = shown["period"].sort()
    called = shown.filter(pl.col("series") == SATISFIED)
    return setting.exhibit(
        rates,
        over_time(panels(rates, setting), setting.palette, stamp=setting.stamp),
        finding(setting, shown),
        measure=measure,
        kind="line",
        unit=setting.say("unit_name.percent"),
        n=int(called["n"].sum()) if called["n"].count() else None,
        n_of="callbacks",
        interval="callbacks",
        years=(periods[0].year, periods[-1].year),
        notes=[
            label("period_kind", kind, setting.lang),
            source_note(setting),
            setting.say("note.rating_month", month=f"{periods[-1]:%Y-%m-%d}"),
            setting.say("note.two_instruments"),
            setting.say("note.hotline_target") if rates["target"].count() else "",
        ],
    )


def panels(rates: pl.DataFrame, setting: Setting) -> list[Panel]:
    """One panel a series that has a value."""
    drawn = []
    for series, name in PANELS.items():
        own = rates.filter(pl.col("series") == series)
        if not own["value"].count():
            continue
        last = own.drop_nulls("value").row(-1, named=True)
        target = last["target"]
        rows = own.with_columns(
            broken=pl.lit(False),
            below=pl.lit(False),
            hover=pl.Series([_hover(row, setting) for row in own.iter_rows(named=True)], dtype=pl.String),
            kind=pl.lit("period"),
            id=pl.col("period").cast(pl.String),
        )
        drawn.append(
            Panel(
                setting.say(f"panel_title.{name}"),
                rows,
                PERCENT.tick,
                end=PERCENT.value(last["value"], setting.lang),
                target=None if target is None else (target, setting.say("target", target=f"{target:.0%}")),
                ceiling=1.0,
            )
        )
    return drawn


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [f"{row['period']:%Y-%m-%d}"]
    if row["value"] is None:
        return "<br>".join([*lines, setting.say("too_few")])
    lines.append(f"<b>{PERCENT.value(row['value'], lang)}</b> {PERCENT.interval(row['lower'], row['upper'], lang)}")
    if row["n"] is not None:
        key = "orders" if row["series"] == ON_TIME else "callbacks"
        lines.append(setting.say(f"hover.{key}", n=count(row["n"])))
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """The last value of each instrument."""
    clauses = []
    for series, name in TITLES.items():
        own = shown.filter(pl.col("series") == series)
        if own.height:
            clauses.append(setting.say(f"title.{name}", value=PERCENT.value(own["value"][-1], setting.lang)))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("hotline_quality", ("hotline_quality", *ASKED), make, (ORDERS,))
