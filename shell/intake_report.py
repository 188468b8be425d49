"""What stewards' pages tell: the faults of cells, and what a build in place of another would change."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import streamlit as st

from shell.session import lang, plain, speak
from shell.tables import XLSX, download, download_rows, table

FAULTS = ("message", "found", "source_row", "column")
FAULTS_TO_SEND = ("file", "source_sheet", "source_row", "column", "header", "found", "message")
SHOWN = 500  # sentences on the screen; the download has all
FIRST_REVISIONS = 10
COUNTS = ("dataset", "before", "after", "difference")


def tell_faults(faults: pl.DataFrame, key: str) -> None:
    """Every rejected cell in a sentence, and the list to send back. faults: file, source_sheet, source_row, column,
    header, found, message_zh, message_en."""
    if faults.is_empty():
        return
    rows = faults.with_columns(message=pl.col(f"message_{lang()}"))
    table(rows.head(SHOWN), FAULTS)
    if rows.height > SHOWN:
        st.caption(speak("stewards.more_faults", shown=SHOWN, n=rows.height))
    download_rows(rows.select(FAULTS_TO_SEND), key)


def tell_change(
    revisions: pl.DataFrame, n: int, counts: pl.DataFrame, asks: Sequence[dict[str, str]], key: str
) -> None:
    """What somebody must confirm, the published figures that change, and the rows of each dataset before and after.

    revisions, n: as of `tell_revisions`. counts: dataset, before, after, both empty where they are not shown. asks:
    {zh, en} each.
    """
    for ask in asks:
        st.warning(plain(ask[lang()]))
    tell_revisions(revisions, key, n)
    counts = counts.with_columns(difference=pl.col("after") - pl.col("before"))
    changed = counts.filter(pl.col("difference").ne_missing(0))
    if changed.height:
        table(changed, COUNTS)
    if changed["difference"].null_count():
        st.caption(speak("stewards.not_shown"))


def tell_revisions(revisions: pl.DataFrame, key: str, n: int) -> None:
    """The published figures that change, the first of them at once. revisions: message_zh, message_en, also of figures
    that are not shown; n: how many of the others there are, kept or not."""
    if not n:
        st.markdown(speak("stewards.revises_nothing"))
        return
    st.markdown(f"**{speak('stewards.revises', n=n)}**")
    sentences = revisions.select(message=pl.col(f"message_{lang()}"))
    st.markdown("\n".join(f"- {plain(message)}" for message in sentences["message"].head(FIRST_REVISIONS)))
    if revisions.height > FIRST_REVISIONS:
        with st.expander(speak("stewards.every_revision", n=revisions.height)):
            table(sentences, ("message",))
            download_rows(sentences, key)


def workbook(kept: Path, file: str) -> None:
    """The workbook as it was received, under the name that it had. kept: where it lies; file: that name."""
    download(speak("stewards.original", file=plain(file)), kept.read_bytes, f"{Path(file).stem}{kept.suffix}", XLSX)
