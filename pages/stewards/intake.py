"""Stewards: workbooks in. Check them, see how they were read and what would change, publish, return the faults."""

import functools
import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import streamlit as st

import etl
from shell import (
    XLSX,
    build,
    choice,
    download,
    lang,
    newest_build,
    plain,
    record_words,
    speak,
    table,
    tell_change,
    tell_faults,
    worded,
    wording,
)

TYPES = [ending.removeprefix(".") for ending in etl.ENDINGS]
REPORT = ("file", "dataset", "rows_read", "accepted", "rejected", "skipped", "revised", "repeated")
MAPPING = ("header", "column", "meaning", "constant")
FIRST_ROWS = 5
CHECKS_KEPT = 8
Upload = st.runtime.uploaded_file_manager.UploadedFile


@st.cache_resource
def checks() -> dict[tuple, etl.Report]:
    """The last checks of all readers: by what was uploaded, and the build that it was compared with."""
    return {}


def uploaded() -> tuple[Upload, ...]:
    return tuple(st.session_state.get("uploads") or ())


def what_is_uploaded() -> tuple[str, ...]:
    layout = st.session_state.get("upload_layout")
    return tuple(one.file_id for one in (*uploaded(), *([layout] if layout else [])))


@contextmanager
def on_disk(uploads: tuple[Upload, ...]) -> Iterator[list[Path]]:
    """Each upload in a folder of its own, under its bare name, while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for upload, number in zip(uploads, itertools.count(), strict=False):
            path = Path(folder) / str(number) / Path(upload.name.replace("\\", "/")).name
            path.parent.mkdir()
            path.write_bytes(upload.getbuffer())
            paths.append(path)
        yield paths


def judged(act: Callable[..., etl.Report], **how: object) -> etl.Report:
    """Lets etl check or load the uploads, and says how far it has come."""
    layout = st.session_state.get("upload_layout")
    progress = st.empty()

    def tell(line: dict[str, str]) -> None:
        progress.caption(plain(line[lang()]))

    with (
        on_disk((*uploaded(), *([layout] if layout else []))) as paths,
        st.spinner(speak("pages.intake.working")),
        etl.heard(tell),
    ):
        try:
            return act(paths[: len(uploaded())], layout=paths[-1] if layout else None, **how)
        except etl.WarehouseError as error:
            st.error(plain(getattr(error, lang())))
            st.stop()
        finally:
            progress.empty()


def checked() -> etl.Report:
    """What loading the uploads would do; judged once for the same uploads and build."""
    known, what = checks(), (newest_build(), *what_is_uploaded())
    if what not in known:
        known[what] = judged(etl.preview)
        while len(known) > CHECKS_KEPT:
            known.pop(next(iter(known)))
    return known[what]


# --- what is told ---------------------------------------------------------------------------------------------------


def tell_files(files: list[dict]) -> None:
    """What became of each file."""
    for file in files:
        if file["refusal"]:
            st.error(plain(file["refusal"][lang()]))
        elif file["unchanged"]:
            st.info(speak("pages.intake.unchanged", file=plain(file["file"])))
    taken = [{name: file[name] for name in REPORT} for file in files if not file["refusal"]]
    table(pl.DataFrame(taken, infer_schema_length=None), REPORT)
    if any(file["revised"] is None for file in taken):
        st.caption(speak("pages.intake.shared_not_shown"))


def facts(file: etl.FileReport) -> dict:
    """The counts of a file, small enough to be remembered."""
    refusal = {"zh": file.refused.zh, "en": file.refused.en} if file.refused else None
    return file.facts() | {"refusal": refusal}


def tell_one(file: etl.FileReport, number: int) -> None:
    """How one file was understood, and which of its cells were not let in."""
    dataset = file.dataset or ""
    if file.notices:
        st.info("\n".join(f"- {plain(notice[lang()])}" for notice in file.notices))
    with st.expander(speak("pages.intake.understood", n=file.mapping.height)):
        table(meanings(file), MAPPING)
        if file.first_rows.height:
            st.caption(speak("pages.intake.first_rows"))
            rows = record_words(file.first_rows.head(FIRST_ROWS), [dataset], etl.code_lists(dataset))
            table(rows, rows.columns)
    if file.faults.height:
        st.markdown(f"**{speak('pages.intake.faults', rows=file.rejected, n=file.faults.height)}**")
        tell_faults(file.faults, f"faults-{number}")
        assert file.path is not None
        upload = uploaded()[int(file.path.parent.name)]
        every = [one.faults for one in checked().files if one.path == file.path and one.faults.height]
        marked = functools.partial(annotated, upload, every, lang())
        download(speak("stewards.annotated"), marked, etl.returned_name(file.file, lang()), XLSX)


def meanings(file: etl.FileReport) -> pl.DataFrame:
    """The mapping with our columns in words; a header that feeds none is ignored."""
    words = [
        speak(f"columns.{file.dataset}.{ours}.label") if ours else speak("pages.intake.ignored")
        for ours in file.mapping["ours"]
    ]
    return file.mapping.with_columns(meaning=pl.Series(words, dtype=pl.String))


def annotated(upload: Upload, faults: list[pl.DataFrame], language: str) -> bytes:
    """The sender's own workbook with the faults of all its datasets marked. Runs when the reader no longer waits, so
    it asks the session nothing."""
    with on_disk((upload,)) as (path,):
        return etl.annotated(path, pl.concat(faults), language)


# --- the steps ------------------------------------------------------------------------------------------------------


def choose() -> None:
    with st.container(border=True, key="card-upload"):
        st.markdown("### " + speak("pages.intake.upload"))
        st.caption(speak("pages.intake.upload_help"))
        st.file_uploader(
            speak("pages.intake.files"), TYPES, accept_multiple_files=True, key="uploads", max_upload_size=200
        )
        with st.container(horizontal=True):
            with st.popover(speak("pages.intake.templates"), icon=":material/table:"):
                template()
            with st.popover(speak("pages.intake.layout"), icon=":material/rule:"):
                st.caption(speak("pages.intake.layout_why"))
                st.file_uploader(speak("pages.intake.layout_help"), ["toml"], key="upload_layout", max_upload_size=1)
        if st.button(speak("pages.intake.check"), disabled=not uploaded(), type="primary"):
            st.session_state["checked"] = what_is_uploaded()
            st.session_state.pop("loaded", None)


def template() -> None:
    """An empty workbook to fill in, for any dataset."""
    dataset = st.selectbox(
        speak("shell.column.dataset"),
        list(etl.DATASETS),
        format_func=wording({name: worded("dataset", name) for name in etl.DATASETS}),
        key="template",
    )
    name = speak("office.file.template", dataset=speak(f"columns.{dataset}.label"))
    download(speak("pages.intake.template"), functools.partial(etl.template, dataset, lang()), name, XLSX)


def review() -> None:
    """What loading would do, file by file, and what it would change; then the button that publishes."""
    report = checked()
    with st.container(border=True, key="card-review"):
        st.markdown("### " + speak("pages.intake.would"))
        tell_files([facts(file) for file in report.files])
        read = [file for file in report.files if not file.refused]
        if read:
            names = {str(at): f"{file.file} · {worded('dataset', file.dataset or '')}" for at, file in enumerate(read)}
            choice("checked_file", names, names.__getitem__, speak("pages.intake.which"))
            at = int(st.session_state["checked_file"])
            tell_one(read[at], at)
            publish(report)


def publish(report: etl.Report) -> None:
    change = report.change
    st.markdown("### " + speak("pages.intake.will_change"))
    tell_change(change.revisions, change.revised_n, change.counts, change.asks, "revisions")
    if all(file.unchanged for file in report.files if not file.refused):
        st.caption(speak("pages.intake.nothing_new"))
        return
    st.text_input(speak("pages.intake.by"), key="by", help=speak("pages.intake.by_help"), persist_state="session")
    sure = not change.asks or st.checkbox(speak("stewards.sure"), key="sure")
    if st.button(speak("pages.intake.publish"), disabled=not sure, type="primary"):
        done = judged(etl.load, by=st.session_state.get("by") or None, confirmed=bool(change.asks))
        if done.unconfirmed:  # somebody else's load came between the check and this one
            st.rerun()
        st.session_state["loaded"] = [facts(file) for file in done.files]
        for name in ("checked", "build", "sure"):
            st.session_state.pop(name, None)
        st.rerun()  # the filters above are those of the build before


def done(files: list[dict]) -> None:
    with st.container(border=True, key="card-done"):
        st.markdown("### " + speak("pages.intake.done"))
        tell_files(files)
        with st.container(horizontal=True):
            if any(file["rejected"] for file in files):
                st.page_link("pages/stewards/quality.py", label=speak("pages.intake.to_rejected"))
            st.page_link("pages/stewards/history.py", label=speak("pages.intake.to_history"))
        if newest_build():
            st.caption(speak("pages.intake.published", build=build()))


choose()
if st.session_state.get("checked") == what_is_uploaded() and uploaded():
    review()
elif st.session_state.get("loaded"):
    done(st.session_state["loaded"])
