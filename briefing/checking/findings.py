"""What a check finds: numbers that differ, numbers that are not known, words that the figures do not bear."""

from dataclasses import dataclass

from briefing.edited.passages import Chart, Passage, Place, Point

WRONG, UNKNOWN, WORD = KINDS = ("wrong", "unknown", "word")
AROUND = 14  # characters before and behind a number that tell which one is meant


@dataclass(frozen=True)
class Finding:
    """One finding. says, should: the number or word, and what the card says; should is "" where nothing is known.

    start, end: where it stands in the passage. A number of a chart has a point, or the row and column of the worksheet.
    why: the rule that a word would need, in words.
    """

    kind: str
    place: Place
    says: str
    should: str = ""
    code: str = ""
    exhibit: str = ""
    around: str = ""
    why: str = ""
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    chart: Chart | None = None
    point: Point | None = None


def around(text: str, start: int, end: int) -> str:
    """The words around a part of a text."""
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    cut = text[first:last].replace("\n", " ").strip()
    return f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}"
