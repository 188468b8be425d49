"""ClickHouse: in this process by chdb, or a server by HTTP."""

import contextlib
import re
import socket
from collections.abc import Callable
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from etl.engines.engine import ROW, EngineError, Scan, answered
from etl.engines.statements import missing_driver

PORT = 8123
SECONDS = 10  # to wait for a server before it counts as not there
# As other databases do it: nothing found is null, not the type's zero; texts are texts; longer statements are read.
SETTINGS = {
    "join_use_nulls": 1,
    "union_default_mode": "ALL",
    "output_format_arrow_string_as_string": 1,
    "output_format_arrow_low_cardinality_as_dictionary": 0,
    "max_query_size": 10_000_000,
    "enable_analyzer": 1,
}
TYPES = {pa.string(): "Nullable(String)", pa.int32(): "Int32", pa.int64(): "Int64"}
T = TypeVar("T")


class _Client(Protocol):
    errors: tuple[type[BaseException], ...]

    def arrow(self, sql: str) -> pa.Table: ...
    def do(self, sql: str) -> None: ...
    def insert(self, name: str, rows: pa.Table) -> None: ...
    def close(self) -> None: ...


class ClickHouseEngine:
    """A session of ClickHouse. Of Parquet it says in which row a record stands."""

    name = dialect = "clickhouse"

    def __init__(self, url: str | None) -> None:
        """url: clickhouse://USER:PASSWORD@HOST:PORT/DATABASE (HTTP; clickhouses: HTTPS); None: in this process."""
        self.address, self.reads_local_files, self.has_tables = "", url is None, url is not None
        self.client: _Client = _InProcess() if url is None else self._server(url)
        (row,) = self.ask("select version() as version").to_pylist()
        self.version = row["version"]

    def scan(self, place: str, form: str) -> Scan:
        """A table by its name, a file or an address by the table function that reads it."""
        kind = "Parquet" if form == "parquet" else "CSVWithNames"
        literal = "'" + place.replace("\\", "\\\\").replace("'", "\\'") + "'"
        if form == "table":
            source = ".".join(f"`{part}`" for part in place.replace("`", "").split("."))
        elif place.startswith(("s3://", "gs://")):
            source = f"s3({literal}, '{kind}')"
        else:
            source = f"{'url' if '://' in place else 'file'}({literal}, '{kind}')"
        row = "cast(_row_number + 1 as Nullable(Int64))" if form == "parquet" else "cast(null as Nullable(Int64))"
        sql = f"select *, {row} as `{ROW}` from {source}"
        names = self.ask(f"describe table ({sql})").column("name").to_pylist()
        return Scan(sql, [name for name in names if name != ROW], numbered=form == "parquet")

    def put(self, name: str, table: pa.Table) -> None:
        """A temporary table of the session."""
        fields = ", ".join(f"`{field.name}` {TYPES[field.type]}" for field in table.schema)
        self._call(lambda: self.client.do(f"drop temporary table if exists {name}"))
        self._call(lambda: self.client.do(f"create temporary table {name} ({fields})"))
        self._call(lambda: self.client.insert(name, table))

    def ask(self, sql: str) -> pa.Table:
        """The whole answer."""
        return self._call(lambda: self.client.arrow(sql))

    def close(self) -> None:
        """End the session."""
        with contextlib.suppress(*self.client.errors):
            self.client.close()

    def _server(self, url: str) -> "_Client":
        try:
            parts = urlsplit(url)
            host, port, secure = parts.hostname, parts.port, parts.scheme == "clickhouses"
        except ValueError as error:  # a port that is none
            raise EngineError("engines.address") from error
        if parts.scheme not in ("clickhouse", "clickhouses") or not host:
            raise EngineError("engines.address")
        self.address = f"{host}:{port or PORT}"
        try:
            with socket.create_connection((host, port or PORT), SECONDS):
                pass
        except OSError as error:
            raise EngineError("engines.not_there", engine=self.name, address=self.address) from error
        facts = [unquote(one) for one in (parts.username or "default", parts.password or "", parts.path[1:])]
        try:
            return _Server(host, port or PORT, secure, *facts)
        except EngineError:
            raise
        except Exception as error:
            key = _reason(str(error)) or "engines.not_there"
            raise EngineError(key, engine=self.name, address=self.address) from error

    def _call(self, call: Callable[[], T]) -> T:
        try:
            return answered(self.name, self.client.errors, call)
        except EngineError as error:
            key = self.address and _reason(str(error.__cause__))
            if key:
                raise EngineError(key, engine=self.name, address=self.address) from error
            raise


def _reason(message: str) -> str:
    """The key of the sentence for a message that ClickHouse or the network gives; "" for any other."""
    if re.search(r"AUTHENTICATION_FAILED|REQUIRED_PASSWORD|ACCESS_DENIED|Authentication failed", message):
        return "engines.no_entry"
    if re.search(r"Connection refused|Max retries|Connection aborted|timed out|resolve|RemoteDisconnected", message):
        return "engines.gone"
    return ""


class _InProcess:
    """chdb: the engine of ClickHouse as a library."""

    def __init__(self) -> None:
        try:
            from chdb import session
        except ImportError as error:
            raise missing_driver("clickhouse", "chdb") from error
        self.errors: tuple[type[BaseException], ...] = (RuntimeError,)  # chdb's own is one
        self.session = session.Session()
        for name, value in SETTINGS.items():
            self.session.query(f"set {name} = {value!r}")

    def arrow(self, sql: str) -> pa.Table:
        return self.session.query(sql, "ArrowTable")

    def do(self, sql: str) -> None:
        self.session.query(sql)

    def insert(self, name: str, rows: pa.Table) -> None:
        """chdb's table function Python finds the argument by its name."""
        self.session.query(f"insert into {name} select * from Python(rows)")

    def close(self) -> None:
        self.session.close()


class _Server:
    """A server by its HTTP interface."""

    def __init__(self, host: str, port: int, secure: bool, user: str, password: str, database: str) -> None:
        try:
            import clickhouse_connect
            from clickhouse_connect.driver.exceptions import Error
        except ImportError as error:
            raise missing_driver("clickhouse", "clickhouse-connect") from error
        self.errors: tuple[type[BaseException], ...] = (Error, OSError)
        self.client = clickhouse_connect.get_client(
            host=host,
            port=port,
            username=user,
            password=password,
            database=database or "default",
            secure=secure,
            connect_timeout=SECONDS,
            query_retries=0,
            settings=SETTINGS,
        )

    def arrow(self, sql: str) -> pa.Table:
        return self.client.query_arrow(sql)

    def do(self, sql: str) -> None:
        self.client.command(sql)

    def insert(self, name: str, rows: pa.Table) -> None:
        self.client.insert_arrow(name, rows)

    def close(self) -> None:
        self.client.close()
