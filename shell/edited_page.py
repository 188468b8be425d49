"""The page 核稿与续稿: an uploaded briefing compared with its cards, or brought to the newest build."""

import functools
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl
import streamlit as st

from briefing import checking, edited, exports, refreshing
from briefing.checking import report as check_report
from briefing.refreshing import report as refresh_report
from exhibits import Selection
from exhibits.trace_code import is_valid, tidy
from shell.row_files import download
from shell.session import lang, newest_build, plain, speak, wording
from shell.stage import DOCX, PPTX
from shell.tables import table
from shell.trace_codes import page_address, recorded_cards

UPLOAD_LIMIT = 100  # MB of an edited briefing
KINDS = {"pptx": PPTX, "docx": DOCX, "pdf": "application/pdf"}


@dataclass(frozen=True)
class Result:
    """What a check or a refresh tells: a sentence, what is said of cards, the findings or changes, and the file made of
    it, b"" where there is none. is_open: something is left to the reader. cards: build, exhibit, choices of each card
    that the file now shows. listed: the findings as CSV."""

    summary: str
    said: tuple[str, ...]
    rows: pl.DataFrame
    is_open: bool
    file: bytes
    cards: tuple[tuple[str, str, Selection], ...] = ()
    listed: bytes = b""


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
        speak(f"pages.check.file_{chosen}", limit=UPLOAD_LIMIT),
        ["pptx", "docx", *(["pdf"] if chosen == "check" else []), "ppt", "doc"],
        key=f"upload_{chosen}",
        max_upload_size=UPLOAD_LIMIT,
    )
    codes = _codes(given.name if given else "")
    if given is None:
        return
    known = newest_build() or "", exports.state()  # a card that is exported meanwhile makes its code known
    try:
        with st.spinner(speak("pages.check.working"), show_time=True):
            if chosen == "check":
                result = _check(given.getvalue(), lang(), codes, known)
            else:
                result = _refresh(given.getvalue(), lang(), codes, known, page_address())
    except edited.EditedError as error:
        st.error(plain(error.sentence(lang())))
        return
    _write_result(result, chosen)
    _files(result, chosen, PurePath(given.name))


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
    return [kept.code for kept in exports.exported() if any(each.file == name for each in kept.exports)]


@st.cache_data(max_entries=4, show_spinner=False)
def _check(content: bytes, language: str, codes: tuple[str, ...], known: tuple) -> Result:
    """known: part of the key only."""
    found = checking.check(content, language, codes)
    return Result(
        check_report.summary(found, language),
        tuple(check_report.about_cards(found, language)),
        check_report.rows(found, language),
        against := bool(found.of(checking.WRONG) or found.of(checking.WORD)),
        check_report.commented(found, content, language) if against else b"",
        listed=check_report.csv_bytes(found, language),
    )


@st.cache_data(max_entries=4, show_spinner=False)
def _refresh(content: bytes, language: str, codes: tuple[str, ...], known: tuple, page: str) -> Result:
    """known: part of the key only."""
    done = refreshing.refresh(content, language, codes, page)
    return Result(
        refresh_report.summary(done, language),
        tuple(refresh_report.about_cards(done, language)),
        refresh_report.rows(done, language),
        bool(done.of(refreshing.OPEN)),
        refresh_report.marked(done, language) if done.changes else b"",
        tuple((card.build, card.exhibit, card.selection) for card in done.cards()),
    )


def _write_result(result: Result, doing: str) -> None:
    (st.warning if result.is_open else st.info)(plain(result.summary))
    for each in result.said:
        st.caption(plain(each))
    if result.rows.height:
        if doing == "check":
            said = {name: speak(f"checking.column.{name}") for name in check_report.COLUMNS}
        else:
            said = {name: speak(f"refreshing.column.{name}") for name in refresh_report.COLUMNS}
        table(result.rows.rename(said), list(said.values()), doing)


def _files(result: Result, doing: str, name: PurePath) -> None:
    """The file with its comments, recorded where it shows cards anew; and the list of a check."""
    ending = name.suffix.lower().removeprefix(".")
    stem = f"{name.stem}-{speak('checking.author' if doing == 'check' else 'refreshing.author')}"
    with st.container(horizontal=True):
        if result.file:
            file = f"{stem}.{ending}"
            made = recorded_cards(functools.partial(bytes, result.file), file, result.cards)
            word = speak("pages.check.commented" if doing == "check" else "pages.check.refreshed")
            download(word, made if result.cards else result.file, file, KINDS.get(ending, "application/octet-stream"))
        if result.listed and result.rows.height:
            download(speak("pages.check.list"), result.listed, f"{stem}.csv")
