"""Stewards: what is there and what is missing, what looks wrong, and which rows were not let in?"""

import functools

import polars as pl
import streamlit as st

import etl
from shell import (
    XLSX,
    ask,
    build,
    card,
    choice,
    download,
    draw,
    lang,
    record_words,
    selection,
    show,
    speak,
    table,
    tell_faults,
    worded,
    wording,
    workbook,
)

FINDINGS = ("severity", "check", "message", "dataset", "file", "source_sheet", "source_row")
RECONCILED = ("year", "index", "given_n", "computed_n", "compared_n", "differing_n", "greatest_difference")
SEVERITIES = ("", "error", "warning", "note")
LIKE_IT = 50  # records that one row of a wide sheet may have become


def which_dataset(question: str) -> str:
    """One of the datasets that an answer speaks of, or all of them."""
    words = {"": speak("pages.quality.every_dataset")}
    words |= {name: worded("dataset", name) for name in ask(question, selection())["dataset"].unique().sort()}
    return st.selectbox(
        speak("shell.column.dataset"), list(words), format_func=wording(words), key=f"dataset-{question}"
    )


def coverage() -> None:
    with card("coverage", selection(dataset=which_dataset("coverage"))) as shown:
        draw(shown)


@st.fragment
def findings() -> None:
    """The findings by severity and dataset; choosing one shows its row as it was sent."""
    choice("severity", SEVERITIES, severity_word, speak("shell.column.severity"), titled=True)
    severity, dataset = st.session_state["severity"], which_dataset("quality_findings")
    chosen = selection(severity=(severity,) if severity else (), dataset=dataset)
    with card("quality_findings", chosen) as shown:
        at = table(shown.frame, FINDINGS, key=f"findings-{severity}-{dataset}", alt=shown.alt)
        if at is not None:
            row_as_sent(shown.frame.row(at, named=True))


def severity_word(severity: str) -> str:
    return worded("severity", severity) if severity else speak("pages.quality.every_severity")


def row_as_sent(finding: dict) -> None:
    """The row that a finding is about, and the workbook that it stands in."""
    if finding["batch_id"] is None or finding["source_row"] is None:
        st.caption(speak("pages.quality.no_row"))
        return
    dataset, place = finding["dataset"], {name: finding[name] for name in ("batch_id", "source_sheet", "source_row")}
    found = pl.DataFrame() if dataset in etl.OF_PEOPLE else etl.traced(dataset, LIKE_IT, build(), **place).rows
    if found.is_empty():
        st.caption(speak("pages.quality.row_not_shown"))
    else:
        spoken = record_words(found.drop("batch_id"), [dataset], etl.code_lists(dataset))
        table(spoken, spoken.columns)
    workbook(etl.original(finding["batch_id"]), finding["file"])


def rejected() -> None:
    """The rows of a file that were not let in, and the sender's workbook with them marked."""
    faults = ask("rejected_rows")
    listed = faults.select("batch_id", "file").unique(maintain_order=True)
    files = {"": speak("pages.quality.every_file")} | dict(listed.iter_rows())
    if faults.height:
        st.selectbox(speak("pages.quality.whose"), list(files), format_func=wording(files), key="batch_id")
    chosen = selection("batch_id") if st.session_state.get("batch_id") in files else selection()
    with card("rejected_rows", chosen) as shown:
        tell_faults(shown.frame, "rejected")
        if chosen.batch_id and shown.frame.height:
            marked = functools.partial(annotated, chosen.batch_id, shown.frame, lang())
            download(speak("stewards.annotated"), marked, etl.returned_name(files[chosen.batch_id], lang()), XLSX)


def annotated(batch_id: str, faults: pl.DataFrame, language: str) -> bytes:
    return etl.annotated(etl.original(batch_id), faults, language)


coverage()
findings()
show("index_reconciliation", selection(), columns=RECONCILED)
rejected()
