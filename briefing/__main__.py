"""`python -m briefing [--list] EXHIBIT… -o FILE.pptx [--set K=V]… [--lang zh|en]`: exhibits as native slides;
`python -m briefing compose NAME -o FILE`: a saved briefing."""

import argparse
import sys
from pathlib import Path

import briefing
import queries
from briefing import compose_command
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import LANGUAGES, language, say


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["compose"]:
        return compose_command.main(arguments[1:])
    chosen = _parser().parse_args(arguments)
    if chosen.list:
        print("\n".join(briefing.SUPPORTED))
        return 0
    if refusal := _refusal(chosen):
        print(refusal, file=sys.stderr)
        return 2
    try:
        selection = Selection.of(chosen.set, chosen.lang)
        deck = briefing.deck_of([_answered(exhibit, selection) for exhibit in chosen.exhibits], chosen.lang)
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
