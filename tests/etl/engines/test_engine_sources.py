"""Sources that only the engine can read: tables, and addresses."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import clickhouse_connect
import polars as pl
import pytest

import etl
from etl.engines import run
from etl.engines.engine import Engine
from etl.engines.open_engine import open_engine
from etl.engines.word_codes import as_table
from tests.etl.engines.generated_answers import HEADERS, write, year_of_answers


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a folder, by HTTP."""
    folder = tmp_path / "store"
    write(folder, "2019.parquet", year_of_answers("2019"))
    handler = functools.partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


def cells(out: Path) -> list[dict]:
    return pl.read_parquet(out / "cells.parquet").to_dicts()


@pytest.fixture
def expected(units_home: Path, tmp_path: Path) -> list[dict]:
    """The cells of one year, read from a file."""
    etl.aggregate([str(write(tmp_path, "2019.parquet", year_of_answers("2019")))], tmp_path / "expected")
    return cells(tmp_path / "expected")


@pytest.mark.parametrize("name", ["spark", "clickhouse"])
def test_a_table_of_the_engine(name, expected, tmp_path, spark_address, monkeypatch):
    """The table is made in the session that the run then uses: both engines forget it with the session."""
    rows = pl.DataFrame(year_of_answers("2019"), schema=dict.fromkeys(HEADERS, pl.String))

    def opened(*_: object) -> Engine:
        engine = open_engine(name, spark_address if name == "spark" else None)
        engine.put("answers", as_table(rows))
        engine.has_tables = True
        return engine

    monkeypatch.setattr(run, "open_engine", opened)
    first = etl.aggregate(["answers"], tmp_path / "out", name)
    assert cells(tmp_path / "out") == expected
    assert (first["sources"][0]["form"], first["sources"][0]["fingerprint"]) == ("table", {})
    again = etl.aggregate(["answers"], tmp_path / "out", name)  # read again: nobody says whether it has changed
    assert again["digest"] == first["digest"]


def test_an_address_that_the_engine_reads(served, expected, tmp_path):
    made = etl.aggregate([f"{served}/2019.parquet"], tmp_path / "out", "clickhouse")
    assert cells(tmp_path / "out") == expected
    assert made["sources"][0]["name"] == f"{served}/2019.parquet"


@pytest.mark.parametrize("engine", ["clickhouse", "duckdb"])
def test_an_address_with_nothing_behind_it(engine, served, expected, tmp_path):
    with pytest.raises(etl.WarehouseError) as failed:
        etl.aggregate([f"{served}/2020.parquet"], tmp_path / "out", engine)
    assert failed.value.zh.startswith(f"引擎 {engine} 没有给出结果：")
    assert not (tmp_path / "out").exists()


def test_a_table_of_a_clickhouse_server(expected, tmp_path, served, monkeypatch):
    """The driver's own client asks; behind it stands the engine in this process, in place of a server's wire."""
    get_client = clickhouse_connect.get_client
    asked: list[dict] = []

    def without_wire(**given: object):
        asked.append(given)
        client = get_client(interface="chdb", settings=given["settings"])
        client.command(
            "create or replace table answers ("
            + ", ".join(f"`{name}` Nullable(String)" for name in HEADERS)
            + ") engine = Memory"
        )
        client.insert_arrow(
            "answers", as_table(pl.DataFrame(year_of_answers("2019"), schema=dict.fromkeys(HEADERS, pl.String)))
        )
        return client

    monkeypatch.setattr(clickhouse_connect, "get_client", without_wire)
    port = int(served.rpartition(":")[2])  # somebody answers there
    made = etl.aggregate(
        ["answers"], tmp_path / "out", "clickhouse", url=f"clickhouse://eva:p%40ss@127.0.0.1:{port}/survey"
    )
    assert cells(tmp_path / "out") == expected
    assert made["engine"]["address"] == f"127.0.0.1:{port}"
    (given,) = asked
    assert [given[name] for name in ("username", "password", "database", "secure")] == ["eva", "p@ss", "survey", False]
    assert "p@ss" not in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
