"""Records what leaves the house by a command, before its file is written: no file has a code that is not known."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefing import exports
from briefing.answered import in_every_language
from briefing.composed import Part
from exhibits.selection import Selection
from words import say


def record(output: Path, lang: str, cards: Sequence[exports.Card]) -> None:
    """Records an export; where the warehouse can't be written to, says so and lets the file be made."""
    try:
        exports.keep(output.suffix.lower().removeprefix(".") or "html", output.name, lang, exports.user(), cards)
    except OSError as error:
        print(say("trace_code.cli.not_kept", reason=error.strerror), file=sys.stderr)


def cards_of(parts: Iterable[Part], lang: str) -> list[exports.Card]:
    """The cards of a composition, in every language. Raises queries.QuestionError."""
    cards = []
    for part in parts:
        if part.exhibit is not None:
            selection = Selection.of(part.block.settings, lang)
            shown = in_every_language(part.block.exhibit, selection, part.build)
            cards.append(exports.Card(shown, selection, part.build))
    return cards
