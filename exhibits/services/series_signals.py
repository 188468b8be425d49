"""Does a series change by more than its usual variation, and will it reach its target if nothing changes?"""

from dataclasses import replace
from typing import Any

import polars as pl

from charts.control import control
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames, SourceRecords
from exhibits.gates import Facts, title, word
from exhibits.phrasing import COUNT, PERCENT, Scale, count
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.services.bulletins import source_note, source_of
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS
from exhibits.source_records import SCOPE as SCOPE_OF_SERIES
from inference.control import FEWEST, assurance, p_prime, signals, variation, xmr
from words import label

KINDS = ("month", "quarter", "week", "other", "year")  # the first that exists is shown; a year is never charted
# The better direction of each series (more requests or items are neither), and the source of those not of the hotline.
BETTER = {"hotline_on_time_rate": "higher", "hotline_satisfaction_rate": "higher", "satisfaction_rate": "higher"}
SOURCES = {"rectification": "ledger", "satisfaction": "survey"}
UNITS = {"hotline_received": "cases", "rectification_opened": "items", "rectification_closed": "items"}
MARKS = {"common": "○", "improving": "◆", "worsening": "◆", "special": "◆"}
MARKS |= {"pass": "●", "fail": "✕", "uncertain": "◐"}


def make(frames: Frames, selection: Selection) -> Exhibit:
    every_series = frames["series_signals"].sort("series", "period_kind", "period")
    points = shown(every_series, selection.series)
    name = points["series"][0] if points.height else ""
    source = SOURCES.get(name.split("_")[0]) or source_of(points)
    setting = Setting("series_signals", frames, selection, source, SCOPE, ledger=source == "ledger")
    if points.is_empty():
        return setting.nothing(points, setting.say("measure.signals"), "control")
    kind = points["period_kind"][0]
    measure = setting.say("measure.series", kind=label("period_kind", kind, setting.lang))
    known = points.drop_nulls("value")
    reason = "yearly" if kind == "year" else "too_short" if known.height < FEWEST else ""
    if reason:
        return setting.nothing(points, measure, "control", reason)
    judged = judge(known)
    written, first = scale(name), judged.row(-1, named=True)
    p_limits = judged["n"].null_count() == 0
    return setting.exhibit(
        judged,
        drawn(judged, setting),
        finding(setting, judged),
        measure=measure,
        kind="control",
        unit=setting.say(f"unit_name.{UNITS.get(name, written.name)}"),
        n=judged.height,
        n_of="points",
        interval="p_prime" if p_limits else "xmr",
        years=(judged["period"][0].year, judged["period"][-1].year),
        notes=[
            source_note(setting),
            setting.say("note.signals", count=judged["rule"].count()),
            setting.say("note.hotline_target") if first["target"] is not None else "",
        ],
    )


def shown(every_series: pl.DataFrame, wanted: str) -> pl.DataFrame:
    """The points of the wanted series, or else of the first series that can be charted, in its best period length."""
    for name in dict.fromkeys([wanted, *charted(every_series), *every_series["series"]]):
        own = every_series.filter(pl.col("series") == name)
        if own.height:
            kind = next(kind for kind in KINDS if kind in own["period_kind"])
            return own.filter(pl.col("period_kind") == kind)
    return every_series.clear()


def charted(every_series: pl.DataFrame) -> list[str]:
    """The series with enough points of one period length other than a year."""
    lengths = every_series.filter(pl.col("period_kind") != "year").group_by("series", "period_kind").len()
    return sorted(lengths.filter(pl.col("len") >= FEWEST)["series"].unique())


def judge(points: pl.DataFrame) -> pl.DataFrame:
    """Adds mean, lower, upper, rule, direction, and the two judgements variation and assurance."""
    limits = p_prime(points) if points["n"].null_count() == 0 else xmr(points)
    if (points["value"] >= 0).all():  # neither a count nor a share is negative
        limits = limits.with_columns(pl.col("lower").clip(lower_bound=0))
    judged = signals(limits)
    better = BETTER.get(points["series"][0], "neither")
    return judged.with_columns(
        variation=pl.lit(variation(judged, better)),
        assurance=pl.lit(assurance(judged, points["target"][0], better), pl.String),
    )


def scale(series: str) -> Scale:
    """The scale of a series: percent for rates, else counts."""
    return PERCENT if series.endswith("_rate") else COUNT


def drawn(judged: pl.DataFrame, setting: Setting) -> Any:
    """The control chart of the points."""
    last, lang = judged.row(-1, named=True), setting.lang
    written = scale(last["series"])
    worse = pl.col("direction") == ("low" if BETTER.get(last["series"]) == "higher" else "")
    rows = judged.with_columns(
        special=pl.col("rule").is_not_null(),
        bad=worse.fill_null(False),
        hover=pl.Series([_hover(row, written, setting) for row in judged.iter_rows(named=True)], dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("period").cast(pl.String),
    )
    target = last["target"]
    digits = {name: written.value(last[name], lang) for name in ("mean", "lower", "upper")}
    return control(
        rows,
        setting.palette,
        axis=setting.say("axis.series_rate") if written is PERCENT else setting.say(f"axis.{UNITS[last['series']]}"),
        tick=written.tick,
        lines={name: setting.say(f"line.{name}", value=value) for name, value in digits.items()},
        target=None if target is None else (target, setting.say("target", target=f"{target:.0%}")),
        icons=icons(last, setting),
        ceiling=1.0 if written is PERCENT else None,
        stamp=setting.stamp,
    )


def icons(last: dict[str, Any], setting: Setting) -> str:
    """The two judgements of the chart, one line each: question, mark and word."""
    return "<br>".join(
        setting.say(f"icon.{name}", mark=MARKS[last[name]], answer=label(name, last[name], setting.lang))
        for name in ("variation", "assurance")
        if last[name]
    )


def _hover(row: dict[str, Any], written: Scale, setting: Setting) -> str:
    lang = setting.lang
    lines = [f"{row['period']:%Y-%m-%d}" if row["period_kind"] in ("week", "other") else f"{row['period']:%Y-%m}"]
    lines.append(f"<b>{written.value(row['value'], lang)}</b> {written.interval(row['lower'], row['upper'], lang)}")
    if row["n"] is not None:
        lines.append(setting.say("hover.n", n=count(row["n"])))
    if row["rule"]:
        lines.append(f"◆ {label('signal_rule', row['rule'], lang)}")
    return "<br>".join(lines)


def finding(setting: Setting, judged: pl.DataFrame) -> str:
    """What the last point shows about change, and what the limits show about the target."""
    last, lang = judged.row(-1, named=True), setting.lang
    special = f"special_{last['direction']}" if last["variation"] == "special" else last["variation"]
    signal = word("signal", Facts(special), lang, series=label("series", last["series"], lang))
    line = f"{last['target']:.0%}" if last["target"] is not None else ""
    return title([signal, word("assurance", Facts(last["assurance"]), lang, target=line)], lang)


SOURCE_RECORDS = (SourceRecords("hotline", SCOPE_OF_SERIES, series="hotline"), replace(ITEMS, series="rectification"))
SPEC = ExhibitSpec("series_signals", ("series_signals", *ASKED), make, SOURCE_RECORDS)
