"""`python -m briefing compose NAME -o FILE`: a saved briefing as a deck, a document or a web pack."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from briefing import compositions
from briefing.composed import composed
from briefing.composed_document import composed_document_bytes
from briefing.composition import Composition
from briefing.deck import deck_bytes
from briefing.document.command import KIND_OF, NUMBERS, TEXTS, add_options
from briefing.pack import folder_files, pack_file
from briefing.recording import cards_of, record
from briefing.refusal import RefusalError
from briefing.template import OPENING, content_of, missing
from exhibits.phrasing import minute
from words import LANGUAGES, language, say


def main(arguments: list[str]) -> int:
    """Runs the command and returns its exit code."""
    chosen = _parser().parse_args(arguments)
    if chosen.list:
        for version in compositions.saved():
            by, at = version.by or "–", minute(version.at)
            print(say("compose.cli.listed", name=version.name, number=version.number, at=at, by=by))
        return 0
    try:
        return _write(chosen)
    except RefusalError as error:
        print(error.sentence(language()), file=sys.stderr)
    except ValueError as error:  # the message of the error is a sentence for the user
        print(error, file=sys.stderr)
    except OSError as error:
        where = error.filename or chosen.output
        print(say("briefing.cli.unwritable", file=where, reason=error.strerror), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing compose", description=say("compose.cli.about"))
    parser.add_argument("briefing", nargs="?", metavar="NAME", help=say("compose.cli.name"))
    parser.add_argument("-o", "--output", metavar="FILE", help=say("compose.cli.output"))
    parser.add_argument("--version", type=int, default=0, metavar="N", help=say("compose.cli.version"))
    parser.add_argument("--template", type=Path, metavar="FILE", help=say("compose.cli.template"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("compose.cli.language"))
    add_options(parser)
    parser.add_argument("--list", action="store_true", help=say("compose.cli.list"))
    return parser


def _write(chosen: argparse.Namespace) -> int:
    if not chosen.briefing or not chosen.output:
        raise ValueError(say("compose.cli.which"))
    output, in_folder = Path(chosen.output), chosen.output.endswith(("/", "\\"))
    if not in_folder and output.suffix.lower() not in (".pptx", ".docx", ".html"):
        raise ValueError(say("compose.cli.ending", file=chosen.output))
    composition = _lettered(compositions.opened(chosen.briefing, chosen.version), chosen)
    template = _template(chosen, composition, output.suffix.lower().removeprefix("."))
    parts = composed(composition, chosen.lang)
    record(output, chosen.lang, cards_of(parts, chosen.lang))
    if in_folder:
        files = folder_files(composition, parts, chosen.lang)
        output.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (output / name).write_bytes(content)
    elif output.suffix.lower() == ".html":
        output.write_bytes(pack_file(composition, parts, chosen.lang))
    elif output.suffix.lower() == ".docx":
        output.write_bytes(composed_document_bytes(composition, parts, chosen.lang, template))
    else:
        output.write_bytes(deck_bytes(composition, parts, chosen.lang, template))
    _tell([missing(template, output.suffix.lower()[1:], language())] if template else [])
    _tell([part.said for part in parts if part.said])
    print(say("compose.cli.written", file=chosen.output, n=len(parts)))
    return 0


def _lettered(composition: Composition, chosen: argparse.Namespace) -> Composition:
    """The briefing with the words around its document that the command gives, else those it was saved with."""
    for name in (*TEXTS, *NUMBERS):
        if (given := getattr(chosen, name)) not in ("", None):
            composition = composition.lettered(name, str(given))
    composition = composition.lettered("day", chosen.date.isoformat())
    return replace(composition, document=KIND_OF[chosen.kind]) if chosen.kind else composition


def _template(chosen: argparse.Namespace, composition: Composition, ending: str) -> bytes | None:
    """The template of the command, else the one that the briefing was saved with, if it is still kept."""
    if ending not in OPENING:
        return None
    kept = composition.template if ending == "pptx" else composition.letterhead
    return chosen.template.read_bytes() if chosen.template else content_of(kept, ending)


def _tell(sentences: Sequence[str]) -> None:
    for sentence in filter(None, sentences):
        print(sentence, file=sys.stderr)
