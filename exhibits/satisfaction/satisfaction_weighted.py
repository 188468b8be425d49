"""Is satisfaction above its target line when every respondent group counts with its weight?"""

import polars as pl

from charts.trend import trend
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import of_last, verdict_and_course
from exhibits.satisfaction.rates import last_value, readied, scale, target_words, value_axis
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import ANSWERS
from inference.weighted import with_changes, with_plain_limits, with_verdict, with_weighted_limits
from words import label

ASSUMED = "assumption"


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_weighted", frames, selection, "survey")
    written = scale(setting)
    measure = setting.say(f"fair.measure.weighted_{written.name}")
    years = frames["satisfaction_weighted"].rename({"weighted_rate": "rate"})
    years = with_weighted_limits(years, share=written.name == "percent").pipe(with_plain_limits)
    years = years.pipe(with_changes).pipe(with_verdict)
    shown = years.drop_nulls("rate")
    if shown.is_empty():
        reason = "suppressed" if years["suppressed"].any() else "empty" if years.is_empty() else "no_weights"
        return setting.nothing(years, measure, "line", reason)
    last, line = shown.row(-1, named=True), shown["target"][-1]
    value = written.value(last["rate"], setting.lang, line)
    rows = readied(years, setting, [str(year) for year in years["year"]], "year", "year", line)
    is_last = pl.col("year") == last["year"]
    mark = setting.say("fair.mark.weighted", value=value)
    figure = trend(
        rows.with_columns(
            mark=pl.when(is_last).then(pl.lit(mark)).otherwise(pl.lit("")),
            hollow=pl.col("hollow") | pl.col("missing").is_not_null(),
        ),
        setting.palette,
        **value_axis(setting),
        target=target_words(setting, line),
        break_word=setting.say("break"),
        context={setting.say("fair.plain"): plain_line(rows, setting)},
        stamp=setting.stamp,
    )
    return setting.exhibit(
        years.with_columns(measured_in=pl.lit(written.name)),
        figure,
        finding(setting, years, measure),
        measure=measure,
        kind="line",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(shown["valid_n"].sum()),
        interval="design" if written.name == "percent" else "design_mean",
        years=year_span(years),
        notes=[written.change_between(last, setting.lang), *_notes(setting, shown)],
    )


def plain_line(rows: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The unweighted rates of the same answers, as rows of a grey line for comparison."""
    written = scale(setting)
    own = rows.drop_nulls("plain_rate")
    hover = [
        f"{setting.say('fair.plain')} {year}<br><b>{written.value(rate, setting.lang)}</b>"
        for year, rate in own.select("year", "plain_rate").iter_rows()
    ]
    return own.with_columns(value=written.drawn(pl.col("plain_rate")), hover=pl.Series(hover, dtype=pl.String))


def finding(setting: Setting, years: pl.DataFrame, measure: str) -> str:
    """Last value · verdict against the line · change, each only as far as its interval allows."""
    shown, lang = years.drop_nulls("rate"), setting.lang
    line, size = shown["target"][-1], scale(setting).size(shown["change"][-1], lang)
    return verdict_and_course(last_value(setting, years, measure, line), of_last(shown), lang, line, size)


def _notes(setting: Setting, shown: pl.DataFrame) -> list[str]:
    weights = shown["weights"][-1]
    said = setting.say("fair.note.weights", weights=weights)
    notes = [setting.say("fair.note.weights_assumed") if ASSUMED in weights else said]
    for of_groups in ("missing", "merged"):
        told = shown.drop_nulls(of_groups).group_by(of_groups, maintain_order=True).agg("year")
        for codes, years in told.iter_rows():
            named = _groups(codes, setting)
            notes.append(setting.say(f"fair.note.{of_groups}", years=_listed(years, setting), groups=named))
    if unweighted := shown["unweighted"].drop_nulls().to_list():
        codes = ",".join(sorted({code for codes in unweighted for code in codes.split(",")}))
        notes.append(setting.say("fair.note.unweighted", groups=_groups(codes, setting)))
    if codes := shown["clustered"][-1]:
        notes.append(setting.say("fair.note.clustered", groups=_groups(codes, setting)))
    if finite := shown.filter("finite")["year"].to_list():
        notes.append(setting.say("fair.note.finite", years=_listed(finite, setting)))
    if alike := shown.filter("alike")["year"].to_list():
        notes.append(setting.say("fair.note.alike", years=_listed(alike, setting)))
    if kish := shown.filter("kish")["year"].to_list():
        notes.append(setting.say("fair.note.kish", years=_listed(kish, setting)))
    if shown["break_before"].any():
        notes.append(setting.say("note.break"))
    return notes


def _listed(years: list[int], setting: Setting) -> str:
    return setting.say("list.comma").join(map(str, years))


def _groups(codes: str, setting: Setting) -> str:
    return setting.say("list.comma").join(label("group", code, setting.lang) for code in codes.split(","))


SPEC = ExhibitSpec("satisfaction_weighted", ("satisfaction_weighted", *ASKED), make, (ANSWERS,))
