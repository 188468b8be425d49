"""The build's tables about itself: computed indices, quality findings, coverage.

Each step is a SQL file in etl/warehouse/models. A quality check is a file in models/quality that selects the columns of
quality_finding; its sentence is words' quality.CHECK. A finding's `subject` has parts separated by ` · `; a part
LIST.CODE is a code whose label is shown (words.spelled).
"""

import re

import duckdb

from etl.storage import MODELS, model_sql
from etl.warehouse.build_schema import TABLES, tables_with_rows

INDICES = ("pioneer", "fortress", "brand", "conduct")
INDEX_RECORDS = ("branch_rating", "brand", "conduct_score", "index_score", "member_points")
INDEX_STEPS = ("rule_in_force", "rated_branch", "brand_part", "brand_streak")
STEPS = ("as_of", "hotline_figure", "hotline_cell", "unit_wave")
# The tables with the rows that checks are about.
CHECKED_TABLES = {table.name for dataset, table in TABLES.items() if dataset != "unit"} | {
    *(
        "survey_answer",
        "survey_form",
        "rejected_row",
        "form_finding",
        "branch_star",
        "index_reconciled",
        "computed_index",
    ),
    *INDEX_STEPS,
    *STEPS[1:],
}


def fill_quality_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill branch_star, index_reconciled, quality_finding and coverage. The tables of datasets are filled."""
    present = CHECKED_TABLES
    if tables_with_rows(connection, INDEX_RECORDS):
        compute_indices(connection)
    else:
        present = present - {"computed_index", *INDEX_STEPS}
    for step in STEPS:
        _create_temporary(connection, step)
    filled = tables_with_rows(connection, present)
    for name in check_names():
        if may_find(sql := model_sql(f"quality/{name}"), filled):
            connection.execute(f"insert into quality_finding by name {sql}")
    connection.execute(f"insert into coverage by name {model_sql('coverage')}")


def compute_indices(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill branch_star and index_reconciled, and create the temporary tables that the checks of indices need."""
    for step in INDEX_STEPS:
        _create_temporary(connection, f"indices/{step}")
    computed = " union all ".join(f"({model_sql(f'indices/{index}')})" for index in INDICES)
    connection.execute(f"create temp table computed_index as {computed}")
    for table in ("branch_star", "index_reconciled"):
        connection.execute(f"insert into {table} by name {model_sql(f'indices/{table}')}")


def check_names() -> list[str]:
    """The names of the quality checks, sorted."""
    return sorted(file.stem for file in (MODELS / "quality").glob("*.sql"))


def may_find(check: str, filled: set[str]) -> bool:
    """Whether a check can find anything, given the tables with rows: one of those that it looks at has some.

    check: its SQL. Units and batches are not looked at: they stand beside the rows that a check is about.
    """
    named = CHECKED_TABLES & set(re.findall(r"\w+", check))
    return not named or not named.isdisjoint(filled)


def _create_temporary(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    connection.execute(f"create temp table {step.split('/')[-1]} as {model_sql(step)}")
