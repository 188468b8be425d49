"""The heavy step on each engine: answers to cells of the same Parquet; and how answering grows with the cells."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import duckdb

import queries
from bench import load
from bench.load import GROUPED, GROUPS, LEVELS, answers, units_in
from bench.questions import published_from
from bench.timing import Run, median_ms, middle, processor_seconds, run, show

PART = 10_000_000  # answers a file
LAYOUT = load.LAYOUT.replace('register = ["unit"]\n', "")  # the units are loaded before: an engine registers none
SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
server.stop()
"""
YEARS = 20
UNITS = (1, 10, 100)
ASKED = ("satisfaction_trend", "satisfaction_by_unit", "headline")
SPREAD = f"""
select
    2006 + i % {{years}}                                            as survey_year,
    'F' || lpad(i::varchar, 9, '0')                                 as form_id,
    'Unit ' || lpad((i // {{years}} % {{units}})::varchar, 2, '0')  as unit,
    {list(GROUPS)}[1 + (hash(i * 3) % {len(GROUPS)})::bigint]       as "group",
    ['paper', 'online'][1 + (hash(i * 5) % 2)::bigint]              as channel,
    'cz4'                                                           as scale_id,
    {list(LEVELS)}[1 + (hash(i * 7) % {len(LEVELS)})::bigint]       as answer
from range({{rows}}) as numbers(i)
"""


def main(rows: int, times: int) -> None:
    """Prints for each engine the rows per second, memory, bytes moved and size of the result, beside DuckDB's bare
    reading and grouping of the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given, home, layout = _given(folder, rows), folder / "home", folder / "answers.toml"
        layout.write_text(LAYOUT, encoding="utf-8")
        run(["-m", "etl", "load", str(units_in(folder))], home)
        bare = middle(times, lambda _: run(["-c", GROUPED.format(file=given / "*.parquet")]))
        table = [_row("(bare DuckDB)", rows, bare, bare, 0, 0)]
        for engine in ("duckdb", "spark", "clickhouse"):
            with spark_server() if engine == "spark" else nullcontext((None, None)) as (server, address):
                before, moved = _used_by(server), _loopback_bytes()
                command = ["-m", "etl", "aggregate", str(given), "--engine", engine, "--layout", str(layout)]
                remote = ["--remote", address] if address else []
                runs = [run([*command, *remote, "-o", str(folder / f"{engine}-{at}")], home) for at in range(times)]
                taken = sorted(runs)[times // 2]
                moved = (_loopback_bytes() - moved) // times if server else 0
                taken = _with_server(taken, before, _used_by(server), times)
            result = sum(file.stat().st_size for file in (folder / f"{engine}-0").glob("*.parquet"))
            table.append(_row(engine, rows, taken, bare, moved, result))
    header = ("engine", "rows/s", "rows/s a processor second", "time", "ratio", "cpu", "memory", "moved", "result")
    show(f"Aggregating {rows:,} answers in Parquet, commands, middle of {times}", header, table)


def serving(rows: int, times: int) -> None:
    """Prints the time of questions by the number of units, each with 20 years: cells make it, not answers. rows: the
    answers of most units; as many again, four times, must not make it slower."""
    table = []
    for units in UNITS:
        for more in (1, 4):
            with tempfile.TemporaryDirectory() as name:
                table.append(_served(Path(name), units, more * units * rows // UNITS[-1], times))
    header = ("units x years", "answers", "cells", *ASKED)
    show(f"Questions by the number of cells, ms, median of {times}", header, table)


def _given(folder: Path, rows: int) -> Path:
    """A folder with the answers, in files of ten million; they are written in pieces, so memory stays small."""
    given = folder / "given"
    given.mkdir()
    for first in range(0, rows, PART):
        answers(given / f"answers-{first // PART:03}.parquet", first, min(first + PART, rows))
    return given


def _row(name: str, rows: int, taken: Run, bare: Run, moved: int, result: int) -> tuple[str, ...]:
    return (
        name,
        f"{rows / taken.seconds:,.0f}",
        f"{rows / taken.processor_seconds:,.0f}",
        f"{taken.seconds:.1f} s",
        f"{taken.seconds / bare.seconds:.1f}",
        f"{taken.processor_seconds:.1f} s",
        f"{taken.memory:,.0f} MB",
        f"{moved / 1e6:,.1f} MB" if moved else "-",
        f"{result / 1e3:,.0f} kB" if result else "-",
    )


# --- the server of Spark Connect -------------------------------------------------------------------------------------


@contextmanager
def spark_server() -> Iterator[tuple[int, str]]:
    """A Spark Connect server on loopback in a process of its own: its process id and address."""
    with subprocess.Popen(
        [sys.executable, "-c", SAIL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        yield server.pid, f"sc://127.0.0.1:{server.stdout.readline().strip()}"
        server.communicate()


def _used_by(process: int | None) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of a process."""
    if process is None:
        return 0.0, 0.0
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return processor_seconds(process), int(peak[1]) / 1024 if peak else 0.0


def _with_server(taken: Run, before: tuple[float, float], after: tuple[float, float], times: int) -> Run:
    """A run and its share of what its server has used."""
    return Run(taken.seconds, taken.processor_seconds + (after[0] - before[0]) / times, taken.memory + after[1])


def _loopback_bytes() -> int:
    """Bytes that have gone over the loopback device."""
    line = next(line for line in Path("/proc/net/dev").read_text().splitlines() if line.strip().startswith("lo:"))
    return int(line.split()[1])


# --- serving ---------------------------------------------------------------------------------------------------------


def _served(folder: Path, units: int, rows: int, times: int) -> tuple[str, ...]:
    file, layout = folder / "answers.parquet", folder / "answers.toml"
    layout.write_text(LAYOUT, encoding="utf-8")
    with duckdb.connect() as maker:
        maker.sql(f"copy ({SPREAD.format(years=YEARS, units=units, rows=rows)}) to '{file}'")
    home = folder / "home"
    run(["-m", "etl", "load", str(units_in(folder))], home)
    run(["-m", "etl", "load", "--yes", str(file), "--layout", str(layout)], home)
    with published_from(home):
        with queries.connect() as cursor:
            ((cells,),) = cursor.execute("select count(*) from survey_answer").fetchall()
        taken = [median_ms(partial(queries.ask, name), times) for name in ASKED]
    return (f"{units} x {YEARS}", f"{rows:,}", f"{cells:,}", *(f"{ms:.1f}" for ms in taken))
