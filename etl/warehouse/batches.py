"""Batches: one folder per dataset of a loaded workbook, with the workbook, its rows, faults and manifest. Never
deleted.

Batch ids start with an increasing number: of rows with the same key in two live batches, the later batch's counts.
"""

import dataclasses
import hashlib
import io
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from etl.contracts.dictionary import columns, key_columns
from etl.contracts.faults import count_reasons
from etl.intake import row_hashes
from etl.intake.file_intake import Intake
from etl.reading import pseudonyms
from etl.reading.header_mapping import MAPPING_FILE
from etl.reading.return_marks import returned_sha256
from etl.storage import WarehouseError, batch_folder, connect, flush, staging_folder, write_text
from etl.warehouse import aggregation

MANIFEST, ACCEPTED, FORM_FINDINGS = "manifest.json", "accepted.parquet", "form_findings.parquet"
CITY = "city"  # in place of a dataset: what a city has published, one file a dataset; the layout is the city's name


@dataclass(frozen=True)
class Batch:
    """A manifest, and the folder it lies in. Counts are source rows; `rows` counts rows of the dataset."""

    batch_id: str
    dataset: str
    file: str
    layout: str
    layout_sha256: str  # of the layout file given with --layout, else empty
    sha256: str  # of the workbook
    outcome: str  # digest of accepted rows and faults
    rows_read: int
    accepted: int
    rejected: int
    skipped: int
    rows: int
    reasons: dict[str, int]
    sample: bool
    loaded_at: str  # local time with its offset
    loaded_by: str | None
    replaces: str | None = None  # the batch of the same bytes that was checked again
    revises: dict[str, int] = field(default_factory=dict)  # earlier batch → number of its rows with a newer version
    repeats: dict[str, int] = field(default_factory=dict)  # earlier batch → number of these with the same values
    returns: str = ""  # sha256 of the workbook whose corrected return this is
    overlaps: list[str] = field(default_factory=list)  # ids of survey_response batches with common forms
    waves: list[list] = field(default_factory=list)  # survey_response: [survey_year, wave]
    redacted: bool = False  # the workbook had persons' numbers, replaced by pseudonyms
    cells: str = ""  # survey_response: definition digest of cells.parquet
    forms: str = ""  # survey_response: version of the form hashes
    withdrawn_at: str | None = None
    rolled_back: bool = False  # withdrawn by a rollback to a build without it
    folder: Path = Path()

    def manifest(self) -> dict:
        """The fields of manifest.json: all but the folder."""
        return {name: value for name, value in dataclasses.asdict(self).items() if name != "folder"}

    @property
    def accepted_file(self) -> Path:
        return self.folder / ACCEPTED

    def rows_file(self, dataset: str) -> Path | None:
        """The file with the batch's accepted rows of a dataset; None when it has none."""
        if self.dataset != CITY:
            return self.accepted_file if self.dataset == dataset else None
        file = self.folder / f"{dataset}.parquet"
        return file if file.exists() else None


def all_batches() -> list[Batch]:
    """All stored batches, oldest first."""
    found = []
    for manifest in batch_folder().glob(f"*/{MANIFEST}"):
        found.append(Batch(**json.loads(manifest.read_text(encoding="utf-8")), folder=manifest.parent))
    return sorted(found, key=lambda batch: batch.batch_id)


def live_batches(of: list[Batch]) -> list[Batch]:
    """The batches that are neither withdrawn nor replaced by a later check of the same bytes, oldest first."""
    replaced = {batch.replaces for batch in of if not batch.rolled_back}
    return [batch for batch in of if not batch.withdrawn_at and batch.batch_id not in replaced]


def now() -> str:
    """The current local time with its offset, ISO 8601 in seconds."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def timestamp(moment: float) -> str:
    """A file system time (seconds since the epoch) as local time with its offset."""
    return datetime.fromtimestamp(moment).astimezone().isoformat(timespec="seconds")


def outcome_digest(intake: Intake, accepted: Path) -> str:
    """SHA-256 of the accepted rows, the faults and what stands out of the forms, without the faults' sentences, whose
    suggestions may change."""
    with accepted.open("rb") as rows:
        digest = hashlib.file_digest(rows, "sha256")
    digest.update(intake.faults.select("source_sheet", "source_row", "column", "found", "rule").write_csv().encode())
    if intake.form_findings is not None:
        digest.update(intake.form_findings.write_csv().encode())
    return digest.hexdigest()


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as Parquet; equal frames give equal bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()


def find_same_bytes(intake: Intake, sha256: str, layout_sha256: str, among: list[Batch]) -> Batch | None:
    """The live batch made from the same bytes with the same layout, or None."""
    wanted = (sha256, layout_sha256, intake.layout, intake.dataset)
    for batch in among:
        if wanted == (batch.sha256, batch.layout_sha256, batch.layout, batch.dataset):
            return batch
    return None


def stage_batch(
    intake: Intake,
    workbook: Path,
    sha256: str,
    layout_sha256: str,
    before: list[Batch],
    registered: pl.DataFrame,
    by: str | None,
) -> Batch:
    """Write a batch to the staging folder, or return the live batch with the same bytes and outcome.

    before: all batches, stored or staged, oldest first. registered: units that the rows use and no unit workbook names.
    """
    written = (intake.bulk and intake.bulk.folder) or _write_rows(intake)
    result = outcome_digest(intake, written / ACCEPTED)
    known = find_same_bytes(intake, sha256, layout_sha256, live_batches(before))
    if known and known.outcome == result:
        return known
    batch_id = f"{next_number(before, known)}-{intake.dataset}-{result[:8]}"
    folder = staging_folder() / batch_id
    if not intake.bulk:
        _copy_workbook(intake, workbook, written)
    written.rename(folder)
    (folder / "rejected.parquet").write_bytes(parquet_bytes(intake.rejected))
    (folder / "faults.parquet").write_bytes(parquet_bytes(intake.faults))
    (folder / MAPPING_FILE).write_bytes(parquet_bytes(intake.mapping))
    if intake.form_findings is not None:
        (folder / FORM_FINDINGS).write_bytes(parquet_bytes(intake.form_findings))
    if registered.height:
        (folder / "registered_unit.parquet").write_bytes(parquet_bytes(registered))
    batch = Batch(
        batch_id=batch_id,
        dataset=intake.dataset,
        file=intake.file,
        layout=intake.layout,
        layout_sha256=layout_sha256,
        sha256=sha256,
        outcome=result,
        rows_read=intake.rows_read,
        accepted=intake.accepted_rows,
        rejected=intake.rejected_rows,
        skipped=intake.skipped_rows,
        rows=intake.rows,
        reasons=count_reasons(intake.faults),
        sample=intake.sample,
        loaded_at=now(),
        loaded_by=by,
        replaces=known.batch_id if known else None,
        redacted=intake.redacted is not None,
        returns=returned_sha256(workbook) or "",
        folder=folder,
    )
    batch = with_overlaps(
        batch, [other for other in live_batches(before) if other.dataset == batch.dataset and other != known]
    )
    write_text(folder / MANIFEST, json.dumps(batch.manifest(), ensure_ascii=False, indent=1))
    for file in folder.iterdir():
        flush(file)
    return batch


def _write_rows(intake: Intake) -> Path:
    """A staging folder with the accepted rows and, for answered forms, the form hashes."""
    written = make_staging_folder()
    (written / ACCEPTED).write_bytes(parquet_bytes(intake.accepted))
    if intake.dataset == "survey_response":
        row_hashes.write_form_hashes(np.sort(row_hashes.hash_forms(intake.accepted)), written)
    return written


def _copy_workbook(intake: Intake, workbook: Path, written: Path) -> None:
    """Copy the workbook; of a dataset with persons' numbers, its redacted rows instead."""
    if intake.redacted is None:
        shutil.copyfile(workbook, written / f"original{workbook.suffix.lower()}")
    else:
        pseudonyms.store_key()
        intake.redacted.write_csv(written / "original.csv", include_bom=True)


def make_staging_folder() -> Path:
    """A new empty folder in the staging folder."""
    staging_folder().mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(dir=staging_folder()))


def next_number(before: list[Batch], known: Batch | None = None) -> str:
    """The number of a batch: the next one, or, for a new check of the same bytes, that of the old batch (000007 →
    000007r1)."""
    if known is None:
        return f"{1 + max((int(batch.batch_id[:6]) for batch in before), default=0):06d}"
    versions = [batch for batch in before if batch.batch_id[:6] == known.batch_id[:6]]
    return f"{known.batch_id[:6]}r{len(versions)}"


def with_overlaps(batch: Batch, others: list[Batch]) -> Batch:
    """The batch with the counts of rows it revises or repeats; for answered forms also its cells, written to its
    folder."""
    if batch.dataset != "survey_response" and not others:
        return batch
    with connect(spill=batch.folder / "spill") as connection:
        overlaps = others
        facts: dict = {}
        if batch.dataset == "survey_response":
            facts = {"cells": aggregation.cells_definition(), "forms": row_hashes.HASH_VERSION}
            write_cells(connection, batch.folder)
            facts["waves"] = aggregation.distinct_waves(connection, batch.folder / "cells.parquet")
            asked_alike = [other for other in others if any(wave in facts["waves"] for wave in other.waves)]
            overlaps = [
                other
                for other in asked_alike
                if (other.forms != row_hashes.HASH_VERSION or row_hashes.share_forms(batch.folder, other.folder))
                and aggregation.count_shared_keys(
                    connection, batch.accepted_file, other.accepted_file, aggregation.FORM_KEY
                )
            ]
            facts["overlaps"] = [other.batch_id for other in overlaps]
        earlier = [other for other in overlaps if other.batch_id < batch.batch_id]
        for name, together in (("revises", key_columns(batch.dataset)), ("repeats", list(columns(batch.dataset)))):
            counted = {
                other.batch_id: aggregation.count_shared_keys(
                    connection, batch.accepted_file, other.accepted_file, together
                )
                for other in earlier
            }
            earlier = [other for other in earlier if counted[other.batch_id]]
            facts[name] = {batch_id: n for batch_id, n in counted.items() if n}
    shutil.rmtree(batch.folder / "spill", ignore_errors=True)
    return dataclasses.replace(batch, **facts)


def write_cells(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write cells.parquet and forms.parquet from the accepted rows of a survey_response batch."""
    aggregation.create_scale_level(connection)
    aggregation.create_cells(connection, [("", folder / ACCEPTED)])
    for view, file in (("answer_cell", "cells.parquet"), ("form_cell", "forms.parquet")):
        connection.table(view).write_parquet(str(folder / file))


def publish_staged(staged: list[Batch]) -> list[Batch]:
    """Move staged batches to the batch folder in order, one rename each; the moved batches."""
    taken = []
    for batch in staged:
        folder = batch_folder() / batch.batch_id
        batch.folder.rename(folder)
        flush(folder.parent)
        taken.append(dataclasses.replace(batch, folder=folder))
    return taken


def find_batch(batch_id: str, among: list[Batch]) -> Batch:
    """The batch with an id. Raises WarehouseError when there is none."""
    for batch in among:
        if batch.batch_id == batch_id:
            return batch
    raise WarehouseError("warehouse.no_such_batch", batch=batch_id)


def update_manifest(batch: Batch, **changes: object) -> None:
    """Rewrite a batch's manifest with changed fields."""
    marked = dataclasses.replace(batch, **changes)  # type: ignore[arg-type]
    write_text(batch.folder / MANIFEST, json.dumps(marked.manifest(), ensure_ascii=False, indent=1))
