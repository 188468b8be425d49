"""What cards do with their trace code: they list it, record each download under it, and show it with its QR."""

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode, urlsplit

import polars as pl
import streamlit as st

from briefing import exports
from briefing.answered import in_every_language
from briefing.qr import code_address, qr_svg
from exhibits import Exhibit, Selection
from shell.address import address
from shell.session import build, lang, newest_build, speak, whole_codes

QR_WIDTH = 116


def note_card(shown: Exhibit, chosen: Selection) -> None:
    """Lists a card that this page shows, with the address of the page."""
    page = urlsplit(page_address()).path.rpartition("/")[2]
    said = urlencode(address() | {"build": [build()]}, doseq=True)
    exports.note_shown(shown.code, shown.id, chosen, build(), f"{page}?{said}")


def recorded(content: Callable[[], bytes], file: str, shown: Exhibit, chosen: Selection) -> Callable[[], bytes]:
    """The content of a download of one card, which is recorded when the reader asks for it."""
    return recorded_cards(content, file, [(build(), shown.id, chosen)])


def recorded_cards(
    content: Callable[[], bytes], file: str, cards: Sequence[tuple[str, str, Selection]]
) -> Callable[[], bytes]:
    """The content of a download of several cards, recorded together. cards: build, exhibit and choices of each."""
    reader, language = reader_name(), lang()  # read now: the content is made outside the run of the page

    def made() -> bytes:
        bytes_ = content()
        with _if_it_can_be_kept():
            kept = [exports.Card(in_every_language(name, chosen, of), chosen, of) for of, name, chosen in cards]
            exports.keep(file.rpartition(".")[2], file, language, reader, kept)
        return bytes_

    return made


def recorded_rows(content: Callable[[], bytes], file: str, rows: pl.DataFrame) -> Callable[[], bytes]:
    """The content of a download of rows that are no card's, recorded when the reader asks for it."""
    reader, language, of = reader_name(), lang(), newest_build() or exports.NOBODY

    def made() -> bytes:
        bytes_ = content()
        with _if_it_can_be_kept():
            exports.keep_rows(file.rpartition(".")[2], file, language, reader, of, rows)
        return bytes_

    return made


@contextlib.contextmanager
def _if_it_can_be_kept() -> Iterator[None]:
    """A warehouse that can't be written to does not keep readers from their file; the log says so."""
    try:
        yield
    except OSError as error:
        logging.getLogger(__name__).warning("export not recorded: %s", error)


def reader_name() -> str:
    """Who is reading, where the server knows it: the address or name of the login."""
    return str(st.user.get("email") or st.user.get("name") or exports.NOBODY)


def page_address() -> str:
    """The address of this page; "" outside a browser."""
    return st.context.url or ""


def code_entry(shown: Exhibit) -> None:
    """The trace code of a card, its QR and its address."""
    target = code_address(shown.code, page_address())
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"code-{shown.id}"):
        st.image(qr_svg(target), width=QR_WIDTH)
        with st.container(width="stretch", gap="xsmall"):
            st.markdown(f"**{whole_codes(speak('trace_code.entry', code=shown.code))}**")
            st.caption(speak("trace_code.entry_help"))
            st.code(target, language=None, wrap_lines=True)
