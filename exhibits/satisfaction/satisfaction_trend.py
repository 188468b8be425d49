"""Is satisfaction above its target line, and does it change?"""

import polars as pl

from charts.trend import trend
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, of_last, verdict_and_course, word
from exhibits.noted_events import NOTED, event_notes, noted_in_years
from exhibits.phrasing import PER_TEN_THOUSAND
from exhibits.satisfaction.rates import last_value, measure, readied, scale, target, target_words, value_axis
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import ANSWERS
from inference.trend_test import trend_of

CEILING = 0.99  # from this rate on, the number of dissatisfied answers is more informative


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_trend", frames, selection, "survey")
    answers_by_year = frames["satisfaction_trend"]
    answers_by_year = with_trend(answers_by_year)
    shown = answers_by_year.drop_nulls("rate")
    if shown.is_empty():
        reason = "suppressed" if answers_by_year["suppressed"].any() else "empty"
        return setting.nothing(answers_by_year, measure(setting), "line", reason)
    line = target(setting)
    last = shown.row(-1, named=True)
    written = scale(setting)
    rows = readied(answers_by_year, setting, [str(year) for year in answers_by_year["year"]], "year", "year", line)
    is_last = pl.col("year") == last["year"]
    rows = rows.with_columns(mark=pl.when(is_last).then(pl.lit(written.value(last["rate"], setting.lang, line))))
    events = noted_in_years(setting, "survey", year_span(answers_by_year))
    figure = trend(
        rows.with_columns(pl.col("mark").fill_null("")),
        setting.palette,
        **value_axis(setting),
        target=target_words(setting, line),
        break_word=setting.say("break"),
        events=events,
        stamp=setting.stamp,
    )
    return setting.exhibit(
        answers_by_year.with_columns(target=pl.lit(line, pl.Float64)),
        figure,
        finding(setting, answers_by_year, line),
        measure=measure(setting),
        kind="line",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(shown["valid_n"].sum()),
        interval="mean" if written.name == "points" else "wilson",
        years=year_span(answers_by_year),
        notes=[*_notes(setting, shown, last), *event_notes(events, setting)],
    )


def finding(setting: Setting, answers_by_year: pl.DataFrame, line: float | None) -> str:
    """Last value · verdict against the line · change, each only as far as its interval allows."""
    shown, lang = answers_by_year.drop_nulls("rate"), setting.lang
    facts, value = of_last(shown), last_value(setting, answers_by_year, measure(setting), line)
    return verdict_and_course(value, facts, lang, line, scale(setting).size(shown["change"][-1], lang))


def with_trend(answers_by_year: pl.DataFrame) -> pl.DataFrame:
    """Adds trend_z and trend_p to the last run of comparable years; null in other years, and where no trend can be
    tested (points, or fewer than three years)."""
    parted = pl.col("break_before") | (pl.col("year").diff() != 1).fill_null(False) | pl.col("rate").is_null()
    rows = answers_by_year.with_columns(run=parted.fill_null(False).cum_sum())
    run = rows.filter(pl.col("run") == pl.col("run").max()).drop_nulls("satisfied_n")
    trend = trend_of(*(run[name].to_numpy() for name in ("year", "satisfied_n", "valid_n"))) if run.height else None
    z, p = (trend.z, trend.p) if trend else (None, None)
    tested = pl.col("year").is_in(run["year"].to_list())
    return rows.drop("run").with_columns(
        trend_z=pl.when(tested).then(pl.lit(z, pl.Float64)), trend_p=pl.when(tested).then(pl.lit(p, pl.Float64))
    )


def _trend_words(setting: Setting, shown: pl.DataFrame) -> str:
    """The word that the trend test allows, or "" without a test."""
    tested = shown.drop_nulls("trend_p")
    if tested.is_empty():
        return ""
    z, p = tested.select("trend_z", "trend_p").row(-1)
    years = f"{tested['year'][0]}–{tested['year'][-1]}"
    said_p = "<0.001" if p < 0.001 else f"={p:.3f}"
    return word("trend", Facts(z=z, p=p), setting.lang, years=years, p=said_p)


def _notes(setting: Setting, shown: pl.DataFrame, last: dict) -> list[str]:
    notes = [scale(setting).change_between(last, setting.lang), _trend_words(setting, shown)]
    if scale(setting).name == "percent" and last["rate"] >= CEILING:
        per = PER_TEN_THOUSAND.value(1 - last["rate"], setting.lang)
        limits = PER_TEN_THOUSAND.interval(1 - last["upper"], 1 - last["lower"], setting.lang)
        notes.append(setting.say("note.dissatisfied", value=per + limits))
    if shown["break_before"].any():
        notes.append(setting.say("note.break"))
    return notes


SPEC = ExhibitSpec("satisfaction_trend", ("satisfaction_trend", "headline", NOTED, *ASKED), make, (ANSWERS,))
