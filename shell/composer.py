"""The page 编排: the blocks of the basket in order, each with its preview, note and buttons."""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from briefing.composed import Part, composed, name_of
from briefing.composition import EXHIBIT, HEADING, LONGEST, TEXT, Block, Composition
from shell.access import is_withheld
from shell.basket import basket, change, opened_count, undo
from shell.parts import draw_part, figure_of
from shell.session import lang, newest_build, plain, speak

SMALL_HEIGHT = 430  # of a preview in pixels, before the zoom of style.css
PREVIEWED = 12  # exhibits whose figures are drawn unless the reader wants otherwise


def parts() -> list[Part]:
    """The basket with its exhibits answered; those of other builds too."""
    hidden = speak("shell.readers.rows")
    return [
        Part(part.block, said=hidden) if is_withheld(part.block.exhibit) else part
        for part in composed(basket(), lang())
    ]


def blocks(answered: list[Part]) -> None:
    """Title and subtitle, the blocks in order, and what adds one."""
    _head()
    _write_notes(answered)
    if not answered:
        st.info(speak("compose.empty"))
    drawn = bool(answered) and st.toggle(
        speak("compose.page.preview"), value=len(basket().exhibits) <= PREVIEWED, key="composed-preview"
    )
    for place, part in enumerate(answered):
        _block(part, place, len(answered), drawn)
    with st.container(horizontal=True, key="composed-add"):
        st.button(speak("compose.page.add_heading"), icon=":material/title:", on_click=_add, args=(HEADING,))
        st.button(speak("compose.page.add_text"), icon=":material/notes:", on_click=_add, args=(TEXT,))
        if answered:
            st.button(speak("compose.page.clear"), icon=":material/delete_sweep:", on_click=_clear)
        if "basket_before" in st.session_state:
            st.button(speak("compose.page.undo"), icon=":material/undo:", on_click=undo)


def _head() -> None:
    for name in ("title", "subtitle"):
        _field(
            st.text_input,
            speak(f"compose.page.{name}"),
            getattr(basket(), name),
            name,
            functools.partial(_headed, name),
            placeholder=speak("compose.untitled") if name == "title" else None,
            max_chars=200,
        )


def _headed(name: str, text: str) -> Composition:
    return replace(basket(), title=text) if name == "title" else replace(basket(), subtitle=text)


def _write_notes(answered: list[Part]) -> None:
    """What the reader should know: a draft that can't be kept, builds that are not the newest."""
    if reason := st.session_state.get("draft_unkept"):
        st.warning(plain(speak("compose.page.unkept", reason=reason)))
    newest = newest_build()
    older = [part for part in answered if part.build and part.build != newest]
    if older and newest:
        st.info(plain(speak("compose.page.older", n=len(older))))
        word = speak("compose.page.to_newest", build=newest[:12])
        st.button(word, on_click=change, args=(lambda composition: composition.of_build(newest),))


def _block(part: Part, place: int, count: int, drawn: bool) -> None:
    block = part.block
    with st.container(border=True, key=f"card-block-{block.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"bar-{block.id}"):
            st.caption(f"{place + 1} · {speak(f'compose.kind.{block.kind}')}")
            _tool("up", ":material/arrow_upward:", block, functools.partial(_moved, block.id, -1), place == 0)
            _tool(
                "down", ":material/arrow_downward:", block, functools.partial(_moved, block.id, 1), place == count - 1
            )
            _tool("remove", ":material/close:", block, functools.partial(_without, block.id), False)
        if block.kind == EXHIBIT:
            _exhibit(part, drawn)
        _field(
            st.text_input if block.kind == HEADING else st.text_area,
            speak(f"compose.page.words.{block.kind}"),
            block.text,
            block.id,
            lambda text: basket().worded(block.id, text),
            label_visibility="collapsed",
            placeholder=speak(f"compose.page.words.{block.kind}"),
            max_chars=LONGEST,
            **({} if block.kind == HEADING else {"height": 110 if block.kind == TEXT else 68}),
        )


def _exhibit(part: Part, drawn: bool) -> None:
    """Finding and small figure, or the sentence that tells why there is none."""
    shown = part.exhibit
    if part.said:
        st.warning(plain(part.said))
    if shown is None:
        st.markdown(f"**{plain(name_of(part.block.exhibit, lang()))}**")
        return
    words, picture = st.columns([3, 2]) if drawn and shown.figure_json else (st.container(), None)
    with words:
        st.markdown(f"**{plain(shown.finding)}**")
        st.caption(plain(shown.subtitle))
        st.caption(plain(speak("compose.page.build", build=part.build[:12])))
    if picture:
        with picture, st.container(key=f"preview-{part.block.id}", height=SMALL_HEIGHT, border=False):
            draw_part(f"small-{part.block.id}", figure_of(shown) | {"config": {"staticPlot": True}, "marks": []})


def _tool(name: str, icon: str, block: Block, step: Callable[[Composition], Composition], off: bool) -> None:
    help_text, key = speak(f"compose.page.{name}"), f"{name}-{block.id}"
    st.button("", icon=icon, help=help_text, key=key, type="tertiary", disabled=off, on_click=change, args=(step,))


def _moved(block_id: str, by: int, composition: Composition) -> Composition:
    return composition.moved(block_id, by)


def _without(block_id: str, composition: Composition) -> Composition:
    return composition.without(block_id)


def _field(
    kind: Callable[..., Any], label: str, value: str, name: str, step: Callable[[str], Composition], **options: Any
) -> None:
    """A field whose words go into the basket when they change."""
    key = f"composed-{name}-{opened_count()}"
    st.session_state.setdefault(key, value)
    kind(label, key=key, on_change=lambda: change(lambda _: step(st.session_state[key])), **options)


def _add(kind: str) -> None:
    change(lambda composition: composition.with_block(Block(kind)))


def _clear() -> None:
    change(lambda composition: replace(composition, blocks=()))
