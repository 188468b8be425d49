"""Batches: one folder per dataset of a loaded workbook, with the workbook, its rows, faults and manifest. Never
deleted.

Batch ids start with an increasing number: of rows with the same key in two live batches, the later batch's counts.
"""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.storage import WarehouseError, batch_folder, write_text

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
    series: str = ""  # of cells that an engine made: what later results of the same sources share
    meaning: str = ""  # of cells that an engine made: engine_result.cells_meaning
    scales: list[str] = field(default_factory=list)  # of cells that an engine made
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
