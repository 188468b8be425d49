"""One card per exhibit: finding, subtitle, figure or table, footer, downloads."""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
import streamlit as st

import briefing
from briefing.document import document_bytes
from exhibits import Exhibit, Selection
from exhibits.columns import csv_bytes
from shell.parts import CARD, draw_part, figure_of, texts_above, texts_below
from shell.pictures import picture_download, remember_for_pictures
from shell.row_files import download
from shell.session import exhibit, lang, plain, speak
from shell.tables import UNIT, table, table_of
from shell.trace_codes import code_entry, note_card, page_address, recorded

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@contextmanager
def card(name: str, chosen: Selection) -> Iterator[Exhibit]:
    """The card of one exhibit: finding and subtitle, then what the caller draws, then footer and downloads."""
    shown = _noted(name, chosen)
    with st.container(border=True, key=f"card-{name}", height="stretch", gap="xsmall"):
        draw_part(f"head-{name}", texts_above(shown))
        yield shown
        if draw_part(f"foot-{name}", texts_below(shown, chosen, name), card=(name, chosen)):
            _drawer(shown, chosen, name)


def _noted(name: str, chosen: Selection) -> Exhibit:
    """The exhibit of a card that is drawn; the card is listed under its code and for the pictures of the page."""
    shown = exhibit(name, chosen)
    note_card(shown, chosen)
    remember_for_pictures(name, chosen)
    return shown


def show(
    name: str,
    chosen: Selection,
    columns: Sequence[str] = (),
    first: int | None = None,
    as_rows: Callable[[pl.DataFrame, str], pl.DataFrame] | None = None,
    height: int | None = None,
) -> None:
    """A card with the exhibit's figure, or with the named columns of its frame as a table.

    first: the number of rows shown at once; the others follow when the reader opens them. as_rows: makes the rows of a
    table, from the exhibit's frame and the language. height: of the figure in pixels, where it is not its own.
    """
    shown = exhibit(name, chosen)
    if columns and not shown.frame.is_empty():
        rows = as_rows(shown.frame, lang()) if as_rows else shown.frame
        _whole_card(name, chosen, {"table": table_of(rows, columns, shown.alt, first=first, points=shown.in_points)})
    elif shown.figure_json:
        _whole_card(name, chosen, figure_of(shown, height))
    else:
        with card(name, chosen):
            draw(shown)


def beside(left: str, right: str, chosen: Selection, height: int | None = None) -> None:
    """The cards of two exhibits beside each other, as `show` draws them; one below the other on a phone."""
    for column, name in zip(st.columns(2), (left, right), strict=True):
        with column:
            show(name, chosen, height=height)


def _whole_card(name: str, chosen: Selection, body: dict[str, Any], rows: bool = False) -> None:
    """A card as one part. body: its figure or table. rows: True for a second card of an exhibit on the page, with its
    figures as a table."""
    shown, place = _noted(name, chosen), f"{name}-rows" if rows else name
    told = texts_above(shown, speak("shell.rows") if rows else "") | body | texts_below(shown, chosen, place)
    if draw_part(f"card-{place}", told, CARD, (name, chosen), height="stretch"):
        _drawer(shown, chosen, place)


def show_rows(
    name: str, chosen: Selection, columns: Sequence[str], first: int | None = None, unit_of: str = UNIT
) -> None:
    """The figures of a chart on this page, as a card with a table; no card if the chart has no figure.

    first: as for `show`. unit_of: the column with the unit of a row.
    """
    shown = exhibit(name, chosen)
    if shown.figure is not None:
        told = table_of(shown.frame, columns, shown.alt, first=first, unit_of=unit_of, points=shown.in_points)
        _whole_card(name, chosen, {"table": told}, rows=True)


def draw(shown: Exhibit, place: str = "") -> None:
    """The exhibit's figure; a click on one of its marks sets a filter. place: tells two figures of an exhibit apart."""
    name = f"{shown.id}-{place}" if place else shown.id
    if shown.figure is None:
        if shown.frame.is_empty():
            st.caption(speak("shell.empty"))
    elif shown.figure_json:
        draw_part(f"chart-{name}", figure_of(shown))
    else:
        st.pydeck_chart(shown.figure, height=520, alt=shown.alt, key=f"deck-{name}")


def cards(name: str, chosen: Selection) -> None:
    """The finding of the exhibit, and one card per row: value, change, target and verdict."""
    shown = exhibit(name, chosen)
    note_card(shown, chosen)
    told = {"level": "h2"} | texts_above(shown)
    if "label" in shown.frame.columns:
        rows = shown.frame.iter_rows(named=True)
        told |= {"headlines": [_headline(row) for row in rows]} | texts_below(shown, chosen, name)
    if draw_part(f"headlines-{name}", told, card=(name, chosen)):
        _drawer(shown, chosen, name)


def _headline(row: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The lines of one card: look, text, and whether red marks it: a missed target or a change for the worse, always in
    addition to words."""
    judged = " · ".join(filter(None, (row["target"], row["verdict"])))
    bad = row["tone"] == "bad"
    return [
        ("headline-label", row["label"], False),
        ("headline-value", row["value"], False),
        *([("headline-line", judged, bad)] if judged else []),
        ("headline-line", row["change"], bad and not judged),
        ("headline-interval", row["interval"], False),
    ]


def _drawer(shown: Exhibit, chosen: Selection, place: str) -> None:
    """Opens the drawer of the page for one card: its files, its picture, its code, its figures as a table."""
    drawer = st.dialog(speak("shell.download.open"), width="medium", position="right", icon=":material/download:")
    drawer(_downloads)(shown, chosen, place)


def _downloads(shown: Exhibit, chosen: Selection, place: str) -> None:
    language, name = lang(), shown.id
    st.caption(plain(shown.finding))
    if name in briefing.SUPPORTED and not shown.frame.is_empty():
        slide = functools.partial(briefing.slide_bytes, shown, language, page_address())
        document = functools.partial(document_bytes, [shown], language)
        for key, content, file, kind in (
            ("shell.download.slide", slide, f"{name}.pptx", PPTX),
            ("document.download", document, f"{name}.docx", DOCX),
        ):
            download(speak(key), recorded(content, file, shown, chosen), file, kind)
    rows = functools.partial(csv_bytes, shown.frame, language)
    download(speak("shell.download.csv"), recorded(rows, f"{name}.csv", shown, chosen), f"{name}.csv")
    if not shown.frame.is_empty():
        picture_download(name, chosen, place)
    code_entry(shown)
    table(shown.frame, shown.frame.columns, f"drawer-{place}", points=shown.in_points)
