"""Frames as a reader sees them: tables on the page, files to take along."""

import functools
import io
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import streamlit as st

from shell.session import lang, speak
from words import say, words

# Columns whose cells are codes → the lists that may word them.
CODED = {
    "unit_class": ("unit_class",),
    "group": ("group", "source"),  # respondent groups; in the ledger also whatever it is grouped by
    "theme": ("theme",),
    "channel": ("channel",),
    "index": ("index",),
    "subject_grain": ("subject_grain",),
    "scale_id": ("scale",),
    "verdict": ("verdict",),
    "flag": ("flag",),
    "target_flag": ("flag",),
    "state": ("state",),
    "status": ("status",),
    "source": ("source",),
    "dataset": ("dataset",),
    "check": ("quality_check",),
    "severity": ("severity",),
    "kind": ("division_kind",),
    "event": ("story",),
    "metric": ("metric",),
    "batch_state": ("batch_state",),
    "action": ("action",),
    "series": ("series",),
    "period_kind": ("period_kind",),
    "rule": ("signal_rule",),
    "direction": ("signal_direction",),
    "variation": ("variation",),
    "assurance": ("assurance",),
    "one": ("index",),
    "other": ("index",),
    "missing_indices": ("index",),
    "u1_missing": ("index",),
    "u2_missing": ("index",),
    "formula": ("coupling_formula",),
    "band": ("coupling_band",),
    "quadrant": ("quadrant",),
}
RATES = ("rate", "lower", "upper", "change", "change_lower", "change_upper", "target")
OF_THE_LEDGER = (
    *("closure_rate", "on_time_rate", "open_share", "deadline_day_share", "finish_rate", "overdue_rate"),
    *("extension_rate", "last_days_share", "look_back_coverage", "relapse_rate", "satisfied_rate"),
)
OF_UNITS = ("centre", "lower_998", "upper_998", "shrunk", "pooled", "plain_rate", "rate_before", "rate_now")
SHARES = ("share", *OF_THE_LEDGER, *OF_UNITS, *RATES)
# Columns that are effects on a rate, in percentage points, where a frame takes a change apart (it has a mix).
EFFECTS = ("mix", "rate", "total", "lower", "upper", "change")
PLAIN_NUMBERS = ("year", "round_no", "source_row", "episode")
WIDE = ("what", "message", "help", "rules")
WRAPPED = ("message",)  # long sentences: they get more than one line
FORMULA = r"^([=+\-@\t\r])"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(
    frame: pl.DataFrame,
    columns: Sequence[str],
    key: str | None = None,
    alt: str | None = None,
    shares: Sequence[str] = SHARES,
) -> int | None:
    """A table under the reader's words, the columns named in `shares` as per cents.

    With a key its rows can be chosen: gives the position of the chosen one, or None.
    """
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return None
    known = frame.select(name for name in columns if name in frame.columns)
    if st.session_state.get("basis") == "points":
        shares = [name for name in shares if name not in RATES]
    if "score" in frame.columns:  # a score changes by points
        shares = [name for name in shares if not name.startswith("change")]
    percent = [name for name in known.columns if name in shares or name in effects(known)]
    picking: dict[str, Any] = {"on_select": "rerun", "selection_mode": "single-row"} if key else {}
    picked: Any = st.dataframe(
        known.with_columns(pl.col(percent) * 100).pipe(readable, lang()),
        hide_index=True,
        height="auto" if frame.height <= 10 else 400,
        row_height=104 if any(name in WRAPPED for name in known.columns) else None,
        placeholder="–",
        alt=alt,
        key=key,
        column_config={
            heading: _format(known[name], name in percent, name in effects(known))
            for name, heading in headings(known, lang()).items()
        },
        **picking,
    )
    rows = picked["selection"]["rows"] if key else []
    return rows[0] if rows and rows[0] < frame.height else None


def effects(frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns of a frame that are effects on a rate."""
    return EFFECTS if "mix" in frame.columns else ()


def _format(values: pl.Series, percent: bool, effect: bool) -> Any:
    column, kind = values.name, values.dtype
    if effect:
        return st.column_config.NumberColumn(format="%+.2f")
    if percent and column.startswith("change"):
        return st.column_config.NumberColumn(format=speak("shell.percentage_points", change="%+.1f"))
    if percent:
        return st.column_config.NumberColumn(format="%.1f%%")
    if column in PLAIN_NUMBERS:
        return st.column_config.NumberColumn(format="%d")
    if kind in (pl.Float32, pl.Float64):
        tiny = (values.abs() < 0.1).all()
        return st.column_config.NumberColumn(format="%.6f" if tiny else "%.1f")
    if kind == pl.Date:
        return st.column_config.DateColumn(format="YYYY-MM-DD")
    return st.column_config.Column(width="large" if column in WIDE else None)


def readable(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """The frame with headings, codes and yes or no in words."""
    coded = [name for name in frame.columns if name in CODED and frame.schema[name] == pl.String]
    yes, no = (pl.lit(say(f"shell.{word}", language)) for word in ("yes", "no"))
    flags = pl.col(pl.Boolean)
    return frame.with_columns(
        *(_coded(frame[name], language) for name in coded),
        pl.when(flags).then(yes).when(~flags).then(no).name.keep(),
    ).rename(headings(frame, language))


def headings(frame: pl.DataFrame, language: str) -> dict[str, str]:
    """Column → the reader's word for it; an effect has its own."""
    return {
        name: say(f"shell.effect.{name}", language)
        if name != "mix" and name in effects(frame)
        else heading(name, language)
        for name in frame.columns
    }


def _coded(codes: pl.Series, language: str) -> pl.Series:
    met = {code: code_word(codes.name, code, language) for code in codes.unique().drop_nulls()}
    return codes.replace(met) if met else codes


def code_word(column: str, code: str, language: str) -> str:
    """The word of a code in a column; a text that no list knows is its own word."""
    for key in (f"codes.{code_list}.{code}" for code_list in CODED[column]):
        if key in words():
            return say(key, language)
    key = f"shell.{CODED[column][0]}.{code}"
    return say(key, language) if key in words() else code


def heading(column: str, language: str) -> str:
    """The reader's word for a column; a column nobody worded keeps its name."""
    key = f"shell.column.{column}"
    return say(key, language) if key in words() else column


def download(text: str, content: Callable[[], bytes] | bytes, file: str, mime: str = "text/csv") -> None:
    """A button whose file is made only when it is pressed."""
    st.download_button(text, content, file, mime, on_click="ignore", key=f"file-{file}")


def csv_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame for Excel: UTF-8 with a mark, no text that a spreadsheet would take for a formula."""
    return _harmless(frame).pipe(readable, language).write_csv(include_bom=True).encode()


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'$1"))


def workbook_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as an .xlsx file, with the same care."""
    book = io.BytesIO()
    _harmless(frame).pipe(readable, language).write_excel(book, autofit=True)
    return book.getvalue()


def download_rows(frame: pl.DataFrame, key: str) -> None:
    """The rows to take along, as a workbook and as text."""
    with st.container(horizontal=True):
        download(speak("shell.download.xlsx"), functools.partial(workbook_bytes, frame, lang()), f"{key}.xlsx", XLSX)
        download(speak("shell.download.csv"), functools.partial(csv_bytes, frame, lang()), f"{key}.csv")
