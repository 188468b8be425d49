"""How does each index change, on its own scale and over its own subjects?"""

import polars as pl

from charts.panels import panels
from charts.theme import MAX_LINES
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title, word
from exhibits.noted_events import NOTED, event_notes, noted_in_years
from exhibits.phrasing import SCORE, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import SCORES
from inference.multiplicity import widened
from inference.paired import mean_change_limits
from words import label

ORDER = {"pioneer": 0, "fortress": 1, "brand": 2, "conduct": 3}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("index_trend", frames, selection, "index", OF_UNITS)
    scores = mean_change_limits(frames["index_trend"])
    place = pl.col("index").replace_strict(ORDER, default=len(ORDER))
    scores = scores.sort(place, "index", "year")
    shown = scores.drop_nulls("mean")
    if shown.is_empty():
        reason = "suppressed" if scores["suppressed"].any() else "empty"
        return setting.nothing(scores, setting.say("measure.index"), "line", reason)
    indices = shown["index"].unique(maintain_order=True).to_list()
    rows = readied(scores.filter(pl.col("index").is_in(indices[:MAX_LINES])), setting)
    events = noted_in_years(setting, "index", year_span(rows))
    words = {"break": setting.say("break_rules")}
    figure = panels(rows, setting.palette, words=words, events=events, stamp=setting.stamp)
    notes = [setting.say("note.band"), setting.say("note.panels"), *event_notes(events, setting)]
    if scores["change_suppressed"].any():
        notes.append(setting.say("note.change_suppressed"))
    if len(indices) > MAX_LINES:
        notes.append(setting.say("note.first_panels", shown=MAX_LINES, all=len(indices)))
    return setting.exhibit(
        scores,
        figure,
        finding(setting, shown, indices),
        measure=setting.say("measure.index"),
        kind="line",
        unit=setting.say("unit_name.score"),
        n=int(shown.filter(pl.col("year") == pl.col("year").max())["subjects_n"].sum()),
        interval="paired",
        years=year_span(scores),
        notes=notes,
    )


def readied(scores: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The rows with the columns of `charts.panels`."""
    lang = setting.lang
    last = pl.col("year") == pl.col("year").filter(pl.col("mean").is_not_null()).max().over("index")
    titles, hover, marks = [], [], []
    for row in scores.iter_rows(named=True):
        name = label("index", row["index"], lang)
        titles.append(setting.say("panel", index=name, grain=label("subject_grain", row["subject_grain"], lang)))
        hover.append(_hover(row, name, setting))
        marks.append(SCORE.value(row["mean"], lang) if row["mean"] is not None else "")
    return scores.with_columns(
        panel=pl.col("index"),
        title=pl.Series(titles, dtype=pl.String),
        value=pl.col("mean"),
        middle=pl.col("median"),
        broken=pl.col("break_before").fill_null(False),
        mark=pl.when(last).then(pl.Series(marks, dtype=pl.String)).otherwise(pl.lit("")),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def _hover(row: dict, name: str, setting: Setting) -> str:
    lang = setting.lang
    if row["mean"] is None:
        return f"{name} {row['year']}<br>{setting.say('too_few')}"
    lines = [f"{name} {row['year']}", setting.say("hover.mean", value=SCORE.value(row["mean"], lang))]
    quartiles = SCORE.interval(row["q1"], row["q3"], lang)
    lines.append(setting.say("hover.median", value=SCORE.value(row["median"], lang), quartiles=quartiles))
    lines.append(setting.say("hover.subjects", n=count(row["subjects_n"])))
    if row["change"] is not None:
        limits = SCORE.change_interval(row["change_lower"], row["change_upper"], lang)
        lines.append(
            setting.say("hover.paired", change=SCORE.change(row["change"], lang), limits=limits, n=row["pairs_n"])
        )
    elif row["change_suppressed"]:
        lines.append(setting.say("note.change_suppressed"))
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame, indices: list[str]) -> str:
    """One index: its value and course. Several: how many rose, fell or stayed level; an index without a comparable
    change is not counted."""
    lang = setting.lang
    lasts = [shown.filter(pl.col("index") == index).row(-1, named=True) for index in indices]
    facts = _changes(lasts)
    if len(lasts) == 1:
        value = SCORE.value(lasts[0]["mean"], lang)
        size = SCORE.size(lasts[0]["change"], lang)
        name = label("index", indices[0], lang)
        return title(
            [
                setting.say("title.index", index=name, value=value),
                word("course", facts[0], lang, voice="paired", size=size),
            ],
            lang,
        )
    return title([setting.say("title.indices", count=len(lasts)), *counted("course", facts, lang)], lang)


def _changes(lasts: list[dict]) -> list[Facts]:
    """The change of each index, with intervals widened so that all hold simultaneously."""
    known = [row for row in lasts if row["change_lower"] is not None and row["change_upper"] is not None]
    facts = {}
    for row in known:
        lower, upper = (widened(row["change"], row[end], len(known)) for end in ("change_lower", "change_upper"))
        facts[row["index"]] = Facts(change_lower=lower, change_upper=upper)
    return [facts.get(row["index"], Facts()) for row in lasts]


SPEC = ExhibitSpec("index_trend", ("index_trend", NOTED, *ASKED), make, (SCORES,))
