"""What an engine is: it makes a source readable, runs SQL in its own dialect and returns Arrow."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa

from etl.contracts.faults import Refused
from etl.storage import WarehouseError, error_reason

ROW = "row in file"  # the column of a scan with the row number, counted as in a spreadsheet; null if unknown
T = TypeVar("T")


class EngineError(WarehouseError):
    """An engine cannot be used or did not answer. Nothing has changed."""


@dataclass(frozen=True)
class Scan:
    """A source as an engine reads it. sql: a select in the engine's dialect: all columns, and ROW. numbered: ROW is not
    null."""

    sql: str
    columns: list[str]  # without ROW
    numbered: bool


class Engine(Protocol):
    """A database that reads the sources itself.

    name: duckdb, spark or clickhouse. dialect: as sqlglot calls it. version: of the engine. address: host and port of a
    server, without who asks; else empty. reads_local_files: it reads the files of this machine. has_tables: sources may
    be tables and files of its own.
    """

    name: str
    dialect: str
    version: str
    address: str
    reads_local_files: bool
    has_tables: bool

    def scan(self, place: str, form: str) -> Scan:
        """A source. place: a path, an address or a table; form: parquet, csv or table. Raises EngineError."""

    def put(self, name: str, table: pa.Table) -> None:
        """Make a small table known under a name, for this session only. Raises EngineError."""

    def ask(self, sql: str) -> pa.Table:
        """The answer to one statement in the engine's dialect. Raises EngineError."""

    def close(self) -> None:
        """End the session."""


def answered(engine: str, errors: tuple[type[BaseException], ...], call: Callable[[], T]) -> T:
    """What a call of an engine returns; its own errors become EngineError with their first line."""
    try:
        return call()
    except errors as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise EngineError("engines.failed", engine=engine, why=lines[0][:300]) from error


@contextlib.contextmanager
def plain_refusals() -> Iterator[None]:
    """A source or layout that is refused ends the call."""
    try:
        yield
    except Refused as refused:
        raise EngineError("engines.refused", why={"zh": refused.zh, "en": refused.en}) from refused


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn file system errors into EngineError: the block does nothing but read and write the folder of a result."""
    try:
        yield
    except OSError as error:
        raise EngineError("engines.cannot_write", folder=folder, why=error_reason(error)) from error
