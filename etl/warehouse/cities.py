"""The warehouses of cities from which a province is built: their names, and their newest builds, opened to be read."""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.storage import WarehouseError, connect, home, sql_path
from etl.warehouse.build_schema import schema
from etl.warehouse.build_tables import DEFINITIONS
from etl.warehouse.shared_suppression import hide_together

NAME = r"[^\W\d_]\w{0,19}"  # a letter of any script first: a name is the first part of codes

# What DuckDB raises for a damaged file. Its other errors, once the build is open, are faults of our statements.
DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException)


@dataclass(frozen=True)
class City:
    """A city whose published build is read: its name, the id of the build in force, the files of all kept ones."""

    name: str
    build: str
    file: Path
    kept: tuple[Path, ...]


def find_cities(given: Iterable[str]) -> list[City]:
    """The cities of `NAME=PATH` or `PATH` (the name is then the folder's). Raises WarehouseError for a name that is no
    name, two of one name, the province's own warehouse, and one without a build."""
    found: dict[str, City] = {}
    for text in given:
        name, folder = _name_and_folder(text)
        if name in found:
            raise WarehouseError("cities.same_name", city=name)
        found[name] = _city(name, folder)
    return list(found.values())


def _name_and_folder(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    folder = Path(path if equals else text).absolute()
    name = name if equals else folder.name
    if not re.fullmatch(NAME, name):
        raise WarehouseError("cities.bad_name", city=name, given=text)
    return name, folder


def _city(name: str, folder: Path) -> City:
    builds = folder / "builds"
    if folder.resolve() == home().resolve():
        raise WarehouseError("cities.own_home", city=name, home=folder)
    try:
        build = (builds / "current").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WarehouseError("cities.no_build", city=name, home=folder) from error
    file = builds / f"{build}.duckdb"
    if not build or not file.is_file():
        raise WarehouseError("cities.missing_build", city=name, build=build, home=folder)
    return City(name, build, file, tuple(sorted(builds.glob("*.duckdb"))))


@contextlib.contextmanager
def opened(city: City) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the city's build attached as `city` and what its kept builds hide in hidden_figure and
    hidden_unit. Raises WarehouseError when it cannot be read, or lacks what this version reads; also in the block, when
    a later part of the file turns out to be damaged."""
    with connect() as connection:
        connection.execute(schema())
        with _unreadable(city, duckdb.Error):
            hide_together(connection, city.kept)
            connection.execute(f"attach {sql_path(city.file)} as city (read_only)")
            _require_format(connection, city)
        with _unreadable(city, *DAMAGE):
            yield connection


@contextlib.contextmanager
def _unreadable(city: City, *errors: type[duckdb.Error]) -> Iterator[None]:
    """Turn these errors into the sentence about the city's build."""
    try:
        yield
    except errors as error:
        locked = "could not set lock" in str(error).lower()
        raise WarehouseError(
            "cities.locked" if locked else "cities.unreadable",
            city=city.name,
            build=city.build,
            why=str(error).splitlines()[0],
        ) from error


def _require_format(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    lacking = connection.sql(
        """select concat(table_name, '.', column_name)
        from duckdb_columns() where database_name = 'memory' and not internal
        except
        select concat(table_name, '.', column_name)
        from duckdb_columns() where database_name = 'city'
        order by 1 limit 1"""
    ).fetchall()
    ((definitions,),) = connection.sql("select max(value) from city.meta where key = 'definitions'").fetchall()
    if lacking or definitions != DEFINITIONS:
        what = lacking[0][0] if lacking else definitions
        raise WarehouseError("cities.older", city=city.name, build=city.build, what=what)
