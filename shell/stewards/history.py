"""The page 版本: batches and their corrections, builds, events; withdraw a batch, return to an earlier build."""

import functools

import polars as pl
import streamlit as st

import etl
from exhibits.phrasing import minute
from shell.access import stewards_only
from shell.reference import column_word
from shell.row_files import download_rows
from shell.session import choice, lang, plain, speak, worded
from shell.stewards.change_report import (
    annotated_batch,
    frame_of,
    offer_annotated,
    offer_original,
    show_revisions,
)
from shell.stewards.confirmation import confirmed
from shell.tables import table

STATES = ("", "live", "withdrawn", "replaced")
BATCHES = ("dataset", "file", "batch_state", "rows_read", "accepted", "rejected", "skipped", "loaded_at", "loaded_by",
           "revised", "batch_id")  # fmt: skip
BUILDS = ("build_id", "since", "in_force", "batches", "added", "removed")
CORRECTED = ("source_sheet", "source_row", "row_key", "meaning", "cell_before", "cell_after")
ROWS_COMPARED = 500
EVENTS = ("at", "loaded_by", "action", "batches", "revised", "build_id")


@stewards_only
def batches() -> None:
    """Every batch, filtered by state; the chosen one in detail."""
    with st.container(border=True, key="card-batches"):
        st.markdown("### " + speak("pages.history.batches"))
        kept = etl.history()
        if not kept:
            st.caption(speak("pages.history.no_batches"))
            return
        choice("batch_state", STATES, _state_word, speak("shell.column.batch_state"), titled=True)
        state = st.session_state["batch_state"]
        listed = [batch for batch in kept if state in ("", batch["state"])]
        at = table(frame_of([_batch_row(one) for one in listed]), BATCHES, f"batches-{state}", pick=True)
        if any(batch["accepted"] is None for batch in listed):
            st.caption(speak("stewards.not_shown"))
        if at is None:
            st.caption(speak("pages.history.pick_batch"))
        else:
            _one_batch(listed[at], {each["batch_id"]: each["file"] for each in kept})


def _state_word(state: str) -> str:
    return worded("batch_state", state) if state else speak("pages.history.every_state")


def _batch_row(batch: dict) -> dict:
    counts = [*batch["revises"].values(), *batch["repeats"].values()]
    revised = None if None in counts else sum(batch["revises"].values()) - sum(batch["repeats"].values())
    row = batch | {"batch_state": batch["state"], "loaded_at": minute(batch["loaded_at"]), "revised": revised}
    return {name: row[name] for name in BATCHES}


def _one_batch(batch: dict, files: dict[str, str]) -> None:
    """The batches that this one revises, its workbook, its faults, and its withdrawal. files: batch_id → file."""
    st.markdown(f"**{plain(batch['file'])}** · {plain(batch['batch_id'])}")
    for other, rows in batch["revises"].items():
        file = plain(files.get(other, other))
        if rows is None:
            st.markdown("- " + speak("pages.history.revises_few", file=file))
        else:
            changed = rows - batch["repeats"].get(other, 0)
            st.markdown("- " + speak("pages.history.revises", file=file, rows=rows, changed=changed))
    if batch["revises"] and batch["dataset"] in etl.PERSONAL_DATASETS:
        st.caption(speak("pages.history.rows_not_shown"))
    elif batch["revises"]:
        _corrected_cells(batch)
    with st.container(horizontal=True):
        offer_original(batch["batch_id"], batch["file"])
        if batch["rejected"]:
            offer_annotated(batch["file"], functools.partial(annotated_batch, batch["batch_id"], None, lang()))
    if batch["live"]:
        confirmed(
            f"withdraw-{batch['batch_id']}",
            speak("pages.history.withdraw"),
            functools.partial(etl.preview_withdraw, batch["batch_id"]),
            functools.partial(etl.withdraw, batch["batch_id"]),
            speak("pages.history.withdrawn", file=plain(batch["file"])),
        )


def _corrected_cells(batch: dict) -> None:
    """The cells whose value differs from that of the batches before, compared when the reader opens the list."""
    shelf = st.expander(speak("pages.history.corrected"), on_change="rerun", key=f"corrected-{batch['batch_id']}")
    if not shelf.open:
        return
    cells = etl.corrections(batch["batch_id"], ROWS_COMPARED)
    lists = etl.code_lists(batch["dataset"])
    rows = [
        row
        | {"meaning": column_word([batch["dataset"]], row["column"])}
        | {side: worded(lists.get(row["column"], ""), row[side]) for side in ("cell_before", "cell_after") if row[side]}
        for row in cells.iter_rows(named=True)
    ]
    with shelf:
        shown = frame_of(rows) if rows else cells
        table(shown, CORRECTED, "corrected")
        download_rows(shown.select(CORRECTED) if rows else shown, f"corrected-{batch['batch_id']}")


@stewards_only
def builds() -> None:
    """All kept builds; an earlier one can be published again."""
    with st.container(border=True, key="card-builds"):
        st.markdown("### " + speak("pages.history.builds"))
        st.caption(speak("pages.history.builds_help"))
        kept = etl.builds()
        at = table(frame_of([_build_row(one) for one in kept]), BUILDS, "builds", pick=True)
        if at is not None and not kept[at]["in_force"]:
            identity = kept[at]["id"]
            confirmed(
                f"rollback-{identity}",
                speak("pages.history.rollback", build=identity),
                functools.partial(etl.preview_rollback, identity),
                functools.partial(etl.rollback, identity),
                speak("pages.history.rolled_back", build=identity),
            )


def _build_row(build: dict) -> dict:
    counted = {name: len(build[name]) for name in ("added", "removed")}
    return build | counted | {"build_id": build["id"], "since": minute(build["since"])}


@stewards_only
def events() -> None:
    """All loads, withdrawals and rollbacks; the chosen one with the figures that it revised."""
    with st.container(border=True, key="card-events"):
        st.markdown("### " + speak("pages.history.events"))
        log = etl.events()
        at = table(frame_of([_event_row(one) for one in log]), EVENTS, "events", pick=True)
        if at is None:
            return
        st.markdown(" · ".join(plain(batch) for batch in log[at]["batches"]))
        revised = pl.DataFrame(log[at]["revised"], schema={"message_zh": pl.String, "message_en": pl.String})
        show_revisions(revised, "event", log[at]["revised_n"])


def _event_row(event: dict) -> dict:
    return {
        "at": minute(event["at"]),
        "loaded_by": event["by"],
        "action": event["action"],
        "batches": len(event["batches"]),
        "revised": event["revised_n"],
        "build_id": event["build"],
    }
