"""`python -m etl`: see --help. What was asked for goes to stdout, progress to stderr.

Exit code: 0 all rows in · 1 some rejected · 2 refused, nothing changed.
"""

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import Any

import etl
from etl.template import write_templates
from etl.warehouse import home
from words import label, language, say

SHOWN = 10  # faults told on the command line; the rest stands in the build's rejected_row


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logging.getLogger("etl").setLevel(logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a Windows console is not UTF-8
    asked = _parser().parse_args(arguments)
    try:
        return COMMANDS[asked.command](asked)
    except etl.WarehouseError as error:
        if getattr(asked, "json", False):
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description=say("warehouse.help.etl"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        purpose = say(f"warehouse.help.{name}")
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in ("check", "load"):
            command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("warehouse.help.paths"))
            command.add_argument("--layout", type=Path, metavar="FILE", help=say("warehouse.help.layout"))
            command.add_argument("--annotate", type=Path, metavar="DIR", help=say("warehouse.help.annotate"))
        if name == "template":
            command.add_argument("datasets", nargs="*", metavar="DATASET", help=say("warehouse.help.dataset"))
            command.add_argument(
                "-o", dest="folder", type=Path, default=Path(), metavar="DIR", help=say("warehouse.help.output")
            )
        if name == "withdraw":
            command.add_argument("batch", metavar="BATCH", help=say("warehouse.help.batch"))
        command.add_argument("--json", action="store_true", help=say("warehouse.help.json"))
    return parser


def _check(asked: argparse.Namespace) -> int:
    return _tell(etl.check(asked.paths, asked.layout, asked.annotate), asked.json)


def _load(asked: argparse.Namespace) -> int:
    return _tell(etl.load(asked.paths, asked.layout, annotate=asked.annotate), asked.json)


def _template(asked: argparse.Namespace) -> int:
    written = write_templates(asked.datasets, asked.folder)
    if asked.json:
        print(json.dumps({"templates": [str(path) for path in written]}, ensure_ascii=False))
        return 0
    for path in written:
        print(say("office.told.template", path=path))
    return 0


def _demo(asked: argparse.Namespace) -> int:
    """Rejected rows are part of the demonstration: they are no failure."""
    from data.demo.make import make

    logging.getLogger("etl").info(say("warehouse.making_demo"))
    code = _tell(etl.load(make(home() / "demo"), by="demo"), asked.json, faults_shown=0)
    return 2 if code == 2 else 0


def _history(asked: argparse.Namespace) -> int:
    batches = etl.history()
    if asked.json:
        print(json.dumps(batches, ensure_ascii=False, indent=1))
        return 0
    for batch in batches:
        counts = [f"{batch[name]:>8}" for name in ("rows_read", "accepted", "rejected", "skipped")]
        state = say(f"warehouse.state.{batch['state']}")
        print(batch["batch_id"], batch["loaded_at"], *counts, state, batch["file"], sep="  ")
    if not batches:
        print(say("warehouse.no_batches"))
    return 0


def _withdraw(asked: argparse.Namespace) -> int:
    build = etl.withdraw(asked.batch)
    facts = {"batch": asked.batch, "build": build}
    print(json.dumps(facts) if asked.json else say("warehouse.withdrawn", **facts))
    return 0


def _build(asked: argparse.Namespace) -> int:
    build = etl.build()
    print(json.dumps({"build": build}) if asked.json else build)
    return 0


def _tell(report: etl.Report, as_json: bool, faults_shown: int = SHOWN) -> int:
    if as_json:
        facts = {"build": report.build_id, "files": [file.facts() for file in report.files]}
        print(json.dumps(facts, ensure_ascii=False))
        return report.exit_code
    for file in report.files:
        print(say(f"warehouse.outcome.{_outcome(file)}", **_sayable(file)))
        if faults_shown and file.faults.height:
            for message in file.faults[f"message_{language()}"].head(faults_shown):
                print("   ", message)
            if (more := file.faults.height - faults_shown) > 0:
                print("   ", say("warehouse.more_faults", n=more))
        if file.returned:
            print("   ", say("office.told.returned", path=file.returned))
    return report.exit_code


def _outcome(file: etl.FileReport) -> str:
    if file.refused:
        return "refused"
    if file.batch_id is None:
        return "checked"
    return "unchanged" if file.unchanged else "loaded"


def _sayable(file: etl.FileReport) -> dict[str, Any]:
    dataset = label("dataset", file.dataset) if file.dataset else ""
    return file.facts() | {"batch_id": file.batch_id, "dataset": dataset}


COMMANDS = {
    "check": _check,
    "load": _load,
    "template": _template,
    "demo": _demo,
    "history": _history,
    "withdraw": _withdraw,
    "build": _build,
}

if __name__ == "__main__":
    sys.exit(main())
