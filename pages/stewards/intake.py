"""Stewards: workbooks in. Check what would happen, load, and return to the sender what was rejected."""

import tempfile
from pathlib import Path

import polars as pl
import streamlit as st

import etl
from shell import ask, card, download, newest_build, plain, selection, speak, table, workbook_bytes

TYPES = ["xlsx", "csv", "parquet"]
REPORT = ("file", "dataset", "rows_read", "accepted", "rejected", "skipped")
BATCHES = ("dataset", "file", "rows_read", "accepted", "rejected", "loaded_at", "loaded_by", "sample", "live")


def judge(do) -> etl.Report:
    """Puts the uploads into a folder of their own, under their bare names, and lets etl check or load them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for upload in st.session_state["uploads"]:
            paths.append(Path(folder) / Path(upload.name.replace("\\", "/")).name)
            paths[-1].write_bytes(upload.getbuffer())
        layout = st.session_state.get("upload_layout")
        if layout:
            (Path(folder) / "layout.toml").write_bytes(layout.getbuffer())
        return do(paths, layout=Path(folder) / "layout.toml" if layout else None)


def told(report: etl.Report) -> None:
    """What became of each file, in words, and the faults row by row."""
    for file in report.files:
        if file.refused:
            st.error(f"{plain(file.file)} · {plain(file.refused)}")
        elif file.unchanged:
            st.info(speak("pages.intake.unchanged", file=plain(file.file)))
    table(pl.DataFrame([file.facts() for file in report.files if not file.refused]), REPORT)
    faults = pl.concat([file.faults for file in report.files if file.faults.height], how="diagonal_relaxed")
    return faults
