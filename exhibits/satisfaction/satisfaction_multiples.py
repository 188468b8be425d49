"""How did each group, division or unit go over the years? Small multiples on the same axes."""

import polars as pl

from charts.multiples import multiples
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.satisfaction.rates import measure, readied, scale, target
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import ANSWERS
from inference.multiplicity import widened
from words import label

KEYS = {"group": "group", "division": "division_code", "unit": "unit_id"}  # choice → column of its key
MOST = 24  # panels shown; more are left out, those with the most answers come first


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_multiples", frames, selection, "survey")
    by = selection.trend_by if selection.trend_by in KEYS else "group"
    panel = KEYS[by]
    years = frames[f"satisfaction_by_{by}"].drop_nulls(panel)
    known = years.drop_nulls("rate")
    if known.is_empty():
        reason = "suppressed" if years["suppressed"].any() else "empty"
        return setting.nothing(years, setting.say("measure.rate"), "line", reason)
    most = known.group_by(panel).agg(pl.col("valid_n").sum()).sort("valid_n", panel, descending=[True, False])
    left_out = max(0, most.height - MOST)
    every = years.with_columns(title=_titles(years, by, setting.lang)).sort(panel, "year")
    shown = every.filter(pl.col(panel).is_in(most[panel].head(MOST).implode()))
    line, written = target(setting), scale(setting)
    rows = readied(shown, setting, [f"{name} {year}" for name, year in shown.select("title", "year").iter_rows()],
                   "year", "year", line).with_columns(panel=pl.col(panel))  # fmt: skip
    last = pl.col("year") == pl.col("year").filter(pl.col("value").is_not_null()).max().over("panel")
    marks = pl.Series([written.value(rate, setting.lang, line) for rate in rows["rate"]], dtype=pl.String)
    percent = written.name == "percent"
    notes = [setting.say("note.same_axes"), setting.say("note.left_out_panels", n=left_out) if left_out else ""]
    return setting.exhibit(
        every,
        multiples(
            rows.with_columns(mark=pl.when(last).then(marks).otherwise(pl.lit(""))),
            setting.palette,
            tick=written.tick,
            target=None if line is None else line if percent else line * 100,
            ceiling=1.0 if percent else 100.0,
            stamp=setting.stamp,
        ),
        finding(setting, every, by),
        measure=setting.say(f"measure.by_{by}", measure=measure(setting)),
        kind="line",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(every["valid_n"].sum()),
        interval="wilson" if percent else "mean",
        years=year_span(every),
        notes=notes,
    )


def _titles(years: pl.DataFrame, by: str, lang: str) -> pl.Series:
    """The name of each row's panel."""
    if by == "unit":
        return years["unit"]
    if by == "division":
        return years[lang]
    return pl.Series([label("group", code, lang) for code in years["group"]], dtype=pl.String)


def finding(setting: Setting, years: pl.DataFrame, by: str) -> str:
    """How many rose, fell or stayed level in the last year, with intervals widened so that all hold together."""
    lasts = years.filter(pl.col("year") == pl.col("year").max()).drop_nulls(["change_lower", "change_upper"])
    facts = [
        Facts(change_lower=widened(row["change"], row["change_lower"], lasts.height),
              change_upper=widened(row["change"], row["change_upper"], lasts.height))
        for row in lasts.iter_rows(named=True)
    ]  # fmt: skip
    whole = setting.say(f"title.panels_{by}", count=years[KEYS[by]].n_unique())
    return title([whole, *counted("course", facts, setting.lang)], setting.lang)


SPEC = ExhibitSpec(
    "satisfaction_multiples",
    ("satisfaction_by_group", "satisfaction_by_division", "satisfaction_by_unit", "headline", *ASKED),
    make,
    (ANSWERS,),
)
