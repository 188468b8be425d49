"""A layout made on the page: our columns beside the headers of a file that none fits, tried on its first rows, kept."""

import re
from dataclasses import replace
from pathlib import Path

import streamlit as st

import etl
from shell.access import stewards_only
from shell.row_files import download
from shell.session import lang, newest_build, plain, speak, worded, wording
from shell.stewards.uploads import Upload, forget_checks, on_disk

NONE = ""  # no header, no code
FAULTS_SHOWN = 3
WORDS_SHOWN = 30  # words of one column that are given a meaning on the page
DATE_FORMATS = {"": "as_written", "%d/%m/%Y": "day_first", "%m/%d/%Y": "month_first"}


@stewards_only
def offer_layout(upload: Upload) -> None:
    """The helper for one upload that no layout fits."""
    with st.container(border=True, key="card-layout"):
        st.markdown("### " + speak("pages.intake.helper.title", file=plain(upload.name)))
        st.caption(speak("pages.intake.helper.why"))
        try:
            _helper(upload)
        except etl.WarehouseError as error:
            st.warning(plain(getattr(error, lang())))


# The page runs again at every choice; a file is read again only where the choice changes how it is read.


@st.cache_data(max_entries=64, show_spinner=False)
def _proposed(
    file_id: str, known: str | None, dataset: str | None, mapped: tuple[tuple[str, str], ...] | None, _upload: Upload
) -> etl.Proposal:
    """etl.propose_layout on an upload. known: the build whose units are known."""
    with on_disk((_upload,)) as (path,):
        return etl.propose_layout(path, dataset, None if mapped is None else dict(mapped))


@st.cache_data(max_entries=64, show_spinner=False)
def _tried(
    file_id: str, known: str | None, text: str, language: str, _upload: Upload
) -> tuple[dict[str, int], list[str]]:
    """The rows of the trial, and the sentences of its first faults."""
    with on_disk((_upload,)) as (path,):
        intake = etl.try_layout(path, text)
    counts = {"read": intake.rows_read, "accepted": intake.accepted_rows, "rejected": intake.rejected_rows}
    return counts, intake.faults[f"message_{language}"].head(FAULTS_SHOWN).to_list()


@st.cache_data(max_entries=64, show_spinner=False)
def _codes(dataset: str, ours: str, language: str, known: str | None) -> dict[str, str]:
    return etl.codes(dataset, ours, language)


def _helper(upload: Upload) -> None:
    known = newest_build()
    first = _proposed(upload.file_id, known, None, None, upload)
    datasets = {name: worded("dataset", name) for name in etl.DATASETS}
    key = f"layout-{upload.file_id}"
    dataset = st.selectbox(
        speak("pages.intake.helper.dataset"),
        list(datasets),
        index=list(datasets).index(first.dataset),
        format_func=wording(datasets),
        key=f"{key}-dataset",
    )
    likely = first if dataset == first.dataset else _proposed(upload.file_id, known, dataset, None, upload)
    mapped = tuple(_headers(likely, key).items())
    proposal = _meanings(_proposed(upload.file_id, known, dataset, mapped, upload), key)
    text = proposal.as_toml()
    _try(upload, text)
    with st.expander(speak("pages.intake.helper.toml")):
        st.code(text, language="toml")
        download(speak("pages.intake.helper.download"), text.encode, f"{Path(upload.name).stem}.toml", "text/plain")
    name = st.text_input(speak("pages.intake.helper.name"), proposal.name, key=f"{key}-name")
    if st.button(speak("pages.intake.helper.save"), type="primary", key=f"{key}-save"):
        etl.save_layout(name, text)
        forget_checks()
        st.rerun()


def _headers(likely: etl.Proposal, key: str) -> dict[str, str]:
    """Our column → the header chosen; the likeliest is chosen first. Required columns stand first.

    The questions of a survey site's export are known by their headers; only the one for the group may not be.
    """
    if likely.survey_site:
        return {"group": _header(likely, "group", True, key)}
    wide = likely.wide_columns
    required = [name for name in etl.required_columns(likely.dataset) if name not in wide]
    ours = [*required, *(name for name in likely.columns if name not in required)]
    more = [name for name in etl.columns(likely.dataset) if name not in (*ours, *wide)]
    chosen = {name: _header(likely, name, name in required, key) for name in ours}
    with st.expander(speak("pages.intake.helper.more", n=len(more))):
        chosen |= {name: _header(likely, name, False, key) for name in more}
    unused = [header for header in likely.headers if header not in (*chosen.values(), *likely.wide)]
    if unused:
        shown = " · ".join(
            f"{header} ({likely.samples[header][0]})" if likely.samples[header] else header for header in unused
        )
        st.caption(plain(speak("pages.intake.helper.unused", headers=shown)))
    return chosen


def _header(likely: etl.Proposal, ours: str, required: bool, key: str) -> str:
    options = [NONE, *likely.headers]
    label = speak(f"columns.{likely.dataset}.{ours}.label") + (" *" if required else "")
    header = st.selectbox(
        label,
        options,
        index=options.index(likely.columns.get(ours, NONE)),
        format_func=lambda one: plain(one) if one else speak("pages.intake.helper.none"),
        key=f"{key}-{likely.dataset}-{ours}",
    )
    if header:
        st.caption(plain(speak("pages.intake.helper.values", values=" · ".join(likely.samples[header]))))
    return header


def _meanings(proposal: etl.Proposal, key: str) -> etl.Proposal:
    """The proposal with constants, the meaning of words, the order of dates and unknown units as chosen."""
    key = f"{key}-{proposal.dataset}"
    constants = {name: _constant(proposal.dataset, name, key) for name in proposal.constants}
    values = {ours: _meaning_of_words(proposal, ours, key) for ours in proposal.values}
    formats = proposal.date_formats
    if any(re.match(r"\d{1,2}/\d{1,2}/\d{4}", word) for words in proposal.samples.values() for word in words):
        names = {form: speak(f"pages.intake.helper.{name}") for form, name in DATE_FORMATS.items()}
        names |= {form: form for form in formats if form not in names}
        order = st.selectbox(
            speak("pages.intake.helper.dates"),
            list(names),
            index=list(names).index(formats[0] if formats else ""),
            format_func=wording(names),
            key=f"{key}-dates",
        )
        formats = (order,) if order else ()
    register = tuple(one for one in proposal.register if one != "unit")
    if "unit_id" in proposal.columns:
        likely = "unit" in proposal.register
        if st.checkbox(speak("pages.intake.helper.register"), value=likely, key=f"{key}-register"):
            register += ("unit",)
    return replace(proposal, constants=constants, values=values, date_formats=formats, register=register)


def _meaning_of_words(proposal: etl.Proposal, ours: str, key: str) -> dict[str, str]:
    """Word → code of a column: the first words as chosen, the others as proposed."""
    words = proposal.values[ours]
    shown = list(words.items())[:WORDS_SHOWN]
    chosen = {word: _code(proposal.dataset, ours, word, code, key) for word, code in shown}
    if len(words) > len(shown):
        column = speak(f"columns.{proposal.dataset}.{ours}.label")
        st.caption(plain(speak("pages.intake.helper.more_words", column=column, n=len(words) - len(shown))))
    return words | chosen


def _constant(dataset: str, ours: str, key: str) -> str:
    """The value of a required column that the file lacks."""
    label = speak("pages.intake.helper.constant", column=speak(f"columns.{dataset}.{ours}.label"))
    codes = _codes(dataset, ours, lang(), newest_build())
    if not codes:
        return st.text_input(label, key=f"{key}-constant-{ours}").strip()
    names = {NONE: speak("pages.intake.helper.none")} | codes
    return st.selectbox(label, list(names), format_func=wording(names), key=f"{key}-constant-{ours}")


def _code(dataset: str, ours: str, word: str, likely: str, key: str) -> str:
    """The code that a word of the file means."""
    names = {NONE: speak("pages.intake.helper.unclear")} | _codes(dataset, ours, lang(), newest_build())
    column = speak(f"columns.{dataset}.{ours}.label")
    return st.selectbox(
        plain(speak("pages.intake.helper.means", column=column, word=word)),
        list(names),
        index=list(names).index(likely if likely in names else NONE),
        format_func=wording(names),
        key=f"{key}-value-{ours}-{word}",
    )


def _try(upload: Upload, text: str) -> None:
    """How the first rows are read with the layout as it stands."""
    try:
        counts, sentences = _tried(upload.file_id, newest_build(), text, lang(), upload)
    except etl.WarehouseError as error:
        st.warning(plain(getattr(error, lang())))
        return
    (st.warning if counts["rejected"] else st.success)(speak("pages.intake.helper.tried", **counts))
    for message in sentences:
        st.caption(plain(message))
