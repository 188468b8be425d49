"""A short table as text: its words wrap, its links are links, and it prints as it stands."""

from collections.abc import Sequence
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from shell.session import lang, plain, speak
from shell.tables import choices_about, heading, readable


def short_table(frame: pl.DataFrame, columns: Sequence[str], alt: str | None = None) -> None:
    """The named columns, all rows at once. A unit leads to its portrait, a system to its page about the unit."""
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return
    texts = frame.select(columns).cast(pl.String).fill_null("").pipe(readable, lang())
    texts = texts.with_columns(pl.all().map_elements(plain, return_dtype=pl.String))
    if "unit" in columns:
        texts = linked(texts, "unit", ["unit"] * frame.height, frame["unit_id"], "unit")
    if "system" in columns:
        texts = linked(texts, "system", frame["system"], frame["unit_id"], "units")
    st.table(texts, hide_index=True, border="horizontal", alt=alt)


def linked(
    texts: pl.DataFrame, column: str, pages: Sequence[str] | pl.Series, units: pl.Series, choice: str
) -> pl.DataFrame:
    """The texts of a column as links: to the page of each row, about the row's unit."""
    name = heading(column, lang())
    links = [
        f"[{text}](/{page}?{urlencode(choices_about(unit, choice))})"
        for text, page, unit in zip(texts[name], pages, units, strict=True)
    ]
    return texts.with_columns(pl.Series(name, links, dtype=pl.String))
