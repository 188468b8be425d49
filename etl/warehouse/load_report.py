"""What a load or a check tells its caller."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused
from etl.reading.header_mapping import MAPPING
from etl.warehouse.revisions import Change


@dataclass(frozen=True)
class FileReport:
    """One dataset of one file. Counts are of source rows: rows_read = accepted + rejected + skipped."""

    file: str
    dataset: str | None = None
    batch_id: str | None = None  # null for a check
    rows_read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    reasons: dict[str, int] = field(default_factory=dict)  # rule → how many source rows broke it
    faults: pl.DataFrame = field(default_factory=pl.DataFrame)
    refused: Refused | None = None  # why the whole file was refused, in both languages
    unchanged: bool = False  # a live batch holds exactly this already
    revised: int | None = 0  # rows that an earlier batch has with other values; null: not told (told_counts)
    repeated: int | None = 0  # rows that an earlier batch has with the same values; likewise
    path: Path | None = None  # where the file was read
    mapping: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MAPPING))  # how it was understood
    first_rows: pl.DataFrame = field(default_factory=pl.DataFrame)  # of the accepted ones, without people's names
    notices: list[dict[str, str]] = field(default_factory=list)  # {"zh", "en"}: hidden rows, totals left out and so on
    returned: Path | None = None  # the annotated return, where one was asked for and something was rejected

    def facts(self) -> dict:
        """As `--json` prints it."""
        return {
            "file": self.file,
            "dataset": self.dataset,
            "batch": self.batch_id,
            "rows_read": self.rows_read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "skipped": self.skipped,
            "reasons": self.reasons,
            "notices": self.notices,
            "refused": str(self.refused) if self.refused else None,
            "unchanged": self.unchanged,
            "revised": self.revised,
            "repeated": self.repeated,
            "returned": str(self.returned) if self.returned else None,
        }


@dataclass(frozen=True)
class Report:
    """What became of the files of one call, and the build in force after it."""

    files: list[FileReport]
    build_id: str | None
    change: Change = field(default_factory=Change)  # what the new build changes, or would
    unconfirmed: bool = False  # nothing was done, since change.asks was not answered

    @property
    def exit_code(self) -> int:
        """0 all in · 1 some rows rejected or some files refused · 2 all refused, or not confirmed: nothing changed."""
        if self.unconfirmed or all(file.refused for file in self.files):
            return 2
        return int(any(file.refused or file.rejected for file in self.files))
