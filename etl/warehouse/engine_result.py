"""The folder that `python -m etl aggregate` leaves: cells and counts of an engine, and the manifest that vouches for
them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.contracts.faults import FAULTS, Refused, count_reasons, quoted_list
from etl.intake.file_intake import BulkResult, Intake
from etl.reading.column_naming import SOURCE_COLUMNS
from etl.reading.entity_matching import Directory
from etl.storage import REFERENCE, WarehouseError, file_sha256, model_sql
from etl.warehouse.batches import Batch

MANIFEST = "manifest.json"
KIND, VERSION = "ronghe cells", 1
COUNTS = {"read", "accepted", "rejected", "skipped", "answers", "superseded"}
CELLS, FORMS, PLACES, REJECTED = "cells.parquet", "forms.parquet", "places.parquet", "rejected.parquet"
FILES = (CELLS, FORMS, PLACES, REJECTED)
DATASET = "survey_response"
UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class EngineResult:
    """A result as it lies on disk. manifest: see docs/loading.md."""

    folder: Path
    manifest: dict

    @property
    def cells(self) -> pl.DataFrame:
        return pl.read_parquet(self.folder / CELLS, glob=False)


def is_result(path: Path) -> bool:
    """Whether a path is a folder that an aggregation has written, whole or not."""
    return (path / MANIFEST).is_file() and _read_manifest(path).get("kind") == KIND


def read_result(folder: Path) -> EngineResult:
    """The result in a folder. Raises Refused where manifest and files do not agree."""
    manifest = _read_manifest(folder)
    for name in FILES:
        if not (folder / name).is_file() or file_sha256(folder / name) != manifest.get("files", {}).get(name):
            raise Refused("result_broken", folder, part=name)
    if not _adds_up(manifest, int(pl.read_parquet(folder / CELLS, columns=["n"], glob=False)["n"].sum())):
        raise Refused("result_broken", folder, part=MANIFEST)
    return EngineResult(folder, manifest)


def _adds_up(manifest: dict, answers: int) -> bool:
    """Whether the counts of a manifest, made by this version, agree with one another and with the cells."""
    counts = manifest.get("counts", {})
    if counts.keys() != COUNTS or manifest.get("version") != VERSION:
        return False
    whole = counts["read"] == counts["accepted"] + counts["rejected"] + counts["skipped"]
    return whole and answers == counts["answers"] - counts["superseded"]


def _read_manifest(folder: Path) -> dict:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except ValueError:
        raise Refused("result_broken", folder, part=MANIFEST) from None
    return found if isinstance(found, dict) else {}


def read_as_intake(folder: Path, directory: Directory, into: Path | None) -> Intake:
    """A result as what was read of a file. into: an empty folder for what its batch keeps, or None to write nothing.

    Raises Refused: manifest and files do not agree, or the cells name units that are not in the directory.
    """
    result = read_result(folder)
    manifest, counts = result.manifest, result.manifest["counts"]
    units = result.cells["unit_id"].unique().sort()
    unknown = units.filter(~units.is_in(directory.unit["unit_id"].cast(pl.String).implode()))
    if unknown.len() and "unit" not in manifest["register"]:
        raise Refused("result_unit", folder, units=quoted_list(unknown.to_list()))
    empty = DATASETS[DATASET].create_empty().select(*columns(DATASET), *SOURCE_COLUMNS)
    if into:
        empty.write_parquet(into / "accepted.parquet")
        (into / f"original{Path(MANIFEST).suffix}").write_bytes((folder / MANIFEST).read_bytes())
        for name in (CELLS, FORMS, PLACES):
            (into / name).write_bytes((folder / name).read_bytes())
    faults = pl.read_parquet(folder / REJECTED, glob=False).cast(FAULTS)
    named = pl.DataFrame({"unit_id": units}, schema={"unit_id": pl.String})
    return Intake(
        file=folder.name,
        dataset=DATASET,
        layout=manifest["layout"],
        accepted=pl.concat([empty, named], how="diagonal").select(empty.columns),
        rejected=pl.DataFrame(schema={"source_sheet": pl.String, "source_row": pl.UInt32}),
        faults=faults,
        rows_read=counts["read"],
        accepted_rows=counts["accepted"],
        rejected_rows=counts["rejected"],
        skipped_rows=counts["skipped"],
        registered={"unit": _registered(unknown)} if unknown.len() else {},
        sample=manifest["sample"],
        bulk=BulkResult(into, counts["answers"], manifest["digest"], empty, manifest),
    )


def _registered(units: pl.Series) -> pl.DataFrame:
    """Rows of the unit contract for units that the layout lets in by their names."""
    contract = {
        name: kind for name, kind in DATASETS["unit"].create_empty().schema.items() if name not in SOURCE_COLUMNS
    }
    given = {"unit_id": pl.col("unit_id"), "unit": pl.col("unit_id"), "unit_class": pl.lit(UNCLASSIFIED)}
    rows = pl.DataFrame({"unit_id": units})
    return rows.select(given.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in contract.items())


def fault_counts(intake: Intake) -> dict[str, int]:
    """Rule → number of source rows that violate it. Of an engine's rows only samples are here, and all are counted."""
    if intake.bulk and intake.bulk.engine:
        return intake.bulk.engine["reasons"]
    return count_reasons(intake.faults)


def cells_meaning(scales: list[str]) -> str:
    """Digest of what the cells of an engine rest on: the SQL of the models, and the levels of these scales.

    Comments do not count: cells of an engine cannot be made again here.
    """
    levels = pl.read_csv(REFERENCE / "scales.csv", infer_schema_length=0)
    used = levels.filter(pl.col("scale_id").is_in(scales)).select("scale_id", "answer", "class").sort(pl.all())
    texts = [
        " ".join(line.split("--")[0] for line in model_sql(name).splitlines())
        for name in ("survey_answer", "survey_form")
    ]
    return hashlib.sha256(
        "\0".join([*(" ".join(text.split()) for text in texts), used.write_csv()]).encode()
    ).hexdigest()


def check_meaning(batch: Batch) -> None:
    """Raise WarehouseError where an engine's cells would mean something else today: here they cannot be made again."""
    if batch.series and batch.meaning != cells_meaning(batch.scales):
        raise WarehouseError("engines.meaning_changed", batch=batch.batch_id, file=batch.file)
