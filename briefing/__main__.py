"""`python -m briefing [--list] EXHIBIT… -o FILE.pptx [--set K=V]… [--lang zh|en]`: exhibits as native slides.

`python -m briefing code CODE` restores a card; `python -m briefing notice` lists the exported figures that changed.
"""

import argparse
import sys
from pathlib import Path

import briefing
import queries
from briefing import code_command, exports, notice
from briefing.answered import in_every_language
from exhibits.selection import Selection
from words import LANGUAGES, language, say

COMMANDS = {"code": code_command.main, "notice": notice.main}


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in COMMANDS:
        return COMMANDS[given[0]](given[1:])
    chosen = _parser().parse_args(given)
    if chosen.list:
        print("\n".join(briefing.SUPPORTED))
        return 0
    if refusal := _refusal(chosen):
        print(refusal, file=sys.stderr)
        return 2
    try:
        selection = Selection.of(chosen.set, chosen.lang)
        build = queries.build_id()
        cards = [
            exports.Card(in_every_language(exhibit, selection, build), selection, build) for exhibit in chosen.exhibits
        ]
        deck = briefing.deck_of([card.shown[chosen.lang] for card in cards], chosen.lang)
        _record(chosen.output, chosen.lang, cards)
        deck.save(str(chosen.output))
    except queries.QuestionError as error:
        print(error.sentence(language()), file=sys.stderr)
        return 2
    except ValueError as error:  # the message of the error is a sentence for the user
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(say("briefing.cli.unwritable", file=chosen.output, reason=error.strerror), file=sys.stderr)
        return 2
    print(say("briefing.cli.written", file=chosen.output, slides=len(deck.slides)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description=say("briefing.cli.about"))
    parser.add_argument("exhibits", nargs="*", metavar="EXHIBIT", help=say("briefing.cli.exhibits"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.pptx", help=say("briefing.cli.output"))
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help=say("briefing.cli.set"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    parser.add_argument("--list", action="store_true", help=say("briefing.cli.list"))
    return parser


def _refusal(chosen: argparse.Namespace) -> str | None:
    """The reason why the command cannot run, as a sentence; None if it can."""
    if not chosen.exhibits or chosen.output is None:
        return say("briefing.cli.which")
    if chosen.output.suffix.lower() != ".pptx":
        return say("briefing.cli.ending", ending=chosen.output.suffix or chosen.output.name)
    for exhibit in chosen.exhibits:
        if exhibit not in briefing.SUPPORTED:
            return say("briefing.cli.unknown", exhibit=exhibit, allowed=", ".join(briefing.SUPPORTED))
    return None


def _record(output: Path, lang: str, cards: list[exports.Card]) -> None:
    """Records the export before its file is written: no file leaves the house with a code that is not known."""
    try:
        exports.keep(output.suffix.lower().removeprefix("."), output.name, lang, exports.user(), cards)
    except OSError as error:
        print(say("trace_code.cli.not_kept", reason=error.strerror), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
