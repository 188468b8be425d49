"""The tables of a build: their columns, and how the tables of datasets are filled.

The table of a dataset has the columns of its contract in the same order, followed by the columns of SOURCE. Columns
that a table adds or leaves out are declared in TABLES. Tables that belong to no dataset are in the SQL files of
SCHEMAS.

To print the whole schema: `python -c "from etl.warehouse.build_schema import schema; print(schema())"`.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.contract_columns import contract_columns
from etl.contracts.dictionary import columns
from etl.storage import model_sql

SCHEMAS = ("schema", "schema_rules", "schema_quality")
SURVEY = ("survey_response", "survey_count")  # stored as cells in survey_answer and survey_form
TYPES = {
    pl.String(): "varchar",
    pl.Boolean(): "boolean",
    pl.Int8(): "tinyint",
    pl.Int32(): "integer",
    pl.Int64(): "bigint",
    pl.Float64(): "double",
    pl.Date(): "date",
}
# The last columns of each dataset's table.
SOURCE = {"batch_id": "varchar", "source_sheet": "varchar", "source_row": "integer"}


@dataclass(frozen=True)
class AddedColumn:
    """A column of a dataset's table that its contract does not have."""

    name: str
    type: str  # as DuckDB writes it, with `not null` where it applies
    after: str  # the column before it
    value: str  # SQL over DATASET_row and the joined tables


@dataclass(frozen=True)
class DatasetTable:
    """The table of a dataset: its name and its differences from the contract."""

    name: str
    added: tuple[AddedColumn, ...] = ()
    omitted: tuple[str, ...] = ()  # columns of the contract that a build does not hold
    nullable: tuple[str, ...] = ()  # required by the contract, but null in rows of older batches or registered units
    joins: tuple[str, ...] = ()  # besides current_unit


ITEM_ID = "source || '/' || round_no || '/' || problem_id"
LEVEL_OF_POST = (
    "coalesce((select arg_min(post_level, position) from post_level where contains(appraisal_row.post, word)), 'other')"
)
LEVEL_OF_ANSWER = (
    AddedColumn("class", "varchar not null", "answer", "scale_level.class"),
    AddedColumn("box", "tinyint", "class", "scale_level.box"),
    AddedColumn("points", "double", "box", "scale_level.points"),
)
TABLES = {dataset: DatasetTable(dataset) for dataset in DATASETS if dataset not in SURVEY} | {
    "unit": DatasetTable(
        "unit",
        added=(AddedColumn("current_unit_id", "varchar not null", "valid_to", "current_unit.current_unit_id"),),
        nullable=("unit_class",),
    ),
    "unit_lineage": DatasetTable("unit_lineage", nullable=("effective_on",)),
    "opinion": DatasetTable("opinion", nullable=("channel", "theme")),
    "appraisal": DatasetTable(
        "appraisal",
        added=(
            AddedColumn("post_level", "varchar not null", "post", LEVEL_OF_POST),
            AddedColumn("grade_scale", "varchar not null", "person_id", "appraisal_grade.grade_scale"),
        ),
        joins=("inner join appraisal_grade using (grade)",),
    ),
    "rectification_item": DatasetTable(
        "rectification_episode",
        added=(AddedColumn("item_id", "varchar not null", "episode", ITEM_ID),),
        omitted=("lead_officer", "owner_person", "reviewer"),
        nullable=("immediate", "long_term"),
        joins=("anti join orphan_episode using (source, round_no, problem_id, episode)",),
    ),
    "rectification_entry": DatasetTable(
        "rectification_entry", added=(AddedColumn("item_id", "varchar not null", "problem_id", ITEM_ID),)
    ),
    "service_rating": DatasetTable(
        "service_rating", added=LEVEL_OF_ANSWER, joins=("left join scale_level using (scale_id, answer)",)
    ),
    "hotline": DatasetTable(
        "hotline",
        added=(AddedColumn("period_kind", "varchar not null", "period_text", "hotline_period.period_kind"),),
        joins=("inner join hotline_period using (period_from, period_to)",),
    ),
    "hotline_topic": DatasetTable(
        "hotline_topic",
        added=(AddedColumn("period_kind", "varchar not null", "period_text", "hotline_period.period_kind"),),
        joins=("inner join hotline_period using (period_from, period_to)",),
    ),
}


@functools.cache
def schema() -> str:
    """The SQL that creates all tables of a build, empty."""
    return "\n\n".join([*map(model_sql, SCHEMAS), *map(create_table, TABLES)])


def create_table(dataset: str) -> str:
    """The SQL that creates the table of a dataset, with the contract's docstring and rules as comments."""
    notes = {column: rules for of, _, column, *_, rules in contract_columns() if of == dataset and rules}
    notes |= {column.name: f"= {column.value}" for column in added_columns(dataset)}
    types = table_columns(dataset)
    last = [*types][-1]
    lines = [
        f'    "{name}" {kind}' + ("" if name == last else ",") + (f"  -- {notes[name]}" if name in notes else "")
        for name, kind in types.items()
    ]
    purpose = " ".join((DATASETS[dataset].__doc__ or "").split())
    return "\n".join([f"-- {purpose}", f"create table {TABLES[dataset].name} (", *lines, ");"])


def table_columns(dataset: str) -> dict[str, str]:
    """The columns of a dataset's table in their order: name → DuckDB type, with `not null` where it applies."""
    table = TABLES[dataset]
    added = {column.after: column for column in added_columns(dataset)}
    types: dict[str, str] = {}
    for name, column in columns(dataset).items():
        if name in table.omitted:
            continue
        types[name] = TYPES[column.dtype] + ("" if column.nullable or name in table.nullable else " not null")
        last = name
        while last in added:
            types[added[last].name] = added[last].type
            last = added[last].name
    return types | SOURCE


def added_columns(dataset: str) -> list[AddedColumn]:
    """The columns that a table adds: those declared, and current_unit_id where the contract has unit_id."""
    added = list(TABLES[dataset].added)
    unit = columns(dataset).get("unit_id")
    if unit and "current_unit_id" not in [column.name for column in added]:
        kind = "varchar" if unit.nullable else "varchar not null"
        value = f"coalesce(current_unit.current_unit_id, {dataset}_row.unit_id)"
        added.append(AddedColumn("current_unit_id", kind, "unit_id", value))
    return added


def copied_columns(dataset: str) -> list[str]:
    """The columns of a dataset's table that are copied from its batches."""
    added = {column.name for column in added_columns(dataset)}
    return [name for name in table_columns(dataset) if name not in added]


def rows_sql(dataset: str) -> str:
    """The SQL that fills the table of a dataset from the temporary table DATASET_row (its live rows).

    Reads current_unit and the tables of the declared joins.
    """
    added = added_columns(dataset)
    values = [f"{dataset}_row.*", *(f"{column.value} as {column.name}" for column in added)]
    joins = [*TABLES[dataset].joins]
    if "unit_id" in columns(dataset):
        joins.append("left join current_unit using (unit_id)")
    return " ".join(
        [f"insert into {TABLES[dataset].name} by name select", ", ".join(values), f"from {dataset}_row", *joins]
    )


def tables_with_rows(connection: duckdb.DuckDBPyConnection, among: Iterable[str]) -> set[str]:
    """Those of the given tables that have rows."""
    asked = " union all ".join(f"(select '{table}' from {table} limit 1)" for table in among)
    return {table for (table,) in connection.execute(asked).fetchall()}


def row_counts(present: set[str]) -> str:
    """SQL of (dataset, n): the rows of each dataset in a build; of the survey the number of answers.

    present: the tables of the build; an older build may lack some.
    """
    counted = {"survey_answer": ("survey_answer", "cast(coalesce(sum(n), 0) as bigint)")}
    counted |= {dataset: (table.name, "count(*)") for dataset, table in TABLES.items()}
    return " union all ".join(
        f"select '{dataset}' as dataset, {n} as n from {table}"
        for dataset, (table, n) in counted.items()
        if table in present
    )
