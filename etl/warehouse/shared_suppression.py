"""What nobody may be told: the union of what all kept builds hide, for those parts of etl that tell figures.

What one kept build hides, all of them hide: a figure that only one of them showed could be told from what differs
between them, after a small load.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.storage import model, quoted
from etl.warehouse.build import kept, place
from etl.warehouse.suppression import SMALLEST

TABLES = {"suppressed_figure": "hidden_figure", "suppressed_unit": "hidden_unit"}


def hide_together(connection: duckdb.DuckDBPyConnection, beside: Iterable[Path] = ()) -> None:
    """Temporary tables hidden_figure, hidden_unit and hidden_published of a connection, and the macro smallest_n().

    beside: files of builds that are not kept (yet), as drafts are. No build may be attached to the connection yet.
    """
    connection.execute(model("hidden_together"))
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    for file in dict.fromkeys([*(place(identity) for identity in kept()), *beside]):
        try:
            connection.execute(f"attach {quoted(file)} as hiding (read_only)")
        except duckdb.IOException:
            if file.exists():
                raise
            continue  # let go of between being listed and being read: no build that anyone can ask
        for table, together in TABLES.items():
            with contextlib.suppress(duckdb.CatalogException):  # a build of before such tables hides nothing by itself
                connection.execute(f"insert into {together} by name from hiding.{table}")
        connection.execute("detach hiding")
    connection.execute(f"create or replace temp table hidden_published as {model('hidden_published')}")
