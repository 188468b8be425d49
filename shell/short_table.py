"""A short table as text: its words wrap, its links are links, and it prints as it stands."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from exhibits.readable import heading, readable
from shell.session import lang, plain, speak
from shell.tables import choices_about


def short_table(frame: pl.DataFrame, columns: Sequence[str], alt: str | None = None) -> None:
    """The named columns, all rows at once. A unit leads to its portrait, a system to its page about the unit."""
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return
    texts = _texts(frame, columns)
    if "unit" in columns:
        texts = texts.with_columns(unit=_links(texts["unit"], ["unit"] * frame.height, frame["unit_id"], "unit"))
    if "system" in columns:
        texts = texts.with_columns(system=_links(texts["system"], frame["system"], frame["unit_id"], "units"))
    _draw(texts, alt)


def side_by_side(frame: pl.DataFrame, row: str, cell: Sequence[str], alt: str | None = None) -> None:
    """One row for each value of `row`, one column for each unit; a cell says the columns `cell` together."""
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return
    texts = _texts(frame, (row, "unit", *cell))
    said = pl.concat_list(cell).list.eval(pl.element().filter(pl.element() != "")).list.join(" · ")
    units = _links(texts["unit"], ["unit"] * frame.height, frame["unit_id"], "unit")
    _draw(texts.select(row, said=said, unit=units).pivot(on="unit", index=row, values="said"), alt)


def _texts(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The columns as a reader sees them, under their own names."""
    texts = frame.select(columns).cast(pl.String).fill_null("").pipe(readable, lang())
    return texts.rename(dict(zip(texts.columns, columns, strict=True))).with_columns(
        pl.all().map_elements(plain, return_dtype=pl.String)
    )


def _links(texts: pl.Series, pages: Iterable[str], units: pl.Series, choice: str) -> pl.Series:
    """The texts as links, each to a page about its unit."""
    links = [
        f"[{text}](/{page}?{urlencode(choices_about(unit, choice))})"
        for text, page, unit in zip(texts, pages, units, strict=True)
    ]
    return pl.Series(texts.name, links, dtype=pl.String)


def _draw(texts: pl.DataFrame, alt: str | None) -> None:
    said = {column: heading(column, lang()) for column in texts.columns}
    st.table(texts.rename(said), hide_index=True, border="horizontal", alt=alt)
