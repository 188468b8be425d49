"""From a figure back to its cells: which file, which sheet, which row."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

from etl import aggregation, batches
from etl.batches import Batch
from etl.build import current, place
from etl.contracts import DATASETS
from etl.dictionary import columns
from etl.filling import TABLE_OF, overlapping
from etl.warehouse import WarehouseError, engine, parquet, plain_errors, quoted

SURVEY = ("survey_response", "survey_count")
SOURCE = ["batch_id", "file", "source_sheet", "source_row"]
# What pages and questions call a column, where a dataset calls it otherwise.
CALLED = {"year": "survey_year", "survey_year": "year"}


def trace(dataset: str, limit: int | None = None, **filters: object) -> pl.DataFrame:
    """The rows behind a figure: batch_id, file, source_sheet, source_row and the dataset's own columns.

    dataset: one of DATASETS, or `survey` for answers and counts together. filters: column → a value or a list of them;
    `unit` or `unit_id` takes ids and names and follows mergers, `year` works everywhere. Only rows that count: not
    those that a later batch revises. WarehouseError: nothing published, no such dataset, no such column.
    """
    with plain_errors(), engine() as connection:
        build = current()
        if build is None:
            raise WarehouseError("warehouse.no_build")
        connection.execute(f"attach {quoted(place(build))} as build (read_only)")
        known = {batch.batch_id: batch for batch in batches.batches()}
        live = [known[one] for (one,) in connection.sql("select batch_id from build.batch order by 1").fetchall()]
        wanted = SURVEY if dataset == "survey" else (dataset,)
        if not set(wanted) <= DATASETS.keys():
            raise WarehouseError("warehouse.no_such_dataset", dataset=dataset, allowed=" ".join(["survey", *DATASETS]))
        found = [_rows(connection, one, live, filters, limit) for one in wanted]
    return pl.concat(found, how="diagonal_relaxed").head(limit or 10**9)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    live: list[Batch],
    filters: Mapping[str, object],
    limit: int | None,
) -> pl.DataFrame:
    ours = columns(dataset)
    where, given = ["true"], []
    for name, value in filters.items():
        column = _column(dataset, name)
        values = list(value) if isinstance(value, list | tuple | set) else [value]
        if column == "unit_id":
            where.append(
                """current_unit_id in (
                    select current_unit_id from build.unit where list_contains(?, unit_id) or list_contains(?, unit)
                )"""
            )
            given += [values, values]
        else:
            where.append(f'list_contains(?, cast("{column}" as varchar))')
            given.append([str(one) for one in values])
    shown = ", ".join(f'"{name}"' for name in ours)
    files = connection.sql("select batch_id, file from build.batch").pl()
    connection.register("batch_file", files.to_arrow())
    return connection.sql(
        f"""select batch_id, file, source_sheet, source_row, {shown}
        from ({_counting(connection, dataset, live)})
        inner join batch_file using (batch_id)
        where {" and ".join(where)}
        order by batch_id, source_sheet, source_row
        {f"limit {int(limit)}" if limit else ""}""",
        params=given,
    ).pl()


def _column(dataset: str, name: str) -> str:
    """The dataset's own column that a filter means."""
    ours = columns(dataset)
    for meant in (name, CALLED.get(name, ""), f"{name}_id", f"{name}_code"):
        if meant in ours:
            return meant
    raise WarehouseError("warehouse.no_such_column", column=name, dataset=dataset, allowed=" ".join(ours))


def _counting(connection: duckdb.DuckDBPyConnection, dataset: str, live: list[Batch]) -> str:
    """SQL: the rows of a dataset that the build counts, with batch_id, source and current_unit_id."""
    own = [batch for batch in live if batch.dataset == dataset]
    empty = ", ".join(f'null as "{name}"' for name in columns(dataset))
    nothing = f"select '' as batch_id, '' as source_sheet, 0 as source_row, {empty}, '' as current_unit_id where false"
    if dataset in TABLE_OF and dataset not in ("unit", "unit_lineage"):
        lacking = set(columns(dataset)) - set(connection.table(f"build.{TABLE_OF[dataset]}").columns)
        absent = "".join(f', null as "{name}"' for name in sorted(lacking))
        return f"select *{absent} from build.{TABLE_OF[dataset]}"
    if not own:
        return nothing
    if dataset == "survey_response":
        groups = [[(batch.batch_id, batch.accepted_file) for batch in group] for group in overlapping(own)]
        rows = " union all by name ".join(f"({aggregation.response(group)})" for group in groups)
    else:
        parts = [f"select '{batch.batch_id}' as batch_id, * from {parquet(batch.accepted_file)}" for batch in own]
        rows = aggregation.latest(" union all by name ".join(parts), batches.key(dataset))
    if "unit_id" not in columns(dataset) or dataset == "unit":
        own_unit = "unit_id" if dataset == "unit" else "null"
        return f"select *, {own_unit} as current_unit_id from ({rows})"
    return f"select row.*, unit.current_unit_id from ({rows}) as row left join build.unit as unit using (unit_id)"


def original(batch_id: str) -> Path:
    """The workbook as it was received; of a private dataset what was kept of it. WarehouseError: no such batch."""
    with plain_errors():
        folder = batches.find(batch_id, batches.batches()).folder
        return next(folder.glob("original.*"))
