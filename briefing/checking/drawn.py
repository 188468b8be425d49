"""The passages of a PDF against the file as made: all words in one row, because a PDF keeps no paragraphs and cells.

What is drawn follows the order of the file, but where a paragraph ends is a guess, and a chart's labels and axes stand
between. So words and numbers are compared across passages, and a number is told by the words before and behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from briefing.checking.alignment import LIKE, core_start
from briefing.edited.number import STRICT, Number
from briefing.edited.numbers import numbers

WORD = re.compile(r"[A-Za-z]+|[^\W\d_]")


@dataclass(frozen=True)
class Token:
    """A word or a number: the position of its passage, where it begins and ends there."""

    key: object
    at: int
    start: int
    end: int
    number: Number | None = None


@dataclass
class Drawn:
    """A passage of a PDF. partners: its numbers, each with that of the file as made. lines: the positions of the lines
    that it comes from. kept: the parts that are as they were made."""

    partners: dict[Number, Number] = field(default_factory=dict)
    lines: dict[int, None] = field(default_factory=dict)
    kept: list[tuple[int, int]] = field(default_factory=list)


def compared(passages: Sequence[str], made: Sequence[str]) -> dict[int, Drawn]:
    """Position of a passage → what of it the file as made holds. Passages of which it holds nothing are left out."""
    ours, theirs = _tokens(passages), _tokens(made)
    found: dict[int, Drawn] = {}
    matcher = SequenceMatcher(None, [each.key for each in ours], [each.key for each in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for mine, other in zip(ours[a:b], theirs[c:d], strict=True):
                _note(found, mine, other)
        elif kind == "replace":
            for mine, other in _replaced(ours, theirs, range(a, b), range(c, d)):
                _note(found, mine, other)
    return found


def _note(found: dict[int, Drawn], mine: Token, other: Token) -> None:
    drawn = found.setdefault(mine.at, Drawn())
    drawn.lines[other.at] = None
    if mine.key == other.key:
        drawn.kept.append((mine.start, mine.end))
    if mine.number and other.number:
        drawn.partners[mine.number] = other.number


def _tokens(texts: Sequence[str]) -> list[Token]:
    return [token for at, text in enumerate(texts) for token in _tokens_of(text, at)]


def _tokens_of(text: str, at: int) -> Iterator[Token]:
    start = core_start(text)
    for number in [*numbers(text), None]:
        end = number.start if number else len(text)
        if number and end < start:
            continue
        yield from (
            Token(word[0].lower(), at, start + word.start(), start + word.end())
            for word in WORD.finditer(text[start:end])
        )
        if number:
            start = number.end
            key = (number.value.normalize(), number.digits, number.unit if number.unit in STRICT else "")
            yield Token(key, at, number.start, number.end, number)


def _replaced(
    ours: Sequence[Token], theirs: Sequence[Token], these: range, those: range
) -> Iterator[tuple[Token, Token]]:
    """Numbers that stand where others stood: beside a word of their passage that is as it was, or between words that
    are the same or mostly."""
    while these and those and _beside(ours, theirs, (these[0], these[0] - 1), (those[0], those[0] - 1)):
        yield ours[these[0]], theirs[those[0]]
        these, those = these[1:], those[1:]
    while these and those and _beside(ours, theirs, (these[-1], these[-1] + 1), (those[-1], those[-1] + 1)):
        yield ours[these[-1]], theirs[those[-1]]
        these, those = these[:-1], those[:-1]
    parts = [ours[at] for at in these], [theirs[at] for at in those]
    said, meant = ([str(each.key) for each in part if not each.number] for part in parts)
    if said != meant and SequenceMatcher(None, said, meant, autojunk=False).ratio() < LIKE:
        return
    mine, others = ([each for each in part if each.number] for part in parts)
    if len(mine) == len(others):
        yield from zip(mine, others, strict=True)
        return
    for each in mine if len(mine) < len(others) else ():
        if alike := [other for other in others if _alike(each, other)]:
            yield each, min(alike, key=lambda other: _apart(each, other))


def _beside(ours: Sequence[Token], theirs: Sequence[Token], mine: tuple[int, int], its: tuple[int, int]) -> bool:
    """True if both are numbers with the token beside them in their passages; or alike, with a word beside them."""
    within, worded = True, True
    for tokens, (at, near) in ((ours, mine), (theirs, its)):
        if not 0 <= near < len(tokens) or not tokens[at].number:
            return False
        within = within and tokens[at].at == tokens[near].at
        worded = worded and not tokens[near].number
    return within or (worded and _alike(ours[mine[0]], theirs[its[0]]))


def _alike(one: Token, other: Token) -> bool:
    """True if two numbers have one unit, or one value, and as many digits, before and behind the point."""
    mine, its = one.number, other.number
    if mine is None or its is None:
        return False
    return (
        (mine.unit == its.unit or mine.value == its.value)
        and mine.digits == its.digits
        and len(mine.text) == len(its.text)
    )


def _apart(one: Token, other: Token) -> float:
    return float(abs(one.number.value - other.number.value)) if one.number and other.number else 0.0
