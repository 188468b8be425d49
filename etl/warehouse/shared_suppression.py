"""What nobody may be told: the union of what all kept builds hide, for those parts of etl that tell figures.

What one kept build hides, all of them hide: a figure that only one of them showed could be told from what differs
between them, after a small load.
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
    """Temporary tables hidden_figure, hidden_unit and hidden_published of a connection, and the macro smallest_n().

    beside: files of builds that are not kept (yet), as drafts are. No build may be attached to the connection yet.
    """
    connection.execute(model_sql("shared_suppression"))
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    for file in dict.fromkeys([*(build_file(identity) for identity in kept_builds()), *beside]):
        try:
            connection.execute(f"attach {sql_path(file)} as hiding (read_only)")
        except duckdb.IOException:
            if file.exists():
                raise
            continue  # let go of between being listed and being read: no build that anyone can ask
        for table, together in SUPPRESSION_TABLES.items():
            with contextlib.suppress(duckdb.CatalogException):  # a build of before such tables hides nothing by itself
                connection.execute(f"insert into {together} by name from hiding.{table}")
        connection.execute("detach hiding")
    connection.execute(f"create or replace temp table hidden_published as {model_sql('hidden_published')}")
