"""Numbers of a sentence that stand together in one row of an exhibit, or with the same words in one of its texts."""

import re
from collections import defaultdict
from collections.abc import Iterable

from briefing.checking.clause_pairs import Clauses
from briefing.checking.facts import Facts
from briefing.checking.free_text import Answer
from briefing.checking.naming import Clause, clauses, named_by
from briefing.edited.notation import IDEOGRAPHS
from briefing.edited.number import PERCENT, Number

TELLING = 6  # figures that together tell a row, of an exhibit with few rows
FEW_ROWS, MORE = 30, 2  # where there are more rows, so many figures more
SURE, SURE_OF_WORDS = 3, 1
STEM = 5  # letters by which English words are compared
ENOUGH = 3  # figures of a number that words in common tell
WORD = re.compile(rf"[a-z]{{4,{STEM}}}")
NO_WORDS = frozenset(("with", "from", "that", "this", "were", "have", "been", "their", "which", "items", "units"))


def together(text: str, facts: Facts) -> dict[Number, Answer]:
    """Numbers that one row of the exhibit has: at least two of a sentence, which chance hardly brings together."""
    needed = TELLING + (MORE if len(facts.years) > FEW_ROWS else 0)
    met: defaultdict[tuple[int, int], dict[Number, int]] = defaultdict(dict)
    for clause, named in named_by(text, facts):
        rows = set(named.of(facts)[0])
        for number in clause.figures:
            for fact in facts.holding(number) if number.bound in ("", "about") else ():
                if fact.row in rows:
                    # Shares of one kind lie close together, so that a share tells less.
                    met[clause.sentence, fact.row][number] = figures_of(number) - (number.unit == PERCENT)
    return {
        number: Answer("fits", "", SURE)
        for those in met.values()
        if len({number.value for number in those}) > 1 and sum(those.values()) >= needed
        for number in those
    }


def in_texts(text: str, known: Clauses) -> dict[Number, Answer]:
    """Numbers that a text of the exhibit has, in a clause with the same words."""
    told: dict[Number, Answer] = {}
    for clause in clauses(text):
        for number in clause.figures:
            said = content(_beside(clause, number)) if figures_of(number) >= ENOUGH else set()
            if any(said & content(words) and _holds(held, number) for words, held in known.items()):
                told[number] = Answer("fits", "", SURE_OF_WORDS)
    return told


def _holds(held: Iterable[tuple[Number, ...]], number: Number) -> bool:
    return any(number.same(each) for those in held for each in those)


def _beside(clause: Clause, number: Number) -> str:
    """The words that lead to a number from the one before it; where there are none, those behind it."""
    ends = [each.end for each in clause.found if each.end <= number.start]
    starts = [each.start for each in clause.found if each.start >= number.end]
    before = clause.text[max(ends, default=clause.start) - clause.start : number.start - clause.start]
    behind = clause.text[
        number.end - clause.start : min(starts, default=clause.start + len(clause.text)) - clause.start
    ]
    return before if content(before) else behind


def figures_of(number: Number) -> int:
    """The figures of a number that tell it: without zeros at its start."""
    return len(str(abs(number.value)).replace(".", "").lstrip("0"))


def content(text: str) -> set[str]:
    """The pairs of ideographs and the stems of English words of a text."""
    pairs = {run[at : at + 2] for run in IDEOGRAPHS.findall(text) for at in range(len(run) - 1)}
    return pairs | (set(WORD.findall(text.lower())) - NO_WORDS)
