"""The parts of a page that the browser draws by .streamlit/parts.js: a card, or a piece of one, is a single element.

A card of Streamlit's own elements takes a dozen messages, and its figure is drawn twice after each change; a part takes
one message, its figure is drawn once, and not at all while it stays the same.
"""

import functools
import json
from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from briefing.composition import MOST_BLOCKS
from briefing.picture import refusal
from exhibits import CATALOGUE, Exhibit, Selection
from shell.basket import basket, block_of, put_exhibit
from shell.session import NARROWS, lang, narrow, speak
from shell.trace_link import trace_link
from words import say

PLOTLY_TITLES = {
    "Download plot as a PNG": "picture",
    "Download plot as a png": "picture",
    "Reset axes": "reset",
    "Double-click to zoom back out": "back",
}
CARD, PLAIN = "part part-card", "part"  # the looks of parts: in a border, without one
CHANGED = "changed_in_a_part"  # in the session: a part has changed what other parts of the page show
PICKED = "picked-{key}"  # in the session: [the rows of a table, the chosen one or None], as their part told
SENT, BEFORE = "sent", "sent_before"  # in the session: key → figure or table that this run, the one before sent
PAGE = "page_of_figures"
_part = st.components.v2.component(
    "ronghe_part", js="export default (part) => window.ronghePart(part)", isolate_styles=False
)


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


def texts_above(shown: Exhibit, finding: str = "") -> dict[str, Any]:
    """Finding and subtitle. `finding`: another one in place of the exhibit's."""
    return {"finding": finding or shown.finding, "subtitle": shown.subtitle}


def figure_of(shown: Exhibit, height: int | None = None) -> dict[str, Any]:
    """The exhibit's Plotly figure with its description; empty where it has none. height: in place of its own."""
    if not shown.figure_json:
        return {}
    return {
        "alt": shown.alt,
        "height": height or shown.figure.layout.height,
        "config": plotly_config(lang(), refusal(shown) is None),
        "marks": list(NARROWS),
        "drawing": f"{shown.figure_digest}-{lang()}",
        "figure": shown.figure_json,
    }


def texts_below(shown: Exhibit, chosen: Selection, place: str) -> dict[str, Any]:
    """The footer and the buttons: downloads, records, basket."""
    block = block_of(shown.id, chosen)
    kept, full = any(block.same_exhibit(each) for each in basket().blocks), len(basket().blocks) >= MOST_BLOCKS
    records = _button("trace", place, speak("shell.trace"), "account_tree", speak("shell.trace_help"))
    put = _button(
        "basket",
        place,
        speak("compose.basket.added" if kept else "compose.basket.add"),
        "check" if kept else "add",
        speak("compose.basket.full", most=MOST_BLOCKS) if full else speak("compose.basket.help"),
    )
    buttons = [
        _button("get", place, speak("shell.download.open"), "download"),
        *([records] if CATALOGUE[shown.id].source_records else []),
        put | {"disabled": kept or full},
    ]
    return {"footer": shown.footer, "code": shown.code, "buttons": buttons}


def _button(event: str, place: str, label: str, icon: str, help_text: str = "") -> dict[str, Any]:
    return {"event": event, "key": f"{event}-{place}", "label": label, "icon": icon, "help": help_text}


def draw_part(
    key: str,
    told: dict[str, Any],
    look: str = PLAIN,
    card: tuple[str, Selection] | None = None,
    height: Literal["content", "stretch"] = "content",
) -> bool:
    """Draws a part and follows what the reader does with it. True if the reader asks for the downloads.

    told: what parts.js shows, from the functions above. card: its exhibit and choices, where the part has buttons.
    height: "stretch" to be as high as its neighbour.
    """
    heard = _part(
        key=key,
        data=_message(_without_known(key, told) | {"look": look}),
        height=height,
        on_mark_change=functools.partial(_marked, key),
        on_basket_change=functools.partial(_put_into_basket, *card) if card else _nothing,
        on_lost_change=functools.partial(_resent, key),
        on_pick_change=functools.partial(_pick, key),
        on_get_change=_nothing,
        on_trace_change=_nothing,
    )
    if st.session_state.get(CHANGED):
        st.rerun()  # only a fragment has run, and what has changed concerns the whole page
    if card and heard.trace:
        st.session_state["traced"] = trace_link(*card)
        st.switch_page("pages/stewards/trace.py")
    return bool(heard.get("get"))


def begin_parts(page: str) -> None:
    """Begins a run of a page: what the reader's browser has of the run before is known, if that was of this page."""
    state = st.session_state
    state[BEFORE] = state.get(SENT, {}) if state.get(PAGE) == page else {}
    state[SENT], state[PAGE] = {}, page
    state.pop(CHANGED, None)


def _without_known(key: str, told: dict[str, Any]) -> dict[str, Any]:
    """The message without a figure, or the rows of a table, that the part shows already."""
    sent: dict[str, str] = st.session_state.setdefault(SENT, {})
    shown = told.get("drawing") or told.get("table", {}).get("digest")
    if not shown:
        return told
    known = sent.get(key, st.session_state.get(BEFORE, {}).get(key)) == shown
    sent[key] = shown
    if not known:
        return told
    if "table" in told:
        return told | {"table": {name: told["table"].get(name) for name in ("digest", "kept", "picked")}}
    return {name: each for name, each in told.items() if name != "figure"}


def _resent(key: str) -> None:
    """The browser has not got a figure or a table, because a run was broken off: it is sent again."""
    st.session_state.get(SENT, {}).pop(key, None)


def _message(told: dict[str, Any]) -> bytes:
    """The message as JSON; the figure is JSON already."""
    figure = told.get("figure")
    texts = json.dumps({name: each for name, each in told.items() if name != "figure"}, ensure_ascii=False)
    return (f'{texts[:-1]}, "figure": {figure}}}' if figure else texts).encode()


def _nothing() -> None:
    """For events that are followed once the part is drawn: Streamlit tells only of those with a callback."""


def _marked(key: str) -> None:
    """A click on a mark sets the filter of its kind to it."""
    mark: Sequence[Any] = st.session_state[key]["mark"]
    narrow(*mark)
    st.session_state[CHANGED] = True


def _pick(key: str) -> None:
    st.session_state[PICKED.format(key=key)] = st.session_state[key]["pick"]


def _put_into_basket(name: str, chosen: Selection) -> None:
    put_exhibit(name, chosen)
    st.session_state[CHANGED] = True
