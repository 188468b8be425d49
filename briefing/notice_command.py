"""`python -m briefing notice [--build ID] [-o FILE.csv|.txt|.docx]`: the revision notice, printed or written."""

import argparse
import sys
from pathlib import Path

import queries
from briefing.notice import notice_rows, notice_text, notice_title, revised
from briefing.notice_document import notice_document
from exhibits.columns import csv_bytes
from words import LANGUAGES, language, say

# Ending → the bytes of such a file, made from cards, language and build.
WRITING = {
    ".csv": lambda cards, lang, _: csv_bytes(notice_rows(cards, lang), lang),
    ".txt": lambda cards, lang, build: notice_text(cards, lang, build).encode(),
    ".docx": notice_document,
}


def main(arguments: list[str]) -> int:
    """Writes or prints the notice."""
    chosen = _parser().parse_args(arguments)
    lang, output = chosen.lang, chosen.output
    if output and output.suffix.lower() not in WRITING:
        print(say("trace_code.notice.cli_ending", ending=output.suffix or output.name), file=sys.stderr)
        return 2
    try:
        build = chosen.build or queries.build_id()
        queries.build_file(build)
        cards = revised(lang, build)
        if output is None:
            print(notice_text(cards, lang, build), end="")
            return 0
        output.write_bytes(WRITING[output.suffix.lower()](cards, lang, build))
    except queries.QuestionError as error:
        print(error.sentence(language()), file=sys.stderr)
        return 2
    except OSError as error:
        print(say("briefing.cli.unwritable", file=output, reason=error.strerror), file=sys.stderr)
        return 2
    print(notice_title(cards, lang, build))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing notice", description=say("trace_code.notice.cli_about"))
    parser.add_argument("--build", metavar="ID", help=say("trace_code.notice.cli_build"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("trace_code.notice.cli_output"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    return parser
