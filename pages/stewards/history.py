"""Stewards: what was taken in, when and by whom, what it changed; withdraw a batch, go back to an earlier build."""

import functools
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

import etl
from shell import (
    XLSX,
    choice,
    column_word,
    download,
    download_rows,
    lang,
    newest_build,
    plain,
    speak,
    table,
    tell_change,
    tell_revisions,
    worded,
    workbook,
)

STATES = ("", "live", "withdrawn", "replaced")
BATCHES = ("dataset", "file", "batch_state", "rows_read", "accepted", "rejected", "skipped", "loaded_at", "loaded_by",
           "revised", "batch_id")  # fmt: skip
BUILDS = ("build_id", "since", "in_force", "batches", "added", "removed")
CORRECTED = ("source_sheet", "source_row", "row_key", "meaning", "cell_before", "cell_after")
ROWS_COMPARED = 500
EVENTS = ("at", "loaded_by", "action", "batches", "revised", "build_id")


def when(moment: str) -> str:
    """2026-11-25T10:47:12+08:00 → 2026-11-25 10:47."""
    return moment[:16].replace("T", " ")


# --- batches --------------------------------------------------------------------------------------------------------


def batches() -> None:
    with st.container(border=True, key="card-batches"):
        st.markdown("### " + speak("pages.history.batches"))
        kept = etl.history()
        if not kept:
            st.caption(speak("pages.history.no_batches"))
            return
        choice("batch_state", STATES, state_word, speak("shell.column.batch_state"), titled=True)
        state = st.session_state["batch_state"]
        listed = [batch for batch in kept if state in ("", batch["state"])]
        at = table(pl.DataFrame([row_of(one) for one in listed], infer_schema_length=None), BATCHES, f"batches-{state}")
        if any(batch["accepted"] is None for batch in listed):
            st.caption(speak("stewards.not_shown"))
        if at is None:
            st.caption(speak("pages.history.pick_batch"))
        else:
            one_batch(listed[at], {each["batch_id"]: each["file"] for each in kept})


def state_word(state: str) -> str:
    return worded("batch_state", state) if state else speak("pages.history.every_state")


def row_of(batch: dict) -> dict:
    counts = [*batch["revises"].values(), *batch["repeats"].values()]
    revised = None if None in counts else sum(batch["revises"].values()) - sum(batch["repeats"].values())
    told = batch | {"batch_state": batch["state"], "loaded_at": when(batch["loaded_at"]), "revised": revised}
    return {name: told[name] for name in BATCHES}


def one_batch(batch: dict, files: dict[str, str]) -> None:
    """What a batch revised, its workbook, and the way to have it count no longer."""
    st.markdown(f"**{plain(batch['file'])}** · {plain(batch['batch_id'])}")
    for other, rows in batch["revises"].items():
        file = plain(files.get(other, other))
        if rows is None:
            st.markdown("- " + speak("pages.history.revises_few", file=file))
        else:
            changed = rows - batch["repeats"].get(other, 0)
            st.markdown("- " + speak("pages.history.revises", file=file, rows=rows, changed=changed))
    if batch["revises"] and batch["dataset"] in etl.OF_PEOPLE:
        st.caption(speak("pages.history.rows_not_shown"))
    elif batch["revises"]:
        corrected(batch)
    with st.container(horizontal=True):
        workbook(etl.original(batch["batch_id"]), batch["file"])
        if batch["rejected"]:
            name = etl.returned_name(batch["file"], lang())
            download(speak("stewards.annotated"), functools.partial(annotated, batch["batch_id"], lang()), name, XLSX)
    if batch["live"]:
        confirmed(
            f"withdraw-{batch['batch_id']}",
            speak("pages.history.withdraw"),
            functools.partial(etl.preview_withdraw, batch["batch_id"]),
            functools.partial(etl.withdraw, batch["batch_id"]),
            speak("pages.history.withdrawn", file=plain(batch["file"])),
        )


def corrected(batch: dict) -> None:
    """The cells that a batch has otherwise than those before it."""
    shelf = st.expander(speak("pages.history.corrected"), on_change="rerun", key=f"corrected-{batch['batch_id']}")
    if not shelf.open:
        return
    cells = etl.corrections(batch["batch_id"], ROWS_COMPARED)
    lists = etl.code_lists(batch["dataset"])
    spoken = [
        row
        | {"meaning": column_word([batch["dataset"]], row["column"])}
        | {when: worded(lists.get(row["column"], ""), row[when]) for when in ("cell_before", "cell_after") if row[when]}
        for row in cells.iter_rows(named=True)
    ]
    with shelf:
        told = pl.DataFrame(spoken, infer_schema_length=None) if spoken else cells
        table(told, CORRECTED)
        download_rows(told.select(CORRECTED) if spoken else told, f"corrected-{batch['batch_id']}")


def annotated(batch_id: str, language: str) -> bytes:
    return etl.annotated(etl.original(batch_id), etl.faults_of(batch_id), language)


# --- builds ---------------------------------------------------------------------------------------------------------


def builds() -> None:
    with st.container(border=True, key="card-builds"):
        st.markdown("### " + speak("pages.history.builds"))
        st.caption(speak("pages.history.builds_help"))
        kept = etl.builds()
        at = table(pl.DataFrame([build_row(one) for one in kept], infer_schema_length=None), BUILDS, "builds")
        if at is not None and not kept[at]["in_force"]:
            identity = kept[at]["id"]
            confirmed(
                f"rollback-{identity}",
                speak("pages.history.rollback", build=identity),
                functools.partial(etl.preview_rollback, identity),
                functools.partial(etl.rollback, identity),
                speak("pages.history.rolled_back", build=identity),
            )


def build_row(build: dict) -> dict:
    counted = {name: len(build[name]) for name in ("added", "removed")}
    return build | counted | {"build_id": build["id"], "since": when(build["since"])}


# --- events ---------------------------------------------------------------------------------------------------------


def events() -> None:
    with st.container(border=True, key="card-events"):
        st.markdown("### " + speak("pages.history.events"))
        told = etl.events()
        at = table(pl.DataFrame([event_row(one) for one in told], infer_schema_length=None), EVENTS, "events")
        if at is None:
            return
        st.markdown(" · ".join(plain(batch) for batch in told[at]["batches"]))
        revised = pl.DataFrame(told[at]["revised"], schema={"message_zh": pl.String, "message_en": pl.String})
        tell_revisions(revised, "event", told[at]["revised_n"])


def event_row(event: dict) -> dict:
    return {
        "at": when(event["at"]),
        "loaded_by": event["by"],
        "action": event["action"],
        "batches": len(event["batches"]),
        "revised": event["revised_n"],
        "build_id": event["build"],
    }


# --- a step that changes what is published --------------------------------------------------------------------------


def confirmed(name: str, word: str, preview: Callable[[], etl.Change], act: Callable[..., str], said: str) -> None:
    """A button that first shows what would change, then a second one that does it."""
    if st.button(word, key=f"ask-{name}"):
        st.session_state["asked"] = name
    if st.session_state.get("asked") != name:
        return
    change = attempted(preview)
    tell_change(change.revisions, change.revised_n, change.counts, change.asks, f"revisions-{name}")
    st.text_input(speak("pages.intake.by"), key="by", help=speak("pages.intake.by_help"), persist_state="session")
    with st.container(horizontal=True):
        if st.button(speak("pages.history.do", what=word), key=f"do-{name}", type="primary"):
            attempted(functools.partial(act, by=st.session_state.get("by") or None))
            st.session_state["told"] = said
            st.session_state.pop("asked")
            st.session_state.pop("build", None)
            st.rerun()
        st.button(speak("pages.history.leave"), key=f"leave-{name}", on_click=lambda: st.session_state.pop("asked"))


def attempted(act: Callable[[], Any]) -> Any:
    """What an act gives; when the warehouse refuses it, the reason is told and the page ends there."""
    try:
        with st.spinner(speak("pages.history.working")):
            return act()
    except etl.WarehouseError as error:
        st.error(plain(getattr(error, lang())))
        st.stop()


if not newest_build():
    st.info(speak("shell.no_build"))
if "told" in st.session_state:
    st.success(st.session_state.pop("told"))
batches()
builds()
events()
