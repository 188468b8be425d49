"""Numbers in sentences that people wrote themselves: which row and column a clause names, and what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.checking.directions import (
    CHANGE,
    ENDS,
    FEW,
    differences,
    direction,
    is_change,
    is_difference,
    is_step,
    multiples,
    says_change,
    way,
    wrong_way,
)
from briefing.checking.facts import MAIN, Fact, Facts, agrees, meets
from briefing.checking.naming import Clause, Named, named_by, said_in, sentences, year_of
from briefing.checking.one_by_one import EARLIER, one_by_one, pinned, year_before
from briefing.checking.wording import says, worded
from briefing.edited.notation import BEFORE_A_NUMBER, MONTH_ALONE
from briefing.edited.number import CALENDAR, DATE, MONTH, PERCENT, POINTS, SCALES, TIMES, Number

TARGET = "target"
CONFIDENCE = 95  # percent, of all intervals of the exhibits
MEASURES = ("label", "metric", "series", "index")  # columns of measures' names: there the row names the column


@dataclass(frozen=True)
class Answer:
    """What an exhibit says of a number: `fits`, `differs` (should: what it says), `silent`, or `unclear`: the sentence
    does not tell what its numbers are of, or tells it wrongly.

    sure: how well the sentence names the figure: up to 2 for its row, and 1 for its column. words: the characters that
    name it; of two exhibits the one that more of them are about is meant.
    """

    says: str
    should: str = ""
    sure: int = 0
    words: int = 0
    facts: tuple[Fact, ...] = ()  # the figures that have the number
    names: frozenset[str] = frozenset()  # the names of rows that the sentence says


def answers(text: str, facts: Facts) -> dict[Number, Answer]:
    """What the exhibit says of each number of a passage."""
    said: dict[Number, Answer] = {}
    turns = {number: each for part in sentences(text) for number, each in one_by_one(part, facts).items()}
    for clause, named in named_by(text, facts):
        for number in clause.found:
            mention = turns.get(number)
            if number in turns and mention is None:
                said[number] = Answer("unclear")
                continue
            meant = pinned(named, mention, facts) if mention else named
            answer = replace(_answer(number, clause, facts, meant, mention is not None), names=named.said)
            if answer.says == "differs" and mention is None and (year := year_before(number, clause, named, facts)):
                of_then = _answer(number, clause, facts, pinned(named, year, facts), True)
                answer = of_then if of_then.says == "fits" else answer
            earlier = mention is not None and mention.kind == EARLIER
            said[number] = Answer("silent") if earlier and answer.says == "differs" else answer
    return said


def _answer(number: Number, clause: Clause, facts: Facts, named: Named, told_one_by_one: bool) -> Answer:
    rows, sure = named.of(facts)
    if number.unit == POINTS and clause.says("on_year") and len(rows) == 1 and facts.is_series and named.columns:
        sure = max(sure, 1)  # the change on last year of the one thing that the exhibit shows
    if number.unit in CALENDAR or year_of(number) in set(facts.years):
        return _of_day(number, clause, facts, rows, sure, named.words)
    if number.unit == MONTH_ALONE and number.value == facts.as_of // 100 % 100 and clause.says("as_of"):
        return Answer("fits", "", sure, named.words)
    if named.others or (number.unit == POINTS and (named.years_lacking or clause.says("on_period"))):
        return Answer("silent")
    if is_step(number, clause) and not clause.says("on_year"):
        return Answer("silent")
    if number.unit == POINTS and clause.says("target_words"):
        return _of_gap(number, facts, rows, sure, named)
    columns = _columns(number, clause, facts, named)
    if number.unit == TIMES:
        return _of_times(number, list(multiples(clause, named, facts, rows, columns)), sure + bool(columns), named)
    if number.unit == PERCENT and clause.says("level_of_confidence") and number.value == CONFIDENCE:
        return Answer("fits")
    of_rows, sure = sure, sure + bool(columns)
    figures = [fact for name in columns for at in rows for fact in facts.cell(at, name) if meets(number, fact.unit)]
    if any(fact.exact for fact in figures if not fact.column.endswith(ENDS)):
        figures = [fact for fact in figures if fact.exact]
    whole = sure >= 2 and not figures and not number.bound
    beside = [fact for at in rows for fact in facts.by_row.get(at, ())] if whole else figures
    limits = [fact for at in rows for fact in facts.by_row.get(at, ()) if fact.column.endswith(ENDS)]
    meant = dict.fromkeys([*beside, *(limits if clause.says("interval_words") else ())])
    fitting = tuple(fact for fact in meant if agrees(number, fact))
    if change := wrong_way(number, clause, fitting, facts):
        digits = max(number.digits if change.exact else min(number.digits, change.digits), 0)
        return Answer("differs", f"{abs(change.value) * direction(change, facts):+.{digits}f}", sure, named.words)
    if named.every and number.bound and fitting:
        lacking = [fact for fact in figures if fact.column in MAIN and not agrees(number, fact)]
        if lacking:
            return Answer("differs", shown(lacking[0], number), sure, named.words)
    compared = not (number.bound and figures) and number.unit == POINTS
    apart = not any(fact.exact for fact in figures)
    told = way(clause.before(number))
    between = {*rows, *named.compared}
    known = list(differences(facts, between, apart, told, number.digits, bool(named.rows))) if compared else []
    if fitting or is_difference(number, known):
        return Answer("fits", "", sure, named.words, fitting)
    if known and len(named.compared) == 2 and named.compared >= set(rows) and (named.said or named.columns):
        return Answer("differs", f"{abs(known[0][0]):.{max(number.digits, 0)}f}", 3, named.words)
    certain = number.unit in (PERCENT, POINTS) or told_one_by_one or (of_rows == 2 and number.digits > 0)
    if figures and (certain or _right_before(number, clause, facts, figures[0].column)):
        best = min(figures, key=lambda fact: (fact.column.endswith(ENDS), not fact.exact))
        if meant and clause.says("interval_only"):
            best = min(meant, key=lambda fact: (not fact.column.endswith(ENDS), abs(fact.value - number.value)))
        return Answer("differs", shown(best, number), sure, named.words)
    said = {*named.columns, *columns}
    near = set(rows) if len(rows) <= FEW else set()
    held = [fact for fact in facts.holding(number) if fact.row in near]
    known_by = [fact for fact in held if fact.column in said or (of_rows and not figures)]
    return Answer("fits" if known_by and not number.bound else "silent")


def _of_day(number: Number, clause: Clause, facts: Facts, rows: list[int], sure: int, words: int) -> Answer:
    """Of a year, a month or a day: the year must be one of the rows', the day one of the exhibit or of its figures."""
    if number.unit in (DATE, MONTH):
        as_of = facts.as_of // (100 if number.unit == MONTH else 1)
        if as_of == number.value or facts.holding(number):
            return Answer("fits", "", sure, words)
        if not as_of or not says(clause.before(number), "as_of", form=r"{}\s?$"):
            return Answer("silent")
        day = str(as_of)
        return Answer("differs", "-".join(filter(None, (day[:4], day[4:6], day[6:]))), 2, words)
    known = year_of(number) in {facts.years[at] for at in rows} or bool(facts.holding(number))
    return Answer("fits" if known else "silent", "", sure, words)


def _of_gap(number: Number, facts: Facts, rows: list[int], sure: int, named: Named) -> Answer:
    """Of a distance from the target line."""
    gaps = [
        abs(figure.value - target.value)
        for at in rows
        for target in facts.cell(at, TARGET)
        for figure in facts.by_row[at]
        if figure.column in MAIN and figure.exact and figure.unit == target.unit == PERCENT
    ]
    if not gaps:
        return Answer("silent")
    if any(is_difference(number, [(gap,)]) for gap in gaps):
        return Answer("fits", "", sure, named.words)
    sure += any(column in MAIN for column in named.columns)
    return Answer("differs", f"{gaps[0]:.{max(number.digits, 0)}f}", sure, named.words)


def _of_times(number: Number, known: Sequence[Decimal], sure: int, named: Named) -> Answer:
    if not known:
        return Answer("silent")
    if any(number.holds(each) for each in known):
        return Answer("fits", "", sure, named.words)
    return Answer("differs", f"{known[0]:.2f}", sure, named.words)


def _columns(number: Number, clause: Clause, facts: Facts, named: Named) -> tuple[str, ...]:
    """The columns that a clause names for a number, the one named last before the number first; else those that its
    sentence has named before."""
    changed = says_change(number, clause)
    if number.unit == POINTS:
        return tuple(filter(is_change, facts.terms)) if changed else ()
    if changed:
        return (CHANGE,) if CHANGE in facts.terms else ()
    if said := tuple(name for name in said_in(clause.before(number), facts) if name in facts.counted):
        return said
    if any(column in MEASURES for column in named.rows):
        return tuple(name for name in facts.terms if name in MAIN)
    return tuple(column for column in named.columns if not is_change(column) and not column.startswith(TARGET))


def _right_before(number: Number, clause: Clause, facts: Facts, column: str) -> bool:
    """True if the column's word stands directly before the number, so that a count is meant and no other."""
    before = clause.before(number).lower().rstrip(BEFORE_A_NUMBER)
    if beside := next(worded(before, "beside", form="{}$"), None):
        before = before[: beside.start()].rstrip(BEFORE_A_NUMBER)
    return is_change(column) or any(before.endswith(term.lower()) for term in facts.terms[column])


def shown(fact: Fact, number: Number) -> str:
    """A figure at the digits of a number that stands for it, as far as they are known; beside a bound at finer ones."""
    power = SCALES.get(number.unit, 0)
    value, digits = fact.value.scaleb(power), fact.digits - power
    if number.bound and fact.exact:
        return f"{value:.{max(number.digits, digits, 0) + 1}f}"
    return f"{value:.{max(number.digits if fact.exact else min(number.digits, digits), 0)}f}"


def contradiction(said: Sequence[Answer]) -> Answer | None:
    """The answer that contradicts a number, if its exhibit knows better what is meant than any that has the number: it
    must know all names that one of these knows."""
    fitting = [each for each in said if each.says == "fits"]
    best = max(((each.sure, each.words) for each in fitting), default=(1, 0))
    against = [each for each in said if each.says == "differs" and (each.sure, each.words) > best and each.sure > 1]
    against = [each for each in against if not any(fits.sure > 1 and fits.names - each.names for fits in fitting)]
    return max(against, key=lambda each: (each.sure, each.words, len(each.should)), default=None)
