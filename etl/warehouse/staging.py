"""Stage what was read of a file as a batch, and publish staged batches."""

import dataclasses
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from etl.contracts.dictionary import columns, key_columns
from etl.intake import row_hashes
from etl.intake.file_intake import Intake
from etl.reading import pseudonyms
from etl.reading.header_mapping import MAPPING_FILE
from etl.reading.return_marks import returned_sha256
from etl.storage import WarehouseError, batch_folder, connect, flush, parquet_scan, staging_folder, write_text
from etl.warehouse import aggregation
from etl.warehouse.batches import ACCEPTED, FORM_FINDINGS, MANIFEST, Batch, live_batches, now
from etl.warehouse.engine_result import CELLS, FORMS, fault_counts

FORMULA, NUMBER = r"^[=+\-@\t\r].", r"^[+-][0-9.,]+%?$"


def outcome_digest(intake: Intake, accepted: Path) -> str:
    """SHA-256 of the accepted rows, the faults and what stands out of the forms, without the faults' sentences, whose
    suggestions may change."""
    with accepted.open("rb") as rows:
        digest = hashlib.file_digest(rows, "sha256")
    digest.update(intake.faults.select("source_sheet", "source_row", "column", "found", "rule").write_csv().encode())
    if intake.form_findings is not None:
        digest.update(intake.form_findings.write_csv().encode())
    if intake.bulk and intake.bulk.engine:
        digest.update(intake.bulk.engine["digest"].encode())
    return digest.hexdigest()


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as Parquet; equal frames give equal bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()


def find_same_bytes(intake: Intake, sha256: str, layout_sha256: str, among: list[Batch]) -> Batch | None:
    """The live batch made from the same bytes with the same layout, or of an engine from the same sources, or None."""
    if intake.bulk and intake.bulk.engine:
        return next((batch for batch in among if batch.series == intake.bulk.engine["series"]), None)
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
    engine = (intake.bulk.engine if intake.bulk else None) or {}
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
        reasons=fault_counts(intake),
        sample=intake.sample,
        loaded_at=now(),
        loaded_by=by,
        replaces=known.batch_id if known else None,
        redacted=intake.redacted is not None,
        returns="" if engine else returned_sha256(workbook) or "",
        series=engine.get("series", ""),
        meaning=engine.get("meaning", ""),
        scales=engine.get("scales", []),
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
        _harmless(intake.redacted).write_csv(written / "original.csv", include_bom=True)


def _harmless(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without text that a spreadsheet would run as a formula: unlike a workbook, CSV does not mark text."""
    text = pl.col(pl.String)
    runs = text.str.contains(FORMULA) & ~text.str.contains(NUMBER)
    return rows.with_columns(pl.when(runs).then("'" + text).otherwise(text).name.keep())


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
            if not batch.series:
                write_cells(connection, batch.folder)
            facts["waves"] = aggregation.distinct_waves(connection, batch.folder / CELLS)
            asked_alike = [other for other in others if any(wave in facts["waves"] for wave in other.waves)]
            of_engines = [other for other in asked_alike if batch.series or other.series]
            for other in of_engines:
                _check_apart(connection, batch, other)
            asked_alike = [other for other in asked_alike if other not in of_engines]
            likely = [
                other
                for other in asked_alike
                if other.forms != row_hashes.HASH_VERSION or row_hashes.share_forms(batch.folder, other.folder)
            ]
            shared = _shared(connection, batch, likely, aggregation.FORM_KEY)
            overlaps = [other for other in likely if other.batch_id in shared]
            facts["overlaps"] = [other.batch_id for other in overlaps]
        earlier = [other for other in overlaps if other.batch_id < batch.batch_id]
        for name, together in (("revises", key_columns(batch.dataset)), ("repeats", list(columns(batch.dataset)))):
            facts[name] = _shared(connection, batch, earlier, together)
            earlier = [other for other in earlier if other.batch_id in facts[name]]
    shutil.rmtree(batch.folder / "spill", ignore_errors=True)
    return dataclasses.replace(batch, **facts)


def _shared(
    connection: duckdb.DuckDBPyConnection, batch: Batch, others: list[Batch], key: Iterable[str]
) -> dict[str, int]:
    """Batch → the number of its rows whose key occurs in this batch, too; of the others with any."""
    rows = {other.batch_id: other.accepted_file for other in others}
    return aggregation.count_shared_keys(connection, batch.accepted_file, rows, key)


def _check_apart(connection: duckdb.DuckDBPyConnection, batch: Batch, other: Batch) -> None:
    """Raise WarehouseError where both batches have answers of one wave about one unit, and an engine made one of them:
    its forms are not here, so that nobody can tell which of them the other has, too."""
    key = "survey_year, wave, unit_id"
    found = connection.execute(
        f"""select * from (select {key} from {parquet_scan(batch.folder / CELLS)}
        intersect select {key} from {parquet_scan(other.folder / CELLS)}) order by all limit 1"""
    ).fetchone()
    if found:
        year, wave, unit = found
        raise WarehouseError(
            "engines.wave_twice",
            file=batch.file,
            other=other.file,
            batch=other.batch_id,
            year=year,
            wave=wave,
            unit=unit,
        )


def write_cells(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write cells.parquet and forms.parquet from the accepted rows of a survey_response batch."""
    aggregation.create_scale_level(connection)
    aggregation.create_cells(connection, [("", folder / ACCEPTED)])
    for view, file in (("answer_cell", CELLS), ("form_cell", FORMS)):
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
