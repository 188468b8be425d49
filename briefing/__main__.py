"""`python -m briefing [--list] EXHIBIT… -o FILE [--set K=V]… [--lang zh|en]`: exhibits as native slides or pictures."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import briefing
import queries
from briefing.picture import SIZES, PictureError, command
from charts.theme import PALETTES
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
        selection = replace(Selection.of(chosen.set, chosen.lang), theme=chosen.theme)
        exhibits = [_answered(exhibit, selection) for exhibit in chosen.exhibits]
        if command.is_picture(chosen.output):
            print(*command.write(exhibits, chosen.output, chosen.size, chosen.lang, chosen.theme), sep="\n")
            return 0
        deck = briefing.deck_of(exhibits, chosen.lang)
        deck.save(str(chosen.output))
    except (queries.QuestionError, PictureError) as error:
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
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("briefing.cli.output"))
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help=say("briefing.cli.set"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    parser.add_argument("--size", choices=SIZES, default=SIZES[0], help=say("picture.cli.size"))
    parser.add_argument("--theme", choices=PALETTES, default="light", help=say("picture.cli.theme"))
    parser.add_argument("--list", action="store_true", help=say("briefing.cli.list"))
    return parser


def _refusal(chosen: argparse.Namespace) -> str | None:
    """The reason why the command cannot run, as a sentence; None if it can."""
    if not chosen.exhibits or chosen.output is None:
        return say("briefing.cli.which")
    drawn = command.is_picture(chosen.output)
    if chosen.output.suffix.lower() != ".pptx" and not drawn:
        return say("briefing.cli.ending", ending=chosen.output.suffix or chosen.output.name)
    allowed = tuple(CATALOGUE) if drawn else briefing.SUPPORTED
    for exhibit in chosen.exhibits:
        if exhibit not in allowed:
            key = "picture.cli.unknown" if drawn else "briefing.cli.unknown"
            return say(key, exhibit=exhibit, allowed=", ".join(allowed))
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
