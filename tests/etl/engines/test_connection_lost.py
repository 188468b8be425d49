"""A connection that breaks off is not told as a folder that cannot be written, nor the other way round."""

import polars as pl
import pytest

from etl.engines import on_spark
from etl.engines.engine import EngineError
from etl.engines.kept_parts import KeptParts
from etl.engines.run import _locked


def broken() -> dict[str, pl.DataFrame]:
    raise ConnectionResetError


def test_a_connection_that_breaks_is_not_told_as_a_folder_that_cannot_be_written(tmp_path):
    with pytest.raises(ConnectionResetError), _locked(tmp_path / "out"):
        raise ConnectionResetError
    (tmp_path / "file").touch()
    with pytest.raises(EngineError, match="file"), _locked(tmp_path / "file"):
        pass
    with pytest.raises(EngineError, match="file"):
        KeptParts(tmp_path / "file").tables("key", lambda: {"a": pl.DataFrame({"x": [1]})})
    with pytest.raises(ConnectionResetError):
        KeptParts(tmp_path / "out").tables("key", broken)
    assert not (tmp_path / "out" / "parts").exists()


def test_an_engine_whose_connection_breaks_is_said_to_be_gone():
    engine = object.__new__(on_spark.SparkEngine)
    engine.address, engine.errors, engine.refused = "127.0.0.1:1", (OSError,), ()
    with pytest.raises(EngineError) as error:
        engine._call(broken)
    assert error.value.en.startswith("The connection to the spark server 127.0.0.1:1 was lost.")
