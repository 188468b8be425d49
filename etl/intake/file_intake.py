"""Read and check one file: its datasets with accepted rows, rejected rows and the report for the sender."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from etl.contracts.contract_check import check_rows
from etl.contracts.dictionary import (
    READ_FROM,
    code_lists,
    column_metadata,
    columns,
    key_columns,
    replaced_when_unread,
)
from etl.contracts.faults import Refused, with_sentences
from etl.intake.notices import format_notices, notices, unread_sheet_notices
from etl.intake.registered_units import registered_units
from etl.reading import detection
from etl.reading.column_naming import SOURCE_COLUMNS, MappedTable, map_table, table_mapping
from etl.reading.entity_matching import Directory
from etl.reading.header_mapping import MAPPING, with_unpivot_values
from etl.reading.layout_file import Layout
from etl.reading.row_texts import texts_of_cells
from etl.reading.tables import EXTRA_CELLS, Table
from etl.reading.typed_rows import RowReader
from words import LANGUAGES, say

__all__ = ["Intake", "Refused", "read_file"]

SAMPLE_MARK = "示例数据"  # marks demonstration data in a file's name or title
FIRST_ROWS = 5


@dataclass(frozen=True)
class BulkResult:
    """The files that a bulk read wrote: a folder with accepted.parquet, original.* and form hashes; None: none."""

    folder: Path | None
    rows: int  # accepted
    sha256: str  # of the file
    first_rows: pl.DataFrame
    engine: dict | None = None  # of cells that an engine made: the manifest of its result


@dataclass(frozen=True)
class Intake:
    """One dataset of a file. Counts are source rows; a source row is rejected when any row made from it is."""

    file: str
    dataset: str
    layout: str  # the layout's name, or "standard"
    accepted: pl.DataFrame  # contract's columns and source; of a large file one row per combination
    rejected: pl.DataFrame  # cells as written, source_sheet, source_row
    faults: pl.DataFrame  # etl.contracts.faults.FAULTS
    rows_read: int
    accepted_rows: int
    rejected_rows: int
    skipped_rows: int
    redacted: pl.DataFrame | None = None  # with persons' numbers: all rows, redacted, stored instead of the file
    registered: dict[str, pl.DataFrame] = field(default_factory=dict)  # "unit" → rows of its contract
    sample: bool = False
    mapping: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MAPPING))  # header mapping
    notices: list[dict[str, str]] = field(default_factory=list)  # each as {zh, en}
    form_findings: pl.DataFrame | None = None  # what stands out of a survey site's forms, if anything does
    bulk: BulkResult | None = None  # of a large file: its accepted rows

    @property
    def rows(self) -> int:
        """The number of accepted rows of the dataset."""
        return self.bulk.rows if self.bulk else self.accepted.height

    @property
    def first_rows(self) -> pl.DataFrame:
        """The first accepted rows, to show how the file was understood."""
        return self.bulk.first_rows if self.bulk else self.accepted.head(FIRST_ROWS)


def read_file(path: Path, layout: Layout | None, directory: Directory) -> list[Intake]:
    """All datasets of a file, checked. Raises Refused when the whole file is refused."""
    found, unread = detection.tables_of_file(path, layout, directory)
    intakes = [check_dataset(path, of_file, of_tables, directory) for of_file, of_tables in found]
    if any(intake.redacted is not None for intake in intakes):  # then no dataset may store a copy of the file
        intakes = [
            intake if intake.redacted is not None else check_dataset(path, *of_dataset, directory, private=True)
            for intake, of_dataset in zip(intakes, found, strict=True)
        ]
    of_file = format_notices(path) + intakes[0].notices + unread_sheet_notices(path, unread)
    return [replace(intakes[0], notices=of_file), *intakes[1:]]


@dataclass(frozen=True)
class CheckedRows:
    """The data rows of a dataset's tables after reading and checking."""

    parts: list[MappedTable]
    texts: pl.DataFrame  # row (UInt32), source_sheet, source_row, our columns; all tables
    typed: pl.DataFrame  # the same rows with the contract's types
    broken: pl.DataFrame  # etl.contracts.faults.CELL_FAULTS, and blanked: the row is accepted without the cell


def read_rows(tables: list[Table], layout: Layout, directory: Directory) -> CheckedRows:
    """Read and check the data rows of tables with a layout."""
    parts = [map_table(table, layout) for table in tables]
    texts = (
        pl.concat([part.texts.with_columns(table=pl.lit(at)) for at, part in enumerate(parts)], how="diagonal")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.UInt32))
    )
    ours = [name for name in texts.columns if name in columns(layout.dataset)]
    typed, unread = RowReader(texts.select("row", *ours), layout, directory).read()
    typed = pl.concat([typed, texts.select(SOURCE_COLUMNS)], how="horizontal")
    news = check_rows(typed, layout.dataset, texts_of_cells(texts, unread))
    news = _independent_faults(news, unread, layout.dataset)
    broken = pl.concat([unread, news, _too_many_cells(texts)])
    replaced = replaced_when_unread(layout.dataset)
    broken = broken.with_columns(blanked=pl.col("at").is_in(list(replaced)).fill_null(False))
    return CheckedRows(parts, texts, _replace_unread(typed, broken, replaced), broken)


def _replace_unread(typed: pl.DataFrame, broken: pl.DataFrame, replaced: dict[str, str | None]) -> pl.DataFrame:
    """The rows with what stands for unread cells of columns that no figure needs."""
    for name, instead in replaced.items():
        rows = broken.filter(pl.col("at") == name)["row"]
        if rows.len():
            typed = typed.with_columns(
                pl.when(pl.col("row").is_in(rows.implode())).then(pl.lit(instead)).otherwise(name).alias(name)
            )
    return typed


def check_dataset(
    path: Path, layout: Layout, tables: list[Table], directory: Directory, private: bool = False
) -> Intake:
    """Check one dataset of a file.

    private: this or another dataset of the workbook has persons' numbers. Raises Refused when there are no rows.
    """
    if not (rows_read := sum(table.rows.height for table in tables)):
        raise Refused("no_rows", path, sheet={"zh": "", "en": ""})
    rows = read_rows(tables, layout, directory)
    skipped = sum(part.left_out.height for part in rows.parts)
    located = _locate_faults(rows.broken, rows.texts, _column_places(tables, rows.parts), layout)
    faults = with_sentences(_with_replacements(located, layout.dataset), path.name)
    private = private or layout.survey_site or any(part.private for part in rows.parts)
    bad = faults.filter(~pl.col("blanked")).select(SOURCE_COLUMNS).unique()
    accepted = rows.typed.drop("row").join(bad, on=SOURCE_COLUMNS, how="anti", maintain_order="left")
    ours = [name for name in rows.texts.columns if name in columns(layout.dataset)]
    as_sent = pl.concat([part.written for part in rows.parts], how="diagonal")
    rejected_n = as_sent.join(bad, on=SOURCE_COLUMNS, how="semi").height
    written = rows.texts.select(*ours, *SOURCE_COLUMNS) if private else as_sent
    rejected = written.join(bad, on=SOURCE_COLUMNS, how="semi", maintain_order="left")
    return Intake(
        file=path.name,
        dataset=layout.dataset,
        layout=layout.name,
        accepted=accepted.select(*columns(layout.dataset), *SOURCE_COLUMNS),
        rejected=rejected,
        faults=faults,
        rows_read=rows_read,
        accepted_rows=rows_read - skipped - rejected_n,
        rejected_rows=rejected_n,
        skipped_rows=skipped,
        redacted=written if private else None,
        registered=registered_units(accepted, rows.texts, layout, directory),
        sample=layout.sample or any(SAMPLE_MARK in text for text in (path.name, *(table.above for table in tables))),
        mapping=table_mappings(tables, rows, layout),
        notices=notices(path, layout.dataset, tables, rows.parts),
        form_findings=next((of for table in tables if (of := table.form_findings) is not None and of.height), None),
    )


def table_mappings(tables: list[Table], rows: CheckedRows, layout: Layout) -> pl.DataFrame:
    """The header mapping of the tables, as etl.reading.header_mapping.MAPPING."""
    mapping = _header_mappings(tables, rows.parts, layout)
    if layout.unpivot is None:
        return mapping
    read = pl.concat(
        [rows.texts.select("header of value"), rows.typed.select(layout.unpivot.name_to)], how="horizontal"
    )
    return with_unpivot_values(mapping, read, layout.unpivot)


def mapping_of_head(head: Table, layout: Layout, directory: Directory) -> pl.DataFrame:
    """The header mapping of a large file by its first rows, as etl.reading.header_mapping.MAPPING."""
    if layout.unpivot:  # its headers stand for values, which have to be read
        return table_mappings([head], read_rows([head], layout, directory), layout)
    return _header_mappings([head], [map_table(head, layout)], layout)


def _header_mappings(tables: list[Table], parts: list[MappedTable], layout: Layout) -> pl.DataFrame:
    return pl.concat([table_mapping(*each, layout) for each in zip(tables, parts, strict=True)])


# --- faults and where they are --------------------------------------------------------------------------------------


def _too_many_cells(texts: pl.DataFrame) -> pl.DataFrame:
    """Faults for rows of a text file with more cells than the header: their values cannot be assigned to columns."""
    beyond = pl.col(EXTRA_CELLS) if EXTRA_CELLS in texts.columns else pl.lit(0)
    number = beyond.cast(pl.String)
    nothing = pl.lit(None, dtype=pl.String)
    told_of = texts.filter(beyond > 0) if EXTRA_CELLS in texts.columns else texts.clear()
    return told_of.select("row", at=nothing, rule=pl.lit("too_many_cells"), hint_zh=number, hint_en=number)


def _independent_faults(broken: pl.DataFrame, unread: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """The contract's faults without those that only follow from a cell that could not be read."""
    read_from = pl.col("at").replace_strict(READ_FROM, default=None, return_dtype=pl.String)
    news = broken.join(unread, on=["row", "at"], how="anti", maintain_order="left")
    news = news.join(unread, left_on=["row", read_from], right_on=["row", "at"], how="anti", maintain_order="left")
    gaps = pl.concat([unread, broken.filter(pl.col("rule") == "missing")])
    derived = gaps.select(
        "row", at=pl.col("at").replace_strict(_derived_columns(dataset), default=None, return_dtype=pl.String)
    ).drop_nulls()
    news = news.join(derived, on=["row", "at"], how="anti", maintain_order="left")
    gaps = gaps.filter(pl.col("at").is_in(key_columns(dataset)))
    return news.filter((pl.col("rule") != "repeated_key") | ~pl.col("row").is_in(gaps["row"].implode()))


def _derived_columns(dataset: str) -> dict[str, str]:
    """Source column → the column derived from it: a null in the second one follows from the first."""
    copied = {column_metadata(dataset, name).get("blank"): name for name in columns(dataset)}
    sources = {str(blank)[1:]: name for blank, name in copied.items() if str(blank).startswith("=")}
    return sources | ({"scale_id": "answer"} if "answer" in columns(dataset) else {})


def _column_places(tables: list[Table], named: list[MappedTable]) -> pl.DataFrame:
    """The place of each of our columns in each table: table number, at, header, column (letter)."""
    rows: list[tuple[int, str, str, str]] = []
    for number, (table, part) in enumerate(zip(tables, named, strict=True)):
        read_from = {at: part.places[written] for at, written in READ_FROM.items() if written in part.places}
        headers = read_from | part.places
        rows += [(number, at, header, table.letters[header]) for at, header in headers.items()]
        # Wide columns are located by their own header.
        rows += [(number, f"wide {header}", header, column) for header, column in table.letters.items()]
    schema = {"table": pl.Int32(), "at": pl.String(), "header": pl.String(), "column": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _locate_faults(broken: pl.DataFrame, texts: pl.DataFrame, places: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Faults with their sheet, row, header, letter and the text found."""
    if broken.is_empty():
        return broken
    parts = []
    for (at,), faults in broken.group_by("at", maintain_order=True):
        wide = layout.unpivot is not None and at in (*layout.unpivot.name_to, layout.unpivot.value_to)
        written = READ_FROM.get(at, at) if at not in texts.columns else at
        found = pl.col(written) if written in texts.columns else pl.lit(None, dtype=pl.String)
        place = pl.concat_str(pl.lit("wide "), "header of value") if wide else pl.lit(at, dtype=pl.String)
        cells_there = texts.select("row", "table", *SOURCE_COLUMNS, found=found, place=place)
        parts.append(faults.join(cells_there, on="row", how="left", maintain_order="left"))
    placed = pl.concat(parts).join(places.rename({"at": "place"}), on=["table", "place"], how="left")
    # A source cell that feeds several rows gives one fault.
    return placed.unique([*SOURCE_COLUMNS, "header", "at", "rule"], keep="first", maintain_order=True)


def _with_replacements(located: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Add instead_zh and instead_en: the words for what stands in a blanked cell."""
    lists, replaced = code_lists(dataset), replaced_when_unread(dataset)
    words = {
        lang: {
            name: say("etl.empty_cell", lang) if code is None else say(f"codes.{lists[name]}.{code}", lang)
            for name, code in replaced.items()
        }
        for lang in LANGUAGES
    }
    return located.with_columns(
        pl.col("at").replace_strict(words[lang], default=None, return_dtype=pl.String).alias(f"instead_{lang}")
        for lang in LANGUAGES
    )
