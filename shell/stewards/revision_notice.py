"""The card 修订通知 of the page 版本: the exported figures that the build in force changes."""

import functools

import streamlit as st

import queries
from briefing import exports
from briefing.codes import Restored
from briefing.notice import COLUMNS, notice_rows, notice_text, notice_title, revised
from briefing.notice_document import notice_document
from exhibits.columns import csv_bytes
from shell.row_files import download
from shell.session import lang, plain, speak
from shell.stage import DOCX
from shell.tables import table


def revision_notice() -> None:
    """The notice, made when the reader opens it: every exported card is asked anew."""
    with st.container(border=True, key="card-notice"):
        st.markdown("### " + speak("trace_code.notice.heading"))
        st.caption(speak("trace_code.notice.help"))
        shelf = st.expander(speak("trace_code.notice.open"), on_change="rerun", key="notice")
        if not shelf.open:
            return
        with shelf, st.spinner(speak("trace_code.notice.working")):
            build = queries.build_id()
            cards = _revised(build, queries.sources(), exports.state(), lang())
            st.markdown(f"**{plain(notice_title(cards, lang(), build))}**")
            if cards:
                _listed(cards, build)


def _listed(cards: tuple[Restored, ...], build: str) -> None:
    rows = notice_rows(cards, lang())
    table(rows, COLUMNS, f"notice-{build}")
    with st.container(horizontal=True):
        name = f"notice-{build}"
        download(speak("trace_code.notice.as_csv"), functools.partial(csv_bytes, rows, lang()), f"{name}.csv")
        text = functools.partial(notice_text, cards, lang(), build)
        download(speak("trace_code.notice.as_text"), lambda: text().encode(), f"{name}.txt", "text/plain")
        document = functools.partial(notice_document, cards, lang(), build)
        download(speak("trace_code.notice.as_document"), document, f"{name}.docx", DOCX)


@functools.lru_cache(maxsize=8)
def _revised(build: str, sources: tuple, kept: tuple, language: str) -> tuple[Restored, ...]:
    """sources, kept: parts of the cache key only: what the figures and the record of exports depend on."""
    return revised(language, build)
