"""What all builds have in common: every table, and in some of them the rows of data/reference and of the contracts."""

import contextlib
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl

from etl.contracts.contract_columns import contract_columns
from etl.storage import REFERENCE, build_folder, connect
from etl.warehouse.build_schema import schema

# Table → the file of data/reference with its rows.
REFERENCE_TABLES = {
    "division": "divisions",
    "scale_level": "scales",
    "scale_bridge": "scale_bridges",
    "target": "targets",
    "appraisal_grade": "appraisal_grades",
    "post_level": "post_levels",
} | {
    table: table
    for table in (
        *("pioneer_rules", "star_bands", "star_quotas", "star_limits", "brand_awards", "brand_criteria"),
        *("conduct_weights", "programmes", "duty_rules", "goalposts", "index_weights", "group_weights", "sampling"),
        *("traffic_lights", "quality_limits"),
    )
}

_made: dict[tuple[bytes, ...], bytes] = {}  # the reference as it last was → the build file with nothing else
_making = threading.Lock()


def write_reference_build(file: Path) -> None:
    """Write a build file without batches."""
    file.write_bytes(_reference_build())


@contextlib.contextmanager
def reference_build_ahead() -> Iterator[None]:
    """While the block runs, a thread of its own makes the file that `write_reference_build` copies. Call under the
    warehouse's lock. What fails in the thread fails again, and is reported, when the build needs it."""
    with ThreadPoolExecutor(1) as ahead:
        ahead.submit(_reference_build)
        yield


def _reference_build() -> bytes:
    """The build file without batches.

    A process makes it once for a state of the reference: making it takes as long as filling the other tables from a few
    small batches.
    """
    reference = tuple(_reference_file(name).read_bytes() for name in REFERENCE_TABLES.values())
    with _making:
        if reference not in _made:
            with tempfile.TemporaryDirectory(suffix=".draft", dir=build_folder()) as folder:
                file = Path(folder, "reference.duckdb")
                with connect(file) as connection:
                    connection.begin()
                    create_tables(connection)
                    connection.commit()
                    connection.execute("checkpoint")
                _made.clear()
                _made[reference] = file.read_bytes()
        return _made[reference]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables of a build, and fill those that no batch changes."""
    connection.execute(schema())
    for table, name in REFERENCE_TABLES.items():
        insert_frame(connection, table, pl.read_csv(_reference_file(name), infer_schema=False))
    insert_rows(connection, "contract_column", contract_columns())


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """Insert rows, whose values are in the order of the table's columns, in one statement (a hundred times faster)."""
    if rows:
        names = connection.table(table).columns
        insert_frame(connection, table, pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None))


def insert_frame(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    """Insert those columns of a frame that the table has too."""
    columns = ", ".join(f'"{name}"' for name in connection.table(table).columns if name in rows.columns)
    connection.register("given", rows.to_arrow())
    connection.execute(f"insert into {table} by name select {columns} from given")
    connection.unregister("given")


def _reference_file(name: str) -> Path:
    return REFERENCE / f"{name}.csv"
