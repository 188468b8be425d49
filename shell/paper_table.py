"""A table on paper: the grid of the screen is a picture that paper cuts off, so its rows are printed as text."""

import datetime
from collections.abc import Callable
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from exhibits.columns import effects, headings, number_format, readable
from shell.session import lang, speak

ROWS = 60  # about two sheets; the sentence below them says how many there are besides
NOTHING = "–"
# (a number, not broken into lines) → the attribute of a cell
KINDS = {
    (True, True): ' class="number whole"',
    (True, False): ' class="number"',
    (False, True): ' class="whole"',
    (False, False): "",
}
MOST_WHOLE = 84  # half widths of the 125 that a sheet has


def paper_table(frame: pl.DataFrame, percent: list[str]) -> None:
    """The first rows of a frame with all its columns, for print alone: print.css shows them. percent: the columns that
    readers see in percent."""
    first = frame.head(ROWS).with_columns(pl.col(percent) * 100)
    said = headings(frame, lang())
    words = readable(first, lang())
    cells = [
        list(map(_written(frame[name], name in percent, name in effects(frame)), words[said[name]]))
        for name in frame.columns
    ]
    whole = _whole([[title, *column] for title, column in zip(said.values(), cells, strict=True)])
    numeric = (frame.schema[name].is_numeric() for name in frame.columns)
    kinds = [KINDS[number, one] for number, one in zip(numeric, whole, strict=True)]
    head = "".join(f"<th{kind}>{escape(title)}</th>" for kind, title in zip(kinds, said.values(), strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in zip(*cells, strict=True)
    )
    rest = speak("shell.sheet.rows", most=ROWS, n=frame.height) if frame.height > ROWS else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'<div class="on-paper">{table}<p>{escape(rest)}</p></div>')


def _whole(columns: list[list[str]]) -> list[bool]:
    """Which columns are not broken into lines: the narrowest, as long as the others keep a good part of the sheet."""
    wide = [max(len(text.encode("gb18030", "replace")) for text in column) + 2 for column in columns]  # in half widths
    whole, taken = [False] * len(columns), 0
    for at in sorted(range(len(columns)), key=wide.__getitem__):
        taken += wide[at]
        whole[at] = taken <= MOST_WHOLE
    return whole


def _written(values: pl.Series, percent: bool, effect: bool) -> Callable[[Any], str]:
    """How the values of a column are written, as the grid writes them."""
    pattern = number_format(values, percent, effect, lang())
    days = "%Y-%m" if values.name == "month" else "%Y-%m-%d"

    def text(value: Any) -> str:
        match value:
            case None | "":
                return NOTHING
            case datetime.datetime():
                return value.isoformat(" ", "minutes")
            case datetime.date():
                return value.strftime(days)
            case pl.Series():
                return " · ".join(map(str, value))
        return pattern % value if pattern else str(value)

    return text
