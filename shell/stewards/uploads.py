"""The workbooks that a reader has uploaded, and the results of etl for them."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import streamlit as st

import etl
from shell.access import stewards_only
from shell.session import lang, newest_build, plain, speak

CHECKS_KEPT = 8
FILE_NAME = re.compile(r"(?!\.{1,2}$)[^\x00-\x1f\x7f/]+")
LONGEST_NAME = 240  # bytes; most file systems keep 255
Upload = st.runtime.uploaded_file_manager.UploadedFile


def uploaded() -> tuple[Upload, ...]:
    """The uploaded workbooks."""
    return tuple(st.session_state.get("uploads") or ())


def upload_ids() -> tuple[str, ...]:
    """The ids of the uploaded workbooks and of their layout: equal for equal uploads."""
    layout = st.session_state.get("upload_layout")
    return tuple(one.file_id for one in (*uploaded(), *([layout] if layout else [])))


@st.cache_resource
def _checks() -> dict[tuple, etl.Report]:
    """The last checks of all sessions, by the build that they were compared with and the uploads."""
    return {}


def checked() -> etl.Report:
    """The result of loading the uploads, as a preview; cached for the same uploads and build."""
    known, what = _checks(), (newest_build(), *upload_ids())
    report = known.get(what)
    if report is None:
        report = known[what] = run(etl.preview)
        for oldest in list(known)[:-CHECKS_KEPT]:
            known.pop(oldest, None)  # another session may have done so
    return report


def forget_checks() -> None:
    """Check the uploads again: a layout was saved."""
    _checks().clear()


@stewards_only
def run(act: Callable[..., etl.Report], **options: object) -> etl.Report:
    """The report of etl.preview or etl.load on the uploads; a refusal is shown as an error and ends the page's run."""
    layout = st.session_state.get("upload_layout")
    progress = st.empty()

    def show_progress(line: dict[str, str]) -> None:
        progress.caption(plain(line[lang()]))

    with (
        on_disk((*uploaded(), *([layout] if layout else []))) as paths,
        st.spinner(speak("pages.intake.working")),
        etl.progress_listener(show_progress),
    ):
        try:
            return act(paths[: len(uploaded())], layout=paths[-1] if layout else None, **options)
        except etl.WarehouseError as error:
            st.error(plain(getattr(error, lang())))
            st.stop()
        finally:
            progress.empty()


@contextmanager
def on_disk(uploads: tuple[Upload, ...]) -> Iterator[list[Path]]:
    """Writes each upload into a folder of its own, under its bare name, while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, upload in enumerate(uploads):
            path = Path(folder) / str(number) / bare_name(upload.name, number)
            path.parent.mkdir()
            path.write_bytes(upload.getbuffer())
            paths.append(path)
        yield paths


def bare_name(given: str, number: int) -> str:
    """The name of an upload without folders; its number where that is no name for a file, as `..`.

    Reports and the warehouse call the file by it, and layouts know files by their names.
    """
    name = Path(given.replace("\\", "/")).name
    return name if FILE_NAME.fullmatch(name) and len(name.encode()) <= LONGEST_NAME else f"{number + 1}{_suffix(name)}"


def _suffix(name: str) -> str:
    """The ending of a name, if it is one of files that are taken in."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in (*etl.FILE_EXTENSIONS, ".toml") else ""


def upload_of(path: Path) -> Upload:
    """The upload that a path in a report belongs to."""
    return uploaded()[int(path.parent.name)]


@stewards_only
def annotated_upload(upload: Upload, faults: list[pl.DataFrame], language: str) -> bytes:
    """An uploaded workbook with the faults of all its datasets marked.

    Runs when the reader downloads it, after the page's run: it reads nothing from the session.
    """
    with on_disk((upload,)) as (path,):
        return etl.annotated_return(path, pl.concat(faults), language)
