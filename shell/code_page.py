"""The page 溯源码: a card restored from its code, beside the card as it is now, and what has changed."""

import polars as pl
import streamlit as st

from briefing import exports
from briefing.codes import (
    Restored,
    about,
    batch_words,
    change_words,
    meant,
    mistyped,
    outcome,
    restored,
)
from exhibits import Exhibit
from exhibits.phrasing import minute
from exhibits.trace_code import tidy
from shell.access import is_withheld, tell_withheld
from shell.session import lang, plain, speak, whole_codes
from shell.stage import draw
from shell.tables import table

EXPORTS = ("made_at", "exported_by", "export_kind", "export_file")


def code_page() -> None:
    """The field for the code, and the card."""
    typed = st.text_input(
        speak("pages.code.title"),
        key="code",
        width=320,
        placeholder=speak("pages.code.placeholder"),
        max_chars=40,
        persist_state="session",
    )
    if not typed.strip():
        st.caption(speak("pages.code.how"))
        return
    card = restored(typed, lang())
    if card is None:
        _not_found(tidy(typed))
        return
    if is_withheld(card.kept.exhibit):
        tell_withheld("rows")
        return
    if card.now and card.today:  # its footer shows a code of its own
        exports.note_shown(card.now.code, card.now.id, card.today, card.newest)
    _write_card(card)
    _beside(card)
    _exports(card)


def _not_found(code: str) -> None:
    st.warning(plain(mistyped(code, lang())))
    with st.container(horizontal=True):
        for each in meant(code):
            st.button(each, key=f"meant-{each}", on_click=_take, args=(each,))


def _take(code: str) -> None:
    st.session_state["code"] = code


def _write_card(card: Restored) -> None:
    """What the card was, whether it has changed, how, and by which batches."""
    with st.container(border=True, key="card-told", gap="xsmall"):
        first, *others = about(card)
        st.markdown("### " + plain(outcome(card) or (others or [first])[0]))
        st.caption(whole_codes(first))
        if outcome(card):
            st.markdown("  \n".join(map(plain, others)))
        if changes := list(change_words(card)):
            st.markdown("\n".join(f"- {plain(said)}" for said in changes))
        if batches := list(batch_words(card)):
            st.markdown("\n".join(f"- {plain(said)}" for said in batches))
        if card.kept.page:
            st.link_button(speak("pages.code.to_page"), f"./{card.kept.page}", icon=":material/open_in_new:")


def _beside(card: Restored) -> None:
    """The card as it was and as it is now; one card if nothing has changed."""
    if card.was is None and card.stored is None:
        if card.now:
            _side(speak("pages.code.now", build=card.newest), card.now, "now")
        return
    if card.changes and not card.changes.all and card.now:
        _side(speak("pages.code.same"), card.was or card.now, "was")
        return
    left, right = st.columns(2)
    with left:
        if card.was:
            _side(speak("pages.code.then", build=card.kept.build), card.was, "was")
        else:
            _stored(card)
    if card.now:
        with right:
            _side(speak("pages.code.now", build=card.newest), card.now, "now")


def _side(heading: str, shown: Exhibit, place: str) -> None:
    with st.container(border=True, key=f"card-{place}", gap="xsmall", height="stretch"):
        st.caption(plain(heading))
        st.markdown("### " + plain(shown.finding))
        st.caption(plain(shown.subtitle))
        if shown.figure is None:
            table(shown.frame, shown.frame.columns, place, alt=shown.alt, points=shown.in_points)
        else:
            draw(shown, place)
        st.caption(whole_codes(shown.footer))


def _stored(card: Restored) -> None:
    """The figures of an export whose build is gone, as a table, without those that are not shown today."""
    with st.container(border=True, key="card-was", gap="xsmall", height="stretch"):
        st.caption(plain(speak("pages.code.stored", build=card.kept.build)))
        if card.texts:
            st.markdown("### " + plain(card.texts.finding))
            st.caption(plain(card.texts.subtitle))
        else:
            st.info(speak("pages.code.texts_hidden"))
        if card.changes:
            table(card.changes.visible, card.changes.visible.columns, "was")
        if card.texts:
            st.caption(whole_codes(card.texts.footer))


def _exports(card: Restored) -> None:
    if not card.kept.exports:
        return
    with st.container(border=True, key="card-exports"):
        st.markdown("### " + speak("trace_code.exports"))
        rows = [(minute(one.made_at), one.by, one.kind, one.file) for one in card.kept.exports]
        table(pl.DataFrame(rows, schema=EXPORTS, orient="row"), EXPORTS, "exports")
