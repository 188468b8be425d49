"""What share of the actions owed was done: as all units report, and as a random spot check found?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import DUTIES
from words import label

FEW = 10  # a dot is hollow with fewer actions


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("duty_coverage", frames, selection, "duties", OF_UNITS, ledger=True)
    rates = frames["duty_coverage"]
    measure = setting.say("measure.duty_coverage")
    if rates.is_empty():
        return setting.nothing(rates, measure, "dots", "none_owed")
    rates = named(rates, setting)
    figure = dots(
        readied(rates, setting),
        setting.palette,
        axis=setting.say("axis.duty_done"),
        tick=PERCENT.tick,
        ceiling=1.0,
        floor=0.0,
        absent="",
        stamp=setting.stamp,
    )
    sampled = (rates["coverage"] == "sample").any()
    notes = [setting.say("note.few_actions")]
    notes += [setting.say("note.duty_sample")] if sampled else []
    notes += [setting.say("note.duty_assumed")] if rates["assumed"].any() else []
    return setting.exhibit(
        rates,
        figure,
        finding(setting, rates),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=int(rates.filter(pl.col("duty_action").is_null())["due"].sum()),
        n_of="actions",
        interval="wilson_of_sample" if sampled else "census_duties",
        years=year_span(rates),
        notes=notes,
    )


def named(rates: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The rates with the words of their action and of their coverage; the sum of all actions comes first."""
    names = [
        setting.say("all_actions") if action is None else label("duty_action", action, setting.lang)
        for action in rates["duty_action"]
    ]
    headings = [
        setting.say("coverage_of_year", coverage=label("duty_coverage", coverage, setting.lang), year=year)
        for coverage, year in rates.select("coverage", "year").iter_rows()
    ]
    return rates.with_columns(
        action_name=pl.Series(names, dtype=pl.String), section=pl.Series(headings, dtype=pl.String)
    ).sort(
        "coverage", pl.col("duty_action").is_not_null(), "family", "position", descending=[False, False, True, False]
    )


def readied(rates: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The rates with the columns of `charts.dots`."""
    rows = list(rates.iter_rows(named=True))
    marks = [PERCENT.value(row["done_rate"], setting.lang) for row in rows]
    return rates.select(
        *("section", "due", "lower", "upper"),
        name="action_name",
        value="done_rate",
        hollow=pl.col("due") < FEW,
        below=pl.lit(False),
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in rows], dtype=pl.String),
        kind=pl.lit("item"),
        id=pl.col("duty_action").fill_null(""),
    )


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    limits = PERCENT.interval(row["lower"], row["upper"], lang)
    lines = [
        f"{row['section']} {row['action_name']}",
        f"<b>{PERCENT.value(row['done_rate'], lang)}</b> {limits}",
        setting.say("of_actions", part=count(row["done"]), whole=count(row["due"])),
    ]
    if row["self_reported_rate"] is not None:
        lines.append(setting.say("hover.self_reported", rate=PERCENT.value(row["self_reported_rate"], lang)))
    return "<br>".join(lines)


def finding(setting: Setting, rates: pl.DataFrame) -> str:
    """The share done as units report it; where there was a spot check, on which side of its interval that lies."""
    lang = setting.lang
    whole = rates.filter(pl.col("duty_action").is_null())
    drawn = whole.filter(pl.col("coverage") == "sample")
    if drawn.is_empty() or drawn["self_reported_rate"][0] is None:
        row = whole.row(0, named=True)
        rate = PERCENT.value(row["done_rate"], lang)
        return setting.say("title.actions_done", due=row["due"], rate=rate)
    row = drawn.row(0, named=True)
    reported = setting.say("title.actions_reported", rate=PERCENT.value(row["self_reported_rate"], lang))
    facts = Facts(
        change_lower=row["self_reported_rate"] - row["upper"], change_upper=row["self_reported_rate"] - row["lower"]
    )
    return title([reported, word("spot_check", facts, lang, rate=PERCENT.value(row["done_rate"], lang))], lang)


SPEC = ExhibitSpec("duty_coverage", ("duty_coverage", *ASKED), make, (DUTIES,))
