"""DuckDB in this process: files of this machine, numbered row by row."""

import glob
import shutil
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.engines.engine import ROW, Scan, answered
from etl.storage import connect


class DuckDBEngine:
    """A connection in memory; what does not fit there goes to a folder that is removed in the end."""

    name = dialect = "duckdb"
    version = duckdb.__version__
    address = ""
    reads_local_files = True
    has_tables = False

    def __init__(self) -> None:
        self.spill = Path(tempfile.mkdtemp(prefix="ronghe-"))
        self.connection = connect(spill=self.spill)
        self.connection.execute("set memory_limit = '60%'")  # of the machine's: more than a desk gives to a load
        self.connection.execute("set preserve_insertion_order = true")  # the rows of a text file are numbered

    def scan(self, place: str, form: str) -> Scan:
        """Rows of Parquet count from 1; of a text file from 2, below the header. Addresses need DuckDB's own extension,
        which is never fetched from here."""
        if "://" in place:
            answered(self.name, (duckdb.Error,), lambda: self.connection.execute("load httpfs"))
        if form == "parquet":
            row, read = "file_row_number + 1", f"read_parquet({_literal(place)}, file_row_number = true)"
        else:
            row, read = "row_number() over () + 1", _csv(place)
        given = "* exclude (file_row_number)" if form == "parquet" else "*"
        sql = f'select {given}, {row} as "{ROW}" from {read}'
        columns = [name for name in self.ask(f"select * from ({sql}) limit 0").column_names if name != ROW]
        return Scan(sql, columns, numbered=True)

    def put(self, name: str, table: pa.Table) -> None:
        """Registers a table under a name, without a copy."""
        self.connection.register(name, table)

    def ask(self, sql: str) -> pa.Table:
        """The whole answer."""
        return answered(self.name, (duckdb.Error,), lambda: self.connection.sql(sql).to_arrow_table())

    def close(self) -> None:
        """Close the connection and remove what it has spilled."""
        self.connection.close()
        shutil.rmtree(self.spill, ignore_errors=True)


def _csv(place: str) -> str:
    return f"read_csv({_literal(place)}, header = true, delim = ',', all_varchar = true)"


def _literal(place: str) -> str:
    """A path or address as an SQL string; in a path of this machine no character stands for others."""
    exact = place if "://" in place else glob.escape(place)
    return "'" + exact.replace("'", "''") + "'"
