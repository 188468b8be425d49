"""Spark by Spark Connect: the server reads the sources, this machine asks and gets Arrow."""

import contextlib
import socket
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit

import pyarrow as pa

from etl.engines.engine import ROW, EngineError, Scan, answered
from etl.engines.statements import missing_driver

PORT = 15002
SECONDS = 10  # to wait for a server before it counts as not there
LOOPBACK = ("localhost", "127.0.0.1", "::1")
T = TypeVar("T")


class SparkEngine:
    """A session of a Spark Connect server. It does not say in which row of a file a record stands."""

    name = dialect = "spark"
    has_tables = True

    def __init__(self, remote: str) -> None:
        """remote: sc://HOST:PORT, with /;token=… where the server wants one."""
        try:
            import grpc
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise missing_driver(self.name, "pyspark-client") from error
        host, port = _host_and_port(remote)
        self.address, self.reads_local_files = f"{host}:{port}", host in LOOPBACK
        self.errors = (PySparkException, grpc.RpcError, OSError)
        self.refused = ("UNAUTHENTICATED", "PERMISSION_DENIED")
        with contextlib.suppress(OSError), socket.create_connection((host, port), SECONDS):
            # Warnings of the version of pandas, of which nothing is used here.
            with warnings.catch_warnings(), _main_has_a_file():
                warnings.simplefilter("ignore")
                self.session = self._call(lambda: SparkSession.builder.remote(remote).create())
            self.session.client.set_retry_policies([])  # a server that has gone is said at once
            self.version = self._call(lambda: self.session.version)
            self.scans = 0
            return
        raise EngineError("engines.not_there", engine=self.name, address=self.address)

    def scan(self, place: str, form: str) -> Scan:
        """A view of the session that the server's own reader fills."""
        read = self.session.read
        if form == "csv":
            frame = read.option("header", "true").option("multiLine", "true").option("escape", '"').csv(place)
        else:
            frame = read.parquet(place) if form == "parquet" else self.session.table(place)
        view, self.scans = f"given_{self.scans}", self.scans + 1
        columns = self._call(lambda: (frame.createOrReplaceTempView(view), frame.columns)[1])
        return Scan(f"select *, cast(null as bigint) as `{ROW}` from {view}", list(columns), numbered=False)

    def put(self, name: str, table: pa.Table) -> None:
        """A view of the session over the rows sent."""
        self._call(lambda: self.session.createDataFrame(table).createOrReplaceTempView(name))

    def ask(self, sql: str) -> pa.Table:
        """The whole answer."""
        return self._call(lambda: self.session.sql(sql).toArrow())

    def close(self) -> None:
        """End the session, if the server is still there."""
        with contextlib.suppress(*self.errors):
            self.session.stop()

    def _call(self, call: Callable[[], T]) -> T:
        try:
            return answered(self.name, self.errors, call)
        except EngineError as error:
            if any(word in str(error.__cause__) for word in self.refused):
                raise EngineError("engines.no_entry", engine=self.name, address=self.address) from error
            if "UNAVAILABLE" in str(error.__cause__) or isinstance(error.__cause__, OSError):
                raise EngineError("engines.gone", engine=self.name, address=self.address) from error
            raise


@contextlib.contextmanager
def _main_has_a_file() -> Iterator[None]:
    """pyspark takes a program without a file (`python -c`) for its own doctests, and would end it."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = ""
    try:
        yield
    finally:
        del main.__file__


def _host_and_port(remote: str) -> tuple[str, int]:
    try:
        parts = urlsplit(remote)
        if parts.scheme == "sc" and parts.hostname:
            return parts.hostname, parts.port or PORT
    except ValueError:  # a port that is none
        pass
    raise EngineError("engines.address")
