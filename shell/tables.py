"""Frames for readers: tables on the page and files to download."""

import functools
import io
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from shell.session import lang, speak
from words import say, words

# Columns that contain codes → the code lists that have words for them.
CODED = {
    "unit_class": ("unit_class",),
    "group": ("group", "source"),  # respondent groups; for the ledger also the groups of group_by
    "theme": ("theme",),
    "channel": ("channel", "service_channel", "hotline_channel"),
    "index": ("index",),
    "subject_grain": ("subject_grain",),
    "scale_id": ("scale",),
    "verdict": ("verdict",),
    "against_class": ("against_class",),
    "flag": ("flag",),
    "target_flag": ("flag",),
    "state": ("state", "project_status"),
    "light": ("light",),
    "programme": ("programme",),
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
    "grade_scale": ("grade_scale",),
    "level": ("appraisal_level", "level"),
    "regime": ("regime",),
    "claim": ("month_claim", "brand_claim"),
    "on_time_verdict": ("verdict",),
    "reason_yoy": ("change_reason",),
    "reason_pop": ("change_reason",),
    "stage": ("brand_stage",),
    "award": ("brand_award",),
    "criterion": ("brand_criterion",),
    "points_aspect": ("points_aspect",),
    "step": ("star_step",),
    "star_move": ("star_move",),
    "star_reason": ("star_reason",),
    "post": ("post",),
    "coverage": ("duty_coverage",),
    "family": ("duty_family",),
    "duty_action": ("duty_action",),
    "duty_state": ("duty_state",),
    "asked_by": ("asker",),
    "topic": ("inquiry_topic",),
    "promise_state": ("promise_state",),
    "system": ("system",),
}
RATES = ("rate", "lower", "upper", "change", "change_lower", "change_upper", "target")
OF_THE_LEDGER = (
    *("closure_rate", "on_time_rate", "open_share", "deadline_day_share", "finish_rate", "overdue_rate"),
    *("extension_rate", "last_days_share", "look_back_coverage", "relapse_rate", "satisfied_rate"),
)
OF_SERVICES = (
    *("active_share", "good_rate", "reported_rate", "bad_rate", "bad_lower", "bad_upper", "answered_share"),
    *("orders_on_time_rate", "on_time_target", "callback_rate", "callback_target"),
)
OF_MONTHS = tuple(
    f"{change}_{against}{end}"
    for change in ("change", "growth")
    for against in ("yoy", "pop")
    for end in ("", "_lower", "_upper")
)
OF_UNITS = ("centre", "lower_998", "upper_998", "shrunk", "pooled", "plain_rate", "rate_before", "rate_now")
OF_PROJECTS = ("progress", "schedule", "share_behind", "yellow_above", "red_above")
OF_APPRAISALS = ("feedback_rate", "feedback_read_rate", "consequence_rate")
OF_BRANDS = ("coverage_rate", "pass_rate")
OF_DUTIES = ("done_rate", "in_time_rate", "self_reported_rate", "visit_rate", "joint_share")
OF_INQUIRIES = ("answered_rate", "kept_on_time_rate", "asker_satisfied_rate")
SHARES = (
    "share",
    *OF_THE_LEDGER,
    *OF_UNITS,
    *OF_PROJECTS,
    *OF_APPRAISALS,
    *OF_SERVICES,
    *OF_MONTHS,
    *OF_BRANDS,
    *OF_DUTIES,
    *OF_INQUIRIES,
    *RATES,
)
# Columns that are effects on a rate, in percentage points, if the frame splits a change (it has a column mix).
EFFECTS = ("mix", "rate", "total", "lower", "upper", "change")
PLAIN_NUMBERS = ("year", "round_no", "source_row", "episode", "brand_from", "first_year", "last_year")
WIDE = ("what", "message", "help", "rules")
WRAPPED = ("message",)  # long sentences get more than one line
OF_UNIT = ("unit", "beside", "units", "unit_class")  # choices that a link to a unit does not keep
NAME_IN_LINK = "#(.*)$"
FORMULA = r"^([=+\-@\t\r])"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(
    frame: pl.DataFrame,
    columns: Sequence[str],
    key: str | None = None,
    alt: str | None = None,
    shares: Sequence[str] = SHARES,
) -> int | None:
    """A table with headings in words and the columns `shares` in percent.

    With a key, its rows can be chosen: returns the position of the chosen row, or None.
    """
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return None
    known = frame.select(name for name in columns if name in frame.columns)
    linked = "unit" in known.columns and "unit_id" in frame.columns
    if linked:
        known = known.with_columns(unit=unit_links(frame))
    if st.session_state.get("basis") == "points":
        shares = [name for name in shares if name not in RATES]
    if "score" in frame.columns:  # a score changes by points, not by percentage points
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
            if name != "unit" or not linked
            else st.column_config.LinkColumn(display_text=NAME_IN_LINK)
            for name, heading in headings(known, lang()).items()
        },
        **picking,
    )
    rows = picked["selection"]["rows"] if key else []
    return rows[0] if rows and rows[0] < frame.height else None


def choices_about(unit: str, choice: str = "unit") -> list[tuple[str, str]]:
    """The choices of this page as parameters of a link to a page about one unit. `choice`: the one that names it."""
    kept = [(name, value) for name in st.query_params if name not in OF_UNIT for value in st.query_params.get_all(name)]
    return [*kept, (choice, unit)]


def unit_links(frame: pl.DataFrame) -> pl.Series:
    """The links to the portraits of the rows' units (unit_id, unit), with the name at the end, which the table shows in
    place of the link."""
    links = [
        f"/unit?{urlencode(choices_about(code))}#{unit.replace('%', '%25')}" if code and unit is not None else unit
        for code, unit in frame.select("unit_id", "unit").iter_rows()
    ]
    return pl.Series("unit", links, dtype=pl.String)


def effects(frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns of a frame that are effects on a rate; empty if the frame does not split a change."""
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
        tiny, degree = (values.abs() < 0.1).all(), (values.abs() <= 1).all()  # degrees of 0 to 1 need two decimals
        return st.column_config.NumberColumn(format="%.6f" if tiny else "%.2f" if degree else "%.1f")
    if kind == pl.Date:
        return st.column_config.DateColumn(format="YYYY-MM-DD")
    return st.column_config.Column(width="large" if column in WIDE else None)


def readable(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """The frame with headings, codes and booleans as words."""
    coded = [name for name in frame.columns if name in CODED and frame.schema[name] == pl.String]
    yes, no = (pl.lit(say(f"shell.{word}", language)) for word in ("yes", "no"))
    flags = pl.col(pl.Boolean)
    return frame.with_columns(
        *(_coded(frame[name], language) for name in coded),
        pl.when(flags).then(yes).when(~flags).then(no).name.keep(),
    ).rename(headings(frame, language))


def headings(frame: pl.DataFrame, language: str) -> dict[str, str]:
    """Column → its heading in the reader's language; effects have their own headings."""
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
    """The word of a code in a column; a text that is not in the column's lists stays as it is."""
    for key in (f"codes.{code_list}.{code}" for code_list in CODED[column]):
        if key in words():
            return say(key, language)
    key = f"shell.{CODED[column][0]}.{code}"
    return say(key, language) if key in words() else code


def heading(column: str, language: str) -> str:
    """The heading of a column in the reader's language; a column without one keeps its name."""
    key = f"shell.column.{column}"
    return say(key, language) if key in words() else column


def download(text: str, content: Callable[[], bytes] | bytes, file: str, mime: str = "text/csv") -> None:
    """A download button; the file is computed when it is clicked."""
    st.download_button(text, content, file, mime, on_click="ignore", key=f"file-{file}")


def csv_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as CSV for Excel: UTF-8 with BOM, and no text that a spreadsheet would run as a formula."""
    return _harmless(frame).pipe(readable, language).write_csv(include_bom=True).encode()


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'$1"))


def workbook_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as an .xlsx file without text that a spreadsheet would run as a formula."""
    book = io.BytesIO()
    _harmless(frame).pipe(readable, language).write_excel(book, autofit=True)
    return book.getvalue()


def download_rows(frame: pl.DataFrame, key: str) -> None:
    """Buttons to download the rows as a workbook and as CSV."""
    with st.container(horizontal=True):
        download(speak("shell.download.xlsx"), functools.partial(workbook_bytes, frame, lang()), f"{key}.xlsx", XLSX)
        download(speak("shell.download.csv"), functools.partial(csv_bytes, frame, lang()), f"{key}.csv")
