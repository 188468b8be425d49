"""Faults of cells, the difference between two builds, and the original workbook: shown on several stewards' pages."""

import functools
import mimetypes
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import streamlit as st

import etl
from shell.access import readers_only, stewards_only
from shell.row_files import XLSX, download, download_rows
from shell.session import lang, plain, speak
from shell.tables import table

FAULTS = ("message", "found", "source_row", "column")
FAULTS_TO_SEND = ("file", "source_sheet", "source_row", "column", "header", "found", "message")
SHOWN = 500  # sentences on the screen; the download contains all
FIRST_REVISIONS = 10
COUNTS = ("dataset", "before", "after", "difference")


def show_faults(faults: pl.DataFrame, key: str) -> None:
    """One sentence per rejected cell, and the list as a download.

    faults: file, source_sheet, source_row, column, header, found, message_zh, message_en. key: of the download button.
    """
    if faults.is_empty():
        return
    rows = faults.with_columns(message=pl.col(f"message_{lang()}"))
    table(rows.head(SHOWN), FAULTS, key)
    if rows.height > SHOWN:
        st.caption(speak("stewards.more_faults", shown=SHOWN, n=rows.height))
    download_rows(rows.select(FAULTS_TO_SEND), key)


def show_change(change: etl.Change, key: str) -> None:
    """The confirmations that a change needs, the published figures it revises, and its rows per dataset."""
    for ask in change.asks:
        st.warning(plain(ask[lang()]))
    show_revisions(change.revisions, key, change.revised_n)
    counts = change.counts.with_columns(difference=pl.col("after") - pl.col("before"))
    changed = counts.filter(pl.col("difference").ne_missing(0))
    if changed.height:
        table(changed, COUNTS, f"counts-{key}")
    if changed["difference"].null_count():
        st.caption(speak("stewards.not_shown"))


def show_revisions(revisions: pl.DataFrame, key: str, n: int) -> None:
    """The revised published figures, the first ten at once.

    revisions: message_zh, message_en; includes figures that are not shown. n: the number of revised figures that are
    shown, which an old event may know without its sentences.
    """
    if not n:
        st.markdown(speak("stewards.revises_nothing"))
        return
    st.markdown(f"**{speak('stewards.revises', n=n)}**")
    sentences = revisions.select(message=pl.col(f"message_{lang()}"))
    st.markdown("\n".join(f"- {plain(message)}" for message in sentences["message"].head(FIRST_REVISIONS)))
    if revisions.height > FIRST_REVISIONS:
        with st.expander(speak("stewards.every_revision", n=revisions.height)):
            table(sentences, ("message",), f"revisions-{key}")
            download_rows(sentences, key)


def offer_original(batch_id: str, file: str) -> None:
    """A download of a batch's workbook as it was received, under its original name; nothing for readers."""
    if readers_only():
        return
    ending = etl.original_workbook(batch_id).suffix
    kind = mimetypes.guess_type(f"x{ending}")[0] or "application/octet-stream"
    content = functools.partial(_original, batch_id)
    download(speak("stewards.original", file=plain(file)), content, f"{Path(file).stem}{ending}", kind)


@stewards_only
def _original(batch_id: str) -> bytes:
    return etl.original_workbook(batch_id).read_bytes()


def offer_annotated(file: str, content: Callable[[], bytes]) -> None:
    """A download of the sender's workbook with its faults marked; `content` runs when the reader asks for it."""
    download(speak("stewards.annotated"), content, etl.annotated_return_name(file, lang()), XLSX)


@stewards_only
def annotated_batch(batch_id: str, faults: pl.DataFrame | None, language: str) -> bytes:
    """A batch's workbook with these faults marked, or with all of its own."""
    return etl.annotated_return(
        etl.original_workbook(batch_id), etl.batch_faults(batch_id) if faults is None else faults, language
    )


def frame_of(rows: Sequence[dict]) -> pl.DataFrame:
    """Rows of etl's records as a frame."""
    return pl.DataFrame(list(rows), infer_schema_length=None)
