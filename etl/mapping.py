"""How a file was understood: which of its headers feeds which of our columns, what is filled in, what is ignored."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from etl.dictionary import READ_FROM
from etl.tables import Table

# One row a header, or a value that is filled in. A header that feeds two of ours has two rows.
MAPPING = pl.Schema(
    {
        "source_sheet": pl.String,
        "column": pl.String,  # the spreadsheet's letter; the header where a file has no letters; empty: filled in
        "header": pl.String,
        "ours": pl.String,  # empty: ignored
        "constant": pl.String,  # what is filled in for every row
    }
)
FILE = "mapping.parquet"


def mapping(
    table: Table, places: Mapping[str, str], wide: Mapping[str, Iterable[str]], constants: Mapping[str, str]
) -> pl.DataFrame:
    """MAPPING of one table. places: our column → its header. wide: our column → the headers that became its rows."""
    fed: dict[str, list[str]] = {header: [] for header in table.headers}
    for ours, header in places.items():
        fed[header].append(ours)
    for ours, headers in wide.items():
        for header in headers:
            fed[header].append(ours)
    rows: list[tuple[str | None, ...]] = [
        (table.sheet, table.letters[header], header, ours, None)
        for header, feeds in fed.items()
        for ours in (feeds if feeds else (None,))
    ]
    rows += [(table.sheet, None, None, ours, value) for ours, value in constants.items()]
    return pl.DataFrame(rows, schema=MAPPING, orient="row")


def cells_of(folder: Path, sheet: str, row: int) -> pl.DataFrame:
    """Where each of our columns stands in a row of a batch's workbook: ours, header, cell."""
    if not (folder / FILE).exists():
        return pl.DataFrame(schema={"ours": pl.String, "header": pl.String, "cell": pl.String})
    kept = pl.read_parquet(folder / FILE).filter(
        pl.col("source_sheet") == sheet, pl.col("ours").is_not_null(), pl.col("header").is_not_null()
    )
    given = set(kept["ours"])
    read = [
        kept.filter(pl.col("ours") == written).with_columns(ours=pl.lit(ours))
        for ours, written in READ_FROM.items()
        if ours not in given
    ]
    every = pl.concat([kept, *read]).unique(["ours", "column"], keep="first", maintain_order=True)
    letter, header = pl.col("column"), pl.col("header")
    place = pl.when(letter == header).then(header).otherwise(pl.concat_str(letter, pl.lit(str(row))))
    return every.select("ours", "header", cell=place)
