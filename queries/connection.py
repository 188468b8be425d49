"""One in-memory DuckDB connection per process. Each queried build is attached to it read-only.

A build file never changes, so a new build is attached in addition to the older ones. Macros are in the in-memory
database and use plain table names; the cursor's search path selects the build that these names refer to.

A figure that one kept build suppresses is suppressed in all kept builds. Otherwise, after a small load, the difference
between two builds could reveal it.
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

from queries import event_file
from queries.contract import HERE, MACROS, NoBuild, QuestionError

REFERENCE = HERE.parent / "data" / "reference"
# Tables that questions need and no build holds.
REFERENCE_TABLES = (
    *("holidays", "instrument_breaks", "look_back_grades", "appraisal_rules", "bad_rating_limits"),
    "points_bands",
)
# Table macros of one subject or of all, sorted by file name: a later file may use the macros of an earlier one.
TABLE_MACROS = sorted(HERE.rglob("tables/*.sql"), key=lambda file: file.name)
CALENDAR = HERE / "working_calendar.sql"
OLDER_BUILDS = HERE / "older_builds" / "tables.sql"
ONCE_A_BUILD = {file.stem: file.read_text(encoding="utf-8") for file in sorted((HERE / "per_build").glob("*.sql"))}
# One thread a statement: for tables of a few thousand rows, more of them cost a fifth more processor time and save none
# on the clock. Statements of several readers run side by side. Joins run in the order in which they are written: what
# these optimizers look for pays on large tables, and takes longer here than it saves.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "disabled_optimizers": "join_filter_pushdown,join_order,statistics_propagation",
    "memory_limit": "1GB",
    "threads": "1",
}

# DuckDB recommends a relation instead; `answer` says why it is not used.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

HIDDEN = ("suppressed_figure", "suppressed_unit", "suppressed_member", "suppressed_appraisal", "suppressed_rating")

_lock = threading.RLock()
_aliases: dict[Path, str] = {}
_event_states: dict[Path, event_file.State] = {}  # build file → the state of events.csv that its table was read from
_tables_made: dict[Path, set[str]] = {}  # build file → the tables of per_build that it has by now
_suppressed_with: dict[
    Path, tuple[Path, ...]
] = {}  # build file → the build files whose suppressed figures it also hides
_numbers = itertools.count(1)
_macros_exist = threading.Event()


@dataclass(frozen=True)
class Metric:
    """A metric of metrics.toml: its macro (`parameters`, `sql`) and how its value is shown."""

    name: str
    parameters: tuple[str, ...]
    subject: str
    sql: str
    unit: str
    digits: int
    better: str
    floor: int


@functools.cache
def metrics() -> dict[str, Metric]:
    """All metrics, by name."""
    tables = tomllib.loads((HERE / "metrics.toml").read_text(encoding="utf-8"))
    return {
        name: Metric(name, tuple(table["parameters"]), **{k: v for k, v in table.items() if k != "parameters"})
        for name, table in tables.items()
    }


def home() -> Path:
    """The folder of the warehouse: RONGHE_HOME, by default data/warehouse in the project folder."""
    return Path(os.environ.get("RONGHE_HOME") or HERE.parent / "data" / "warehouse")


def build_id() -> str:
    """The id of the published build. Raises NoBuild if there is none."""
    try:
        return (home() / "builds" / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoBuild("no_build") from None


def build_file(build: str | Path | None = None) -> Path:
    """The absolute path of a build file. build: a path, an id, or None for the published build.

    Raises QuestionError for an unknown id and NoBuild if nothing is published.
    """
    if isinstance(build, Path):
        return build.resolve()
    name = build or build_id()
    file = home() / "builds" / f"{name}.duckdb"
    if not re.fullmatch(r"[\w-]+", name) or not file.exists():
        kept = sorted(kept.stem for kept in file.parent.glob("*.duckdb"))
        raise QuestionError("unknown_build", build=name, allowed=kept or "-")
    return file.resolve()


def kept_builds() -> tuple[Path, ...]:
    """The paths of all kept build files, sorted."""
    folder = home() / "builds"
    return _resolved(folder, frozenset(file.name for file in folder.glob("*.duckdb")))


@functools.lru_cache(maxsize=64)
def _resolved(folder: Path, names: frozenset[str]) -> tuple[Path, ...]:
    """Kept, because resolving asks the file system once for each folder above each file."""
    return tuple(sorted((folder / name).resolve() for name in names))


def sources() -> tuple[tuple[Path, ...], event_file.State]:
    """What answers depend on besides the build that is asked: the kept builds, because a figure suppressed in one of
    them is suppressed in all, and the noted events."""
    return kept_builds(), event_file.state_of(home() / event_file.NAME)


@contextmanager
def connect(build: str | Path | None = None, sql: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that sees a build's tables by their plain names, and all macros. Closed at the end of the block.

    sql: the statement that it is for; the cursor may then lack tables that this one does not need. Raises the errors of
    `build_file`.
    """
    file = build_file(build)
    alias = _ready(file, _all_tables() if sql is None else tables_needed(sql))
    _renew_events(file, alias)
    with _cursor(alias) as cursor:
        yield cursor


def answer(cursor: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
    """Runs a statement and returns its rows. Not through a relation: its `.pl()` plans the statement twice."""
    cursor.execute(sql, params or None)
    return pl.DataFrame(pl.from_arrow(cursor.to_arrow_table()))


@functools.cache
def _live() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=SETTINGS)
    connection.execute(OLDER_BUILDS.read_text(encoding="utf-8"))
    connection.execute(MACROS.read_text(encoding="utf-8"))
    for table in REFERENCE_TABLES:
        connection.execute(f"create table {table} as from read_csv(?)", [str(REFERENCE / f"{table}.csv")])
    connection.execute(CALENDAR.read_text(encoding="utf-8"))
    for metric in metrics().values():
        signature = f"{metric.name}({', '.join(metric.parameters)})"
        connection.execute(f"create or replace macro {signature} as ({metric.sql})")
    return connection


@functools.lru_cache(maxsize=1000)
def tables_needed(sql: str) -> tuple[str, ...]:
    """The tables of per_build that a statement needs, itself or by its macros, each after those that it needs."""
    found: dict[str, None] = {}

    def follow(words: set[str]) -> None:
        for name in sorted(words & _named().keys() - seen):
            seen.add(name)
            follow(_named()[name])
            if name in ONCE_A_BUILD:
                found[name] = None

    seen: set[str] = set()
    follow(_words(sql))
    return tuple(found)


def _all_tables() -> tuple[str, ...]:
    return tables_needed(" ".join(ONCE_A_BUILD))


@functools.cache
def _named() -> dict[str, set[str]]:
    """Table of per_build or macro → the words of its SQL; of a macro those of its whole file."""
    files = [file.read_text(encoding="utf-8") for file in (MACROS, *TABLE_MACROS)]
    named = {name: words for sql in files for words in [_words(sql)] for name in re.findall(r"macro (\w+)", sql)}
    return named | {name: _words(sql) for name, sql in ONCE_A_BUILD.items()}


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))


def _ready(file: Path, needed: tuple[str, ...]) -> str:
    """The schema name of a build, attached and with the tables needed. Suppression is renewed when the set of kept
    builds changes."""
    kept = kept_builds()
    beside = kept if file in kept else (file,)
    if _suppressed_with.get(file) == beside and _tables_made.get(file, set()).issuperset(needed):
        return _aliases[file]
    with _lock:
        _forget_deleted()
        alias = _attach(file)
        if _suppressed_with.get(file) != beside:
            _hide_together(alias, [_attach(each) for each in beside])
            _tables_made.pop(file, None)  # what is suppressed may have changed, and so what is computed from it
        # Macros are created on the first build, which has all tables for it.
        _make_tables(file, alias, needed if _macros_exist.is_set() else _all_tables())
        if not _macros_exist.is_set():
            _create_table_macros(alias)
            _macros_exist.set()
        _suppressed_with[file] = beside
        return alias


def _renew_events(file: Path, alias: str) -> None:
    """Reads the events of the build's warehouse again if their file has changed."""
    events = file.parent.parent / event_file.NAME
    state = event_file.state_of(events)
    if file not in _event_states or _event_states[file] != state:
        with _lock:
            event_file.create_table(_live(), f"memory.{alias}.noted_event", events)
            _event_states[file] = state


def _attach(file: Path) -> str:
    """Attaches a build file once; returns its schema name."""
    if file not in _aliases:
        alias = f"build_{next(_numbers)}"
        live = _live()
        live.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {alias} (read_only)")
        live.execute(f"create schema memory.{alias}")
        _aliases[file] = alias
    return _aliases[file]


def _hide_together(alias: str, beside: list[str]) -> None:
    """Creates the suppression tables of a build: the union over the builds in `beside`, found before its own tables.

    A build made before these tables existed adds no rows.
    """
    live = _live()
    present = live.execute("select database_name, table_name from duckdb_tables()").fetchall()
    for table in HIDDEN:
        own = [f"from {each}.main.{table}" for each in beside if (each, table) in present]
        rows = " union by name ".join(own) or f"from memory.main.{table}"
        live.execute(f"create or replace table memory.{alias}.{table} as {rows}")


def _make_tables(file: Path, alias: str, needed: tuple[str, ...]) -> None:
    """Creates those tables of per_build that are needed and that the build does not have yet."""
    made = _tables_made.setdefault(file, set())
    with _cursor(alias) as cursor:
        for table in needed:
            if table not in made:
                cursor.execute(f"create or replace table memory.{alias}.{table} as {ONCE_A_BUILD[table]}")
                made.add(table)


def _create_table_macros(alias: str) -> None:
    """Creates the table macros of all builds. DuckDB looks for their tables now, so the first build has to be ready,
    and looks again by the search path at each use, so they serve every build."""
    with _cursor(alias) as cursor:
        for macros in TABLE_MACROS:
            sql = macros.read_text(encoding="utf-8")
            cursor.execute(sql.replace("create or replace macro ", "create or replace macro memory.main."))


@contextmanager
def _cursor(alias: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Search order: tables made for the build here, then the build's own tables, then what all builds share."""
    cursor = _live().cursor()
    try:
        cursor.execute(f"set search_path = 'memory.{alias},{alias}.main,memory.main'")
        yield cursor
    finally:
        cursor.close()


def _forget_deleted() -> None:
    """Detaches builds whose file is deleted: they can no longer be queried."""
    for file in [file for file in _aliases if not file.exists()]:
        alias = _aliases.pop(file)
        _suppressed_with.pop(file, None)
        _tables_made.pop(file, None)
        _event_states.pop(file, None)
        _live().execute(f"detach {alias}")
        _live().execute(f"drop schema memory.{alias} cascade")
