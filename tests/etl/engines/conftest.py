"""A Spark Connect server on a free port of loopback, and a home that knows the units."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.engines import spark_server
from etl.engines.engine import Engine
from etl.engines.open_engine import open_engine
from tests.etl.engines.generated_answers import province


@pytest.fixture(scope="session")
def spark_address() -> Iterator[str]:
    """The address of a server of Sail, which speaks Spark Connect."""
    with spark_server() as (_, address):
        yield address


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
