"""The arguments of `python -m etl`: each command with its options and their help."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import etl
from etl.engines.commands import add_aggregate_arguments, add_trace_arguments, positive
from words import say


def parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of these commands."""
    whole = argparse.ArgumentParser(prog="python -m etl", description=say("warehouse.help.etl"))
    commands = whole.add_subparsers(dest="command", required=True)
    for name in names:
        purpose = say(f"warehouse.help.{name}")
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in ARGUMENTS:
            ARGUMENTS[name](command)
        command.add_argument("--json", action="store_true", help=say("warehouse.help.json"))
    return whole


def _of_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("warehouse.help.paths"))
    command.add_argument("--layout", type=Path, metavar="FILE", help=say("warehouse.help.with_layout"))
    command.add_argument("--annotate", type=Path, metavar="DIR", help=say("warehouse.help.annotate"))


def _of_load(command: argparse.ArgumentParser) -> None:
    _of_check(command)
    _add_consent(command)


def _of_build(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--from", action="append", default=[], dest="cities", metavar="NAME=PATH", help=say("cities.help.from")
    )
    _add_consent(command)


def _add_consent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help=say("warehouse.help.yes"))


def _of_watch(command: argparse.ArgumentParser) -> None:
    command.add_argument("--once", action="store_true", help=say("warehouse.help.once"))
    command.add_argument(
        "--every", type=positive(float), default=5, metavar="SECONDS", help=say("warehouse.help.every")
    )
    command.add_argument("--by", metavar="NAME", help=say("warehouse.help.by"))


def _of_history(command: argparse.ArgumentParser) -> None:
    command.add_argument("--builds", action="store_true", help=say("warehouse.help.builds"))


def _of_rollback(command: argparse.ArgumentParser) -> None:
    command.add_argument("build", metavar="BUILD", help=say("warehouse.help.build_id"))


def _of_template(command: argparse.ArgumentParser) -> None:
    command.add_argument("datasets", nargs="*", metavar="DATASET", help=say("warehouse.help.dataset"))
    command.add_argument(
        "-o", dest="folder", type=Path, default=Path(), metavar="DIR", help=say("warehouse.help.output")
    )


def _of_layout(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=say("warehouse.help.stranger"))
    command.add_argument("--dataset", choices=etl.DATASETS, help=say("warehouse.help.dataset"))
    command.add_argument("-o", dest="output", type=Path, metavar="TOML", help=say("warehouse.help.output_file"))


def _of_withdraw(command: argparse.ArgumentParser) -> None:
    command.add_argument("batch", metavar="BATCH", help=say("warehouse.help.batch"))


def _of_events(command: argparse.ArgumentParser) -> None:
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


# Command → what adds its own arguments; the other commands have none.
ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "aggregate": add_aggregate_arguments,
    "build": _of_build,
    "check": _of_check,
    "events": _of_events,
    "history": _of_history,
    "layout": _of_layout,
    "load": _of_load,
    "rollback": _of_rollback,
    "template": _of_template,
    "trace": add_trace_arguments,
    "watch": _of_watch,
    "withdraw": _of_withdraw,
}
