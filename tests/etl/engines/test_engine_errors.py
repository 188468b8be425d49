"""What goes wrong with an engine is one sentence that says what to do, exit code 2, and nothing has changed on disk."""

import http.server
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest

import etl
from bench.engines import spark_server
from etl.__main__ import main
from etl.engines import run
from tests.etl.engines.test_aggregate import fresh, result


@pytest.fixture
def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@pytest.fixture
def spark_that_wants_a_token() -> Iterator[str]:
    """A server that speaks gRPC and lets nobody in."""

    def refuse(_, context: grpc.ServicerContext) -> None:
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "no token")

    class Gate(grpc.GenericRpcHandler):
        def service(self, call):
            return grpc.unary_unary_rpc_method_handler(refuse)

    server = grpc.server(ThreadPoolExecutor(2), handlers=[Gate()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"sc://127.0.0.1:{port}"
    server.stop(None)


@pytest.fixture
def clickhouse_that_refuses() -> Iterator[str]:
    """A server that answers by HTTP as ClickHouse does when the password is wrong."""

    class Gate(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = (
                b"Code: 516. DB::Exception: eva: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)"
            )
            self.send_response(403)
            self.send_header("X-ClickHouse-Exception-Code", "516")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"clickhouse://eva:secret@127.0.0.1:{server.server_port}/survey"
    server.shutdown()
    server.server_close()


def refused(out: Path, capsys: pytest.CaptureFixture, *arguments: str) -> str:
    """What the command says. It ends with 2 and leaves nothing."""
    before = sorted(out.parent.rglob("*"))
    assert main(["aggregate", *arguments, "-o", str(out)]) == 2
    assert sorted(out.parent.rglob("*")) == before
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize(("engine", "address"), [("spark", "--remote"), ("clickhouse", "--url")])
def test_nobody_answers_at_the_address(engine, address, sources, tmp_path, closed_port, capsys, monkeypatch):
    scheme = {"spark": "sc", "clickhouse": "clickhouse"}[engine]
    given = (*sources, "--engine", engine, address, f"{scheme}://127.0.0.1:{closed_port}")
    assert refused(tmp_path / "out", capsys, *given) == (
        f"{engine} 的服务器 127.0.0.1:{closed_port} 没有应答。请核对地址，或请管理员启动它。什么也没有改变。"
    )
    monkeypatch.setenv("RONGHE_LANG", "en")
    assert refused(tmp_path / "out", capsys, *given) == (
        f"No answer from the {engine} server at 127.0.0.1:{closed_port}. Check the address, or have it started. "
        "Nothing has changed."
    )


@pytest.mark.parametrize(
    "given",
    [
        ("--engine", "spark"),
        ("--engine", "spark", "--remote", "http://127.0.0.1:1"),
        ("--engine", "spark", "--remote", "sc://127.0.0.1:port"),
        ("--engine", "clickhouse", "--url", "postgres://127.0.0.1/x"),
        ("--url", "clickhouse://127.0.0.1/x"),
        ("--remote", "sc://127.0.0.1:1"),
    ],
    ids=" ".join,
)
def test_an_address_that_does_not_fit_the_engine(given, sources, tmp_path, capsys):
    assert refused(tmp_path / "out", capsys, *sources, *given).startswith(
        "地址与引擎不相符：spark 要写 --remote sc://主机:端口"
    )


def test_spark_lets_nobody_in(sources, tmp_path, capsys, spark_that_wants_a_token):
    told = refused(tmp_path / "out", capsys, *sources, "--engine", "spark", "--remote", spark_that_wants_a_token)
    place = spark_that_wants_a_token.removeprefix("sc://")
    assert told == (
        f"spark 的服务器 {place} 不让这个用户进入或读取。请核对用户、密码或令牌，或请管理员放开权限。什么也没有改变。"
    )


def test_clickhouse_lets_nobody_in(tmp_path, units_home, capsys, monkeypatch, clickhouse_that_refuses):
    monkeypatch.setenv("RONGHE_LANG", "en")
    told = refused(tmp_path / "out", capsys, "answers", "--engine", "clickhouse", "--url", clickhouse_that_refuses)
    assert told.startswith("This user may not enter, or not read, at the clickhouse server 127.0.0.1:")
    assert "secret" not in told


@pytest.mark.parametrize(
    ("engine", "module", "package", "more"),
    [
        ("spark", "pyspark.sql", "pyspark-client", ("--remote", "sc://127.0.0.1:1")),
        ("clickhouse", "chdb", "chdb", ()),
        ("clickhouse", "sqlglot", "sqlglot", ()),
    ],
)
def test_a_package_is_not_installed(engine, module, package, more, sources, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["aggregate", *sources, "--engine", engine, *more, "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.strip().splitlines()[-1] == (
        f"要用引擎 {engine}，这里还缺软件包 {package}。"
        f"请运行 pip install -r requirements-{engine}.txt，再试一次。什么也没有改变。"
    )


def test_columns_that_are_not_there_are_named(units_home, tmp_path, capsys, spark_address):
    path = tmp_path / "答卷.csv"
    path.write_text("survey_year,form_id,unit_id,group\n2019,F1,B,residents\n", encoding="utf-8")
    told = refused(tmp_path / "out", capsys, str(path), "--engine", "spark", "--remote", spark_address)
    assert told.startswith("答卷.csv") and "缺少列 “量表”、“评价”" in told and told.endswith("什么也没有改变。")


def test_a_table_that_the_engine_does_not_have(units_home, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RONGHE_LANG", "en")
    told = refused(tmp_path / "out", capsys, str(tmp_path / "nothing"))
    assert told.endswith(
        "nothing”: there is no such file or folder, or it is neither .parquet nor .csv. "
        "Check the name. Nothing has changed."
    )


def test_sources_with_different_columns(sources, tmp_path, capsys):
    path = tmp_path / "more.csv"
    path.write_text(
        "survey_year,form_id,unit_id,group,scale_id,answer\n2019,F1,B,residents,cz4,满意\n", encoding="utf-8"
    )
    told = refused(tmp_path / "out", capsys, *sources, str(path))
    assert told == "“2018/part-0.parquet”和“more.csv”的列不一样，不能一起汇总。请分到不同的结果目录。什么也没有改变。"


def test_an_engine_that_is_killed_in_the_middle(sources, tmp_path, monkeypatch):
    """The earlier result stays; with a server again the run ends as if nothing had been."""
    out = tmp_path / "out"
    etl.aggregate(sources[:1], out)
    before = result(out)
    aggregate_parts, met = run.aggregate_parts, []

    with spark_server() as (server, address):

        def dying(engine, together):
            met.append(together)
            if len(met) == 2:
                os.kill(server, signal.SIGKILL)
            return aggregate_parts(engine, together)

        monkeypatch.setattr(run, "aggregate_parts", dying)
        with pytest.raises(etl.WarehouseError) as failed:
            etl.aggregate(sources, out, "spark", remote=address)
    assert failed.value.zh == (
        f"与 spark 的服务器 {address.removeprefix('sc://')} 的连接中断。原有的结果没有改变。"
        "服务器恢复后请再运行一次，已完成的部分会接着用。"
    )
    assert result(out) == before
    monkeypatch.setattr(run, "aggregate_parts", aggregate_parts)
    etl.aggregate(sources, out)
    assert result(out) == fresh(sources, tmp_path)


def test_a_folder_that_cannot_be_written(sources, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RONGHE_LANG", "en")
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    told = refused(tmp_path / "out", capsys, *sources)
    assert told.startswith(f"The folder {tmp_path / 'out'} cannot be written: ")


@pytest.mark.parametrize("key", ['encoding = "gb18030"', 'delimiter = ";"', "header_row = 3", 'sheet = "一"'])
def test_a_layout_that_tells_what_an_engine_cannot_use(key, sources, tmp_path, capsys, text_file):
    lines = [f'{name} = "{name}"' for name in ("survey_year", "form_id", "unit_id", "group", "scale_id", "answer")]
    layout = text_file("x.toml", "\n".join(['dataset = "survey_response"', key, "[columns]", *lines]))
    told = refused(tmp_path / "out", capsys, *sources, "--layout", str(layout))
    assert told.startswith(f"版式 x 里的 {key.split()[0]} 在引擎里用不上")


def test_a_file_that_changes_while_it_is_read(sources, tmp_path, monkeypatch):
    out = tmp_path / "out"
    aggregate_parts = run.aggregate_parts

    def meanwhile(engine, together):
        tables = aggregate_parts(engine, together)
        with Path(sources[1]).open("a", encoding="utf-8") as file:
            file.write("2019,,F9999,B,overall,residents,,,cz4,满意\n")
        return tables

    monkeypatch.setattr(run, "aggregate_parts", meanwhile)
    with pytest.raises(etl.WarehouseError) as failed:
        etl.aggregate(sources[1:2], out)
    assert failed.value.zh == "“2019.csv”在汇总时改动了。原有的结果没有改变。请等它写完再运行一次。"
    monkeypatch.setattr(run, "aggregate_parts", aggregate_parts)
    etl.aggregate(sources[1:2], out)
    assert result(out) == fresh(sources[1:2], tmp_path)
