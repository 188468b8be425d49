"""The frame around every page: title, language, shared filters, chips that remove a filter, navigation.

Run by `streamlit run app.py`. The file is used twice: imported as a module it is the server, run as a script the frame.
"""

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

import serve
import shell
from shell import first_views, speak
from shell.access import tell_withheld, withheld_pages
from shell.address import BASES, LISTS, address, adopt_address, fewer_fields, lost_words, write_address
from words import LANGUAGES

HERE = Path(__file__).parent
LOOK = HERE / ".streamlit"
PLACES = {  # audience → (file, path in the URL)
    "leaders": (("overview", ""), ("unit", "unit"), ("map", "map")),
    "analysts": (
        ("satisfaction", "satisfaction"),
        ("trends", "trends"),
        ("indices", "indices"),
        ("rectification", "rectification"),
        ("programmes", "programmes"),
        ("appraisal", "appraisal"),
        ("brands", "brands"),
        ("duties", "duties"),
        ("inquiries", "inquiries"),
        ("linkage", "fusion"),
        ("services", "services"),
    ),
    "briefing": (
        ("compose", "compose"),
        ("check", "check"),
        ("code", "code"),
        ("definitions", "definitions"),
    ),
    "stewards": (("intake", "intake"), ("quality", "quality"), ("history", "history"), ("trace", "trace")),
}
MOVED = {"signals": ("analysts/services", {"view": "signals"})}  # old path → the page that took its place, its choices
# The shared filters do not apply to these pages.
WITHOUT_DATA = ("intake", "history", "trace", "compose", "check", "code", "definitions")


def frame() -> None:
    """Draws the page of one session: one run of the script."""
    st.session_state.setdefault("lang", "zh")
    adopt_address(shell.options())
    options = shell.options()  # in the language of the URL
    page = navigation()
    if page.url_path in MOVED:
        follow(*MOVED[page.url_path])
    for place, choice in (("trace", "traced"), ("code", "code")):
        if page.url_path != place:
            st.session_state.pop(choice, None)
    st.set_page_config(f"{page.title} · {speak('shell.title')}", str(LOOK / "icon.png"), layout="wide")
    st.logo(identity(), size="large", icon_image=str(LOOK / "icon.png"))
    about_data = page.url_path not in WITHOUT_DATA
    shared = options if about_data else {}
    shell.sheet_margins(page.title, shared)
    if shared:
        filters(shared)
    header(page.title, shared)
    if shared or not about_data:
        shell.begin_page()
        shell.begin_parts(page.url_path)
        if shared:
            shell.make_ahead(page.url_path)
        page.run()
        shell.page_pictures()
    else:
        st.info(speak("shell.no_build"))
    write_address()


def navigation() -> Any:
    withheld = withheld_pages()
    places = {
        speak(f"shell.audience.{audience}"): [
            st.Page(
                HERE / "pages" / audience / f"{name}.py",
                title=speak(f"pages.{name}.title"),
                url_path=path,
                default=not path,
            )
            for name, path in places
            if name not in withheld
        ]
        for audience, places in PLACES.items()
    }
    # A link to one of them leads to a sentence.
    refused = [
        st.Page(tell_withheld, title=speak(f"pages.{name}.title"), url_path=name, visibility="hidden")
        for name in withheld
    ]
    moved = [st.Page(frame, title=path, url_path=path, visibility="hidden") for path in MOVED]
    return st.navigation(places | {"": [*moved, *refused]}, position="top")


def follow(page: str, choices: Mapping[str, str]) -> None:
    """Leads from an old link to the page that took its place; the link's own choices are already in the session."""
    st.session_state.update(choices)
    write_address()
    st.switch_page(HERE / "pages" / f"{page}.py")


def identity() -> str:
    """The product's name as an image, because Streamlit accepts no text in this place."""
    return (LOOK / "logo.svg").read_text(encoding="utf-8").replace("TITLE", speak("shell.name"))


# --- what is chosen, in widgets --------------------------------------------------------------------------------------


def filters(options: shell.Options) -> None:
    """The shared filters. Their values are already in the session, taken from the URL, before the widgets are drawn."""
    years = list(options["year"])
    with st.sidebar:
        if years:
            since, until = st.columns(2)
            for place, name, other in ((since, "year_from", "year_to"), (until, "year_to", "year_from")):
                place.selectbox(
                    speak(f"shell.filter.{name}"),
                    years,
                    key=name,
                    on_change=keep_order,
                    args=(other,),
                    persist_state="session",
                )
        for name, code_list in LISTS.items():
            st.multiselect(
                speak(f"shell.filter.{name}"),
                list(options[code_list]),
                key=name,
                format_func=shell.wording(options[code_list]),
                placeholder=speak(f"shell.filter.all_{name}"),
                filter_mode="contains",
                select_all=False,
                persist_state="session",
            )
        bases = {basis: shell.worded("basis", basis) for basis in BASES}
        words = shell.wording(bases)
        st.selectbox(speak("shell.filter.basis"), BASES, key="basis", format_func=words, persist_state="session")


def keep_order(other: str) -> None:
    """If the first year is after the last one, sets the other one to the same year."""
    state = st.session_state
    if state["year_from"] > state["year_to"]:
        state[other] = state["year_from" if other == "year_to" else "year_to"]


def header(title: str, options: shell.Options) -> None:
    """The page's title, language switch, link to this view, the filters in words, and the chips."""
    languages = {code: speak(f"shell.language.{code}") for code in LANGUAGES}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(title, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.segmented_control(
                speak("shell.language.label"),
                LANGUAGES,
                key="lang",
                format_func=shell.wording(languages),
                required=True,
                label_visibility="collapsed",
                on_change=keep_choices,
                persist_state="session",
            )
            shell.basket_link()
            if options:
                permalink()
    if options:
        st.caption(shell.plain(shell.scope_words(options)))
        chips(options)
    if lost := st.session_state.pop("lost", []):
        st.warning(lost_words(lost))
    if st.session_state.get("build"):
        st.info(speak("shell.link.old_build", build=st.session_state["build"]))
        st.button(speak("shell.link.newest"), on_click=lambda: st.session_state.pop("build"))


def keep_choices() -> None:
    """A widget stores the displayed word of a choice: stores the codes before the language changes the words."""
    for name in (*LISTS, "basis", *shell.CHOICES):
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def chips(options: shell.Options) -> None:
    """One button for each active filter value; a click removes it. Beside a unit's stands the link to its portrait."""
    narrowed = list(narrowings(options))
    if not narrowed:
        return
    with st.container(horizontal=True, key="chips", gap="small"):
        for name, code, word in narrowed:
            said = speak("shell.chip.undo", word=shell.plain(word))
            with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
                st.button(said, key=f"chip-{name}-{code}", on_click=undo, args=(name, code, options))
                if name == "units":
                    portrait_link(code, word)
        if len(narrowed) > 1:
            st.button(speak("shell.chip.all"), key="chip-all", type="tertiary", on_click=undo_all, args=(options,))


def portrait_link(unit: str, word: str) -> None:
    """A click on a unit's mark in a chart narrows the page to it; this leads on to its portrait."""
    st.page_link(
        HERE / "pages" / "leaders" / "unit.py",
        label=speak("shell.chip.portrait"),
        help=speak("shell.chip.portrait_help", unit=shell.plain(word)),
        query_params=shell.choices_about(unit),
    )


def narrowings(options: shell.Options) -> Iterator[tuple[str, str, str]]:
    """(filter, code, word) of each active filter value."""
    state = st.session_state
    years = list(options["year"])
    first, last = state.get("year_from"), state.get("year_to")
    if years and (first, last) != (years[0], years[-1]):
        yield "years", f"{first}-{last}", f"{first}" if first == last else f"{first}–{last}"
    for name, code_list in LISTS.items():
        for code in state[name]:
            yield name, code, options[code_list].get(code, code)


def undo(name: str, code: str, options: shell.Options) -> None:
    if name == "years":
        st.session_state["year_from"], st.session_state["year_to"] = min(options["year"]), max(options["year"])
    else:
        st.session_state[name] = [each for each in st.session_state[name] if each != code]


def undo_all(options: shell.Options) -> None:
    for name, code, _ in list(narrowings(options)):
        undo(name, code, options)


# --- what is chosen, in the address ----------------------------------------------------------------------------------


def permalink() -> None:
    """A link to this view on these data: all choices and the build's id."""
    drawer = st.popover(
        speak("shell.link.label"), icon=":material/link:", type="tertiary", key="link", on_change="rerun"
    )
    if drawer.open:
        said = address() | {"build": [shell.build()]}
        drawer.caption(speak("shell.link.help"))
        drawer.code(f"{st.context.url}?{urlencode(said, doseq=True)}", language=None, wrap_lines=True)


if __name__ == "__main__":
    frame()
else:
    # All imports are done: their objects stay until the server ends, so the garbage collector can skip them.
    gc.collect()
    gc.freeze()
    document: Any = (
        serve.OwnDocument,
        (),
        {"fewer_fields": fewer_fields},
    )  # the tuple that Starlette expects for a middleware
    app = st.App(__file__, middleware=[document], lifespan=first_views.ready, on_script_error=serve.own_error_page)
