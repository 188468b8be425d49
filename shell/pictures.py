"""Pictures to download: of one card in its drawer, of all cards of a page at the page's foot."""

import functools
from dataclasses import replace

import streamlit as st

from briefing import picture
from briefing.picture import FORMS, SIZES, THEMES
from exhibits import Exhibit, Selection
from shell.row_files import download
from shell.session import build, exhibit, lang, speak
from shell.trace_codes import page_address, recorded, recorded_cards

SHOWN = "cards_shown"  # in the session: the exhibits and choices of the cards that this run of the page has drawn


def picture_download(name: str, chosen: Selection, place: str) -> None:
    """The choices of a card's picture and its button; a sentence where there can be none."""
    if refused := picture.refusal(exhibit(name, chosen)):
        st.caption(refused.sentence(lang()))
        return
    picture.resident_renderer().warm_up()
    form, size, theme = _choices(place)
    themed = exhibit(name, replace(chosen, theme=theme))
    content = functools.partial(_content, [themed], form, size, lang(), theme, page_address())
    file = f"{_stem(name, size, theme)}.{form}"
    download(speak("picture.download"), recorded(content, file, themed, chosen), file, FORMS[form])


def begin_page() -> None:
    """Forgets the cards of the page before."""
    st.session_state[SHOWN] = []


def remember_for_pictures(name: str, chosen: Selection) -> None:
    """Remembers a card that is drawn, for the pictures of the page."""
    shown = st.session_state.setdefault(SHOWN, [])
    if (name, chosen) not in shown:
        shown.append((name, chosen))


def page_pictures() -> None:
    """A drawer at the foot of a page: the pictures of all its cards in one file. None on a page without cards."""
    shown = [card for card in st.session_state[SHOWN] if _has_picture(exhibit(*card))]
    if not shown:
        return
    title = speak("picture.page", n=len(shown))
    drawer = st.popover(title, type="tertiary", icon=":material/photo_library:", key="get-page", on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if refused := picture.refusal():
            st.caption(refused.sentence(lang()))
            return
        form, size, theme = _choices("page")
        exhibits = {
            f"{number:02}-{_stem(name, size, theme)}": exhibit(name, replace(chosen, theme=theme))
            for number, (name, chosen) in enumerate(shown, 1)
        }
        picture.resident_renderer().warm_up()
        content = functools.partial(picture.zip_bytes, exhibits, form, size, lang(), theme, page_address())
        file = "ronghe-pictures.zip"
        cards = [(build(), name, chosen) for name, chosen in shown]
        download(speak("picture.zip"), recorded_cards(content, file, cards), file, "application/zip")


def _has_picture(shown: Exhibit) -> bool:
    return not shown.frame.is_empty() and picture.is_flat(shown)


def _choices(place: str) -> list[str]:
    """Form, size and theme of a picture, as the reader chooses them."""
    chosen = []
    for choice, options in (("form", FORMS), ("size", SIZES), ("theme", THEMES)):
        words = {option: speak(f"picture.{choice}.{option}") for option in options}
        chosen.append(
            st.segmented_control(
                speak(f"picture.{choice}.title"),
                list(options),
                format_func=words.__getitem__,
                key=f"picture-{choice}-{place}",
                default=next(iter(options)),
                required=True,
                label_visibility="collapsed",
            )
        )
    return chosen


def _stem(name: str, size: str, theme: str) -> str:
    """The name of a picture's file: the exhibit's, and the choices that are not the first of their kind."""
    return "-".join([name, *(each for each in (size, theme) if each not in (SIZES[0], THEMES[0]))])


def _content(exhibits: list[Exhibit], form: str, size: str, language: str, theme: str, page: str) -> bytes:
    return picture.picture(exhibits, form, size, language, theme, page).content
