"""The page 导入: upload and check, see how each file was read and what would change, publish."""

import functools

import polars as pl
import streamlit as st

import etl
from shell.access import stewards_only
from shell.reference import record_words
from shell.row_files import XLSX, download
from shell.session import build, choice, lang, newest_build, plain, speak, worded, wording
from shell.stewards.change_report import frame_of, offer_annotated, show_change, show_faults
from shell.stewards.confirmation import name_of_user
from shell.stewards.layout_helper import offer_layout
from shell.stewards.uploads import annotated_upload, checked, run, upload_ids, upload_of, uploaded
from shell.tables import table

TYPES = [ending.removeprefix(".") for ending in etl.FILE_EXTENSIONS]
REPORT = ("file", "dataset", "rows_read", "accepted", "rejected", "skipped", "revised", "repeated")
MAPPING = ("header", "column", "meaning", "constant")
FIRST_ROWS = 5
UPLOAD_LIMIT = 200  # MB a file, as .streamlit/config.toml has it
NO_LAYOUT = ("no_dataset", "missing_headers", "survey_site")  # refusals that a layout could mend


@stewards_only
def choose() -> None:
    """Uploads, empty templates, a layout, and the button that checks."""
    with st.container(border=True, key="card-upload"):
        st.markdown("### " + speak("pages.intake.upload"))
        st.caption(speak("pages.intake.upload_help"))
        st.file_uploader(
            speak("pages.intake.files", limit=UPLOAD_LIMIT),
            TYPES,
            accept_multiple_files=True,
            key="uploads",
            max_upload_size=UPLOAD_LIMIT,
        )
        st.caption(speak("pages.intake.too_large", limit=UPLOAD_LIMIT, inbox=etl.inbox()))
        with st.container(horizontal=True):
            with st.popover(speak("pages.intake.templates"), icon=":material/table:"):
                _template()
            with st.popover(speak("pages.intake.layout"), icon=":material/rule:"):
                st.caption(speak("pages.intake.layout_why"))
                st.file_uploader(speak("pages.intake.layout_help"), ["toml"], key="upload_layout", max_upload_size=1)
        if st.button(speak("pages.intake.check"), disabled=not uploaded(), type="primary"):
            st.session_state["checked"] = upload_ids()
            st.session_state.pop("loaded", None)


def _template() -> None:
    """The empty workbook of a dataset."""
    dataset = st.selectbox(
        speak("shell.column.dataset"),
        list(etl.DATASETS),
        format_func=wording({name: worded("dataset", name) for name in etl.DATASETS}),
        key="template",
    )
    name = speak("office.file.template", dataset=speak(f"columns.{dataset}.label"))
    download(speak("pages.intake.template"), functools.partial(etl.template, dataset, lang()), name, XLSX)


@stewards_only
def result() -> None:
    """What loading the checked uploads would do, or what the last load did."""
    if st.session_state.get("checked") == upload_ids() and uploaded():
        _review()
    elif st.session_state.get("loaded"):
        _loaded(st.session_state["loaded"])


def _review() -> None:
    """What loading would do, file by file, and what it would change; then the button that publishes."""
    report = checked()
    with st.container(border=True, key="card-review"):
        st.markdown("### " + speak("pages.intake.would"))
        _files([_facts(file) for file in report.files])
        for file in report.files:
            if file.refused and file.refused.rule in NO_LAYOUT and file.path is not None:
                offer_layout(upload_of(file.path))
        read = [file for file in report.files if not file.refused]
        if read:
            names = {str(at): f"{file.file} · {worded('dataset', file.dataset or '')}" for at, file in enumerate(read)}
            choice("checked_file", names, names.__getitem__, speak("pages.intake.which"))
            at = int(st.session_state["checked_file"])
            _one_file(read[at], at)
            _publish(report)


def _files(files: list[dict]) -> None:
    """The result of each file. files: the dicts of `_facts`."""
    for file in files:
        if file["refusal"]:
            st.error(plain(file["refusal"][lang()]))
        elif file["unchanged"]:
            st.info(speak("pages.intake.unchanged", file=plain(file["file"])))
    taken = [{name: file[name] for name in REPORT} for file in files if not file["refusal"]]
    if taken:
        table(frame_of(taken), REPORT, "report")
    if any(file["revised"] is None for file in taken):
        st.caption(speak("pages.intake.shared_not_shown"))


def _facts(file: etl.FileReport) -> dict:
    """The counts of a file, small enough to be kept in the session."""
    refusal = {"zh": file.refused.zh, "en": file.refused.en} if file.refused else None
    return file.facts() | {"refusal": refusal}


def _one_file(file: etl.FileReport, number: int) -> None:
    """How one file was read, and its rejected cells."""
    dataset = file.dataset or ""
    if file.notices:
        st.info("\n".join(f"- {plain(notice[lang()])}" for notice in file.notices))
    with st.expander(speak("pages.intake.understood", n=file.mapping.height)):
        table(_mapping(file), MAPPING, f"mapping-{number}")
        if file.first_rows.height:
            st.caption(speak("pages.intake.first_rows"))
            rows = record_words(file.first_rows.head(FIRST_ROWS), [dataset], etl.code_lists(dataset))
            table(rows, rows.columns, f"first-rows-{number}")
    if file.faults.height:
        st.markdown(f"**{speak('pages.intake.faults', rows=file.rejected, n=file.faults.height)}**")
        show_faults(file.faults, f"faults-{number}")
        assert file.path is not None
        every = [one.faults for one in checked().files if one.path == file.path and one.faults.height]
        offer_annotated(file.file, functools.partial(annotated_upload, upload_of(file.path), every, lang()))


def _mapping(file: etl.FileReport) -> pl.DataFrame:
    """The mapping of a file's headers, our columns by their label; a header without one is ignored."""
    words = [
        speak(f"columns.{file.dataset}.{ours}.label") if ours else speak("pages.intake.ignored")
        for ours in file.mapping["ours"]
    ]
    return file.mapping.with_columns(meaning=pl.Series(words, dtype=pl.String))


def _publish(report: etl.Report) -> None:
    """What would change, a confirmation where it needs one, and the button that loads."""
    change = report.change
    st.markdown("### " + speak("pages.intake.will_change"))
    show_change(change, "revisions")
    if all(file.unchanged for file in report.files if not file.refused):
        st.caption(speak("pages.intake.nothing_new"))
        return
    name_of_user()
    sure = not change.asks or st.checkbox(speak("stewards.sure"), key="sure")
    if st.button(speak("pages.intake.publish"), disabled=not sure, type="primary"):
        done = run(etl.load, by=st.session_state.get("by") or None, confirmed=bool(change.asks))
        if done.unconfirmed:  # another load took place between the check and this one
            st.rerun()
        st.session_state["loaded"] = [_facts(file) for file in done.files]
        for name in ("checked", "build", "sure"):
            st.session_state.pop(name, None)
        st.rerun()  # the filters above still belong to the build before


def _loaded(files: list[dict]) -> None:
    with st.container(border=True, key="card-done"):
        st.markdown("### " + speak("pages.intake.done"))
        _files(files)
        with st.container(horizontal=True):
            if any(file["rejected"] for file in files):
                st.page_link("pages/stewards/quality.py", label=speak("pages.intake.to_rejected"))
            st.page_link("pages/stewards/history.py", label=speak("pages.intake.to_history"))
        if newest_build():
            st.caption(speak("pages.intake.published", build=build()))
