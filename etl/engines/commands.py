"""The commands that may ask an engine: `aggregate`, and `trace` with the rows of a result looked up where they lie."""

import argparse
import json
from pathlib import Path

from etl.engines.open_engine import ENGINES
from etl.engines.run import aggregate
from words import say


def add_engine_arguments(command: argparse.ArgumentParser) -> None:
    """The addresses of engines."""
    command.add_argument("--remote", metavar="sc://HOST:PORT", help=say("engines.help.remote"))
    command.add_argument("--url", metavar="clickhouse://…", help=say("engines.help.url"))


def add_aggregate_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `aggregate`."""
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=say("engines.help.sources"))
    command.add_argument("-o", dest="folder", type=Path, required=True, metavar="DIR", help=say("engines.help.folder"))
    command.add_argument("--engine", choices=ENGINES, default="duckdb", help=say("engines.help.engine"))
    command.add_argument("--layout", type=Path, metavar="FILE", help=say("warehouse.help.with_layout"))
    add_engine_arguments(command)


def run_aggregate(asked: argparse.Namespace) -> int:
    """Aggregate sources to a folder. Exit code 1 where answers were rejected."""
    made = aggregate(asked.sources, asked.folder, asked.engine, asked.layout, asked.remote, asked.url)
    if asked.json:
        print(json.dumps(made, ensure_ascii=False))
    else:
        engine = {"engine": made["engine"]["name"], "version": made["engine"]["version"]}
        print(say("engines.done", **made["counts"], **engine, seconds=made["seconds"], folder=asked.folder))
        for rule, n in made["reasons"].items():
            print(say("engines.reason", rule=rule, n=n))
    return 1 if made["counts"]["rejected"] else 0
