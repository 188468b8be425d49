"""The command line `python -m etl`; see --help. Results go to stdout, progress to stderr.

Exit code: 0 all rows accepted · 1 some rows rejected · 2 refused, nothing changed.
"""

import argparse
import contextlib
import gc
import json
import logging
import os
import signal
import sys
import threading

import etl
from etl.arguments import parser
from etl.engines.commands import run_aggregate, run_trace
from etl.storage import home, make_folder, write_output
from etl.warehouse.load_report import MAX_FAULTS
from etl.warehouse.noted_events import event_lines
from etl.warehouse.template import write_templates
from words import label, say


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logging.getLogger("etl").setLevel(logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a Windows console is not UTF-8
    asked = parser(COMMANDS).parse_args(arguments)
    try:
        return COMMANDS[asked.command](asked)
    except etl.WarehouseError as error:
        if getattr(asked, "json", False):
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(error, file=sys.stderr)
        return 2


def _check(asked: argparse.Namespace) -> int:
    return _print_report(etl.check(asked.paths, asked.layout, asked.annotate), asked.json)


def _load(asked: argparse.Namespace) -> int:
    return _print_report(etl.load(asked.paths, asked.layout, annotate=asked.annotate, confirmed=asked.yes), asked.json)


def _watch(asked: argparse.Namespace) -> int:
    """Watch the inbox until SIGINT or SIGTERM: the first signal finishes the current file, a second one stops
    at once."""
    stop = threading.Event()

    def stopping(number: int, _: object) -> None:
        signal.signal(number, signal.default_int_handler)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopping)
    code = 0
    with contextlib.suppress(KeyboardInterrupt):
        for taken in etl.watch(asked.every, asked.once, asked.by, stop):
            code = max(code, 0 if taken.all_in else 1)
            _print_taken(taken, asked.json)
            sys.stdout.flush()
    if stop.is_set():
        logging.getLogger("etl").info(say("warehouse.inbox.stopped"))
    return code


def _print_taken(taken: etl.ProcessedFile, as_json: bool) -> None:
    if as_json:
        files = [file.facts() for file in taken.report.files] if taken.report else []
        facts = {"file": taken.file, "place": str(taken.place), "notes": [str(note) for note in taken.notes]}
        print(json.dumps(facts | {"files": files}, ensure_ascii=False))
    elif taken.report:
        _print_report(taken.report, as_json)


def _template(asked: argparse.Namespace) -> int:
    written = write_templates(asked.datasets, asked.folder)
    if asked.json:
        print(json.dumps({"templates": [str(path) for path in written]}, ensure_ascii=False))
        return 0
    for path in written:
        print(say("office.told.template", path=path))
    return 0


def _layout(asked: argparse.Namespace) -> int:
    """Propose a layout for a file: printed, or written to a file."""
    text = etl.propose_layout(asked.file, asked.dataset).as_toml()
    if asked.output:
        write_output(asked.output, text.encode())
    print(json.dumps({"layout": text}, ensure_ascii=False) if asked.json else str(asked.output or text.rstrip()))
    return 0


def _demo(asked: argparse.Namespace) -> int:
    """Load the demonstration workbooks. They contain faulty rows on purpose, so rejected rows still exit with 0."""
    from data.demo.events import events
    from data.demo.make import make

    logging.getLogger("etl").info(say("warehouse.making_demo"))
    make_folder(home())
    code = _print_report(etl.load(make(home() / "demo"), by="demo"), asked.json, faults_shown=0)
    for event in events():
        etl.note_event(**event, by="demo")
    return 2 if code == 2 else 0


def _history(asked: argparse.Namespace) -> int:
    if asked.builds:
        return _builds(asked)
    batches = etl.history()
    if asked.json:
        print(json.dumps(batches, ensure_ascii=False, indent=1))
        return 0
    for batch in batches:
        counts = [f"{_shown_count(batch[name]):>8}" for name in ("rows_read", "accepted", "rejected", "skipped")]
        state = label("batch_state", batch["state"])
        print(batch["batch_id"], batch["loaded_at"], *counts, state, batch["file"], sep="  ")
    if not batches:
        print(say("warehouse.no_batches"))
    return 0


def _shown_count(n: int | None) -> str:
    return say("warehouse.figure.not_shown") if n is None else str(n)


def _builds(asked: argparse.Namespace) -> int:
    kept = etl.builds()
    if asked.json:
        print(json.dumps(kept, ensure_ascii=False, indent=1))
        return 0
    for build in kept:
        print("*" if build["in_force"] else " ", build["id"], build["since"], build["batches"], sep="  ")
    return 0


def _rollback(asked: argparse.Namespace) -> int:
    build = etl.rollback(asked.build)
    print(json.dumps({"build": build}) if asked.json else say("warehouse.rolled_back", build=build))
    return 0


def _events(asked: argparse.Namespace) -> int:
    """List the noted events, note one, or withdraw one."""
    if asked.act == "withdraw":
        found = [etl.withdraw_event(asked.event, asked.by)]
    elif asked.act == "add":
        scopes = {scope: getattr(asked, scope) for scope in ("class", "unit", "instrument")}
        scope, concerns = next((each for each in scopes.items() if each[1] is not None), ("city", ""))
        found = [etl.note_event(asked.day, asked.what, scope, concerns, asked.by)]
    else:
        found = etl.noted_events()
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(*event_lines(found), sep="\n")
    return 0


def _withdraw(asked: argparse.Namespace) -> int:
    build = etl.withdraw(asked.batch)
    facts = {"batch": asked.batch, "build": build}
    print(json.dumps(facts) if asked.json else say("warehouse.withdrawn", **facts))
    return 0


def _build(asked: argparse.Namespace) -> int:
    """Build the live batches; with --from, take in what cities have published first."""
    if asked.cities:
        return _print_report(etl.build_from(asked.cities, confirmed=asked.yes), asked.json)
    build = etl.build()
    print(json.dumps({"build": build}) if asked.json else build)
    return 0


def _print_report(report: etl.Report, as_json: bool, faults_shown: int = MAX_FAULTS) -> int:
    if as_json:
        print(json.dumps(report.facts(), ensure_ascii=False))
    else:
        print(*report.lines(faults_shown), sep="\n")
    return report.exit_code


COMMANDS = {
    "check": _check,
    "load": _load,
    "aggregate": run_aggregate,
    "watch": _watch,
    "template": _template,
    "layout": _layout,
    "demo": _demo,
    "history": _history,
    "withdraw": _withdraw,
    "rollback": _rollback,
    "trace": run_trace,
    "events": _events,
    "build": _build,
}


def run() -> int:
    """Console entry point: `main`, with a closed output pipe (`| head`) treated as success."""
    gc.freeze()  # what imports have made stays: no collection need look at it, nor the one at the exit
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    return code


if __name__ == "__main__":
    sys.exit(run())
