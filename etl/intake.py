"""One file → its datasets: rows that keep the contract, rows that don't, and what to tell the sender."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl import detection
from etl.cells import sameness, tidy
from etl.contracts import DATASETS
from etl.dictionary import READ_FROM, about, columns, key, secret
from etl.directory import Directory
from etl.faults import Refused, told
from etl.judging import judged
from etl.layouts import Layout, Unpivot
from etl.mapping import MAPPING, mapping
from etl.pseudonyms import NAMED, hidden
from etl.reading import Reader
from etl.tables import BEYOND, Table, columns_between, no_data, same

__all__ = ["Intake", "Refused", "read_file"]

SAMPLE = "示例数据"  # a file that says so in its name, its title or its layout is demonstration data
SOURCE = ["source_sheet", "source_row"]


@dataclass(frozen=True)
class Intake:
    """One dataset found in one file. Counts are of source rows; a source row is rejected when any row made of it is."""

    file: str
    dataset: str
    layout: str  # the layout's name, or "standard"
    accepted: pl.DataFrame  # the contract's columns with source_sheet, source_row
    rejected: pl.DataFrame  # the cells as they were written, source_sheet, source_row
    faults: pl.DataFrame  # etl.faults.FAULTS
    rows_read: int
    accepted_rows: int
    rejected_rows: int
    skipped_rows: int
    redacted: pl.DataFrame | None = None  # of a private dataset: every row read, fit to be kept in place of the file
    registered: dict[str, pl.DataFrame] = field(default_factory=dict)  # "unit": rows of the contract, without a source
    sample: bool = False
    mapping: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MAPPING))  # their headers, our columns


@dataclass(frozen=True)
class _Named:
    """A table under our names."""

    texts: pl.DataFrame  # source_sheet, source_row, header of value, one text column for each of ours that is given
    places: dict[str, str]  # our column → the header from which it comes
    written: pl.DataFrame  # source_sheet, source_row and the data rows as they were written
    rows_read: int
    skipped: int


def read_file(path: Path, layout: Layout | None, directory: Directory) -> list[Intake]:
    """Everything that a file holds, judged. Raises Refused when the file as a whole can't be taken in."""
    found = [detection.given(path, layout)] if layout else detection.detected(path, directory)
    return [_judge(path, of_file, of_tables, directory) for of_file, of_tables in found]


def _judge(path: Path, layout: Layout, tables: list[Table], directory: Directory) -> Intake:
    named = [_name(table, layout) for table in tables]
    if not sum(part.rows_read for part in named):
        raise Refused("no_rows", path, sheet={"zh": "", "en": ""})
    texts = (
        pl.concat([part.texts for part in named], how="diagonal")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.UInt32))
    )
    ours = [name for name in texts.columns if name in columns(layout.dataset)]
    private = bool(secret(layout.dataset))
    rows, unread = Reader(texts.select("row", *ours), layout, directory).read()
    rows = pl.concat([rows, texts.select(SOURCE)], how="horizontal")
    news = _news(judged(rows, layout.dataset), unread, layout.dataset)
    broken = pl.concat([unread, news, _too_many_cells(texts)])
    faults = told(_placed(broken, texts, _places(tables, named), layout), path.name)

    bad = faults.select(SOURCE).unique()
    accepted = rows.drop("row").join(bad, on=SOURCE, how="anti", maintain_order="left")
    written = texts.select(*ours, *SOURCE) if private else pl.concat([part.written for part in named], how="diagonal")
    rejected = written.join(bad, on=SOURCE, how="semi", maintain_order="left")
    rows_read, skipped = sum(part.rows_read for part in named), sum(part.skipped for part in named)
    return Intake(
        file=path.name,
        dataset=layout.dataset,
        layout=layout.name,
        accepted=accepted.select(*columns(layout.dataset), *SOURCE),
        rejected=rejected,
        faults=faults,
        rows_read=rows_read,
        accepted_rows=rows_read - skipped - rejected.height,
        rejected_rows=rejected.height,
        skipped_rows=skipped,
        redacted=written if private else None,
        registered=_registered(accepted, texts, layout, directory),
        sample=layout.sample or any(SAMPLE in text for text in (path.name, *(table.above for table in tables))),
        mapping=pl.concat([_understood(*each, layout) for each in zip(tables, named, strict=True)]),
    )


# --- their names → our names ----------------------------------------------------------------------------------------


def _name(table: Table, layout: Layout) -> _Named:
    """The table's data rows under our column names, unpivoted where the layout says so."""
    rows = table.rows.with_columns(source_sheet=pl.lit(table.sheet), source_row=pl.col("source_row").cast(pl.UInt32))
    header_of = {name: table.header([name]) or name for name in [*layout.keep, *layout.skip_rows_where]}
    skip = {header_of[name]: words for name, words in layout.skip_rows_where.items()}
    keep = {header_of[name]: words for name, words in layout.keep.items()}
    data = rows.filter(~no_data(rows.drop("source_sheet"), skip, keep))
    given = {name: header for name, wanted in layout.columns.items() if (header := table.header(wanted)) is not None}
    texts = data.select(
        *SOURCE,
        *([BEYOND] if BEYOND in data.columns else []),
        *(pl.col(header).alias(name) for name, header in given.items()),
        *(pl.lit(value).alias(name) for name, value in layout.constants.items()),
    )
    if secret(layout.dataset):
        own = table.header(NAMED)
        texts = hidden(texts, layout.dataset, data[own] if own else None)
    if layout.unpivot:
        texts, data = _unpivoted(texts, data, table, layout)
    for name, words in layout.values.items():
        if name in texts.columns:
            texts = texts.with_columns(_mapped(name, words))
    written = data.select(*table.headers, *SOURCE)
    return _Named(texts, given, written, rows.height, rows.height - data.height)


def _understood(table: Table, part: _Named, layout: Layout) -> pl.DataFrame:
    how = layout.unpivot
    wide = dict.fromkeys((how.name_to, how.value_to), _wide(table, how)) if how else {}
    return mapping(table, part.places, wide, layout.constants)


def _wide(table: Table, how: Unpivot) -> list[str]:
    """The headers of the columns that become rows."""
    return [header for name in how.headers if (header := table.header([name]))] or columns_between(
        table, how.first, how.last
    )


def _unpivoted(
    texts: pl.DataFrame, data: pl.DataFrame, table: Table, layout: Layout
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a filled cell of the wide columns (of a form: any cell). A source row without one is no data."""
    how = layout.unpivot
    assert how is not None
    wide = _wide(table, how)
    values = pl.concat(
        [texts, data.select(pl.col(header).alias(f"value of {header}") for header in wide)], how="horizontal"
    )
    long = values.unpivot(
        on=[f"value of {header}" for header in wide],
        index=texts.columns,
        variable_name="header of value",
        value_name=how.value_to,
    ).with_columns(pl.col("header of value").str.strip_prefix("value of "))
    long = long.with_columns(pl.col("header of value").alias(how.name_to))
    if layout.dataset != "survey_response":  # of a form, an empty answer is an abstention
        long = long.filter(tidy(pl.col(how.value_to)).is_not_null())
    long = long.with_columns(pl.col("header of value").cast(pl.Enum(wide))).sort("source_row", "header of value")
    filled = data.join(long.select(SOURCE).unique(), on=SOURCE, how="semi", maintain_order="left")
    return long.with_columns(pl.col("header of value").cast(pl.String)), filled


def _mapped(name: str, words: dict[str, str]) -> pl.Expr:
    """A layout's value map; an empty word on our side means an empty cell."""
    known = {same(theirs): ours for theirs, ours in words.items()}
    mapped = sameness(pl.col(name)).replace_strict(known, default=None, return_dtype=pl.String)
    return pl.when(mapped.is_null() | (mapped != "")).then(pl.coalesce(mapped, name)).alias(name)


# --- faults and where they are --------------------------------------------------------------------------------------


def _too_many_cells(texts: pl.DataFrame) -> pl.DataFrame:
    """Rows of a text file that have more cells than its header: nobody knows which value belongs where."""
    beyond = pl.col(BEYOND) if BEYOND in texts.columns else pl.lit(0)
    number = beyond.cast(pl.String)
    nothing = pl.lit(None, dtype=pl.String)
    told_of = texts.filter(beyond > 0) if BEYOND in texts.columns else texts.clear()
    return told_of.select("row", at=nothing, rule=pl.lit("too_many_cells"), hint_zh=number, hint_en=number)


def _news(broken: pl.DataFrame, unread: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """The contract's faults without those that only repeat that a cell could not be read."""
    news = broken.join(unread, on=["row", "at"], how="anti", maintain_order="left")
    gaps = pl.concat([unread, broken.filter(pl.col("rule") == "missing")])
    derived = gaps.select(
        "row", at=pl.col("at").replace_strict(_derived(dataset), default=None, return_dtype=pl.String)
    ).drop_nulls()
    news = news.join(derived, on=["row", "at"], how="anti", maintain_order="left")
    gaps = gaps.filter(pl.col("at").is_in(key(dataset)))
    return news.filter((pl.col("rule") != "repeated_key") | ~pl.col("row").is_in(gaps["row"].implode()))


def _derived(dataset: str) -> dict[str, str]:
    """Columns from which another one comes: without its source it is empty, and that is no news."""
    copied = {about(dataset, name).get("blank"): name for name in columns(dataset)}
    sources = {str(blank)[1:]: name for blank, name in copied.items() if str(blank).startswith("=")}
    return sources | ({"scale_id": "answer"} if "answer" in columns(dataset) else {})


def _places(tables: list[Table], named: list[_Named]) -> pl.DataFrame:
    """Where each of our columns stands on each sheet: source_sheet, at → header, column (its letter)."""
    rows = []
    for table, part in zip(tables, named, strict=True):
        read_from = {at: part.places[written] for at, written in READ_FROM.items() if written in part.places}
        headers = read_from | part.places
        rows += [(table.sheet, at, header, table.letters[header]) for at, header in headers.items()]
        # A wide column is named by its own header.
        rows += [(table.sheet, f"wide {header}", header, column) for header, column in table.letters.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("source_sheet", "at", "header", "column"), pl.String), orient="row")


def _placed(broken: pl.DataFrame, texts: pl.DataFrame, places: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Faults with their sheet, row, header, letter and the text that was found there."""
    if broken.is_empty():
        return broken
    parts = []
    for (at,), faults in broken.group_by("at", maintain_order=True):
        wide = layout.unpivot is not None and at in (layout.unpivot.name_to, layout.unpivot.value_to)
        written = READ_FROM.get(at, at) if at not in texts.columns else at
        found = pl.col(written) if written in texts.columns else pl.lit(None, dtype=pl.String)
        place = pl.concat_str(pl.lit("wide "), "header of value") if wide else pl.lit(at, dtype=pl.String)
        cells_there = texts.select("row", *SOURCE, found=found, place=place)
        parts.append(faults.join(cells_there, on="row", how="left", maintain_order="left"))
    placed = pl.concat(parts).join(places.rename({"at": "place"}), on=["source_sheet", "place"], how="left")
    # One cell of the source that feeds several rows is one fault.
    return placed.unique([*SOURCE, "header", "at", "rule"], keep="first", maintain_order=True)


# --- units that a layout lets in on the fly -------------------------------------------------------------------------


def _registered(
    accepted: pl.DataFrame, texts: pl.DataFrame, layout: Layout, directory: Directory
) -> dict[str, pl.DataFrame]:
    """Rows of the unit contract (without a source) for the units of accepted rows that the directory does not know."""
    if "unit" not in layout.register or "unit_id" not in accepted.columns or layout.dataset == "unit":
        return {}
    known = directory.unit["unit_id"].cast(pl.String)
    names = texts.select(*SOURCE, *(name for name in ("unit", "unit_class") if name in texts.columns)).unique(
        SOURCE, keep="first"
    )
    new = accepted.filter(~pl.col("unit_id").is_in(known.implode())).join(
        names, on=SOURCE, how="left", maintain_order="left"
    )
    if new.is_empty():
        return {}
    order = [name for name in ("survey_year", "year", "found_on", "month", "period_to") if name in new.columns]
    name = tidy(pl.col("unit")) if "unit" in new.columns else pl.lit(None, dtype=pl.String)
    unit_class = tidy(pl.col("unit_class")) if "unit_class" in new.columns else pl.lit(None, dtype=pl.String)
    # A unit that changed its name is known by its latest one.
    units = (
        new.sort(order, maintain_order=True)
        .group_by("unit_id", maintain_order=True)
        .agg(unit=name.last(), unit_class=unit_class.last())
    )
    units = units.with_columns(pl.coalesce("unit", "unit_id"), pl.col("unit_class").fill_null("unclassified"))
    contract = {
        column: dtype for column, dtype in DATASETS["unit"].create_empty().schema.items() if column not in SOURCE
    }
    missing = [
        pl.lit(None, dtype=dtype).alias(column) for column, dtype in contract.items() if column not in units.columns
    ]
    return {"unit": units.with_columns(missing).select(*contract).sort("unit_id")}
