"""The reader's basket: the briefing that is being composed, in the session and, as a draft's id, in the address."""

from collections.abc import Callable

import streamlit as st

from briefing import drafts
from briefing.composition import EXHIBIT, Block, Composition
from exhibits import Selection
from shell.session import build, speak

COMPOSE = "pages/briefing/compose.py"


def basket() -> Composition:
    """The reader's composition: the session's, else that of the draft in the address."""
    state = st.session_state
    if "basket" not in state:
        state["basket"] = drafts.draft(state.get("draft", "")) or Composition()
    return state["basket"]


def change(step: Callable[[Composition], Composition]) -> None:
    """Puts a changed composition into the basket, keeps it as a draft, and remembers the one before it."""
    before = basket()
    put(step(before))
    if basket() != before:
        st.session_state["basket_before"] = before


def put(composition: Composition) -> None:
    """Puts a composition into the basket and keeps it as a draft. If it can't be kept the reader is told."""
    state = st.session_state
    state["basket"] = composition
    state.pop("draft_unkept", None)
    try:
        state["draft"] = drafts.keep(composition)
    except OSError as error:
        state["draft_unkept"] = error.strerror or str(error)


def replace_basket(composition: Composition) -> None:
    """Opens another composition; the fields of the page start anew with its words."""
    change(lambda _: composition)
    st.session_state["basket_opened"] = opened_count() + 1


def opened_count() -> int:
    """How often another composition was opened: part of the keys of the page's fields."""
    return st.session_state.get("basket_opened", 0)


def undo() -> None:
    """Back to the composition before the last change."""
    replace_basket(st.session_state["basket_before"])


def block_of(name: str, chosen: Selection) -> Block:
    """The block of an exhibit with the present choices and build."""
    settings = tuple(f"{key}={value}" for key, value in chosen.settings().items())
    return Block(EXHIBIT, "", name, settings, build())


def put_exhibit(name: str, chosen: Selection) -> None:
    """Puts an exhibit, with the present choices and build, into the basket."""
    block = block_of(name, chosen)
    change(lambda composition: composition.with_block(block))


def basket_link() -> None:
    """The counter in the page's head: how many exhibits are in the basket, and the way there."""
    if n := len(basket().exhibits):
        st.page_link(COMPOSE, label=speak("compose.basket.link", n=n))
