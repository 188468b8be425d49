"""Clauses that people copied from a card into sentences of their own, with the numbers that they had there."""

from collections.abc import Iterable, Sequence

from briefing.checking.alignment import masked
from briefing.checking.naming import Clause, clauses
from briefing.edited.notation import NUMBER_WITH_UNIT, PUNCTUATION
from briefing.edited.number import Number

Clauses = dict[str, list[tuple[Number, ...]]]
LONG_ENOUGH = 4  # characters apart from numbers that tell which clause was copied


def partners(text: str, cards: Sequence[Clauses]) -> dict[Number, Number]:
    """Number → the number of the clause with the same words in one of the cards; of several clauses the one that agrees
    most."""
    found: dict[Number, Number] = {}
    for clause in clauses(text):
        words = _words(clause)
        same = [others for card in cards for others in card.get(words, ()) if len(others) == len(clause.found)]
        length = len(NUMBER_WITH_UNIT.sub("", words))
        if length < LONG_ENOUGH:  # too short to be a copy with other numbers
            same = [others for others in same if length > 1 and _agreement(clause.found, others) == len(others)]
        if same:
            best = max(same, key=lambda others: _agreement(clause.found, others))
            found |= dict(zip(clause.found, best, strict=True))
    return found


def by_words(texts: Iterable[str]) -> Clauses:
    """The words of each clause, numbers as # → the numbers of the clauses with these words."""
    known: Clauses = {}
    for each in texts:
        for clause in clauses(each):
            if clause.found:
                known.setdefault(_words(clause), []).append(clause.found)
    return known


def _words(clause: Clause) -> str:
    return masked(clause.text).strip(PUNCTUATION)


def _agreement(ours: Sequence[Number], others: Sequence[Number]) -> int:
    return sum(one.same(other) for one, other in zip(ours, others, strict=False))
