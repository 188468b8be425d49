"""Trace a figure back to files, sheets and rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import duckdb
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import PERSON_NAME_COLUMNS, columns
from etl.storage import WarehouseError, connect, plain_errors, sql_path
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import build_file, current_build, kept_builds
from etl.warehouse.build_schema import SURVEY
from etl.warehouse.counted_rows import counted_rows_sql
from etl.warehouse.disclosure import (
    IN_OPEN_SHEET,
    NOT_A_MEMBER,
    PERSON_COUNT_SQL,
    PERSONAL_DATASETS,
    SCOPE_FILTERS,
    check_filters,
    publishable_rows,
    withholding_reason,
)
from etl.warehouse.shared_suppression import create_shared_suppression

# Where answers stand that an engine has aggregated; source_sheet is the file.
PLACES = pl.Schema(
    {
        "batch_id": pl.String,
        "source_sheet": pl.String,
        "survey_year": pl.Int32,
        "wave": pl.String,
        "unit_id": pl.String,
        "item": pl.String,
    }
)
PLACE_FILTERS = ("batch_id", "source_sheet", "source_row")
# Names of filters that differ from the dataset's column names.
COLUMN_ALIASES = {"units": "unit_id", "groups": "group"}
# SQL of the year of datasets without a year column, as the questions define it.
YEAR_SQL = {
    "rectification_item": "year(first_found_on)",
    "rectification_entry": "year(coalesce(reported_on, done_on, due_on))",
    "service_rating": "year(month)",
    "bad_rating": "year(rated_on)",
    "hotline": "year(period_from)",
    "hotline_topic": "year(period_from)",
    "joint_session": "year(held_on)",
    "inquiry_question": "year(session_on)",
}
# SQL of an exhibit's n by dataset; datasets not listed count rows.
N_SQL = {
    "survey_response": PERSON_COUNT_SQL["survey_response"],
    "survey_count": "coalesce(sum(n) filter (class = 'valid'), 0)",
    "rectification_item": "count(distinct item_id)",
    "index_score": "count(*) filter (survey_year = last_year)",
}


@dataclass(frozen=True)
class Trace:
    """The records behind a figure.

    rows: at most `limit` records: batch_id, file, source_sheet, source_row and the dataset's columns without persons'
    names. files: one row per batch (batch_id, file, sheets, rows_n). n: what an exhibit counts in all records: valid
    answers, items, subjects of the last year, else rows. withheld: why rows or counts are withheld (see disclosure); n
    and rows_n are then None. placed: of answers that an engine has aggregated, where those stand whose rows may be
    listed; the sheets in files are then files with their row groups, `2019.parquet #3`.
    """

    rows: pl.DataFrame
    files: pl.DataFrame
    n: int | None
    withheld: str = ""
    placed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PLACES))

    @property
    def rows_n(self) -> int | None:
        return None if self.files["rows_n"].null_count() else int(self.files["rows_n"].sum())


def trace(dataset: str, limit: int | None = None, build: str | None = None, **filters: object) -> Trace:
    """The records behind a figure, after disclosure control (see etl.warehouse.disclosure).

    dataset: one of DATASETS, or `survey` for answers and counts together. build: the id of a kept build, by default the
    build in force. filters: column → a value or a list of values. `unit`, `unit_id` and `units` take ids or names and
    follow mergers; `unit_class` is the class of the current unit; `year`, `year_from` and `year_to` work for all
    datasets; `headline` (true) keeps the item on which a survey's rates are based; `batch_id`, `source_sheet` and
    `source_row` select a place; `item_id` is an item of the rectification ledger, whose unit and year are those of its
    first episode. Rows revised by a later batch are left out. Raises WarehouseError: nothing published, unknown build,
    dataset or column, or a filter that narrows data about people too far.
    """
    wanted = _datasets(dataset)
    with plain_errors(), connect() as connection:
        create_shared_suppression(connection)
        live = _attach_build(connection, build)
        of_all_batches = {name: value for name, value in filters.items() if name != "batch_id"}
        chosen = {one: _matching_sql(connection, one, live, of_all_batches) for one in wanted}
        check_filters(dataset, filters)
        withheld = withholding_reason(
            connection, chosen, {one: _matching_sql(connection, one, live, {}) for one in wanted}, filters
        )
        parts = [_publishable_trace(connection, one, live, filters, limit, withheld) for one in wanted]
    return _combine(parts, limit)


def _datasets(dataset: str) -> tuple[str, ...]:
    wanted = SURVEY if dataset == "survey" else (dataset,)
    if not set(wanted) <= DATASETS.keys():
        raise WarehouseError("warehouse.no_such_dataset", dataset=dataset, allowed=" ".join(["survey", *DATASETS]))
    return wanted


def _attach_build(connection: duckdb.DuckDBPyConnection, build: str | None) -> list[Batch]:
    """Attach a build as `build`; its batches."""
    connection.execute(f"attach {sql_path(build_file(_require_build(build)))} as build (read_only)")
    known = {batch.batch_id: batch for batch in batches.all_batches()}
    return [known[one] for (one,) in connection.sql("select batch_id from build.batch order by 1").fetchall()]


def _combine(parts: list[Trace], limit: int | None) -> Trace:
    rows = pl.concat([each.rows for each in parts], how="diagonal_relaxed").head(limit or 10**9)
    counted = [each.n for each in parts]
    n = None if None in counted else sum(filter(None, counted))
    files = pl.concat([each.files for each in parts]).sort("batch_id")
    placed = pl.concat([each.placed for each in parts])
    return Trace(rows, files, n, max(each.withheld for each in parts), placed)


def _publishable_trace(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    live: list[Batch],
    filters: Mapping[str, object],
    limit: int | None,
    withheld: str,
) -> Trace:
    """The trace of one dataset, reduced to what may be published."""
    uncounted = pl.lit(None, pl.Int64).alias("rows_n")
    if dataset == "index_score":
        whole = _trace_dataset(connection, dataset, live, filters, limit, NOT_A_MEMBER)
        if not set(filters) <= {*SCOPE_FILTERS, "index"}:
            return whole
        everyone = _trace_dataset(connection, dataset, live, filters, 1)
        if everyone.rows_n == whole.rows_n:
            return whole
        return Trace(whole.rows, everyone.files.with_columns(uncounted), None)
    whole = _trace_dataset(connection, dataset, live, filters, limit)
    if withheld:
        return Trace(publishable_rows(dataset, whole.rows).clear(), whole.files.with_columns(uncounted), None, withheld)
    if dataset not in PERSONAL_DATASETS:
        return replace(whole, rows=publishable_rows(dataset, whole.rows))
    listed = _trace_dataset(connection, dataset, live, filters, limit, IN_OPEN_SHEET)
    every = listed.rows_n == whole.rows_n
    rows = publishable_rows(dataset, listed.rows)
    return replace(whole, rows=rows, withheld="" if every else "rows", placed=listed.placed)


def _require_build(build: str | None) -> str:
    if build is None and (build := current_build()) is None:
        raise WarehouseError("warehouse.no_build")
    if build not in kept_builds():
        raise WarehouseError("warehouse.no_such_build", build=build)
    return build


def _matching_sql(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    live: list[Batch],
    filters: Mapping[str, object],
    who: str = "true",
) -> tuple[str, list]:
    """SQL of the counted rows that match, and its parameters. who: a further SQL condition."""
    where, given = _conditions(dataset, filters)
    return f"select * from ({counted_rows_sql(connection, dataset, live)}) as row where {where} and {who}", given


def _trace_dataset(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    live: list[Batch],
    filters: Mapping[str, object],
    limit: int | None,
    who: str = "true",
) -> Trace:
    matching, given = _matching_sql(connection, dataset, live, filters, who)
    shown = ", ".join(f'"{name}"' for name in columns(dataset) if name not in PERSON_NAME_COLUMNS)
    engines = dataset == "survey_response"
    rows = connection.sql(
        f"""select batch_id, batch.file, source_sheet, source_row, {shown}
        from ({matching}) inner join build.batch using (batch_id)
        {"where placed_n is null" if engines else ""}
        order by batch_id, source_sheet, source_row {f"limit {int(limit)}" if limit else ""}""",
        params=given,
    ).pl()
    files = connection.sql(
        f"""select
            batch_id,
            batch.file,
            list_sort(list(distinct source_sheet{" || row_group_mark" if engines else ""})) as sheets,
            {"cast(sum(coalesce(placed_n, 1)) as bigint)" if engines else "count(*)"} as rows_n
        from ({matching}) inner join build.batch using (batch_id) group by all order by batch_id""",
        params=given,
    ).pl()
    placed = pl.DataFrame(schema=PLACES)
    if engines:
        asked = f"select distinct {', '.join(PLACES)} from ({matching}) where placed_n is not null order by all"
        placed = connection.sql(asked, params=given).pl().cast(PLACES)
    return Trace(rows, files, _count_n(connection, dataset, matching, given), placed=placed)


def _count_n(connection: duckdb.DuckDBPyConnection, dataset: str, matching: str, given: list) -> int:
    if dataset in SURVEY:
        matching = f"select * from ({matching}) left join build.scale_level using (scale_id, answer)"
    elif dataset == "index_score":
        matching = f"select *, max(survey_year) over () as last_year from ({matching})"
    ((n,),) = connection.sql(f"select {N_SQL.get(dataset, 'count(*)')} from ({matching})", params=given).fetchall()
    return int(n)


# --- filters --------------------------------------------------------------------------------------------------------


def _conditions(dataset: str, filters: Mapping[str, object]) -> tuple[str, list]:
    """The filters of a dataset as an SQL condition, and its parameters."""
    where, given = ["true"], []
    for name, value in filters.items():
        values = list(value) if isinstance(value, list | tuple | set) else [value]
        condition, parameters = _condition(dataset, name, values)
        where.append(condition)
        given += parameters
    return " and ".join(where), given


def _condition(dataset: str, name: str, values: list) -> tuple[str, list]:
    if name in PLACE_FILTERS:
        return f'list_contains(?, cast("{name}" as varchar))', [[str(one) for one in values]]
    if name in ("year", "year_from", "year_to"):
        year = YEAR_SQL.get(dataset) or _column(dataset, "year")
        years = [_year(name, one) for one in values]
        if name == "year":
            return f"list_contains(?, {year})", [years]
        return f"{year} {'>=' if name == 'year_from' else '<='} ?", years[:1]
    if name == "headline" and dataset in SURVEY:
        return (
            "(survey_year, wave, item) in (select (survey_year, wave, item) from build.survey_answer where headline)",
            [],
        )
    if name == "unit_class" and "unit_id" in columns(dataset):
        return (
            "current_unit_id in (select unit_id from build.unit where list_contains(?, cast(unit_class as varchar)))",
            [values],
        )
    column = "item_id" if (dataset, name) == ("rectification_item", "item_id") else _column(dataset, name)
    if column == "unit_id":
        return (
            """current_unit_id in (
                select current_unit_id from build.unit where list_contains(?, unit_id) or list_contains(?, unit)
            )""",
            [values, values],
        )
    return f'list_contains(?, cast("{column}" as varchar))', [[str(one) for one in values]]


def _year(name: str, value: object) -> int:
    """The year that a filter gives. Raises WarehouseError with the word that is none."""
    if re.fullmatch(r"[0-9]{4}", str(value)):
        return int(str(value))
    raise WarehouseError("warehouse.no_year", name=name, value=value)


def _column(dataset: str, name: str) -> str:
    """The column of the dataset that a filter refers to."""
    ours = columns(dataset)
    for meant in (name, COLUMN_ALIASES.get(name, ""), f"survey_{name}", f"{name}_id", f"{name}_code"):
        if meant in ours and meant not in PERSON_NAME_COLUMNS:
            return meant
    raise WarehouseError("warehouse.no_such_column", column=name, dataset=dataset, allowed=" ".join(ours))
