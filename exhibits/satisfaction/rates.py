"""What the satisfaction exhibits share: the measure of the chosen basis, its target line, and rows with the columns
that charts need."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT, POINTS, Scale, count
from exhibits.setting import Setting
from exhibits.simultaneous_verdicts import simultaneous_verdicts
from exhibits.telling_units import telling
from words import label

FEW = 30  # a mark is hollow with fewer valid answers


def scale(setting: Setting) -> Scale:
    """The scale of the chosen basis: percent for shares of answers, or points; a weighted score is never called a
    rate."""
    return POINTS if setting.selection.basis == "points" else PERCENT


def value_axis(setting: Setting) -> dict[str, Any]:
    """The name, the ticks and the upper end of the value axis, as arguments of a chart."""
    written = scale(setting)
    share = written is PERCENT
    name = setting.say("axis.rate" if share else "axis.points")
    return {"axis": name, "tick": written.tick, "ceiling": 1.0 if share else 100.0}


def measure(setting: Setting) -> str:
    """The name of the measure; without filters, the overall rate of the whole city."""
    if setting.selection.basis == "points":
        return setting.say("measure.points")
    chosen = setting.selection
    whole = not (chosen.units or chosen.unit_class or chosen.groups) and chosen.item == "overall"
    return setting.say("measure.overall_rate" if whole else "measure.rate")


def target(setting: Setting) -> float | None:
    """The target line of the chosen basis, from the headline figures; None where the basis has none."""
    rows = setting.frames["headline"].filter(pl.col("metric") == "satisfaction_rate")
    return rows["target"][0] if rows.height else None


def target_words(setting: Setting, line: float | None) -> tuple[float, str] | None:
    """The line as charts take it: its position on the axis and its text."""
    if line is None:
        return None
    drawn = line if scale(setting).name == "percent" else line * 100
    return drawn, setting.say("target", target=f"{line:.0%}")


def readied(
    rows: pl.DataFrame, setting: Setting, names: list[str], kind: str, ids: str, line: float | None
) -> pl.DataFrame:
    """The rows with the columns of `charts.trend` or `charts.dots`: value, limits, marks, hover text, kind and id of
    the mark."""
    written = scale(setting)
    hover = [_hover(row, name, line, setting) for row, name in zip(rows.iter_rows(named=True), names, strict=True)]
    return rows.with_columns(
        name=pl.Series(names, dtype=pl.String),
        value=written.drawn(pl.col("rate")),
        lower=written.drawn(pl.col("lower")),
        upper=written.drawn(pl.col("upper")),
        hollow=(pl.col("verdict") == "undecided").fill_null(False) | (pl.col("valid_n") < FEW).fill_null(False),
        below=(pl.col("verdict") == "not_met").fill_null(False),
        broken=pl.col("break_before").fill_null(False),
        hover=pl.Series(hover, dtype=pl.String),
        mark=pl.lit(""),
        kind=pl.lit(kind),
        id=pl.col(ids).cast(pl.String),
    )


def exhibit_of_one_year(
    setting: Setting,
    answers: pl.DataFrame,
    names: Sequence[str],
    of: tuple[str, str],
    *,
    what: str,
    measured: str,
    note: str,
    sections: Sequence[str | None] = (),
) -> Exhibit:
    """Dots of one year's rates of groups or units, in the given order, compared with the target line of the basis.

    names: the name of each row. of: the kind of a mark and the column of its id. what: groups or units. measured, note:
    keys of the texts for the measure and the first note. sections: the heading of each row; empty: no headings.
    """
    if not answers["rate"].count():
        reason = "suppressed" if answers["suppressed"].any() else "empty"
        return setting.nothing(answers, setting.say("measure.rate"), "dots", reason)
    line, written, lang = target(setting), scale(setting), setting.lang
    marks = [written.value(rate, lang, line) if rate is not None else "" for rate in answers["rate"]]
    headings = pl.Series(sections or [None] * answers.height, dtype=pl.String)
    rows = readied(answers, setting, list(names), *of, line).with_columns(mark=pl.Series(marks), section=headings)
    rows, left_out = telling(rows, setting) if what == "units" else (rows, [])
    figure = dots(
        rows,
        setting.palette,
        **value_axis(setting),
        target=target_words(setting, line),
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    year = int(answers["year"][0])
    return setting.exhibit(
        answers.with_columns(target=pl.lit(line, pl.Float64)),
        figure,
        finding_of_one_year(setting, answers, line, what),
        measure=setting.say(measured, measure=measure(setting)),
        kind="dots",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(answers["valid_n"].sum()),
        interval="wilson" if written is PERCENT else "mean",
        years=(year, year),
        notes=[setting.say(note), *one_by_one(setting, answers, line), *left_out],
    )


def finding_of_one_year(setting: Setting, answers: pl.DataFrame, line: float | None, what: str) -> str:
    """How many groups or units are significantly above the line, below it, or undecided; without a line only their
    range."""
    judged = verdicts(answers, line, setting.lang)
    if judged:
        return title([setting.say(f"title.{what}", **{what: answers.height}), *judged], setting.lang)
    rated = answers["rate"].drop_nulls().sort()
    low, high = (scale(setting).value(rated[at], setting.lang) for at in (0, -1))
    if len(rated) == 1:
        return setting.say("title.value", measure=measure(setting), value=high)
    return setting.say(f"title.{what}_range", **{what: len(rated)}, low=low, high=high)


def _hover(row: dict, name: str, line: float | None, setting: Setting) -> str:
    lang, written = setting.lang, scale(setting)
    if row["rate"] is None:
        return f"{name}<br>{setting.say('too_few' if row['suppressed'] else 'no_such_basis')}"
    limits = written.interval(row["lower"], row["upper"], lang, line)
    lines = [name, f"<b>{written.value(row['rate'], lang, line)}</b> {limits}"]
    lines.append(setting.say("hover.n", n=count(row["valid_n"])))
    if row["change"] is not None:
        lines.append(setting.say("hover.change", change=written.change(row["change"], lang)))
    if row["verdict"]:
        lines.append(label("verdict", row["verdict"], lang))
    return "<br>".join(lines)


def last_value(setting: Setting, years: pl.DataFrame, measure: str, line: float | None) -> str:
    """The clause with the last known value; names its year if that is not the last year of all."""
    year, rate = years.drop_nulls("rate").select("year", "rate").row(-1)
    value = scale(setting).value(rate, setting.lang, line)
    late = "" if year == years["year"].max() else "_of_year"
    return setting.say(f"title.value{late}", year=year, measure=measure, value=value)


def verdicts(rows: pl.DataFrame, line: float | None, lang: str) -> list[str]:
    """One clause per verdict with the number of rows, judged simultaneously; empty where no row can be judged."""
    if line is None or (rows["verdict"] == "too_few").all():
        return []
    together = simultaneous_verdicts(rows, line).fill_null("too_few")
    return counted("level", [Facts(verdict) for verdict in together], lang)


def one_by_one(setting: Setting, rows: pl.DataFrame, line: float | None) -> list[str]:
    """The note that marks and table judge each row by its own interval, but the title judges all rows
    simultaneously."""
    return [setting.say("note.one_by_one")] if line is not None and rows["rate"].count() > 1 else []
