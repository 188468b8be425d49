"""A Spark Connect server on a free port of loopback, and a home that knows the units."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.engines.engine import Engine
from etl.engines.open_engine import open_engine
from tests.etl.engines.generated_answers import province


@pytest.fixture(scope="session")
def spark_address() -> Iterator[str]:
    """The address of a server of Sail, which speaks Spark Connect."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield f"sc://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def opened(request: pytest.FixtureRequest, spark_address: str) -> Iterator[Engine]:
    """The engine that the test names by indirect parameter."""
    engine = open_engine(request.param, spark_address if request.param == "spark" else None)
    yield engine
    engine.close()


@pytest.fixture
def sources(units_home: Path, tmp_path: Path) -> list[str]:
    """Generated answers, in a home that knows their units."""
    return [str(path) for path in province(tmp_path / "given")]
