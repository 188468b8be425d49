"""The arguments of `python -m etl`: each command with its options and their help."""

import argparse
from collections.abc import Iterable
from pathlib import Path

import etl
from etl.engines.commands import add_aggregate_arguments, add_trace_arguments
from words import say


def parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of these commands."""
    whole = argparse.ArgumentParser(prog="python -m etl", description=say("warehouse.help.etl"))
    commands = whole.add_subparsers(dest="command", required=True)
    for name in names:
        purpose = say(f"warehouse.help.{name}")
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in ("check", "load"):
            command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("warehouse.help.paths"))
            command.add_argument("--layout", type=Path, metavar="FILE", help=say("warehouse.help.with_layout"))
            command.add_argument("--annotate", type=Path, metavar="DIR", help=say("warehouse.help.annotate"))
        if name == "build":
            command.add_argument(
                "--from",
                action="append",
                default=[],
                dest="cities",
                metavar="NAME=PATH",
                help=say("cities.help.from"),
            )
        if name in ("load", "build"):
            command.add_argument("--yes", action="store_true", help=say("warehouse.help.yes"))
        if name == "watch":
            command.add_argument("--once", action="store_true", help=say("warehouse.help.once"))
            command.add_argument("--every", type=float, default=5, metavar="SECONDS", help=say("warehouse.help.every"))
            command.add_argument("--by", metavar="NAME", help=say("warehouse.help.by"))
        if name == "history":
            command.add_argument("--builds", action="store_true", help=say("warehouse.help.builds"))
        if name == "rollback":
            command.add_argument("build", metavar="BUILD", help=say("warehouse.help.build_id"))
        if name == "trace":
            add_trace_arguments(command)
        if name == "aggregate":
            add_aggregate_arguments(command)
        if name == "template":
            command.add_argument("datasets", nargs="*", metavar="DATASET", help=say("warehouse.help.dataset"))
            command.add_argument(
                "-o", dest="folder", type=Path, default=Path(), metavar="DIR", help=say("warehouse.help.output")
            )
        if name == "layout":
            command.add_argument("file", type=Path, metavar="FILE", help=say("warehouse.help.stranger"))
            command.add_argument("--dataset", choices=etl.DATASETS, help=say("warehouse.help.dataset"))
            command.add_argument("-o", dest="output", type=Path, metavar="TOML", help=say("warehouse.help.output_file"))
        if name == "events":
            _add_acts(command)
        if name == "withdraw":
            command.add_argument("batch", metavar="BATCH", help=say("warehouse.help.batch"))
        command.add_argument("--json", action="store_true", help=say("warehouse.help.json"))
    return whole


def _add_acts(command: argparse.ArgumentParser) -> None:
    """What can be done with noted events; without one of them they are listed."""
    acts = command.add_subparsers(dest="act")
    for act in ("list", "add", "withdraw"):
        purpose = say(f"warehouse.help.events_{act}")
        own = acts.add_parser(act, help=purpose, description=purpose)
        if act == "add":
            own.add_argument("day", metavar="DAY", help=say("warehouse.help.day"))
            own.add_argument("what", metavar="TEXT", help=say("warehouse.help.what"))
            concerns = own.add_mutually_exclusive_group()
            for scope in ("class", "unit", "instrument"):
                concerns.add_argument(f"--{scope}", metavar="NAME", help=say(f"warehouse.help.event_{scope}"))
        if act == "withdraw":
            own.add_argument("event", metavar="EVENT", help=say("warehouse.help.event"))
        if act != "list":
            own.add_argument("--by", metavar="NAME", help=say("warehouse.help.event_by"))
        own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=say("warehouse.help.json"))
