"""Choose and open an engine. The packages of an engine are imported only when it is asked for."""

from etl.engines.engine import Engine, EngineError
from etl.engines.on_duckdb import DuckDBEngine

ENGINES = ("duckdb", "spark", "clickhouse")


def open_engine(name: str, remote: str | None = None, url: str | None = None) -> Engine:
    """The engine of a name. remote: address of a Spark Connect server; url: of a ClickHouse server. Raises EngineError:
    an address that is missing or belongs to another engine, a package that is not installed, no answer, no entry.
    """
    if (name == "spark") != bool(remote) or (url and name != "clickhouse"):
        raise EngineError("engines.address")
    if name == "spark":
        from etl.engines.on_spark import SparkEngine

        return SparkEngine(remote or "")
    if name == "clickhouse":
        from etl.engines.on_clickhouse import ClickHouseEngine

        return ClickHouseEngine(url)
    return DuckDBEngine()
