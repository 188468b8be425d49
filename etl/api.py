"""The public calls of the warehouse: check, load, withdraw, build, history."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.contracts.dictionary import PEOPLE
from etl.contracts.faults import Refused
from etl.intake.annotated_return import write_returned
from etl.intake.file_intake import Intake
from etl.reading.layouts import Layout
from etl.storage import locked, plain_errors, progress, staging_folder, user
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import batches_of, current, draft, place, publish
from etl.warehouse.count_suppression import counted_batches, told_manifest, told_shared
from etl.warehouse.events import announce, settle
from etl.warehouse.known_units import Known
from etl.warehouse.load_files import judge_files, named_files
from etl.warehouse.load_report import FileReport, Report
from etl.warehouse.revisions import Change, change
from etl.warehouse.rollback import complete


def check(paths: Iterable[Path | str], layout: Path | str | None = None, annotate: Path | str | None = None) -> Report:
    """Judge workbooks as `load` would, and write nothing into the warehouse.

    layout: a TOML file, for a stranger's workbook. annotate: a folder that gets the annotated return of every file with
    rejected rows.
    """
    with plain_errors():
        known = Known(batches.live(batches.batches()))
        given = _given(layout)
        if isinstance(given, Refused):
            return _all_refused(paths, given)
        files = judge_files(
            named_files(paths), given, known, lambda: None, lambda path, intake: _reported(intake, path)
        )
        files = _returned(files, annotate)
    return Report(files, current())


def preview(paths: Iterable[Path | str], layout: Path | str | None = None) -> Report:
    """All that `load` would do and change, without doing it: nothing is taken in and nothing published."""
    return _take_in(paths, layout, by=None, annotate=None, publishing=lambda change: False)


def load(
    paths: Iterable[Path | str],
    layout: Path | str | None = None,
    by: str | None = None,
    annotate: Path | str | None = None,
    confirmed: bool = False,
) -> Report:
    """Judge workbooks, take their accepted rows in and publish the new build.

    A refused file changes nothing; the others of the call are loaded. The same bytes with the same layout and the same
    outcome change nothing. by: who loads; else the user of the machine. confirmed: publish also when the change asks
    for a second look (report.change.asks); without it such a load changes nothing. Raises WarehouseError, with the old
    build in force.
    """
    return _take_in(paths, layout, by, annotate, publishing=lambda change: confirmed or not change.asks)


def _take_in(
    paths: Iterable[Path | str],
    layout: Path | str | None,
    by: str | None,
    annotate: Path | str | None,
    publishing: Callable[[Change], bool],
) -> Report:
    given = _given(layout)
    if isinstance(given, Refused):
        return _all_refused(paths, given)
    changed, published = Change(), True
    with locked():
        complete()
        before = batches.batches()
        staging = _Staging(before, given, by or user())
        files = judge_files(
            named_files(paths), given, staging.known, batches.empty_room, staging.take, staging.start_again
        )
        if not all(file.refused for file in files):
            old, new = current(), draft(batches.live(before + staging.staged))
            changed = change(place(old) if old else None, place(new))
            if published := publishing(changed):
                batches.take_in(staging.staged)
                if new != old:
                    announce("load", by or user(), _added(old, batches.live(batches.batches())), old, new, changed)
                publish(new)
                settle()
    with plain_errors():  # not under the lock: outside the warehouse a file is as open as its writer likes
        files = _returned(files, annotate)
    return Report(files, current(), changed, unconfirmed=not published)


def _added(old: str | None, live: list[Batch]) -> list[str]:
    """The batches that the build in force does not have; a load that died may have left some."""
    had = set(batches_of(old)) if old else set()
    return [batch.batch_id for batch in live if batch.batch_id not in had]


def withdraw(batch_id: str, by: str | None = None) -> str:
    """A batch no longer counts; the id of the build without it. WarehouseError when others need its units."""
    with locked():
        withdrawn, identity = _without(batch_id)
        old = current()
        changed = change(place(old) if old else None, place(identity))
        if not withdrawn.withdrawn_at:
            batches.mark(withdrawn, withdrawn_at=batches.now())
        if identity != old:
            announce("withdraw", by or user(), [batch_id], old, identity, changed)
        publish(identity)
        settle()
    return identity


def preview_withdraw(batch_id: str) -> Change:
    """What withdrawing a batch would change; nothing is done."""
    with locked():
        _, identity = _without(batch_id)
        old = current()
        return change(place(old) if old else None, place(identity))


def _without(batch_id: str) -> tuple[Batch, str]:
    """A batch, and the id of the drafted build of all live batches but it."""
    complete()
    every = batches.batches()
    withdrawn = batches.find(batch_id, every)
    return withdrawn, draft([batch for batch in batches.live(every) if batch != withdrawn])


def build() -> str:
    """Make and publish the build of the live batches, also when there is none; its id."""
    with locked():
        complete()
        identity = draft(batches.live(batches.batches()))
        publish(identity)
    return identity


def history() -> list[dict]:
    """Every batch ever taken in, newest first: its manifest, its `state` (live, withdrawn, replaced), and whether its
    faults are `settled` by a later one. Numbers of rows that are not told (told_counts) are empty."""
    with plain_errors():
        every = batches.batches()
        living = {batch.batch_id for batch in batches.live(every)}
        settled = batches.corrected(batches.live(every))
        counted = counted_batches()
    rows = []
    for batch in reversed(every):
        state = "live" if batch.batch_id in living else "withdrawn" if batch.withdrawn_at else "replaced"
        more = {"state": state, "live": state == "live", "settled": batch.batch_id in settled}
        rows.append(told_manifest(batch.manifest(), counted) | more)
    return rows


class _Staging:
    """Batches of one call, written beside the warehouse until all of them and their build are known to be good."""

    def __init__(self, before: list[Batch], layout: Layout | None, by: str | None) -> None:
        self.before, self.by = before, by
        self.layout_sha256 = hashlib.sha256(repr(layout).encode()).hexdigest() if layout else ""
        self.known = Known(batches.live(before))
        self.staged: list[Batch] = []

    def take(self, path: Path, intake: Intake) -> FileReport:
        """Stage what was read from a file, unless a live batch holds it already."""
        batch = batches.stage(
            intake=intake,
            workbook=path,
            sha256=intake.bulk.sha256 if intake.bulk else _sha256(path),
            layout_sha256=self.layout_sha256,
            before=self.before + self.staged,
            registered=self.known.used_registered(intake.accepted),
            by=self.by,
        )
        is_new = batch.folder.parent == staging_folder() and batch not in self.staged
        if is_new:
            self.staged.append(batch)
        return _reported(intake, path, batch, unchanged=not is_new)

    def start_again(self) -> None:
        self.staged = []
        shutil.rmtree(staging_folder(), ignore_errors=True)


def _returned(files: list[FileReport], annotate: Path | str | None) -> list[FileReport]:
    """The reports with the annotated return of every file that has faults, its datasets together in one workbook."""
    if annotate is None:
        return files
    made: dict[Path, Path | None] = {}
    for path in dict.fromkeys(file.path for file in files if file.path):
        broken = pl.concat([file.faults for file in files if file.path == path])
        try:
            made[path] = write_returned(path, broken, Path(annotate)) if broken.height else None
        except Refused as refused:
            progress.warning(str(refused))
    return [replace(file, returned=made.get(file.path)) if file.path else file for file in files]


def _reported(intake: Intake, path: Path, batch: Batch | None = None, unchanged: bool = False) -> FileReport:
    same = sum(batch.repeats.values()) if batch else 0
    revised, repeated = told_shared(intake.dataset, sum(batch.revises.values()) - same if batch else 0, same)
    return FileReport(
        file=intake.file,
        dataset=intake.dataset,
        batch_id=batch.batch_id if batch else None,
        rows_read=intake.rows_read,
        accepted=intake.accepted_rows,
        rejected=intake.rejected_rows,
        skipped=intake.skipped_rows,
        reasons=batches.reasons(intake.faults),
        faults=intake.faults,
        unchanged=unchanged,
        revised=revised,
        repeated=repeated,
        path=path,
        mapping=intake.mapping,
        notices=intake.notices,
        first_rows=intake.first_rows.drop(PEOPLE, strict=False),
    )


def _given(layout: Path | str | None) -> Layout | Refused | None:
    try:
        return Layout.from_file(Path(layout)) if layout else None
    except Refused as refused:
        return refused


def _all_refused(paths: Iterable[Path | str], refused: Refused) -> Report:
    """A layout that can't be used refuses every file of the call."""
    return Report([FileReport(Path(path).name, refused=refused) for path in paths], current())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
