"""The page 编排: what is made of the basket, the city's own templates, and briefings saved under a name."""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from briefing import compositions, template
from briefing.composed import Part
from briefing.composed_document import composed_document_bytes
from briefing.composition import Composition
from briefing.deck import deck_bytes
from briefing.document import KINDS
from briefing.document.command import NUMBERS
from briefing.pack import folder_zip, pack_file
from exhibits import Selection
from exhibits.phrasing import minute
from shell.access import WithheldError, readers_only, stewards_only, tell_withheld
from shell.basket import basket, change, replace_basket
from shell.row_files import download
from shell.session import lang, plain, speak, wording
from shell.stage import DOCX, PPTX
from shell.trace_codes import recorded_cards

UPLOAD_LIMIT = 50  # MB of a template
TEMPLATES = {"pptx": "template", "docx": "letterhead"}  # kind → the composition's field
# Old formats and macros may be given too: the refusal says what to do.
UPLOADED = {"pptx": ("pptx", "potx", "ppt", "pptm"), "docx": ("docx", "dotx", "doc", "docm")}
LETTER = {  # the words around each kind of document
    "notice": ("red_head", "to", "office", "note"),
    "brief": ("name", "issue", "office", "preface", "report_to", "send_to", "issue_to", "copies", "note"),
}
LONGEST_FILE = 60  # characters of a file's name
UNSAFE = re.compile(r"[^\w（）《》“”·-]+")  # in the name of a file


def files(answered: Sequence[Part]) -> None:
    """The downloads, and the template of the deck."""
    with st.container(border=True, key="card-composed-files"):
        st.markdown("### " + speak("compose.page.files"))
        if not answered:
            st.caption(speak("compose.empty"))
            return
        whole = basket(), answered, lang()
        masters = [_template(kind) for kind in TEMPLATES]
        _letter()
        cards = [
            (part.build, part.exhibit.id, Selection.of(part.block.settings))
            for part in answered
            if part.exhibit is not None
        ]
        for key, content, ending, kind in (
            ("deck", functools.partial(deck_bytes, *whole, masters[0]), "pptx", PPTX),
            ("document", functools.partial(composed_document_bytes, *whole, masters[1]), "docx", DOCX),
            ("pack", functools.partial(pack_file, *whole), "html", "text/html"),
            ("folder", functools.partial(folder_zip, *whole, _file_name("folder")), "zip", "application/zip"),
        ):
            file = f"{_file_name(key)}.{ending}"
            download(speak(f"compose.page.{key}"), recorded_cards(content, file, cards), file, kind)


def _file_name(kind: str) -> str:
    """The name of a file, under which its export is recorded: that of the saved briefing, else its title, else its
    kind."""
    composed = basket()
    names = (UNSAFE.sub("_", name).strip("_")[:LONGEST_FILE] for name in (composed.name, composed.title))
    return next(filter(None, names), speak(f"compose.file.{kind}"))


def _letter() -> None:
    """The kind of the document, and the words around its text."""
    with st.popover(speak("compose.page.letter"), icon=":material/mail:", type="tertiary", key="letter"):
        kinds: dict[str, str] = {kind: speak(f"compose.page.letter_of.{kind}") for kind in KINDS}
        st.session_state["letter-kind"] = basket().document if basket().document in kinds else KINDS[0]
        st.segmented_control(
            speak("compose.page.letter_kind"),
            list(kinds),
            format_func=wording(kinds),
            key="letter-kind",
            required=True,
            on_change=lambda: change(lambda old: replace(old, document=st.session_state["letter-kind"])),
        )
        given = dict(basket().letter)
        for name in LETTER[st.session_state["letter-kind"]]:
            key = f"letter-{name}"
            label, heard = speak(f"compose.page.letter_words.{name}"), functools.partial(_worded, name)
            if name in NUMBERS:
                st.session_state[key] = int(given[name]) if given.get(name, "").isdecimal() else None
                st.number_input(label, min_value=1, max_value=99_999, step=1, key=key, on_change=heard)
                continue
            st.session_state[key] = given.get(name, "")
            area = st.text_area if name == "preface" else st.text_input
            area(label, key=key, on_change=heard, max_chars=2000)


def _worded(name: str) -> None:
    change(lambda old: old.lettered(name, str(st.session_state[f"letter-{name}"] or "")))


def _template(kind: str) -> bytes | None:
    """The chosen template of decks or documents, or None for our own look; says what it lacks."""
    field, key = TEMPLATES[kind], f"composed-template-{kind}"
    kept = {"": speak(f"compose.page.own_look.{kind}")} | {each.id: each.name for each in template.kept(kind)}
    chosen = getattr(basket(), field)
    st.session_state[key] = chosen if chosen in kept else ""
    st.selectbox(
        speak(f"compose.page.template.{kind}"),
        list(kept),
        format_func=wording(kept),
        key=key,
        on_change=lambda: _choose(field, st.session_state[key]),
    )
    if not readers_only():
        _upload(kind)
    if refused := st.session_state.get(f"template_refused_{kind}"):
        st.error(plain(refused.sentence(lang())))
    content = template.content_of(st.session_state[key], kind)
    if content and (lacking := template.missing(content, kind, lang())):
        st.caption(plain(lacking))
    return content


def _upload(kind: str) -> None:
    """The field for a template of the city's own."""
    word = speak(f"compose.page.upload_template.{kind}")
    with st.popover(word, icon=":material/upload:", type="tertiary", key=f"template-{kind}"):
        st.caption(speak(f"compose.page.template_help.{kind}"))
        given = st.file_uploader(
            speak(f"compose.page.template_file.{kind}", limit=UPLOAD_LIMIT),
            list(UPLOADED[kind]),
            key=f"upload_template_{kind}",
            max_upload_size=UPLOAD_LIMIT,
        )
        if given and st.session_state.get(f"template_taken_{kind}") != given.file_id:
            _take(given, kind)


def _choose(field: str, chosen: str) -> None:
    change(lambda old: replace(old, template=chosen) if field == "template" else replace(old, letterhead=chosen))


@stewards_only
def _take(given, kind: str) -> None:
    """Keeps an uploaded template and chooses it; a refusal changes nothing."""
    st.session_state[f"template_taken_{kind}"] = given.file_id
    st.session_state.pop(f"template_refused_{kind}", None)
    try:
        _choose(TEMPLATES[kind], template.keep(given.getvalue(), given.name, kind).id)
    except template.TemplateError as error:
        st.session_state[f"template_refused_{kind}"] = error
    st.rerun()


def saving() -> None:
    """Saves the basket under a name."""
    with st.container(border=True, key="card-composed-save"):
        st.markdown("### " + speak("compose.page.save"))
        if readers_only():
            tell_withheld("saving")
            return
        st.session_state.setdefault("composed-name", basket().name)
        st.text_input(speak("compose.page.name"), key="composed-name", max_chars=compositions.LONGEST_NAME)
        _who()
        st.button(
            speak("compose.page.save_it"), type="primary", on_click=_attempted, args=(_save,), key="composed-save"
        )
        if said := st.session_state.pop("composed_said", None):
            (st.success if said[0] else st.error)(plain(said[1]))


def _who() -> None:
    st.text_input(speak("compose.page.by"), key="by", persist_state="session")


@stewards_only
def _save() -> str:
    """Saves; says which version it became, and if somebody else had saved in between."""
    before = basket()
    newest = next(iter(compositions.versions(st.session_state["composed-name"])), None)
    version = compositions.save(before, st.session_state["composed-name"], st.session_state.get("by") or "")
    change(lambda old: replace(old, name=version.name, version=version.number))
    facts = {"name": version.name, "number": version.number}
    if not version.aside or newest is None:
        return speak("compose.said.saved", **facts)
    by = newest.by or speak("compose.said.somebody")
    return speak("compose.said.aside", **facts, other=newest.number, by=by, at=minute(newest.at))


def _attempted(act: Callable[[], str]) -> None:
    """Runs a step; the next run of the page says what came of it."""
    try:
        st.session_state["composed_said"] = True, act()
    except (compositions.CompositionError, WithheldError) as error:
        st.session_state["composed_said"] = False, error.sentence(lang())
    except OSError as error:
        reason = error.strerror or str(error)
        st.session_state["composed_said"] = False, speak("compose.said.unwritable", reason=reason)


def saved() -> None:
    """The saved briefings with their versions: open, rename, delete; and the bin."""
    listed = {version.name: version for version in compositions.saved()}
    with st.container(border=True, key="card-composed-saved"):
        st.markdown("### " + speak("compose.page.saved"))
        if not listed:
            st.caption(speak("compose.page.none_saved"))
        else:
            name = st.selectbox(speak("compose.page.which"), list(listed), key="composed-which")
            _versions(name)
        gone = {} if readers_only() else dict(compositions.deleted())
        if gone:
            with st.popover(speak("compose.page.bin", n=len(gone)), icon=":material/delete:", type="tertiary"):
                for place, version in gone.items():
                    word = speak("compose.page.restore", name=plain(version.name), number=version.number)
                    step = functools.partial(_restore, place)
                    st.button(word, key=f"restore-{place}", on_click=_attempted, args=(step,))


def _versions(name: str) -> None:
    known = {version.number: version for version in compositions.versions(name)}
    words = {number: _version(version) for number, version in known.items()}
    number = st.selectbox(
        speak("compose.page.version"), list(known), format_func=words.__getitem__, key="composed-version"
    )
    with st.container(horizontal=True, key="composed-tools"):
        opened = functools.partial(_open, known[number].composition)
        st.button(speak("compose.page.open"), key="composed-open", on_click=_attempted, args=(opened,))
        if readers_only():
            return
        with st.popover(speak("compose.page.rename"), type="tertiary"):
            st.text_input(speak("compose.page.new_name"), key="composed-new-name", max_chars=compositions.LONGEST_NAME)
            renamed = functools.partial(_rename, name)
            st.button(speak("compose.page.rename_it"), key="composed-rename", on_click=_attempted, args=(renamed,))
        deleted = functools.partial(_delete, name)
        word = speak("compose.page.delete")
        st.button(word, key="composed-delete", type="tertiary", on_click=_attempted, args=(deleted,))


def _version(version: compositions.Version) -> str:
    by = version.by or speak("compose.said.somebody")
    said = speak("compose.page.version_said", number=version.number, at=minute(version.at), by=by)
    return said + (speak("compose.page.version_aside") if version.aside else "")


def _open(composition: Composition) -> str:
    replace_basket(composition)
    st.session_state["composed-name"] = composition.name
    return speak("compose.said.opened", name=composition.name, number=composition.version)


@stewards_only
def _rename(name: str) -> str:
    new = compositions.rename(name, st.session_state["composed-new-name"], st.session_state.get("by") or "")
    if basket().name == name:
        newest = compositions.opened(new)
        change(lambda old: replace(old, name=new, version=newest.version))
        st.session_state["composed-name"] = new
    return speak("compose.said.renamed", name=new)


@stewards_only
def _delete(name: str) -> str:
    compositions.delete(name)
    return speak("compose.said.deleted", name=name)


@stewards_only
def _restore(place: str) -> str:
    return speak("compose.said.restored", name=compositions.restore(place))
