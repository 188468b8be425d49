"""How long does it take until a promise is kept? Promises not kept yet count as right-censored."""

import polars as pl

from charts.step_curve import stairs
from charts.theme import MAX_LINES
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, word
from exhibits.inquiries.inquiry_groups import group_name
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.rectification_closure import horizon
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import QUESTIONS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("inquiry_promises", frames, selection, "inquiries", OF_UNITS, ledger=True)
    curves, medians = frames["inquiry_promises"], frames["inquiry_flow"]
    measure = setting.say("measure.inquiry_promises")
    if curves.is_empty():
        return setting.nothing(curves, measure, "curve", "no_promises")
    largest = curves.group_by("group").agg(size=pl.col("at_risk").max())
    curves = curves.join(largest, on="group").sort("size", "group", "day", descending=[True, False, False])
    names = [group_name(setting, *row) for row in curves.select("group", "unit").iter_rows()]
    curves = curves.with_columns(group_name=pl.Series(names, dtype=pl.String))
    alone, until = largest.height == 1, horizon(curves)
    median = medians["median_days"][0] if alone else None
    figure = stairs(
        readied(curves, setting),
        setting.palette,
        axis=setting.say("axis.promises_open"),
        across=setting.say("axis.days_since_answer"),
        until=until,
        half_line=True,
        median=None if median is None else (float(median), setting.say("median", days=median)),
        stamp=setting.stamp,
    )
    notes = [setting.say("note.promises_censored")]
    if largest.height > MAX_LINES:
        notes.append(setting.say("note.first_curves", shown=MAX_LINES, all=largest.height))
    return setting.exhibit(
        curves.drop("size"),
        figure,
        finding(setting, medians.filter(pl.col("promised") > 0)),
        measure=measure,
        kind="curve",
        unit=setting.say("unit_name.promises_open"),
        n=int(largest["size"].sum()),
        n_of="promises",
        interval="log_log",
        notes=notes,
    )


def readied(curves: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The curves with the columns of `charts.step_curve`, each from day 0 with no promise kept."""
    start = curves.group_by("group", "group_name", maintain_order=True).agg(
        pl.col("at_risk").max(), pl.col("size").first(), day=pl.lit(0, pl.Int64),
        open_share=pl.lit(1.0), lower=pl.lit(1.0), upper=pl.lit(1.0),
    )  # fmt: skip
    whole = pl.concat([start, curves.select(start.columns)]).sort(
        "size", "group", "day", descending=[True, False, False], maintain_order=True
    )
    hover = [
        "<br>".join(
            [
                setting.say("hover.day_answered", name=row["group_name"], day=row["day"]),
                f"<b>{PERCENT.value(row['open_share'], setting.lang)}</b> "
                + PERCENT.interval(row["lower"], row["upper"], setting.lang),
                setting.say("hover.at_risk", n=count(row["at_risk"])),
            ]
        )
        for row in whole.iter_rows(named=True)
    ]
    return whole.with_columns(
        name=pl.col("group_name"),
        value=pl.col("open_share"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group"),
    )


def finding(setting: Setting, medians: pl.DataFrame) -> str:
    """The days until half of the promises are kept, with their interval; of several groups the range."""
    known, lang = medians["median_days"].drop_nulls().sort(), setting.lang
    facts = Facts(reached=not known.is_empty())
    if known.is_empty():
        return word("half", facts, lang, "promise")
    if medians.height > 1:
        return word("half", facts, lang, "promises", count=len(known), low=known[0], high=known[-1])
    low, high = medians["median_lower"][0], medians["median_upper"][0]
    voice = "promise" if low is None or high is None else "promise_between"
    return word("half", facts, lang, voice, days=known[0], low=low, high=high)


SPEC = ExhibitSpec("inquiry_promises", ("inquiry_promises", "inquiry_flow", *ASKED), make, (QUESTIONS,))
