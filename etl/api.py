"""Public calls of the warehouse: check, preview, load, withdraw, build, history."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.contracts.dictionary import PERSON_NAME_COLUMNS
from etl.contracts.faults import Refused
from etl.intake.annotated_return import write_annotated_return
from etl.intake.file_intake import Intake
from etl.reading.layout_file import Layout
from etl.storage import check_output_folder, current_user, file_sha256, locked, plain_errors, progress, staging_folder
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import build_draft, current_build, publish_build
from etl.warehouse.corrections import corrected_batches
from etl.warehouse.count_suppression import countable_batches, published_manifest, published_shared_counts
from etl.warehouse.engine_result import fault_counts
from etl.warehouse.events import log_pending_event, write_pending_event
from etl.warehouse.known_units import KnownUnits, known_units
from etl.warehouse.load_files import check_files, list_files
from etl.warehouse.load_report import FileReport, Report
from etl.warehouse.publishing import publish_with
from etl.warehouse.reference_tables import reference_build_ahead
from etl.warehouse.revisions import Change, change_to
from etl.warehouse.rollback import complete_interrupted
from etl.warehouse.staging import make_staging_folder, stage_batch


def check(paths: Iterable[Path | str], layout: Path | str | None = None, annotate: Path | str | None = None) -> Report:
    """Check workbooks as `load` does, without writing to the warehouse.

    layout: a TOML file that describes the files' headers. annotate: a folder for the annotated return of each file with
    rejected rows. Raises WarehouseError when the warehouse cannot be read, or that folder cannot be made.
    """
    if annotate:
        check_output_folder(Path(annotate))
    with plain_errors():
        known = known_units()
        given = _read_layout(layout)
        if isinstance(given, Refused):
            return _refuse_all(paths, given)
        files = check_files(
            list_files(paths), given, known, lambda: None, lambda path, intake: _file_report(intake, path)
        )
        files = _with_annotated_returns(files, annotate)
    return Report(files, current_build())


def preview(paths: Iterable[Path | str], layout: Path | str | None = None) -> Report:
    """Report what `load` would do and change. Nothing is stored or published."""
    return _load_files(paths, layout, by=None, annotate=None, publishing=lambda change: False)


def load(
    paths: Iterable[Path | str],
    layout: Path | str | None = None,
    by: str | None = None,
    annotate: Path | str | None = None,
    confirmed: bool = False,
) -> Report:
    """Check workbooks, store their accepted and rejected rows as batches, and publish the new build.

    A refused file is left out; the other files of the call are loaded. A file with the same bytes, layout and outcome
    as a live batch changes nothing. by: who loads, by default the user of the machine. confirmed: publish even if the
    change needs confirmation (report.change.asks); without it such a load changes nothing. Raises WarehouseError; the
    build in force then stays.
    """
    return _load_files(paths, layout, by, annotate, publishing=lambda change: confirmed or not change.asks)


def _load_files(
    paths: Iterable[Path | str],
    layout: Path | str | None,
    by: str | None,
    annotate: Path | str | None,
    publishing: Callable[[Change], bool],
) -> Report:
    if annotate:  # before anything is published
        check_output_folder(Path(annotate))
    given = _read_layout(layout)
    if isinstance(given, Refused):
        return _refuse_all(paths, given)
    changed, published = Change(), True
    with locked():
        complete_interrupted()
        before = batches.all_batches()
        staging = _Staging(before, given, by or current_user())
        with reference_build_ahead():
            files = check_files(
                list_files(paths), given, staging.known, make_staging_folder, staging.stage, staging.restart
            )
        if not all(file.refused for file in files):
            changed, published = publish_with(staging.staged, before, by or current_user(), publishing)
    with plain_errors():  # not under the lock, whose umask applies to the warehouse only
        files = _with_annotated_returns(files, annotate)
    return Report(files, current_build(), changed, unconfirmed=not published)


def withdraw(batch_id: str, by: str | None = None) -> str:
    """Withdraw a batch and publish the build without it; the id of that build.

    Raises WarehouseError for an unknown batch, or when other batches need its units.
    """
    with locked():
        withdrawn, identity = _draft_without(batch_id)
        old = current_build()
        changed = change_to(identity)
        if not withdrawn.withdrawn_at:
            batches.update_manifest(withdrawn, withdrawn_at=batches.now())
        if identity != old:
            write_pending_event("withdraw", by or current_user(), [batch_id], old, identity, changed)
        publish_build(identity)
        log_pending_event()
    return identity


def preview_withdraw(batch_id: str) -> Change:
    """The change that withdrawing a batch would make. Nothing is published."""
    with locked():
        _, identity = _draft_without(batch_id)
        return change_to(identity)


def _draft_without(batch_id: str) -> tuple[Batch, str]:
    """A batch, and the id of the draft build of all other live batches."""
    complete_interrupted()
    every = batches.all_batches()
    withdrawn = batches.find_batch(batch_id, every)
    return withdrawn, build_draft([batch for batch in batches.live_batches(every) if batch != withdrawn])


def build() -> str:
    """Build the live batches (possibly none) and publish the result; the id of the build."""
    with locked():
        complete_interrupted()
        identity = build_draft(batches.live_batches(batches.all_batches()))
        publish_build(identity)
    return identity


def history() -> list[dict]:
    """Manifests of all batches, newest first.

    Added to each: `state` (live, withdrawn, replaced), `live`, and `settled` (a later batch corrects its faults). Row
    counts that are suppressed (count_suppression) are None.
    """
    with plain_errors():
        every = batches.all_batches()
        living = {batch.batch_id for batch in batches.live_batches(every)}
        settled = corrected_batches(batches.live_batches(every))
        counted = countable_batches()
    rows = []
    for batch in reversed(every):
        state = "live" if batch.batch_id in living else "withdrawn" if batch.withdrawn_at else "replaced"
        more = {"state": state, "live": state == "live", "settled": batch.batch_id in settled}
        rows.append(published_manifest(batch.manifest(), counted) | more)
    return rows


class _Staging:
    """Batches of one call in the staging folder, until the build made with them has passed its checks."""

    def __init__(self, before: list[Batch], layout: Layout | None, by: str | None) -> None:
        self.before, self.by = before, by
        self.layout_sha256 = hashlib.sha256(repr(layout).encode()).hexdigest() if layout else ""
        self.known = KnownUnits(batches.live_batches(before))
        self.staged: list[Batch] = []

    def stage(self, path: Path, intake: Intake) -> FileReport:
        """Stage what was read from a file, unless a live batch already holds the same; its report."""
        batch = stage_batch(
            intake=intake,
            workbook=path,
            sha256=intake.bulk.sha256 if intake.bulk else file_sha256(path),
            layout_sha256=self.layout_sha256,
            before=self.before + self.staged,
            registered=self.known.used_registered(intake.accepted),
            by=self.by,
        )
        is_new = batch.folder.parent == staging_folder() and batch not in self.staged
        if is_new:
            self.staged.append(batch)
        return _file_report(intake, path, batch, unchanged=not is_new)

    def restart(self) -> None:
        """Drop all staged batches, because the files are read again."""
        self.staged = []
        shutil.rmtree(staging_folder(), ignore_errors=True)


def _with_annotated_returns(files: list[FileReport], annotate: Path | str | None) -> list[FileReport]:
    """The reports, with the annotated return of each file that has faults: one workbook for all its datasets."""
    if annotate is None:
        return files
    made: dict[Path, Path | None] = {}
    for path in dict.fromkeys(file.path for file in files if file.path):
        broken = pl.concat([file.faults for file in files if file.path == path])
        try:
            made[path] = write_annotated_return(path, broken, Path(annotate)) if broken.height else None
        except Refused as refused:
            progress.warning(str(refused))
    return [replace(file, returned=made.get(file.path)) if file.path else file for file in files]


def _file_report(intake: Intake, path: Path, batch: Batch | None = None, unchanged: bool = False) -> FileReport:
    same = sum(batch.repeats.values()) if batch else 0
    revised, repeated = published_shared_counts(
        intake.dataset, sum(batch.revises.values()) - same if batch else 0, same
    )
    return FileReport(
        file=intake.file,
        dataset=intake.dataset,
        batch_id=batch.batch_id if batch else None,
        rows_read=intake.rows_read,
        accepted=intake.accepted_rows,
        rejected=intake.rejected_rows,
        skipped=intake.skipped_rows,
        reasons=fault_counts(intake),
        faults=intake.faults,
        unchanged=unchanged,
        revised=revised,
        repeated=repeated,
        path=path,
        mapping=intake.mapping,
        notices=intake.notices,
        first_rows=intake.first_rows.drop(PERSON_NAME_COLUMNS, strict=False),
    )


def _read_layout(layout: Path | str | None) -> Layout | Refused | None:
    try:
        return Layout.from_file(Path(layout)) if layout else None
    except Refused as refused:
        return refused
    except OSError as error:
        return Refused("cannot_open", Path(str(layout)), why=error.strerror)


def _refuse_all(paths: Iterable[Path | str], refused: Refused) -> Report:
    """The report for a layout that cannot be used: every file of the call is refused."""
    return Report([FileReport(Path(path).name, refused=refused) for path in paths], current_build())
