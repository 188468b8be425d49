"""Files of rows that a reader downloads: workbooks and CSV, each download recorded."""

import functools
import io
from collections.abc import Callable

import polars as pl
import streamlit as st

from exhibits.columns import csv_bytes, harmless, readable
from shell.session import lang, speak
from shell.trace_codes import recorded_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
