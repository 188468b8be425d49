"""`python -m briefing code CODE`: restores a card and says whether it has changed since."""

import argparse
import sys

import queries
from briefing.codes import about, batch_words, change_words, export_words, mistyped, outcome, restored
from briefing.qr import code_address
from exhibits.trace_code import tidy
from words import LANGUAGES, language, say


def main(arguments: list[str]) -> int:
    """Prints what is known of the code. Exit code 2 if it is mistyped or unknown."""
    chosen = _parser().parse_args(arguments)
    lang = chosen.lang
    try:
        card = restored(chosen.code, lang)
    except queries.QuestionError as error:  # nothing is published
        print(error.sentence(lang), file=sys.stderr)
        return 2
    if card is None:
        print(mistyped(tidy(chosen.code), lang), file=sys.stderr)
        return 2
    print("\n".join(about(card)))
    if shown := card.texts:
        print("\n".join(["", shown.finding, shown.subtitle, shown.footer]))
    print("\n".join(["", *filter(None, [outcome(card)]), *change_words(card), *batch_words(card)]))
    if card.kept.page:
        print(say("trace_code.cli.page", lang, page=card.kept.page))
    if (address := code_address(card.kept.code)) != card.kept.code:
        print(say("trace_code.cli.address", lang, address=address))
    if card.kept.exports:
        print("\n".join([say("trace_code.exports", lang), *(export_words(one, lang) for one in card.kept.exports)]))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing code", description=say("trace_code.cli.about"))
    parser.add_argument("code", metavar="CODE", help=say("trace_code.cli.code"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    return parser
