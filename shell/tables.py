"""Tables of frames, as parts of a page that tables.js draws: texts that can be searched, sorted, chosen and printed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from exhibits.columns import SHARES, fine_shares, has_scores, heading, in_own_unit, in_percent
from shell.parts import PICKED, draw_part
from shell.session import lang, speak
from shell.table_cells import NOTHING, cells_of

OF_UNIT = ("unit", "beside", "units", "unit_class")  # choices that a link to a unit does not keep
NAMES_OF_UNITS = ("unit", "title", "group_name")  # columns that name the unit of a row
UNIT = "unit_id"
ON_PAPER = 60  # rows, about two sheets; a sentence below them says how many there are besides


def table(
    frame: pl.DataFrame,
    columns: Sequence[str],
    key: str,
    pick: bool = False,
    alt: str = "",
    shares: Sequence[str] = SHARES,
    unit_of: str = UNIT,
    points: bool = False,
) -> int | None:
    """A table with headings in words and the columns `shares` in percent.

    key: names it on its page. pick: a row can be chosen; returns its position, or None. alt: what it shows, for those
    who hear it. unit_of: the column with the unit of a row, to whose portrait its name leads.
    points: the rates are means of points (`Exhibit.in_points`).
    """
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return None
    told = table_of(frame, columns, alt, shares, unit_of=unit_of, points=points)
    picked = _picked_row(key, told["digest"]) if pick else None
    draw_part(f"table-{key}", {"table": told | {"pick": pick, "picked": picked}})
    return picked


def table_of(
    frame: pl.DataFrame,
    columns: Sequence[str],
    alt: str = "",
    shares: Sequence[str] = SHARES,
    first: int | None = None,
    unit_of: str = UNIT,
    points: bool = False,
) -> dict[str, Any]:
    """What a part tells of a table (n rows ≥ 1). A unit leads to its portrait, a system to its page about the unit.

    first: the number of rows shown until the reader asks for all. points: as for `table`.
    """
    frame, shares = in_own_unit(frame, shares, points)
    known = frame.select(name for name in columns if name in frame.columns)
    percent = in_percent(known, has_scores(frame), shares)
    heads, texts = cells_of(known, percent, fine_shares(frame))
    columns_told: list[Iterable[Any]] = list(texts)
    if unit_of in frame.columns:
        portraits = ["unit"] * frame.height
        for name, pages in (
            *((name, portraits) for name in NAMES_OF_UNITS),
            ("system", frame.get_column("system", default=[])),
        ):
            if name in known.columns:
                at = known.columns.index(name)
                columns_told[at] = _linked(texts[at], pages, frame[unit_of])
    return _grid_data(heads, list(zip(*columns_told, strict=True)), alt, first)


def side_by_side(frame: pl.DataFrame, row: str, cell: Sequence[str], key: str, alt: str = "") -> None:
    """A table with a row for each value of `row`, a column for each unit; a cell says the columns `cell` together."""
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return
    _, said = cells_of(frame.select(cell), [])
    texts = [" · ".join(text for text in cells if text != NOTHING) for cells in zip(*said, strict=True)]
    wide = frame.select(row, "unit", said=pl.Series(texts, dtype=pl.String)).pivot(on="unit", index=row, values="said")
    units = frame.select("unit", "unit_id").unique(maintain_order=True)
    heads = [{"title": heading(row, lang()), "look": ""}] + [
        {"title": unit, "look": "", "link": ["unit", code]} for unit, code in units.iter_rows()
    ]
    draw_part(f"table-{key}", {"table": _grid_data(heads, wide.fill_null("").rows(), alt, None)})


def choices_about(unit: str) -> list[tuple[str, str]]:
    """The choices of this page as parameters of a link to the page of a unit."""
    return [*_kept_choices(), ("unit", unit)]


def _kept_choices() -> list[tuple[str, str]]:
    return [(name, value) for name in st.query_params if name not in OF_UNIT for value in st.query_params.get_all(name)]


def _linked(texts: list[str], pages: Iterable[str], units: pl.Series) -> list[tuple[str, ...]]:
    """(text, page, unit) for each row: a text that leads to a page about a unit; (text,) without one."""
    return [(text, page, unit) if unit else (text,) for text, page, unit in zip(texts, pages, units, strict=True)]


def _grid_data(heads: list[dict[str, Any]], rows: list[tuple[Any, ...]], alt: str, first: int | None) -> dict[str, Any]:
    """The part of a message. A cell is a text, or as `_linked` gives it."""
    folded = first is not None and len(rows) > first
    told = {
        "heads": heads,
        "rows": rows,
        "alt": alt,
        "sort": speak("shell.table.sort"),
        "choose": speak("shell.table.choose"),
        "first": first if folded else None,
        "more": speak("shell.more", n=len(rows) - first) if folded and first else "",
        "on_paper": ON_PAPER,
        "rest": speak("shell.sheet.rows", most=ON_PAPER, n=len(rows)) if len(rows) > ON_PAPER else "",
    }
    digest = hashlib.blake2b(json.dumps(told).encode(), digest_size=12).hexdigest()
    return told | {"digest": digest, "kept": urlencode(_kept_choices())}


def _picked_row(key: str, digest: str) -> int | None:
    """The row that the reader has chosen in this table; a choice in other rows is none."""
    match st.session_state.get(PICKED.format(key=f"table-{key}")):
        case [chosen_from, int(at)] if chosen_from == digest:
            return at
    return None
