"""Stewards, and whoever doubts a figure: from an exhibit back to the rows and cells that it was made from."""

from typing import Any

import polars as pl
import streamlit as st

import etl
from exhibits import CATALOGUE, Selection
from shell import (
    ask,
    build,
    choice,
    column_word,
    exhibit,
    lang,
    newest_build,
    plain,
    record_words,
    selection,
    speak,
    table,
    to_be_traced,
    worded,
    wording,
    workbook,
)
from shell import link_to_trace as link

SHOWN = 1000  # rows on the screen; the command line gives all
FILES = ("file", "sheets", "rows_n", "loaded_at", "loaded_by")
PLACE = ("file", "source_sheet", "source_row")
COUNTED = ("survey", "rectification_item", "index_score")  # whose n is not the number of rows
DATASETS = {"survey": ("survey_response", "survey_count")}


@st.cache_resource(max_entries=32, show_spinner=False)
def found_once(build_id: str, dataset: str, filters: tuple[tuple[str, Any], ...]) -> etl.Trace:
    """What stands behind a figure of a build; found once for all readers."""
    return etl.traced(dataset, SHOWN, build_id, **dict(filters))


def records(dataset: str, filters: dict[str, Any]) -> etl.Trace:
    with st.spinner(speak("pages.trace.working")):
        asked = ((name, tuple(value) if isinstance(value, list) else value) for name, value in filters.items())
        return found_once(build(), dataset, tuple(asked))


def pick() -> None:
    """No exhibit is named: choose one as it is now."""
    st.markdown(speak("pages.trace.how"))
    names = {name: speak(f"exhibits.name.{name}") for name, spec in CATALOGUE.items() if spec.grounds}
    name = st.selectbox(
        speak("pages.trace.which"),
        list(names),
        None,
        wording(names),
        placeholder=speak("pages.trace.none"),
        key="which",
    )
    if name:
        st.session_state["traced"] = link(name, selection())
        st.rerun()


def traced(name: str, chosen: Selection) -> None:
    """An exhibit, the datasets that it rests on, and of one of them the files and the rows."""
    shown = exhibit(name, chosen)
    with st.container(border=True, key="card-traced"):
        st.markdown("### " + plain(shown.finding))
        st.caption(plain(shown.subtitle))
        st.caption(plain(shown.footer))
        st.button(speak("pages.trace.another"), on_click=lambda: st.session_state.pop("traced"), type="tertiary")
    found = {ground.dataset: ground.filters(chosen, shown.frame) for ground in CATALOGUE[name].grounds}
    grounds = {dataset: filters for dataset, filters in found.items() if filters is not None}
    if not grounds:
        st.info(speak("pages.trace.rests_on_nothing"))
        return
    choice("ground", grounds, dataset_word, speak("pages.trace.rests_on"), titled=True)
    dataset = st.session_state["ground"]
    files_and_rows(dataset, grounds[dataset])


def dataset_word(dataset: str) -> str:
    return speak("pages.trace.survey") if dataset == "survey" else worded("dataset", dataset)


def files_and_rows(dataset: str, filters: dict[str, Any]) -> None:
    found = records(dataset, filters)
    if found.files.is_empty():
        st.info(speak("pages.trace.nothing", dataset=dataset_word(dataset)))
        return
    with st.container(border=True, key="card-files"):
        heading(dataset, found)
        loaded = ask("loaded_batches").select("batch_id", "loaded_at", "loaded_by")
        listed = found.files.join(loaded, on="batch_id", how="left", maintain_order="left")
        at = table(listed.with_columns(pl.col("sheets").list.join(" · ")), FILES, key=f"files-{dataset}")
        if at is None:
            st.caption(speak("pages.trace.pick_file"))
        else:
            workbook(etl.original(listed["batch_id"][at]), listed["file"][at])
            found = records(dataset, filters | {"batch_id": listed["batch_id"][at]})
    if found.withheld:
        st.info(speak(f"warehouse.withheld.{found.withheld}"))
    if found.rows.is_empty():
        return
    with st.container(border=True, key="card-records"):
        row = single_rows(dataset, found)
        if row and at is None:  # else its workbook is offered above
            workbook(etl.original(row["batch_id"]), row["file"])


def heading(dataset: str, found: etl.Trace) -> None:
    """How many workbooks there are, and how many rows where that is told."""
    facts = {"dataset": dataset_word(dataset), "files": found.files.height}
    if found.rows_n is None:
        st.markdown("### " + speak("pages.trace.found_files", **facts))
    else:
        st.markdown("### " + speak("pages.trace.found", rows=found.rows_n, **facts))
    if found.n is not None and dataset in COUNTED:
        st.caption(speak(f"pages.trace.counted.{dataset}", n=found.n))
    elif found.n is None and not found.withheld:
        st.caption(speak("pages.trace.some_persons"))


def single_rows(dataset: str, found: etl.Trace) -> dict[str, Any] | None:
    """The rows; choosing one shows each of its cells and where that stands. The chosen row."""
    rows = found.rows
    datasets = DATASETS.get(dataset, (dataset,))
    lists = {name: codes for each in datasets for name, codes in etl.code_lists(each).items()}
    st.markdown("### " + speak("pages.trace.rows"))
    if found.rows_n and rows.height == SHOWN < found.rows_n:
        st.caption(speak("pages.trace.first", shown=SHOWN, n=found.rows_n))
    empty = [name for name in rows.columns if rows[name].null_count() == rows.height]
    spoken = record_words(rows.drop("batch_id", *empty), datasets, lists)
    at = table(spoken, spoken.columns, key=f"rows-{dataset}-{'-'.join(found.files['batch_id'])}")
    if at is None:
        st.caption(speak("pages.trace.pick_row"))
        return None
    row = rows.row(at, named=True)
    cells = etl.cell_places(row["batch_id"], row["source_sheet"], row["source_row"], row)
    values = spoken.row(at, named=True)
    told = cells.with_columns(
        meaning=pl.Series([column_word(datasets, ours) for ours in cells["ours"]], dtype=pl.String)
    )
    read = pl.Series([str(values.get(word, "")) for word in told["meaning"]], dtype=pl.String)
    st.markdown(f"**{speak('pages.trace.place', **{name: plain(str(row[name])) for name in PLACE})}**")
    table(told.with_columns(read=read), ("cell", "header", "meaning", "read"))
    return row


if not newest_build():
    st.info(speak("shell.no_build"))
elif named := to_be_traced(st.session_state.get("traced", ""), lang()):
    traced(*named)
else:
    pick()
