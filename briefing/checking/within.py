"""The arithmetic of a sentence: differences of its shares, and shares of its counts, which no card needs to show."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from briefing.checking.free_text import Answer
from briefing.checking.naming import Clause, sentences
from briefing.checking.wording import says
from briefing.edited.notation import MONTH_ALONE
from briefing.edited.number import PERCENT, POINTS, STRICT, Number

SURE = 3  # how surely two figures that a sentence gives are those that it compares
PAIR = 2


def within(text: str) -> dict[Number, Answer]:
    """Number → `fits` where it follows from others of its sentence; `differs` where the sentence says that it does."""
    told: dict[Number, Answer] = {}
    for sentence in sentences(text):
        numbers = [(number, clause) for clause in sentence for number in clause.figures]
        for at, (number, clause) in enumerate(numbers):
            before = [other for other, _ in numbers[:at]]
            answer = _of_shares(number, clause, before) if number.unit == POINTS else None
            answer = _of_counts(number, clause, before, numbers) if number.unit == PERCENT else answer
            told |= {number: answer} if answer else {}
    return told


def _of_shares(number: Number, clause: Clause, before: list[Number]) -> Answer | None:
    """A difference of two shares of the sentence; of the last two, where it says that they are so far apart."""
    shares = [each for each in before if each.unit == PERCENT and not each.bound]
    known = [abs(one.value - other.value) for one, other in combinations(shares, PAIR)]
    if any(number.holds(each) for each in known):
        return Answer("fits", "", SURE)
    if len(shares) != PAIR or not clause.says("apart"):
        return None
    # Figures are rounded before a reader subtracts them: the last digit may differ by one.
    digits = max(number.digits, 0)
    near = abs(abs(number.value) - known[0]) <= Decimal(1).scaleb(-digits)
    return None if near or number.bound else Answer("differs", f"{known[0]:.{digits}f}", SURE)


def _of_counts(
    number: Number, clause: Clause, before: list[Number], numbers: list[tuple[Number, Clause]]
) -> Answer | None:
    """A share that one count of the sentence has in another."""
    if any(number.holds(each) for each in _ratios([other for other, _ in numbers if _counts(other)])):
        return Answer("fits", "", SURE)
    counts = [each for each in before if _counts(each)]
    known = list(_ratios(counts))
    if len(counts) != PAIR or not known or number.bound or not says(clause.before(number), "makes_up", form="{}$"):
        return None
    return Answer("differs", f"{known[0]:.{max(number.digits, 0)}f}", SURE)


def _counts(number: Number) -> bool:
    return number.unit not in (*STRICT, MONTH_ALONE)


def _ratios(counts: list[Number]) -> Iterator[Decimal]:
    """The shares in percent of smaller counts in larger ones."""
    for one, other in combinations(counts, PAIR):
        small, large = sorted((one.value, other.value))
        if 0 < small < large and not one.bound and not other.bound:
            yield 100 * small / large
