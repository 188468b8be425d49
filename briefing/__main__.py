"""`python -m briefing [--list] EXHIBIT… -o FILE.(pptx|docx) [--set K=V]… [--lang zh|en]`: exhibits as native slides or
as a Word document."""

import argparse
import sys
from pathlib import Path

import briefing
import queries
from briefing.document import document_of
from briefing.document.command import KIND_OF, add_options, letter_of
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import LANGUAGES, language, say


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    if chosen.list:
        print("\n".join(briefing.SUPPORTED))
        return 0
    if refusal := _refusal(chosen):
        print(refusal, file=sys.stderr)
        return 2
    try:
        selection = Selection.of(chosen.set, chosen.lang)
        written = WRITING[chosen.output.suffix.lower()](
            [_answered(exhibit, selection) for exhibit in chosen.exhibits], chosen
        )
    except queries.QuestionError as error:
        print(error.sentence(language()), file=sys.stderr)
        return 2
    except ValueError as error:  # the message of the error is a sentence for the user
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(say("briefing.cli.unwritable", file=chosen.output, reason=error.strerror), file=sys.stderr)
        return 2
    print(written)
    return 0


def _write_deck(exhibits: list[Exhibit], chosen: argparse.Namespace) -> str:
    deck = briefing.deck_of(exhibits, chosen.lang)
    deck.save(str(chosen.output))
    return say("briefing.cli.written", file=chosen.output, slides=len(deck.slides))


def _write_document(exhibits: list[Exhibit], chosen: argparse.Namespace) -> str:
    document = document_of(exhibits, chosen.lang, KIND_OF[chosen.kind], letter_of(chosen))
    document.save(str(chosen.output))
    return say("document.cli.written", file=chosen.output)


WRITING = {".pptx": _write_deck, ".docx": _write_document}  # by the ending of the file


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description=say("briefing.cli.about"))
    parser.add_argument("exhibits", nargs="*", metavar="EXHIBIT", help=say("briefing.cli.exhibits"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("briefing.cli.output"))
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help=say("briefing.cli.set"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    add_options(parser)
    parser.add_argument("--list", action="store_true", help=say("briefing.cli.list"))
    return parser


def _refusal(chosen: argparse.Namespace) -> str | None:
    """The reason why the command cannot run, as a sentence; None if it can."""
    if not chosen.exhibits or chosen.output is None:
        return say("briefing.cli.which")
    if chosen.output.suffix.lower() not in WRITING:
        return say("briefing.cli.ending", ending=chosen.output.suffix or chosen.output.name)
    for exhibit in chosen.exhibits:
        if exhibit not in briefing.SUPPORTED:
            return say("briefing.cli.unknown", exhibit=exhibit, allowed=", ".join(briefing.SUPPORTED))
    return None


def _answered(name: str, selection: Selection) -> Exhibit:
    """The exhibit as a page shows it, computed from the results of its questions."""
    exhibit = CATALOGUE[name]
    answers = {
        question: queries.ask(question, **selection.params(queries.parameters(question)))
        for question in exhibit.questions
    }
    return exhibit.make(answers, selection)


if __name__ == "__main__":
    sys.exit(main())
