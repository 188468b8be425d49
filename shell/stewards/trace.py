"""The page 溯源: from an exhibit to the files, rows and cells that it was computed from."""

from typing import Any

import polars as pl
import streamlit as st

import etl
from exhibits import CATALOGUE, Selection
from shell.access import readers_only, tell_withheld
from shell.reference import column_word, record_words
from shell.session import ask, build, choice, exhibit, lang, plain, selection, speak, whole_codes, worded, wording
from shell.stewards.change_report import offer_original
from shell.tables import table
from shell.trace_link import parse_trace_link, trace_link

SHOWN = 1000  # rows on the screen; the command line shows all
FILES = ("file", "sheets", "rows_n", "loaded_at", "loaded_by")
PLACE = ("file", "source_sheet", "source_row")
COUNTED = ("survey", "rectification_item", "index_score")  # datasets whose n is not the number of rows
DATASETS = {"survey": ("survey_response", "survey_count")}


def trace() -> None:
    """The records of the exhibit in the URL, else a choice of exhibits."""
    if readers_only():
        tell_withheld("rows")
    if named := parse_trace_link(st.session_state.get("traced", ""), lang()):
        _records_of_exhibit(*named)
    else:
        _pick()


def _pick() -> None:
    st.markdown(speak("pages.trace.how"))
    names = {name: speak(f"exhibits.name.{name}") for name, spec in CATALOGUE.items() if spec.source_records}
    name = st.selectbox(
        speak("pages.trace.which"),
        list(names),
        None,
        wording(names),
        placeholder=speak("pages.trace.none"),
        key="which",
    )
    if name:
        st.session_state["traced"] = trace_link(name, selection())
        st.rerun()


def _records_of_exhibit(name: str, chosen: Selection) -> None:
    """The exhibit's texts, the datasets that it uses, and the files and rows of one of them."""
    shown = exhibit(name, chosen)
    with st.container(border=True, key="card-traced"):
        st.markdown("### " + plain(shown.finding))
        st.caption(plain(shown.subtitle))
        st.caption(whole_codes(shown.footer))
        st.button(speak("pages.trace.another"), on_click=lambda: st.session_state.pop("traced"), type="tertiary")
    filters = {records.dataset: records.filters(chosen, shown.frame) for records in CATALOGUE[name].source_records}
    known = {dataset: one for dataset, one in filters.items() if one is not None}
    if not known:
        st.info(speak("pages.trace.rests_on_nothing"))
        return
    choice("source_dataset", known, _dataset_word, speak("pages.trace.rests_on"), titled=True)
    dataset = st.session_state["source_dataset"]
    _files_and_rows(dataset, known[dataset])


def _dataset_word(dataset: str) -> str:
    return speak("pages.trace.survey") if dataset == "survey" else worded("dataset", dataset)


@st.cache_resource(max_entries=32, show_spinner=False)
def _traced_once(build_id: str, dataset: str, filters: tuple[tuple[str, Any], ...]) -> etl.Trace:
    """The records behind a figure of a build; cached for all sessions."""
    return etl.trace(dataset, SHOWN, build_id, **dict(filters))


def _records(dataset: str, filters: dict[str, Any]) -> etl.Trace:
    with st.spinner(speak("pages.trace.working")):
        asked = ((name, tuple(value) if isinstance(value, list) else value) for name, value in filters.items())
        return _traced_once(build(), dataset, tuple(asked))


def _files_and_rows(dataset: str, filters: dict[str, Any]) -> None:
    """The files of the records, and the rows of all files or of the chosen one."""
    found = _records(dataset, filters)
    if found.files.is_empty():
        st.info(speak("pages.trace.nothing", dataset=_dataset_word(dataset)))
        return
    with st.container(border=True, key="card-files"):
        _heading(dataset, found)
        loaded = ask("loaded_batches").select("batch_id", "loaded_at", "loaded_by")
        listed = found.files.join(loaded, on="batch_id", how="left", maintain_order="left")
        at = table(listed.with_columns(pl.col("sheets").list.join(" · ")), FILES, f"files-{dataset}", pick=True)
        if at is None:
            st.caption(speak("pages.trace.pick_file"))
        else:
            offer_original(listed["batch_id"][at], listed["file"][at])
            found = _records(dataset, filters | {"batch_id": listed["batch_id"][at]})
    if found.withheld:
        st.info(speak(f"warehouse.withheld.{found.withheld}"))
    if found.rows.is_empty() or (readers_only() and set(etl.PERSONAL_DATASETS) & set(_datasets(dataset))):
        return
    with st.container(border=True, key="card-records"):
        row = _rows(dataset, found)
        if row and at is None:  # the workbook of a chosen file has its button above
            offer_original(row["batch_id"], row["file"])


def _datasets(dataset: str) -> tuple[str, ...]:
    return DATASETS.get(dataset, (dataset,))


def _heading(dataset: str, found: etl.Trace) -> None:
    """The number of workbooks, and of rows where that may be shown."""
    facts = {"dataset": _dataset_word(dataset), "files": found.files.height}
    if found.rows_n is None:
        st.markdown("### " + speak("pages.trace.found_files", **facts))
    else:
        st.markdown("### " + speak("pages.trace.found", rows=found.rows_n, **facts))
    if found.n is not None and dataset in COUNTED:
        st.caption(speak(f"pages.trace.counted.{dataset}", n=found.n))
    elif found.n is None and not found.withheld:
        st.caption(speak("pages.trace.some_persons"))


def _rows(dataset: str, found: etl.Trace) -> dict[str, Any] | None:
    """The rows, and each cell of the chosen row with its place. Returns the chosen row."""
    rows = found.rows
    datasets = _datasets(dataset)
    lists = {name: codes for each in datasets for name, codes in etl.code_lists(each).items()}
    st.markdown("### " + speak("pages.trace.rows"))
    if found.rows_n and rows.height == SHOWN < found.rows_n:
        st.caption(speak("pages.trace.first", shown=SHOWN, n=found.rows_n))
    empty = [name for name in rows.columns if rows[name].null_count() == rows.height]
    worded_rows = record_words(rows.drop("batch_id", *empty), datasets, lists)
    at = table(worded_rows, worded_rows.columns, f"rows-{dataset}", pick=True)
    if at is None:
        st.caption(speak("pages.trace.pick_row"))
        return None
    _cells(rows.row(at, named=True), worded_rows.row(at, named=True), datasets)
    return rows.row(at, named=True)


def _cells(row: dict[str, Any], values: dict[str, Any], datasets: tuple[str, ...]) -> None:
    """The place of each cell of a row in its workbook, and the value read from it. values: the row in words."""
    cells = etl.cells_of_row(row["batch_id"], row["source_sheet"], row["source_row"], row)
    meanings = [column_word(datasets, ours) for ours in cells["ours"]]
    shown = cells.with_columns(
        meaning=pl.Series(meanings, dtype=pl.String),
        read=pl.Series(["" if values.get(word) is None else str(values[word]) for word in meanings], dtype=pl.String),
    )
    st.markdown(f"**{speak('pages.trace.place', **{name: plain(str(row[name])) for name in PLACE})}**")
    table(shown, ("cell", "header", "meaning", "read"), f"cells-{datasets[0]}")
