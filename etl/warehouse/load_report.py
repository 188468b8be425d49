"""The report of a load or check."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused
from etl.reading.header_mapping import MAPPING
from etl.warehouse.revisions import Change
from words import label, language, say

MAX_FAULTS = 10  # sentences of a file that a report prints; all are in the build's rejected_row


@dataclass(frozen=True)
class FileReport:
    """The report of one dataset of one file. Counts are source rows: rows_read = accepted + rejected + skipped."""

    file: str
    dataset: str | None = None
    batch_id: str | None = None  # None for a check
    rows_read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    reasons: dict[str, int] = field(default_factory=dict)  # rule → number of source rows that violate it
    faults: pl.DataFrame = field(default_factory=pl.DataFrame)
    refused: Refused | None = None  # why the whole file was refused
    unchanged: bool = False  # a live batch already holds the same
    revised: int | None = 0  # rows of an earlier batch with changed values; None: suppressed
    repeated: int | None = 0  # rows of an earlier batch with the same values; None: suppressed
    path: Path | None = None  # where the file was read
    mapping: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MAPPING))  # header mapping
    first_rows: pl.DataFrame = field(default_factory=pl.DataFrame)  # of the accepted rows, without persons' names
    notices: list[dict[str, str]] = field(default_factory=list)  # each as {zh, en}
    returned: Path | None = None  # the annotated return, if requested and rows were rejected

    def facts(self) -> dict:
        """The fields printed by `--json`."""
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

    def lines(self, faults_shown: int) -> Iterator[str]:
        """The report as lines of text: the outcome, the first faults, the notices, the annotated return."""
        dataset = label("dataset", self.dataset) if self.dataset else ""
        fields = self.facts() | {"batch_id": self.batch_id, "dataset": dataset}
        yield say(f"warehouse.outcome.{self._outcome()}", **fields)
        if faults_shown and self.faults.height:
            yield from _first(self.faults[f"message_{language()}"], faults_shown)
        for notice in self.notices:
            yield f"    {notice[language()]}"
        if self.returned:
            yield f"    {say('office.told.returned', path=self.returned)}"

    def _outcome(self) -> str:
        if self.refused:
            return "refused"
        if self.batch_id is None:
            return "checked"
        return "unchanged" if self.unchanged else "loaded"


@dataclass(frozen=True)
class Report:
    """The reports of the files of one call, the build in force after it, and the change."""

    files: list[FileReport]
    build_id: str | None
    change: Change = field(default_factory=Change)  # the change that the new build makes or would make
    unconfirmed: bool = False  # nothing changed, because change.asks was not confirmed

    @property
    def exit_code(self) -> int:
        """0 all rows accepted · 1 some rows rejected or some files refused · 2 all refused or not confirmed:
        no change."""
        if self.unconfirmed or all(file.refused for file in self.files):
            return 2
        return int(any(file.refused or file.rejected for file in self.files))

    def facts(self) -> dict:
        """The fields printed by `--json`."""
        facts = {"build": self.build_id, "files": [file.facts() for file in self.files]}
        return facts | {"revises": self.change.revised_n, "asks": [ask[language()] for ask in self.change.asks]}

    def lines(self, faults_shown: int = MAX_FAULTS) -> Iterator[str]:
        """The report as lines of text: the files, the published figures revised, the confirmations needed."""
        for file in self.files:
            yield from file.lines(faults_shown)
        revisions = self.change.revisions
        if revisions.height:
            yield say("warehouse.revises", n=self.change.revised_n)
            yield from _first(revisions[f"message_{language()}"], MAX_FAULTS)
        for ask in self.change.asks:
            yield ask[language()]
        if self.unconfirmed:
            yield say("warehouse.unconfirmed")


def _first(sentences: pl.Series, shown: int) -> Iterator[str]:
    """The first sentences, and how many more there are."""
    for sentence in sentences.head(shown):
        yield f"    {sentence}"
    if (more := len(sentences) - shown) > 0:
        yield f"    {say('warehouse.more_faults', n=more)}"
