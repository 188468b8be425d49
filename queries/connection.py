"""One live in-memory DuckDB connection for the process; every build asked for is attached to it read-only.

A build file never changes, so that a new one is attached beside the old. Macros live in the in-memory database and
name plain tables; a cursor's search path decides whose tables those are.

What one kept build hides, all of them hide: a figure that only one of them showed could be told from what differs
between them, after a small load.
"""

import functools
import itertools
import os
import re
import threading
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from queries.contract import HERE, MACROS, NoBuild, QuestionError

REFERENCE = HERE.parent / "data" / "reference"
REFERENCE_TABLES = ("holidays", "look_back_grades")  # what questions need and no build holds
# What many questions read, of all subjects and of one (its tables), in the order of their names: a later file may
# build on an earlier one.
TABLE_MACROS = sorted(HERE.rglob("tables/*.sql"), key=lambda file: file.name)
OLDER_BUILDS = HERE / "older_builds" / "tables.sql"
ONCE_A_BUILD = sorted((HERE / "per_build").glob("*.sql"))
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "threads": str(min(4, os.cpu_count() or 1)),
}

# DuckDB advises a relation instead; `answer` says why not.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

HIDDEN = ("suppressed_figure", "suppressed_unit")

_door = threading.RLock()
_aliases: dict[Path, str] = {}
_beside: dict[Path, tuple[Path, ...]] = {}  # of a build that is asked: those whose hidden figures it hides too
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Metric:
    """A metric of metrics.toml: its macro (`parameters` → `sql`), and how its value is read and shown."""

    name: str
    parameters: tuple[str, ...]
    sql: str
    unit: str
    digits: int
    better: str
    floor: int


@functools.cache
def metrics() -> dict[str, Metric]:
    """Every metric by its name."""
    tables = tomllib.loads((HERE / "metrics.toml").read_text(encoding="utf-8"))
    return {
        name: Metric(name, tuple(table["parameters"]), **{k: v for k, v in table.items() if k != "parameters"})
        for name, table in tables.items()
    }


def home() -> Path:
    """The warehouse: RONGHE_HOME, else data/warehouse beside this package."""
    return Path(os.environ.get("RONGHE_HOME") or HERE.parent / "data" / "warehouse")


def build_id() -> str:
    """The id of the published build. Raises NoBuild when there is none."""
    try:
        return (home() / "builds" / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoBuild("no_build") from None


def build_file(build: str | Path | None = None) -> Path:
    """The file of a build: a path, an id under RONGHE_HOME, or the published one."""
    if isinstance(build, Path):
        return build.resolve()
    name = build or build_id()
    file = home() / "builds" / f"{name}.duckdb"
    if not re.fullmatch(r"[\w-]+", name) or not file.exists():
        kept = sorted(kept.stem for kept in file.parent.glob("*.duckdb"))
        raise QuestionError("unknown_build", build=name, allowed=kept or "-")
    return file.resolve()


def kept_builds() -> tuple[Path, ...]:
    """The files of all kept builds."""
    return tuple(sorted(file.resolve() for file in (home() / "builds").glob("*.duckdb")))


@contextmanager
def connect(build: str | Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on the live connection that sees a build's tables by their plain names, and every macro."""
    file = build_file(build)
    alias = _ready(file)
    cursor = _live().cursor()
    try:
        cursor.execute(f"set search_path = '{_search_path(alias)}'")
        yield cursor
    finally:
        cursor.close()


def answer(cursor: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
    """Runs a statement. A relation's `.pl()` would plan it twice, which costs more than running it does."""
    cursor.execute(sql, params or None)
    return pl.DataFrame(pl.from_arrow(cursor.to_arrow_table()))


@functools.cache
def _live() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=SETTINGS)
    connection.execute(OLDER_BUILDS.read_text(encoding="utf-8"))
    connection.execute(MACROS.read_text(encoding="utf-8"))
    for table in REFERENCE_TABLES:
        connection.execute(f"create table {table} as from read_csv(?)", [str(REFERENCE / f"{table}.csv")])
    for metric in metrics().values():
        signature = f"{metric.name}({', '.join(metric.parameters)})"
        connection.execute(f"create or replace macro {signature} as ({metric.sql})")
    return connection


def _ready(file: Path) -> str:
    """Under which name a build can be asked. What its kept neighbours hide is hidden in it, anew when they change."""
    kept = kept_builds()
    beside = kept if file in kept else (file,)
    if _beside.get(file) == beside:
        return _aliases[file]
    with _door:
        known = file in _beside
        _forget_deleted()
        alias = _attach(file)
        _hide_together(alias, [_attach(each) for each in beside])
        if not known:
            _make_once(alias)
        _beside[file] = beside
        return alias


def _attach(file: Path) -> str:
    """Attaches a build file; says under which name."""
    if file not in _aliases:
        alias = f"build_{next(_numbers)}"
        live = _live()
        live.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {alias} (read_only)")
        live.execute(f"create schema memory.{alias}")
        _aliases[file] = alias
    return _aliases[file]


def _hide_together(alias: str, beside: list[str]) -> None:
    """The hidden figures of a build and of those beside it, as tables that stand before its own. A build of before such
    tables hides nothing by itself."""
    live = _live()
    present = live.execute("select database_name, table_name from duckdb_tables()").fetchall()
    for table in HIDDEN:
        own = [f"from {each}.main.{table}" for each in beside if (each, table) in present]
        rows = " union by name ".join(own) or f"from memory.main.{table}"
        live.execute(f"create or replace table memory.{alias}.{table} as {rows}")


def _make_once(alias: str) -> None:
    """The tables that are made of a build once; and the macros, which are bound when made and so wait for these."""
    cursor = _live().cursor()
    cursor.execute(f"set search_path = '{_search_path(alias)}'")
    for table in ONCE_A_BUILD:
        cursor.execute(f"create table memory.{alias}.{table.stem} as {table.read_text(encoding='utf-8')}")
    for macros in TABLE_MACROS:
        sql = macros.read_text(encoding="utf-8")
        cursor.execute(sql.replace("create or replace macro ", "create or replace macro memory.main."))
    cursor.close()


def _search_path(alias: str) -> str:
    """What is made of a build when it is first asked, then its own tables, then what all builds share."""
    return f"memory.{alias},{alias}.main,memory.main"


def _forget_deleted() -> None:
    """Lets go of builds whose file is gone: nobody can ask them any more."""
    for file in [file for file in _aliases if not file.exists()]:
        alias = _aliases.pop(file)
        _beside.pop(file, None)
        _live().execute(f"detach {alias}")
        _live().execute(f"drop schema memory.{alias} cascade")
