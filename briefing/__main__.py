"""`python -m briefing [--list] EXHIBIT… -o FILE [--set K=V]… [--lang zh|en]`: exhibits as native slides, as a Word
document or as pictures.

`python -m briefing compose NAME -o FILE` makes a saved briefing; `python -m briefing code CODE` restores a card;
`python -m briefing notice` lists the exported figures that changed; `python -m briefing check FILE` compares an edited
file with its cards and `python -m briefing refresh FILE -o FILE` brings it to the newest build.
"""

import argparse
import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import briefing
import queries
from briefing import code_command, compose_command, edited_commands, exports, notice_command
from briefing.answered import in_every_language
from briefing.document import KINDS, document_of
from briefing.document.command import KIND_OF, add_options, letter_of
from briefing.picture import FORMS, SIZES
from briefing.picture import command as picture_command
from briefing.recording import record
from briefing.refusal import RefusalError
from charts.theme import PALETTES
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import LANGUAGES, language, say

COMMANDS = {
    "compose": compose_command.main,
    "code": code_command.main,
    "notice": notice_command.main,
    "check": edited_commands.check_main,
    "refresh": edited_commands.refresh_main,
}


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
        selection = replace(Selection.of(chosen.set, chosen.lang), theme=chosen.theme)
        build = queries.build_id()
        cards = [exports.Card(in_every_language(name, selection, build), selection, build) for name in chosen.exhibits]
        record(chosen.output, chosen.lang, cards)
        print(*WRITING[_ending(chosen.output)]([card.shown[chosen.lang] for card in cards], chosen), sep="\n")
    except (queries.QuestionError, RefusalError) as error:
        print(error.sentence(language()), file=sys.stderr)
        return 2
    except ValueError as error:  # the message of the error is a sentence for the user
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(say("briefing.cli.unwritable", file=chosen.output, reason=error.strerror), file=sys.stderr)
        return 2
    return 0


def _write_deck(exhibits: list[Exhibit], chosen: argparse.Namespace) -> Iterator[str]:
    deck = briefing.deck_of(exhibits, chosen.lang)
    deck.save(str(chosen.output))
    yield say("briefing.cli.written", file=chosen.output, slides=len(deck.slides))


def _write_document(exhibits: list[Exhibit], chosen: argparse.Namespace) -> Iterator[str]:
    document = document_of(exhibits, chosen.lang, KIND_OF.get(chosen.kind, KINDS[0]), letter_of(chosen))
    document.save(str(chosen.output))
    yield say("document.cli.written", file=chosen.output)


def _write_pictures(exhibits: list[Exhibit], chosen: argparse.Namespace) -> Iterator[str]:
    return picture_command.write(exhibits, chosen.output, chosen.size, chosen.lang, chosen.theme)


# Ending → what writes such a file, a sentence for each; pictures there are of every exhibit.
WRITING = {"pptx": _write_deck, "docx": _write_document, **dict.fromkeys(FORMS, _write_pictures)}


def _ending(output: Path) -> str:
    return output.suffix.lower().removeprefix(".")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description=say("briefing.cli.about"))
    parser.add_argument("exhibits", nargs="*", metavar="EXHIBIT", help=say("briefing.cli.exhibits"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("briefing.cli.output"))
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help=say("briefing.cli.set"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    parser.add_argument("--size", choices=SIZES, default=SIZES[0], help=say("picture.cli.size"))
    parser.add_argument("--theme", choices=PALETTES, default="light", help=say("picture.cli.theme"))
    add_options(parser)
    parser.add_argument("--list", action="store_true", help=say("briefing.cli.list"))
    return parser


def _refusal(chosen: argparse.Namespace) -> str | None:
    """The reason why the command cannot run, as a sentence; None if it can."""
    if not chosen.exhibits or chosen.output is None:
        return say("briefing.cli.which")
    drawn = _ending(chosen.output) in FORMS
    if _ending(chosen.output) not in WRITING:
        return say("briefing.cli.ending", ending=chosen.output.suffix or chosen.output.name)
    allowed = tuple(CATALOGUE) if drawn else briefing.SUPPORTED
    for exhibit in chosen.exhibits:
        if exhibit not in allowed:
            key = "picture.cli.unknown" if drawn else "briefing.cli.unknown"
            return say(key, exhibit=exhibit, allowed=", ".join(allowed))
    return None


if __name__ == "__main__":
    gc.freeze()  # what imports have made stays: no collection need look at it, nor the one at the exit
    sys.exit(main())
