"""Units that a layout lets in on the fly: those that rows name and the directory does not know."""

import polars as pl

from etl.contracts import DATASETS
from etl.reading.cells import normalize_cell
from etl.reading.column_naming import SOURCE_COLUMNS
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout


def registered_units(
    accepted: pl.DataFrame, texts: pl.DataFrame, layout: Layout, directory: Directory
) -> dict[str, pl.DataFrame]:
    """Rows of the unit contract (without source) for units in accepted rows that the directory does not know."""
    if "unit" not in layout.register or "unit_id" not in accepted.columns or layout.dataset == "unit":
        return {}
    known = directory.unit["unit_id"].cast(pl.String)
    names = texts.select(*SOURCE_COLUMNS, *(name for name in ("unit", "unit_class") if name in texts.columns)).unique(
        SOURCE_COLUMNS, keep="first"
    )
    new = accepted.filter(~pl.col("unit_id").is_in(known.implode())).join(
        names, on=SOURCE_COLUMNS, how="left", maintain_order="left"
    )
    if new.is_empty():
        return {}
    order = [name for name in ("survey_year", "year", "found_on", "month", "period_to") if name in new.columns]
    name = normalize_cell(pl.col("unit")) if "unit" in new.columns else pl.lit(None, dtype=pl.String)
    unit_class = normalize_cell(pl.col("unit_class")) if "unit_class" in new.columns else pl.lit(None, dtype=pl.String)
    # Of several names of a unit the latest counts.
    units = (
        new.sort(order, maintain_order=True)
        .group_by("unit_id", maintain_order=True)
        .agg(unit=name.last(), unit_class=unit_class.last())
    )
    units = units.with_columns(pl.coalesce("unit", "unit_id"), pl.col("unit_class").fill_null("unclassified"))
    contract = {
        column: dtype
        for column, dtype in DATASETS["unit"].create_empty().schema.items()
        if column not in SOURCE_COLUMNS
    }
    missing = [
        pl.lit(None, dtype=dtype).alias(column) for column, dtype in contract.items() if column not in units.columns
    ]
    return {"unit": units.with_columns(missing).select(*contract).sort("unit_id")}
