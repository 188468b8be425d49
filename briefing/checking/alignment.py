"""Which passage of an edited file stands for which passage of the file as it was made, and which number for which."""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefing.edited.notation import NUMBER_WITH_UNIT, ORDINAL
from briefing.edited.number import Number
from briefing.edited.numbers import numbers

LIKE, PART = 0.6, 0.75  # shares of equal characters: of passages at one place; of a passage in the one it comes from
LONG_ENOUGH = 6  # characters apart from numbers that tell a passage
PIECE = re.compile(r"[A-Za-z]+|\s+|.", re.DOTALL)


def core_start(text: str) -> int:
    """Where a passage begins behind its ordinal."""
    found = ORDINAL.match(text)
    return found.end() if found else 0


def core(text: str) -> str:
    """A passage without its ordinal."""
    return text[core_start(text) :].strip()


@functools.lru_cache(maxsize=20_000)
def masked(text: str) -> str:
    """The words of a passage without its ordinal, each number as #."""
    start = core_start(text)
    said, at = "", start
    for number in numbers(text):
        if number.start >= start:
            said += text[at : number.start] + "#"
            at = number.end
    return (said + text[at:]).strip()


def aligned(edited: Sequence[str], made: Sequence[str], drawn: bool = False) -> dict[int, int]:
    """Position in the edited file → position in the file as made, for all passages that can be told.

    Passages are told by their order first, then by their words. Numbers do not count: they are what may be wrong.
    drawn: the file is a PDF, whose order is that of drawing: it tells nothing of passages without words.
    """
    words = [masked(text) for text in edited], [masked(text) for text in made]
    pairs: dict[int, int] = {}
    for kind, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            pairs |= {a + at: c + at for at in range(b - a) if kind == "equal" or _like(edited[a + at], made[c + at])}
        elif kind == "replace":
            pairs |= _in_order(edited, made, range(a, b), range(c, d))
    if drawn:
        pairs = {at: other for at, other in pairs.items() if edited[at] == made[other] or has_words(edited[at])}
    wholes = ["".join(text.split()) for text in made]
    for at in range(len(edited)):
        if at not in pairs and (found := _told_by_words(edited[at], made, wholes)) is not None:
            pairs[at] = found
    return pairs


def _like(edited: str, made: str) -> bool:
    """True if two passages at one place of their order are one: the same words, or mostly. Units may be wrong."""
    one, other = (NUMBER_WITH_UNIT.sub("#", masked(text)) for text in (edited, made))
    if one == other:
        return True
    return bool(numbers(made)) and _likeness(one, other) >= LIKE


def _in_order(edited: Sequence[str], made: Sequence[str], these: range, those: range) -> dict[int, int]:
    """Pairs of passages that keep the order, where some were added or removed."""
    pairs, first = {}, those.start
    for at in these:
        best = max(
            range(first, those.stop), key=lambda other: _likeness(masked(edited[at]), masked(made[other])), default=None
        )
        if best is not None and _like(edited[at], made[best]):
            pairs[at], first = best, best + 1
    return pairs


def _told_by_words(text: str, made: Sequence[str], wholes: Sequence[str]) -> int | None:
    """The passage that holds a text, or has nearly the same words, of which a part may have been left out; None if none
    does, or the text has too few words. wholes: the passages without blanks."""
    words, plain = masked(text), "".join(text.split())
    if not has_words(text):
        return next((at for at, other in enumerate(wholes) if plain == other), None)
    if (whole := next((at for at, other in enumerate(wholes) if plain in other), None)) is not None:
        return whole
    likeness = {at: _part_of(words, masked(other)) for at, other in enumerate(made)}
    best = max(likeness, key=lambda at: likeness[at], default=None)
    return best if best is not None and likeness[best] >= PART else None


def has_words(text: str) -> bool:
    """True if a passage has words enough to be told by them."""
    return len("".join(masked(text).replace("#", "").split())) >= LONG_ENOUGH


def _part_of(one: str, other: str) -> float:
    """The share of a text that stands in the same order in another one."""
    if sum((Counter(one) & Counter(other)).values()) < PART * len(one):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(one)


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def paired(edited: str, made: str) -> Iterator[tuple[Number, Number | None]]:
    """The numbers of an edited passage, each with that of the passage as made; None for a number that was added.

    Numbers that are equal stay together, so that a part left out or moved does not shift the others.
    """
    ours, theirs = _pieces(edited), _pieces(made)
    keys = [_key(piece) for piece in ours], [_key(piece) for piece in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        mine = [piece for piece in ours[a:b] if isinstance(piece, Number)]
        others = [piece for piece in theirs[c:d] if isinstance(piece, Number)]
        if kind == "equal" or len(mine) == len(others):
            yield from zip(mine, others, strict=True)
        else:
            yield from _by_unit(mine, others)


def _by_unit(mine: list[Number], others: list[Number]) -> Iterator[tuple[Number, Number | None]]:
    """Numbers of unequal counts: in order, as long as their units allow it."""
    left = list(others)
    for number in mine:
        at = next((place for place, other in enumerate(left) if other.same(number)), None)
        if at is None and len(mine) - 1 < len(others):
            at = next((place for place, other in enumerate(left) if other.unit == number.unit), None)
        if at is None:
            yield number, None
        else:
            yield number, left[at]
            left = left[at + 1 :]


def _pieces(text: str) -> list[Number | str]:
    """A passage as words, single characters and numbers; the ordinal at its start is left out."""
    pieces: list[Number | str] = []
    at = core_start(text)
    for number in numbers(text):
        if number.start >= at:
            pieces += PIECE.findall(text[at : number.start])
            pieces.append(number)
            at = number.end
    return pieces + PIECE.findall(text[at:])


def _key(piece: Number | str) -> object:
    return (piece.value.normalize(), piece.digits, piece.unit) if isinstance(piece, Number) else piece
