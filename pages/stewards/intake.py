"""Stewards: workbooks in. See what would happen, load, and return to the sender what was rejected."""

import itertools
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import streamlit as st

import etl
from shell import ask, card, download_rows, lang, newest_build, plain, selection, show, speak, table

TYPES = ["xlsx", "csv", "parquet"]
REPORT = ("file", "dataset", "rows_read", "accepted", "rejected", "skipped")
FAULTS = ("message", "found", "source_row", "column")
BATCHES = (
    "dataset",
    "file",
    "rows_read",
    "accepted",
    "rejected",
    "skipped",
    "loaded_at",
    "loaded_by",
    "sample",
    "live",
)


def judged(act: Callable[..., etl.Report]) -> etl.Report:
    """Puts each upload into a folder of its own, under its bare name, and lets etl check or load them."""
    with tempfile.TemporaryDirectory() as folder, st.spinner(speak("pages.intake.working")):
        places = (Path(folder) / str(number) for number in itertools.count())
        paths = [_kept(upload, next(places)) for upload in st.session_state["uploads"]]
        layout = st.session_state.get("upload_layout")
        try:
            return act(paths, layout=_kept(layout, next(places)) if layout else None)
        except etl.WarehouseError as error:
            st.error(plain(getattr(error, lang())))
            st.stop()


def _kept(upload: st.runtime.uploaded_file_manager.UploadedFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / Path(upload.name.replace("\\", "/")).name
    path.write_bytes(upload.getbuffer())
    return path


def tell(files: list[etl.FileReport]) -> None:
    """What became of each file."""
    for file in files:
        if file.refused:
            st.error(plain(getattr(file.refused, lang())))
        elif file.unchanged:
            st.info(speak("pages.intake.unchanged", file=plain(file.file)))
    taken = [file.facts() for file in files if not file.refused]
    table(pl.DataFrame([{name: facts[name] for name in REPORT} for facts in taken]), REPORT)


def tell_faults(faults: pl.DataFrame, key: str) -> None:
    """Every rejected cell in a sentence, and the list to send back."""
    if faults.height:
        rows = faults.with_columns(message=pl.col(f"message_{lang()}"))
        table(rows, FAULTS)
        download_rows(rows.select("file", "source_sheet", "source_row", "column", "header", "found", "message"), key)


def upload() -> None:
    with st.container(border=True, key="card-upload"):
        st.markdown("### " + speak("pages.intake.upload"))
        st.caption(speak("pages.intake.upload_help"))
        uploads = st.file_uploader(
            speak("pages.intake.files"), TYPES, accept_multiple_files=True, key="uploads", max_upload_size=200
        )
        with st.expander(speak("pages.intake.layout")):
            st.file_uploader(speak("pages.intake.layout_help"), ["toml"], key="upload_layout", max_upload_size=1)
        with st.container(horizontal=True):
            check = st.button(speak("pages.intake.check"), disabled=not uploads)
            load = st.button(speak("pages.intake.load"), disabled=not uploads, type="primary")
        if check:
            report = judged(etl.check)
            st.markdown(f"**{speak('pages.intake.would')}**")
            tell(report.files)
            faults = [file.faults for file in report.files if file.faults.height]
            tell_faults(pl.concat(faults) if faults else pl.DataFrame(), "check")
        if load:
            st.session_state["loaded"] = [replace(file, faults=pl.DataFrame()) for file in judged(etl.load).files]
            st.session_state.pop("build", None)
            st.rerun()  # the filters above are those of the build before
        if loaded := st.session_state.get("loaded"):
            st.markdown(f"**{speak('pages.intake.done')}**")
            tell(loaded)


def batches() -> None:
    show("loaded_batches", selection(), columns=BATCHES)
    listed = ask("loaded_batches")
    names = {
        row["batch_id"]: f"{row['file']} · {row['rejected']}" for row in listed.iter_rows(named=True) if row["rejected"]
    }
    if names:
        batch = st.selectbox(speak("pages.intake.whose"), list(names), format_func=names.get, key="batch_id")
        chosen = selection(batch_id=batch)
        with card("rejected_rows", chosen) as shown:
            tell_faults(shown.frame, "rejected")


upload()
if newest_build():
    batches()
