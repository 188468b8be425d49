"""The build's tables about itself: computed indices, quality findings, coverage.

Each step is a SQL file in etl/warehouse/models. A quality check is a file in models/quality that selects the columns of
quality_finding; its sentence is words' quality.CHECK. A finding's `subject` has parts separated by ` · `; a part
LIST.CODE is a code whose label is shown (words.spelled).
"""

import duckdb

from etl.storage import MODELS, model_sql

INDICES = ("pioneer", "fortress", "brand", "conduct")


def fill_quality_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill branch_star, index_reconciled, quality_finding and coverage. All other tables are filled."""
    for step in ("indices/rule_in_force", "indices/rated_branch", "indices/brand_part", "indices/brand_streak"):
        _create_temporary(connection, step)
    computed = " union all ".join(f"({model_sql(f'indices/{index}')})" for index in INDICES)
    connection.execute(f"create temp table computed_index as {computed}")
    for table in ("branch_star", "index_reconciled"):
        connection.execute(f"insert into {table} by name {model_sql(f'indices/{table}')}")
    for step in ("as_of", "hotline_figure", "hotline_cell", "unit_wave"):
        _create_temporary(connection, step)
    for name in check_names():
        connection.execute(f"insert into quality_finding by name {model_sql(f'quality/{name}')}")
    connection.execute(f"insert into coverage by name {model_sql('coverage')}")


def check_names() -> list[str]:
    """The names of the quality checks, sorted."""
    return sorted(file.stem for file in (MODELS / "quality").glob("*.sql"))


def _create_temporary(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    connection.execute(f"create temp table {step.split('/')[-1]} as {model_sql(step)}")
