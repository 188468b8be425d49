"""The commands that may ask an engine: `aggregate`, and `trace` with the rows of a result looked up where they lie."""

import argparse
import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl

from etl.engines.open_engine import ENGINES
from etl.engines.run import aggregate
from etl.engines.source_lookup import rows_of_sources
from etl.storage import WarehouseError, write_output
from etl.warehouse.engine_result import REJECTED
from etl.warehouse.load_report import MAX_FAULTS
from etl.warehouse.originals import original_workbook
from etl.warehouse.tracing import Trace, trace
from words import language, say

MOST = 1_000_000_000  # of a number in an argument
Number = TypeVar("Number", int, float)


def add_aggregate_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `aggregate`."""
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=say("engines.help.sources"))
    command.add_argument("-o", dest="folder", type=Path, required=True, metavar="DIR", help=say("engines.help.folder"))
    command.add_argument("--engine", choices=ENGINES, default="duckdb", help=say("engines.help.engine"))
    command.add_argument("--layout", type=Path, metavar="FILE", help=say("warehouse.help.with_layout"))
    _add_addresses(command)


def add_trace_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `trace`."""
    command.add_argument("dataset", metavar="DATASET", help=say("warehouse.help.traced"))
    command.add_argument("--set", action="append", default=[], metavar="K=V", help=say("warehouse.help.set"))
    command.add_argument("--limit", type=positive(int), default=1000, metavar="N", help=say("warehouse.help.limit"))
    command.add_argument("-o", dest="folder", type=Path, metavar="DIR", help=say("warehouse.help.originals"))
    command.add_argument("--rows", action="store_true", help=say("engines.help.rows"))
    _add_addresses(command)


def positive(kind: Callable[[str], Number]) -> Callable[[str], Number]:
    """The reader of an argument that is a number above 0. kind: int or float."""

    def read(given: str) -> Number:
        with contextlib.suppress(ValueError):
            number = kind(given)
            if 0 < number <= MOST:
                return number
        raise argparse.ArgumentTypeError(say("warehouse.not_positive", given=given, most=MOST))

    return read


def _add_addresses(command: argparse.ArgumentParser) -> None:
    command.add_argument("--remote", metavar="sc://HOST:PORT", help=say("engines.help.remote"))
    command.add_argument("--url", metavar="clickhouse://…", help=say("engines.help.url"))


def run_aggregate(asked: argparse.Namespace) -> int:
    """Aggregate sources to a folder. Exit code 1 where answers were rejected."""
    made = aggregate(asked.sources, asked.folder, asked.engine, asked.layout, asked.remote, asked.url)
    if asked.json:
        print(json.dumps(made, ensure_ascii=False))
    else:
        engine = {"engine": made["engine"]["name"], "version": made["engine"]["version"]}
        print(say("engines.done", **made["counts"], **engine, seconds=made["seconds"], folder=asked.folder))
        faults = pl.read_parquet(asked.folder / REJECTED, glob=False)
        for sentence in faults[f"message_{language()}"].head(MAX_FAULTS):
            print(f"    {sentence}")
        for rule, n in made["reasons"].items():
            print(say("engines.reason", rule=rule, n=n))
    return 1 if made["counts"]["rejected"] else 0


def run_trace(asked: argparse.Namespace) -> int:
    """From a figure to its files, sheets and rows; with an engine's address also to the rows that it has aggregated."""
    if unread := [one for one in asked.set if "=" not in one]:
        raise WarehouseError("warehouse.unreadable_set", value=unread[0])
    filters = dict(one.split("=", 1) for one in asked.set)
    found = trace(asked.dataset, asked.limit, **{name: value.split(",") for name, value in filters.items()})
    if asked.folder:
        _copy_originals(found, asked.folder)
    rows = found.rows
    if asked.rows or asked.remote or asked.url:
        looked_up = rows_of_sources(found, asked.limit, asked.remote, asked.url)
        rows = pl.concat([rows, looked_up], how="diagonal_relaxed").head(asked.limit)
    sheets = found.files.explode("sheets").select("file", "batch_id", source_sheet="sheets")
    listed = sheets if rows.is_empty() and (found.withheld or found.placed.height) else rows
    if asked.json:
        print(listed.write_json())
        return 0
    place = [name for name in ("file", "source_sheet", "source_row", "batch_id") if name in listed.columns]
    for row in listed.select(place).iter_rows():
        print(*("" if value is None else value for value in row), sep="  ")
    if rows.height or not found.withheld:
        print(say("warehouse.traced", n=rows.height, files=rows["file"].n_unique()))
    if found.withheld:
        print(say("warehouse.traced_files", files=found.files.height))
        print(say(f"warehouse.withheld.{found.withheld}"))
    return 0


def _copy_originals(found: Trace, folder: Path) -> None:
    for batch_id, file in found.files.select("batch_id", "file").iter_rows():
        kept = original_workbook(batch_id)
        write_output(folder / f"{batch_id}_{Path(file).stem}{kept.suffix}", kept.read_bytes())
