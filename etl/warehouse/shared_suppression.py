"""The union of what all kept builds suppress, used wherever etl publishes figures.

A figure suppressed in one kept build is suppressed in all: otherwise the difference between two builds, after a small
load, would disclose it.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.storage import model_sql, sql_path
from etl.warehouse.build import build_file, kept_builds
from etl.warehouse.suppression import SMALLEST

SUPPRESSION_TABLES = {"suppressed_figure": "hidden_figure", "suppressed_unit": "hidden_unit"}


def create_shared_suppression(connection: duckdb.DuckDBPyConnection, beside: Iterable[Path] = ()) -> None:
    """Create the temporary tables hidden_figure, hidden_unit and hidden_published, and the macro smallest_n().

    beside: files of further builds, such as drafts. No build may be attached to the connection yet.
    """
    hide_together(connection, [*(build_file(identity) for identity in kept_builds()), *beside])
    connection.execute(f"create or replace temp table hidden_published as {model_sql('hidden_published')}")


def hide_together(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Create the temporary tables hidden_figure and hidden_unit with what build files suppress, and smallest_n()."""
    connection.execute(model_sql("shared_suppression"))
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    for file in dict.fromkeys(files):
        try:
            connection.execute(f"attach {sql_path(file)} as hiding (read_only)")
        except duckdb.IOException:
            if file.exists():
                raise
            continue  # deleted after it was listed: nobody can query this build any more
        for table, together in SUPPRESSION_TABLES.items():
            with contextlib.suppress(duckdb.CatalogException):  # an older build without these tables suppresses nothing
                connection.execute(f"insert into {together} by name from hiding.{table}")
        connection.execute("detach hiding")
