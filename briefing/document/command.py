"""The options of `python -m briefing … -o FILE.docx`: the kind of document and the words around its text."""

import argparse
import datetime

from briefing.document.blocks import KINDS, Kind, Letter
from words import LANGUAGES, say

# A kind by its Chinese and its English word.
KIND_OF: dict[str, Kind] = {say(f"document.kind.{kind}", lang): kind for kind in KINDS for lang in LANGUAGES}
TEXTS = ("title", "office", "to", "red_head", "name", "preface", "report_to", "send_to", "issue_to", "note")
NUMBERS = ("issue", "copies")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of documents to those of the command."""
    options = parser.add_argument_group(say("document.cli.about"))
    options.add_argument("--kind", choices=KIND_OF, default="", help=say("document.cli.kind"))
    for name in TEXTS:
        options.add_argument(f"--{name.replace('_', '-')}", default="", help=say(f"document.cli.{name}"))
    for name in NUMBERS:
        options.add_argument(f"--{name}", type=int, metavar="N", help=say(f"document.cli.{name}"))
    options.add_argument(
        "--date",
        type=datetime.date.fromisoformat,
        default=datetime.date.today(),
        metavar="YYYY-MM-DD",
        help=say("document.cli.date"),
    )


def letter_of(chosen: argparse.Namespace) -> Letter:
    """The words around the text, as the options say."""
    texts = {name: getattr(chosen, name) for name in TEXTS}
    return Letter(day=chosen.date, issue=chosen.issue, copies=chosen.copies, **texts)
