"""The header mapping of a file: which header feeds which of our columns, which values are constant, what is ignored."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from etl.contracts.dictionary import READ_FROM
from etl.reading.layout_file import Unpivot
from etl.reading.tables import Table

# One row per header or constant. A header that feeds two of our columns has two rows.
MAPPING = pl.Schema(
    {
        "source_sheet": pl.String(),
        "column": pl.String(),  # spreadsheet letter; the header where a file has no letters; null: a constant
        "header": pl.String(),
        "ours": pl.String(),  # our column; null: ignored
        "constant": pl.String(),  # value filled in for every row
        "became": pl.List(pl.String()),  # of an unpivoted header: the values it stands for, as column=value
    }
)
MAPPING_FILE = "mapping.parquet"


def header_mapping(
    table: Table, places: Mapping[str, str], wide: Mapping[str, Iterable[str]], constants: Mapping[str, str]
) -> pl.DataFrame:
    """MAPPING of one table.

    places: our column → its header. wide: our column → the headers that become its rows. constants: our column → value.
    """
    fed: dict[str, list[str]] = {header: [] for header in table.headers}
    for ours, header in places.items():
        fed[header].append(ours)
    for ours, headers in wide.items():
        for header in headers:
            fed[header].append(ours)
    rows: list[tuple[str | None, ...]] = [
        (table.sheet, table.letters[header], header, ours, None, None)
        for header, feeds in fed.items()
        for ours in (feeds if feeds else (None,))
    ]
    rows += [(table.sheet, None, None, ours, value, None) for ours, value in constants.items()]
    return pl.DataFrame(rows, schema=MAPPING, orient="row")


def with_unpivot_values(mapping: pl.DataFrame, rows: pl.DataFrame, how: Unpivot) -> pl.DataFrame:
    """MAPPING with `became` for wide headers: the values that a header stands for, as column=value.

    rows: `header of value` and the columns read from the headers.
    """
    said = [pl.concat_str(pl.lit(f"{name}="), pl.col(name).cast(pl.String)) for name in how.name_to]
    read = rows.drop_nulls().unique("header of value", keep="first")
    became = read.select(header="header of value", became=pl.concat_list(said))
    joined = mapping.drop("became").join(became, on="header", how="left", maintain_order="left")
    wide = pl.col("ours").is_in([*how.name_to, how.value_to])
    return joined.with_columns(became=pl.when(wide).then("became")).select(*MAPPING)


def source_cells(folder: Path, sheet: str, row: int, record: Mapping[str, object]) -> pl.DataFrame:
    """The cells of a source row in a batch's workbook: ours (our column), header, cell.

    record: column → value; of a wide row only the cells of this record are returned.
    """
    if not (folder / MAPPING_FILE).exists():
        return pl.DataFrame(schema={"ours": pl.String, "header": pl.String, "cell": pl.String})
    kept = pl.read_parquet(folder / MAPPING_FILE).filter(
        pl.col("source_sheet") == sheet, pl.col("ours").is_not_null(), pl.col("header").is_not_null()
    )
    if record:
        said = [f"{name}={value}" for name, value in record.items()]
        its_own = pl.col("became").list.eval(pl.element().is_in(said)).list.all()
        kept = kept.filter(pl.col("became").is_null() | its_own)
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
