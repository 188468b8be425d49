"""The page 数据质量: findings by severity and dataset, and the rejected rows of a file."""

import functools

import polars as pl
import streamlit as st

import etl
from shell.access import readers_only, tell_withheld
from shell.reference import record_words
from shell.session import ask, build, choice, lang, selection, speak, worded, wording
from shell.stage import card, draw
from shell.stewards.change_report import annotated_batch, offer_annotated, offer_original, show_faults
from shell.tables import table

FINDINGS = ("severity", "check", "message", "dataset", "file", "source_sheet", "source_row")
SEVERITIES = ("", "error", "warning", "note")
PLACE = ("batch_id", "source_sheet", "source_row")
RECORDS_OF_A_ROW = 50  # a row of a wide sheet may contain this many records


def coverage() -> None:
    """Loaded and missing data, of all datasets or of one."""
    with card("coverage", selection(dataset=_chosen_dataset("coverage"))) as shown:
        draw(shown)


@st.fragment
def findings() -> None:
    """The findings of the build; the chosen one with its row as it was sent."""
    how_bad, of_what = st.columns(2)
    with how_bad:
        choice("severity", SEVERITIES, _severity_word, speak("shell.column.severity"), titled=True)
    with of_what:
        dataset = _chosen_dataset("quality_findings")
    severity = st.session_state["severity"]
    chosen = selection(severity=(severity,) if severity else (), dataset=dataset)
    with card("quality_findings", chosen) as shown:
        at = table(shown.frame, FINDINGS, "findings", pick=True, alt=shown.alt)
        if at is not None:
            _row_as_sent(shown.frame.row(at, named=True))


def _chosen_dataset(question: str) -> str:
    """A choice of one dataset in the result of a question; empty for all datasets."""
    words = {"": speak("pages.quality.every_dataset")}
    words |= {name: worded("dataset", name) for name in ask(question, selection())["dataset"].unique().sort()}
    return st.selectbox(
        speak("shell.column.dataset"), list(words), format_func=wording(words), key=f"dataset-{question}"
    )


def _severity_word(severity: str) -> str:
    return worded("severity", severity) if severity else speak("pages.quality.every_severity")


def _row_as_sent(finding: dict) -> None:
    """The source row of a finding, unless it is a record of persons, and its workbook; nothing of it for readers."""
    if readers_only():
        tell_withheld("rows")
        return
    if finding["batch_id"] is None or finding["source_row"] is None:
        st.caption(speak("pages.quality.no_row"))
        return
    dataset, place = finding["dataset"], {name: finding[name] for name in PLACE}
    found = (
        pl.DataFrame()
        if dataset in etl.PERSONAL_DATASETS
        else etl.trace(dataset, RECORDS_OF_A_ROW, build(), **place).rows
    )
    if found.is_empty():
        st.caption(speak("pages.quality.row_not_shown"))
    else:
        worded_rows = record_words(found.drop("batch_id"), [dataset], etl.code_lists(dataset))
        table(worded_rows, worded_rows.columns, "row-as-sent")
    offer_original(finding["batch_id"], finding["file"])


def rejected() -> None:
    """The rejected rows of all files or of one, and its workbook with them marked; nothing of it for readers."""
    if readers_only():
        tell_withheld("rows")
        return
    faults = ask("rejected_rows")
    listed = faults.select("batch_id", "file").unique(maintain_order=True)
    files = {"": speak("pages.quality.every_file")} | dict(listed.iter_rows())
    if faults.height:
        st.selectbox(speak("pages.quality.whose"), list(files), format_func=wording(files), key="batch_id")
    chosen = selection("batch_id") if st.session_state.get("batch_id") in files else selection()
    with card("rejected_rows", chosen) as shown:
        show_faults(shown.frame, "rejected")
        if chosen.batch_id and shown.frame.height:
            content = functools.partial(annotated_batch, chosen.batch_id, shown.frame, lang())
            offer_annotated(files[chosen.batch_id], content)
