"""The page 核稿与续稿: an uploaded briefing compared with its cards, or brought to the newest build."""

import functools
from collections.abc import Iterable
from pathlib import PurePath

import polars as pl
import streamlit as st

from briefing import checking, edited, refreshing
from briefing.checking import report as check_report
from briefing.exports import exported
from briefing.refreshing import report as refresh_report
from exhibits.trace_code import is_valid, tidy
from shell.session import lang, newest_build, plain, speak, wording
from shell.stage import DOCX, PPTX
from shell.tables import download, table
from shell.trace_codes import page_address, recorded_cards

UPLOAD_LIMIT = 100  # MB of an edited briefing
KINDS = {"pptx": PPTX, "docx": DOCX, "pdf": "application/pdf"}
SHOWN = 12  # lines that are listed above the table


def edited_files() -> None:
    """The upload, what is to be done with it, and the result."""
    doing = {name: speak(f"pages.check.do_{name}") for name in ("check", "refresh")}
    chosen = st.segmented_control(
        speak("pages.check.do"),
        list(doing),
        default="check",
        format_func=wording(doing),
        key="edited-do",
        label_visibility="collapsed",
        required=True,
    )
    st.caption(speak(f"pages.check.how_{chosen}"))
    given = st.file_uploader(
        speak("pages.check.file", limit=UPLOAD_LIMIT),
        ["pptx", "docx", *(["pdf"] if chosen == "check" else []), "ppt", "doc"],
        key=f"upload_{chosen}",
        max_upload_size=UPLOAD_LIMIT,
    )
    codes = _codes(given.name if given else "")
    if given is None:
        return
    content = given.getvalue()
    try:
        with st.spinner(speak("pages.check.working")):
            if chosen == "check":
                _checked(_check(content, lang(), codes, newest_build() or ""), content, given.name)
            else:
                _refreshed(_refresh(content, lang(), codes, newest_build() or "", page_address()), given.name)
    except edited.EditedError as error:
        st.error(plain(error.sentence(lang())))


def _codes(name: str) -> tuple[str, ...]:
    """Codes of cards that stand in the file without their code: typed, or those of an export of the same name."""
    with st.expander(speak("pages.check.codes"), icon=":material/tag:"):
        typed = st.text_input(speak("pages.check.codes_typed"), key="edited-codes", max_chars=400)
        codes = [code for each in typed.replace("，", " ").replace(",", " ").split() if is_valid(code := tidy(each))]
        same = _exported_as(PurePath(name).name) if name else []
        if same:
            use = st.checkbox(speak("pages.check.codes_of_export", n=len(same)), key="edited-same")
            codes += same if use else []
    return tuple(dict.fromkeys(codes))


def _exported_as(name: str) -> list[str]:
    """The codes of the cards that were exported in a file of this name."""
    return [kept.code for kept in exported() if any(each.file == name for each in kept.exports)]


@st.cache_data(max_entries=4, show_spinner=False)
def _check(content: bytes, language: str, codes: tuple[str, ...], build: str) -> tuple:
    """build: part of the key only."""
    found = checking.check(content, language, codes)
    said = list(check_report.about_cards(found, language))
    rows, listed = check_report.rows(found, language), check_report.csv_bytes(found, language)
    counts = {kind: len(found.of(kind)) for kind in (checking.WRONG, checking.WORD)}
    summary = check_report.summary(found, language)
    return summary, said, rows, listed, check_report.commented(found, content, language), sum(counts.values())


def _checked(found: tuple, content: bytes, name: str) -> None:
    summary, said, rows, listed, commented, against = found
    _told(summary, said, bool(against))
    _table(rows, {name: speak(f"checking.column.{name}") for name in check_report.COLUMNS})
    if rows.height:
        stem, ending = PurePath(name).stem, PurePath(name).suffix.lower().removeprefix(".")
        with st.container(horizontal=True):
            kind = KINDS.get(ending, "application/octet-stream")
            if against:
                file = f"{stem}-{speak('checking.author')}.{ending}"
                download(speak("pages.check.commented"), lambda: commented, file, kind)
            download(speak("pages.check.list"), lambda: listed, f"{stem}-{speak('checking.author')}.csv", "text/csv")


@st.cache_data(max_entries=4, show_spinner=False)
def _refresh(content: bytes, language: str, codes: tuple[str, ...], build: str, page: str) -> tuple:
    """build: part of the key only."""
    done = refreshing.refresh(content, language, codes, page)
    said, summary = list(refresh_report.about_cards(done, language)), refresh_report.summary(done, language)
    rows, left = refresh_report.rows(done, language), len(done.of(refreshing.OPEN))
    cards = [(done.newest, each.new.exhibit.id, each.old.card.selection) for each in done.renewals]
    changed = bool(done.changes)
    return summary, said, rows, left, cards, refresh_report.marked(done, language) if changed else b""


def _refreshed(done: tuple, name: str) -> None:
    summary, said, rows, left, cards, content = done
    _told(summary, said, bool(left))
    _table(rows, {name: speak(f"refreshing.column.{name}") for name in refresh_report.COLUMNS})
    if content:
        stem, ending = PurePath(name).stem, PurePath(name).suffix.lower().removeprefix(".")
        file = f"{stem}-{speak('refreshing.author')}.{ending}"
        made = recorded_cards(functools.partial(bytes, content), file, [each for each in cards if each[2] is not None])
        download(speak("pages.check.refreshed"), made, file, KINDS.get(ending, "application/octet-stream"))


def _told(summary: str, said: Iterable[str], is_open: bool) -> None:
    (st.warning if is_open else st.info)(plain(summary))
    for each in said:
        st.caption(plain(each))


def _table(rows: pl.DataFrame, said: dict[str, str]) -> None:
    if rows.height:
        table(rows.rename(said), list(said.values()))
