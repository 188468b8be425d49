"""A step that changes what is published: first a preview, then a confirmation."""

import functools
from collections.abc import Callable
from typing import Any

import streamlit as st

import etl
from shell.access import stewards_only
from shell.session import lang, plain, speak
from shell.stewards.change_report import show_change


@stewards_only
def confirmed(name: str, word: str, preview: Callable[[], etl.Change], act: Callable[..., str], success: str) -> None:
    """A button that shows what would change, then a second one that runs the step and reruns the page."""
    if st.button(word, key=f"ask-{name}"):
        st.session_state["asked"] = name
    if st.session_state.get("asked") != name:
        return
    show_change(attempted(preview), f"revisions-{name}")
    name_of_user()
    with st.container(horizontal=True):
        if st.button(speak("pages.history.do", what=word), key=f"do-{name}", type="primary"):
            attempted(functools.partial(act, by=st.session_state.get("by") or None))
            st.session_state["success"] = success
            st.session_state.pop("asked")
            st.session_state.pop("build", None)
            st.rerun()
        st.button(speak("pages.history.leave"), key=f"leave-{name}", on_click=lambda: st.session_state.pop("asked"))


def name_of_user() -> None:
    """The name of the confirming person: kept in the session under `by`, written into the event log."""
    st.text_input(speak("pages.intake.by"), key="by", help=speak("pages.intake.by_help"), persist_state="session")


def attempted(act: Callable[[], Any]) -> Any:
    """The result of `act`; a refusal of the warehouse is shown as an error and ends the page's run."""
    try:
        with st.spinner(speak("pages.history.working")):
            return act()
    except etl.WarehouseError as error:
        st.error(plain(getattr(error, lang())))
        st.stop()


def show_success() -> None:
    """The success message of the step that was confirmed in the run before."""
    if "success" in st.session_state:
        st.success(st.session_state.pop("success"))
