"""Frames for readers: tables on the page and files to download."""

import functools
import io
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from exhibits.columns import SHARES, csv_bytes, effects, harmless, headings, in_percent, number_format, readable
from shell.paper_table import paper_table
from shell.session import lang, speak
from shell.trace_codes import recorded_rows

WIDE = ("what", "message", "help", "rules")
WRAPPED = ("message",)  # long sentences get more than one line
OF_UNIT = ("unit", "beside", "units", "unit_class")  # choices that a link to a unit does not keep
NAME_IN_LINK = "#(.*)$"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(
    frame: pl.DataFrame,
    columns: Sequence[str],
    key: str | None = None,
    alt: str | None = None,
    shares: Sequence[str] = SHARES,
    printed: pl.DataFrame | None = None,
) -> int | None:
    """A table with headings in words and the columns `shares` in percent.

    With a key, its rows can be chosen: returns the position of the chosen row, or None. printed: the rows that stand on
    paper, if others than these.
    """
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return None
    known = frame.select(name for name in columns if name in frame.columns)
    on_paper = known if printed is None else printed.select(known.columns)
    linked = "unit" in known.columns and "unit_id" in frame.columns
    if linked:
        known = known.with_columns(unit=unit_links(frame))
    percent = in_percent(known, "score" in frame.columns, st.session_state.get("basis") == "points", shares)
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
            title: _format(known[name], name in percent, name in effects(known))
            if name != "unit" or not linked
            else st.column_config.LinkColumn(display_text=NAME_IN_LINK)
            for name, title in headings(known, lang()).items()
        },
        **picking,
    )
    if not on_paper.is_empty():
        paper_table(on_paper, percent)
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


def _format(values: pl.Series, percent: bool, effect: bool) -> Any:
    if pattern := number_format(values, percent, effect, lang()):
        return st.column_config.NumberColumn(format=pattern)
    if values.dtype == pl.Date:
        return st.column_config.DateColumn(format="YYYY-MM" if values.name == "month" else "YYYY-MM-DD")
    return st.column_config.Column(width="large" if values.name in WIDE else None)


def download(text: str, content: Callable[[], bytes] | bytes, file: str, mime: str = "text/csv") -> None:
    """A download button; the file is computed when it is clicked."""
    st.download_button(text, content, file, mime, on_click="ignore", key=f"file-{file}")


def workbook_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as an .xlsx file without text that a spreadsheet would run as a formula."""
    book = io.BytesIO()
    harmless(frame).pipe(readable, language).write_excel(book, autofit=True)
    return book.getvalue()


def download_rows(frame: pl.DataFrame, key: str) -> None:
    """Buttons to download the rows as a workbook and as CSV; each download is recorded."""
    with st.container(horizontal=True):
        for ending, made, mime in (("xlsx", workbook_bytes, XLSX), ("csv", csv_bytes, "text/csv")):
            file, content = f"{key}.{ending}", functools.partial(made, frame, lang())
            download(speak(f"shell.download.{ending}"), recorded_rows(content, file, frame), file, mime)
