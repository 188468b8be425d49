"""One card per exhibit: finding, subtitle, figure or table, footer, downloads."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

import briefing
from briefing.document import document_bytes
from briefing.picture import refusal
from exhibits import CATALOGUE, Exhibit, Selection
from exhibits.columns import csv_bytes
from shell.basket import basket_button
from shell.pictures import picture_download, remember_for_pictures
from shell.session import NARROWS, exhibit, lang, narrow, plain, speak, whole_codes
from shell.tables import download, table
from shell.trace_codes import code_entry, note_card, page_address, recorded
from shell.trace_link import trace_link
from words import say

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLOTLY_TITLES = {
    "Download plot as a PNG": "picture",
    "Download plot as a png": "picture",
    "Reset axes": "reset",
    "Double-click to zoom back out": "back",
}


@contextmanager
def card(name: str, chosen: Selection, rows: bool = False) -> Iterator[Exhibit]:
    """The card of one exhibit: finding and subtitle, then what the caller draws, then footer and downloads.

    `rows`: True for a second card of an exhibit already on the page, which shows its figures as a table.
    """
    shown = exhibit(name, chosen)
    note_card(shown, chosen)
    place = f"{name}-rows" if rows else name
    remember_for_pictures(name, chosen)
    with st.container(border=True, key=f"card-{place}", height="stretch", gap="xsmall"):
        st.markdown("### " + (speak("shell.rows") if rows else plain(shown.finding)))
        st.caption(plain(shown.subtitle))
        yield shown
        with st.container(key=f"foot-{place}", gap="xsmall"):
            st.caption(whole_codes(shown.footer))
            with st.container(horizontal=True, gap="small"):
                _downloads(shown, place, chosen)
                trace_button(name, chosen, place)
                basket_button(name, chosen, place)


def show(name: str, chosen: Selection, columns: Sequence[str] = (), first: int | None = None) -> None:
    """A card with the exhibit's figure, or with the named columns of its frame as a table.

    first: the number of rows shown at once; the others follow when the reader opens them.
    """
    with card(name, chosen) as shown:
        if columns:
            table(shown.frame.head(first) if first else shown.frame, columns, alt=shown.alt, printed=shown.frame)
            if first and shown.frame.height > first:
                with st.expander(speak("shell.more", n=shown.frame.height - first)):
                    table(shown.frame.slice(first), columns, printed=shown.frame.clear())
        else:
            draw(shown)


def show_rows(name: str, chosen: Selection, columns: Sequence[str]) -> None:
    """The figures of a chart on this page, as a card with a table; no card if the chart has no figure."""
    if exhibit(name, chosen).figure is not None:
        with card(name, chosen, rows=True) as shown:
            table(shown.frame, columns, alt=shown.alt)


def draw(shown: Exhibit, place: str = "") -> None:
    """The exhibit's figure; a click on one of its marks sets a filter. place: tells two figures of an exhibit apart."""
    name = f"{shown.id}-{place}" if place else shown.id
    if shown.figure is None:
        if shown.frame.is_empty():
            st.caption(speak("shell.empty"))
    elif hasattr(shown.figure, "to_plotly_json"):
        # A click changes the key, so that the chart is drawn without Plotly's highlight of the clicked mark.
        key = f"chart-{name}-{st.session_state.get('clicks', 0)}"
        st.plotly_chart(
            shown.figure,
            theme=None,
            key=key,
            alt=shown.alt,
            on_select=functools.partial(_clicked, key),
            selection_mode="points",
            config=plotly_config(lang(), refusal(shown) is None),
        )
    else:
        st.pydeck_chart(shown.figure, height=520, alt=shown.alt, key=f"deck-{name}")


def _clicked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    for kind, mark in (point["customdata"][:2] for point in points if point.get("customdata")):
        if kind in NARROWS:
            narrow(kind, mark)
            st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
            return


@functools.cache
def plotly_config(language: str, pictured: bool = False) -> dict[str, Any]:
    """Plotly's toolbar in the reader's language, loaded without a network request. pictured: the card's drawer has its
    picture, with title, footer and trace code, and records it; else Plotly's own is better than none."""
    spoken = {title: say(f"shell.plotly.{key}", language) for title, key in PLOTLY_TITLES.items()}
    locale = "zh-CN" if language == "zh" else "en"
    return {
        "displaylogo": False,
        "scrollZoom": False,
        "modeBarButtons": [["resetScale2d"] if pictured else ["toImage", "resetScale2d"]],
        "locale": locale,
        "locales": {locale: {"dictionary": spoken, "format": {}}},
    }


def cards(name: str, chosen: Selection) -> None:
    """The finding of the exhibit, and one card per row: value, change, target and verdict."""
    shown = exhibit(name, chosen)
    note_card(shown, chosen)
    st.markdown(f"## {plain(shown.finding)}")
    st.caption(plain(shown.subtitle))
    if "label" not in shown.frame.columns:
        return
    with st.container(horizontal=True, key="cards", gap="small"):
        for row in shown.frame.iter_rows(named=True):
            with st.container(border=True, height="stretch", gap=None):
                _headline(row)
    with st.container(key=f"foot-{name}", gap="xsmall"):
        st.caption(whole_codes(shown.footer))
        with st.container(horizontal=True, gap="small"):
            _downloads(shown, name, chosen)
            trace_button(name, chosen, name)
            basket_button(name, chosen, name)


def trace_button(name: str, chosen: Selection, place: str) -> None:
    """A button that opens the trace page with the records of this exhibit."""
    icon, help_text = ":material/account_tree:", speak("shell.trace_help")
    if CATALOGUE[name].source_records and st.button(
        speak("shell.trace"), type="tertiary", icon=icon, help=help_text, key=f"trace-{place}"
    ):
        st.session_state["traced"] = trace_link(name, chosen)
        st.switch_page("pages/stewards/trace.py")


def _headline(row: dict[str, Any]) -> None:
    """One card. Red marks a missed target or a change for the worse, always in addition to words."""
    st.metric(row["label"], row["value"])
    judged = plain(" · ".join(filter(None, (row["target"], row["verdict"]))))
    change = plain(row["change"])
    bad = row["tone"] == "bad"
    if judged:
        st.markdown(f":red[{judged}]" if bad else judged)
    st.markdown(f":red[{change}]" if bad and not judged else change)
    st.caption(plain(row["interval"]))


def _downloads(shown: Exhibit, place: str, chosen: Selection) -> None:
    language, name = lang(), shown.id
    drawer = st.popover(
        speak("shell.download.open"), type="tertiary", icon=":material/download:", key=f"get-{place}", on_change="rerun"
    )
    if not drawer.open:
        return
    with drawer:
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
        table(shown.frame, shown.frame.columns)
