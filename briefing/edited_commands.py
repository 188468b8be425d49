"""`python -m briefing check FILE` (核稿) and `python -m briefing refresh FILE -o FILE` (续稿)."""

import argparse
import sys
from pathlib import Path

import queries
from briefing.checking import check
from briefing.checking import report as check_report
from briefing.edited import EditedError
from briefing.recording import record
from briefing.refreshing import refresh
from briefing.refreshing import report as refresh_report
from exhibits.trace_code import is_valid, tidy
from words import LANGUAGES, language, say


def check_main(arguments: list[str]) -> int:
    """Prints what the check finds. Exit code 0 if all agrees, 1 if a number differs or a word is not borne, 2 if the
    file can't be checked."""
    chosen = _parser("check", needs_output=False).parse_args(arguments)
    lang = chosen.lang
    try:
        content = chosen.file.read_bytes()
        found = check(content, lang, _codes(chosen.code))
        print("\n".join(check_report.lines(found, lang)))
        if chosen.csv:
            chosen.csv.write_bytes(check_report.csv_bytes(found, lang))
        if chosen.output:
            chosen.output.write_bytes(check_report.commented(found, content, lang))
    except (EditedError, queries.QuestionError) as error:
        return _refused(error.sentence(lang))
    except OSError as error:
        return _refused(say("edited.cli.file", lang, file=error.filename or chosen.file, reason=error.strerror))
    if not found.sources.known:
        return 2
    return int(bool(found.of("wrong") or found.of("word")))


def refresh_main(arguments: list[str]) -> int:
    """Writes the refreshed file and prints what changed. Exit code 1 if something is left to people, 2 if refused."""
    chosen = _parser("refresh", needs_output=True).parse_args(arguments)
    lang = chosen.lang
    try:
        done = refresh(chosen.file.read_bytes(), lang, _codes(chosen.code))
        print("\n".join(refresh_report.lines(done, lang)))
        if not done.sources.known:
            return 2
        record(chosen.output, lang, done.cards())
        chosen.output.write_bytes(refresh_report.marked(done, lang))
    except (EditedError, queries.QuestionError) as error:
        return _refused(error.sentence(lang))
    except OSError as error:
        return _refused(say("edited.cli.file", lang, file=error.filename or chosen.file, reason=error.strerror))
    return int(bool(done.of("open")))


def _codes(given: list[str]) -> list[str]:
    return [code for each in given if is_valid(code := tidy(each))]


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _parser(name: str, needs_output: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m briefing {name}", description=say(f"edited.cli.{name}"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say(f"edited.cli.{name}_file"))
    output = say(f"edited.cli.{name}_output")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", required=needs_output, help=output)
    parser.add_argument("--code", action="append", default=[], metavar="CODE", help=say("edited.cli.code"))
    if name == "check":
        parser.add_argument("--csv", type=Path, metavar="FILE", help=say("edited.cli.csv"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language(), help=say("briefing.cli.language"))
    return parser
