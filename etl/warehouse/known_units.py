"""The units known while files are checked: from the live batches, and from files of the same call."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from etl.contracts import DATASETS
from etl.intake.file_intake import Intake
from etl.reading.entity_matching import Directory
from etl.warehouse.batches import Batch, all_batches, live_batches

REGISTERED_FILE = "registered_unit.parquet"
UNIT_ID_COLUMNS = ("unit_id", "predecessor_id", "successor_id")


def known_units() -> "KnownUnits":
    """The units of the live batches."""
    return KnownUnits(live_batches(all_batches()))


class KnownUnits:
    """Units and lineage; files add to them. Units of a unit workbook take precedence over registered ones."""

    def __init__(self, live: Iterable[Batch]) -> None:
        self.unit = _empty_rows("unit")
        self.registered = _empty_rows("unit")
        self.lineage = _empty_rows("unit_lineage")
        for batch in live:
            if units := batch.rows_file("unit"):
                self.unit = _with_later_rows(self.unit, _read_rows(units), "unit_id")
            if lineage := batch.rows_file("unit_lineage"):
                self.lineage = _with_later_rows(self.lineage, _read_rows(lineage), "predecessor_id", "successor_id")
            if (batch.folder / REGISTERED_FILE).exists():
                self.register(_read_rows(batch.folder / REGISTERED_FILE))

    def add(self, intake: Intake) -> None:
        """Add the units or lineage of a file that was just read."""
        if intake.dataset == "unit":
            self.unit = _with_later_rows(self.unit, intake.accepted, "unit_id")
        elif intake.dataset == "unit_lineage":
            self.lineage = _with_later_rows(self.lineage, intake.accepted, "predecessor_id", "successor_id")
        if "unit" in intake.registered:
            self.register(intake.registered["unit"])

    def register(self, unit: pl.DataFrame) -> None:
        """Add units that a layout registers; the first registration of a unit counts."""
        fresh = unit.join(self.registered, on="unit_id", how="anti")
        self.registered = pl.concat([self.registered, _cast_to_contract(fresh, "unit")])

    def used_registered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The registered units that rows use; a batch stores them so that it does not depend on others."""
        used = pl.concat([rows[name] for name in UNIT_ID_COLUMNS if name in rows.columns]).unique()
        named = self.unit["unit_id"].implode()
        return self.registered.filter(pl.col("unit_id").is_in(used.implode()) & ~pl.col("unit_id").is_in(named))

    def directory(self) -> Directory:
        """The directory for checking the next file."""
        only_registered = self.registered.join(self.unit, on="unit_id", how="anti")
        return Directory.from_reference(pl.concat([self.unit, only_registered]), self.lineage)

    def names(self) -> tuple[set, set]:
        """The names of units in unit workbooks and the ids of registered ones, for comparison with a later state."""
        said = self.unit.select("unit_id", "unit", "aliases", "valid_from", "valid_to")
        return set(said.iter_rows()), set(self.registered["unit_id"])


def _empty_rows(dataset: str) -> pl.DataFrame:
    return DATASETS[dataset].create_empty()


def _cast_to_contract(rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Rows with the contract's columns and types in its order; missing columns are null."""
    schema = _empty_rows(dataset).schema
    return rows.select(
        pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    )


def _read_rows(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, glob=False)


def _with_later_rows(known: pl.DataFrame, rows: pl.DataFrame, *key: str) -> pl.DataFrame:
    """The known rows and later ones; of rows with the same key, the later."""
    dataset = "unit" if "unit_id" in key else "unit_lineage"
    return pl.concat([known, _cast_to_contract(rows, dataset)]).unique(key, keep="last", maintain_order=True)
