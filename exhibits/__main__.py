"""The command line `python -m exhibits [NAME] [--set K=V]… [--lang zh|en] [--format json|table]`: prints what readers
see in an exhibit."""

import argparse
import gc
import json
import sys
from typing import Any

import polars as pl

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from words import LANGUAGES, language, say


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    chosen = _parser().parse_args(arguments)
    if not chosen.name:
        print("\n".join(CATALOGUE))
        return 0
    try:
        if chosen.name not in CATALOGUE:
            raise ValueError(say("exhibits.cli.unknown", name=chosen.name, allowed=", ".join(CATALOGUE)))
        exhibit = _shown(chosen.name, Selection.of(chosen.set, chosen.lang), chosen.build)
    except queries.QuestionError as error:
        print(error.sentence(language()), file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(_json(exhibit) if chosen.format == "json" else _table(exhibit))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m exhibits", description=say("exhibits.cli.about"))
    parser.add_argument("name", nargs="?", help=say("exhibits.cli.name"))
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help=say("briefing.cli.set"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    parser.add_argument("--format", choices=("table", "json"), default="table", help=say("exhibits.cli.format"))
    parser.add_argument("--build", metavar="ID", help=say("exhibits.cli.build"))
    return parser


def _shown(name: str, selection: Selection, build: str | None) -> Exhibit:
    spec = CATALOGUE[name]
    answers = {
        question: queries.ask(question, build=build, **selection.params(queries.parameters(question)))
        for question in spec.questions
    }
    return spec.make(answers, selection)


def _json(exhibit: Exhibit) -> str:
    said: dict[str, Any] = {part: getattr(exhibit, part) for part in ("id", "finding", "subtitle", "footer", "alt")} | {
        "frame": exhibit.frame.to_dicts()
    }
    return json.dumps(said, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())


def _table(exhibit: Exhibit) -> str:
    with pl.Config(tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=40, tbl_width_chars=240, tbl_hide_dataframe_shape=True):
        return "\n".join([exhibit.finding, exhibit.subtitle, str(exhibit.frame), exhibit.footer])


if __name__ == "__main__":
    gc.freeze()  # what imports have made stays: no collection need look at it, nor the one at the exit
    sys.exit(main())
