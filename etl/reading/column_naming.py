"""Map a table to a dataset: its headers become the contract's columns, wide columns become rows."""

from dataclasses import dataclass

import polars as pl

from etl.contracts.dictionary import READ_FROM, columns
from etl.reading.cells import comparison_form, normalize_cell, serials_since_1904_as_days
from etl.reading.header_mapping import header_mapping
from etl.reading.layout_file import Layout, Unpivot
from etl.reading.pseudonyms import person_name_headers, pseudonymize
from etl.reading.site_headers import tells_who_answered
from etl.reading.tables import EXTRA_CELLS, Table, columns_between, normalize_word, skip_reasons

SOURCE_COLUMNS = ["source_sheet", "source_row"]
ANONYMOUS = ("survey_response", "opinion")  # nobody is told who gave an answer


@dataclass(frozen=True)
class MappedTable:
    """A table with the contract's column names."""

    texts: pl.DataFrame  # source_sheet, source_row, header of value, one text column per column provided
    places: dict[str, str]  # our column → its header
    written: pl.DataFrame  # the data rows as written, with source_sheet and source_row
    rows_read: int
    left_out: pl.DataFrame  # source_row and why: rows without data (see etl.reading.tables.skip_reasons)
    wide: list[str]  # headers of columns that became rows
    private: bool  # the table has persons' numbers, or tells who gave an answer


def map_table(table: Table, layout: Layout) -> MappedTable:
    """The table's data rows with the contract's column names, unpivoted where the layout says so."""
    rows = table.rows.with_columns(source_sheet=pl.lit(table.sheet), source_row=pl.col("source_row").cast(pl.UInt32))
    header_of = {name: table.header([name]) or name for name in [*layout.keep, *layout.skip_rows_where]}
    skip = {header_of[name]: words for name, words in layout.skip_rows_where.items()}
    keep = {header_of[name]: words for name, words in layout.keep.items()}
    why = skip_reasons(rows.drop("source_sheet"), skip, keep).alias("why")
    data = rows.filter(why.is_null())
    left_out = rows.select("source_row", why).drop_nulls()
    given = {name: header for name, wanted in layout.columns.items() if (header := table.header(wanted)) is not None}
    texts = data.select(
        *SOURCE_COLUMNS,
        *([EXTRA_CELLS] if EXTRA_CELLS in data.columns else []),
        *(_cell_texts(name, header, table, layout).alias(name) for name, header in given.items()),
        *(pl.lit(value).alias(name) for name, value in (layout.constants | _table_constants(table, layout)).items()),
    )
    texts, private = pseudonymize(texts, layout, data.select(person_name_headers(table.headers)))
    private = private or bool(private_headers(table, layout))
    if layout.unpivot:
        given_rows = data
        texts, data = _unpivot(texts, data, table, layout)
        empty = given_rows.join(data, on=SOURCE_COLUMNS, how="anti", maintain_order="left")
        left_out = pl.concat([left_out, empty.select("source_row", why=pl.lit("nothing"))])
    for name, words in layout.values.items():
        if name in texts.columns:
            texts = texts.with_columns(_apply_value_map(name, words))
    written = data.select(*table.headers, *SOURCE_COLUMNS)
    wide = unpivoted_headers(table, layout.unpivot) if layout.unpivot else []
    return MappedTable(texts, given, written, rows.height, left_out, wide, private)


def _cell_texts(name: str, header: str, table: Table, layout: Layout) -> pl.Expr:
    """The cells of a column as text, of a column of days without numbers that a reader of 1900 would misread."""
    column = columns(layout.dataset).get(name)
    holds_days = (column is not None and column.dtype == pl.Date) or name in READ_FROM.values()
    if table.features.since_1904 and holds_days:
        return serials_since_1904_as_days(pl.col(header))
    return pl.col(header)


def table_mapping(table: Table, part: MappedTable, layout: Layout) -> pl.DataFrame:
    """The header mapping of a table, as etl.reading.header_mapping.MAPPING."""
    how = layout.unpivot
    became = dict.fromkeys((*how.name_to, how.value_to), unpivoted_headers(table, how)) if how else {}
    return header_mapping(table, part.places, became, layout.constants | _table_constants(table, layout))


def private_headers(table: Table, layout: Layout) -> list[str]:
    """The headers that nothing is read from and that could tell who gave an answer."""
    read = {table.header(wanted) for wanted in layout.columns.values()}
    read |= set(unpivoted_headers(table, layout.unpivot)) if layout.unpivot else set()
    unread = [header for header in table.headers if header not in read]
    return [header for header in unread if layout.dataset in ANONYMOUS and tells_who_answered(header)]


def _table_constants(table: Table, layout: Layout) -> dict[str, str]:
    """Our column → the text that every row of the table has."""
    return table.told | ({layout.sheet_to: table.sheet} if layout.sheet_to else {})


def unpivoted_headers(table: Table, how: Unpivot) -> list[str]:
    """The headers of the columns that become rows."""
    return [header for name in how.headers if (header := table.header([name]))] or columns_between(
        table, how.first, how.last
    )


def _unpivot(
    texts: pl.DataFrame, data: pl.DataFrame, table: Table, layout: Layout
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row per non-empty cell of the wide columns (for forms: per cell), and the source rows that have one."""
    how = layout.unpivot
    assert how is not None
    headers = unpivoted_headers(table, how)
    values = pl.concat(
        [texts, data.select(pl.col(header).alias(f"value of {header}") for header in headers)], how="horizontal"
    )
    long = values.unpivot(
        on=[f"value of {header}" for header in headers],
        index=texts.columns,
        variable_name="header of value",
        value_name=how.value_to,
    ).with_columns(pl.col("header of value").str.strip_prefix("value of "))
    meant = pl.col("header of value").replace(table.dated) if table.dated else pl.col("header of value")
    long = long.with_columns(meant.alias(name) for name in how.name_to)
    if layout.dataset != "survey_response":  # in a form, an empty answer is an abstention
        long = long.filter(normalize_cell(pl.col(how.value_to)).is_not_null())
    long = long.with_columns(pl.col("header of value").cast(pl.Enum(headers))).sort("source_row", "header of value")
    filled = data.join(long.select(SOURCE_COLUMNS).unique(), on=SOURCE_COLUMNS, how="semi", maintain_order="left")
    return long.with_columns(pl.col("header of value").cast(pl.String)), filled


def _apply_value_map(name: str, words: dict[str, str]) -> pl.Expr:
    """Apply a layout's value map; an empty word stands for an empty cell."""
    known = {normalize_word(theirs): ours for theirs, ours in words.items()}
    ours = comparison_form(pl.col(name)).replace_strict(known, default=None, return_dtype=pl.String)
    return pl.when(ours.is_null() | (ours != "")).then(pl.coalesce(ours, name)).alias(name)
