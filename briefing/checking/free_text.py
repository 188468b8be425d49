"""Numbers in sentences that people wrote themselves: which row and column a clause names, and what stands there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby

from briefing.checking.facts import MAIN, Fact, Facts, agrees, meets
from briefing.edited.notation import BEFORE_A_NUMBER, CLAUSE_END, SENTENCE_END
from briefing.edited.numbers import CALENDAR, DATE, MONTH, PERCENT, POINTS, YEAR, Number, is_rounded, numbers
from words import LANGUAGES, say

ENDS = ("lower", "upper")
MEASURES = ("label", "metric", "series", "index")  # columns of measures' names: there the row names the column
FEW = 12  # rows whose differences are looked at
COMMON = 3  # characters that a clause and the measure of an exhibit share, if the clause names it


@dataclass(frozen=True)
class Clause:
    """A part of a passage. start: where it begins. sentence: the number of its sentence."""

    start: int
    text: str
    sentence: int
    found: tuple[Number, ...]


@dataclass
class Named:
    """What a sentence has named so far: the rows of its names by column, years, columns; the newest of each counts."""

    rows: dict[str, frozenset[int]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    unknown_year: bool = False  # the sentence speaks of years of which the exhibit has none
    years_lacking: bool = False  # … of which it lacks some, so that it can't tell a change between them
    said: frozenset[str] = frozenset()  # the names that it says
    columns: tuple[str, ...] = ()
    compared: frozenset[int] = frozenset()  # all rows that were named, for differences between them

    @property
    def words(self) -> int:
        """The characters that name something; a name that stands in two columns counts once."""
        return sum(map(len, self.said))

    def of(self, facts: Facts) -> tuple[list[int], int]:
        """The rows that are meant, by default those of the last year; and how surely they are known: 2 for a single row
        that was named or is the only one, 1 for several that were named, 0 if none was."""
        if self.unknown_year:
            return [], 0
        every = frozenset(range(len(facts.years)))
        rows = every
        for named in self.rows.values():
            rows &= named
        explicit = bool(self.rows and rows) or bool(self.years)
        rows = rows or every
        years = self.years or {max((year for at in rows if (year := facts.years[at]) is not None), default=None)}
        chosen = sorted(at for at in rows if facts.years[at] in years)
        return chosen, (2 if len(chosen) == 1 else 1) if explicit or len(every) == 1 else 0


@dataclass(frozen=True)
class Answer:
    """What an exhibit says of a number: `fits`, `differs` (should: what it says), or `silent`.

    sure: how well the sentence names the figure: up to 2 for its row, and 1 for its column. words: the characters that
    name it; of two exhibits the one that more of them are about is meant.
    """

    says: str
    should: str = ""
    sure: int = 0
    words: int = 0
    facts: tuple[Fact, ...] = ()  # the figures that have the number
    names: frozenset[str] = frozenset()  # the names of rows that the sentence says


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a passage with the numbers that begin in each."""
    found, start, sentence = numbers(text), 0, 0
    inside = {at for number in found for at in range(number.start, number.end)}
    ends = [m.end() for m in CLAUSE_END.finditer(text) if m.start() not in inside]
    stops = {m.end() for m in SENTENCE_END.finditer(text) if m.start() not in inside}
    for end in sorted({*ends, *stops, len(text)}):
        if end > start:
            yield Clause(start, text[start:end], sentence, tuple(n for n in found if start <= n.start < end))
        sentence += end in stops
        start = end


def answers(text: str, facts: Facts) -> dict[Number, Answer]:
    """What the exhibit says of each number of a passage."""
    said: dict[Number, Answer] = {}
    for clause, named in named_by(text, facts):
        rows, sure = named.of(facts)
        for number in clause.found:
            said[number] = replace(_answer(number, clause, facts, named, rows, sure), names=named.said)
    return said


def named_by(text: str, facts: Facts) -> Iterator[tuple[Clause, Named]]:
    """Each clause of a passage, with what its sentence has named up to its end."""
    for _, part in groupby(clauses(text), key=lambda clause: clause.sentence):
        named = Named()
        for clause in part:
            _read_names(clause, facts, named)
            yield clause, named


def _read_names(clause: Clause, facts: Facts, named: Named) -> None:
    """Adds what a clause names to what its sentence has named."""
    for column, known in facts.name_rows.items():
        text, rows = clause.text.lower(), frozenset[int]()
        for name, those in known:
            if name.lower() in text:
                rows |= those
                named.said |= {name}
                text = text.replace(name.lower(), "\0" * len(name))  # a shorter name inside a longer one is not meant
        if rows:
            named.rows[column], named.compared = rows, named.compared | rows
    named.columns = said_in(clause.text, facts) or named.columns
    shown = {year for year in facts.years if year is not None}
    spoken = {year for number in clause.found if (year := _year(number))}
    if spoken and shown:
        named.years, named.unknown_year = frozenset(spoken & shown), not spoken & shown
        named.years_lacking = not spoken <= shown


def _year(number: Number) -> int:
    """The year that a number names, 0 if none."""
    if number.unit == DATE:
        return int(number.value) // 10_000
    if number.unit == MONTH:
        return int(number.value) // 100
    return int(number.value) if number.unit in (YEAR, "") and not number.digits and 1990 <= number.value < 2100 else 0


def _answer(number: Number, clause: Clause, facts: Facts, named: Named, rows: list[int], sure: int) -> Answer:
    if number.unit in CALENDAR or _year(number) in set(facts.years):
        known = _year(number) in {facts.years[at] for at in rows} or facts.knows(number)
        return Answer("fits" if known else "silent", "", sure, named.words)
    if number.unit == POINTS and named.years_lacking:
        return Answer("silent")
    columns = _columns(number, clause, facts, named)
    sure += bool(columns)
    figures = [fact for name in columns for at in rows for fact in facts.cell(at, name) if meets(number, fact.unit)]
    if any(fact.exact for fact in figures if not fact.column.endswith(ENDS)):
        figures = [fact for fact in figures if fact.exact]
    beside = [fact for at in rows for fact in facts.by_row.get(at, ())] if sure >= 2 and not figures else figures
    limits = [fact for at in rows for fact in facts.by_row.get(at, ()) if fact.column.endswith(ENDS)]
    meant = dict.fromkeys([*beside, *(limits if _is_limit(clause) else ())])
    fitting = tuple(fact for fact in meant if agrees(number, fact))
    if change := _wrong_way(number, clause, fitting, facts):
        should = abs(change.value) * _direction(change, facts)
        return Answer("differs", f"{should:+.{max(number.digits, 0)}f}", sure, named.words)
    way = _way(clause.text[: number.start - clause.start])
    beside_years = not any(fact.exact for fact in figures)
    compared = not (number.bound and figures)
    if fitting or (compared and _is_difference(number, facts, {*rows, *named.compared}, beside_years, way)):
        return Answer("fits", "", sure, named.words, fitting)
    if figures and (number.unit in (PERCENT, POINTS) or _right_before(number, clause, facts, figures[0].column)):
        best = min(figures, key=lambda fact: (fact.column.endswith(ENDS), not fact.exact))
        return Answer("differs", shown(best, number), sure, named.words)
    return Answer("fits" if facts.knows(number) else "silent")


def _wrong_way(number: Number, clause: Clause, fitting: Sequence[Fact], facts: Facts) -> Fact | None:
    """The change that a number would be, if the clause says that it rose where it fell, or the other way."""
    way = _way(clause.text[: number.start - clause.start])
    changes = [fact for fact in fitting if fact.column.startswith("change") and not fact.column.endswith(ENDS)]
    if not way or number.unit in CALENDAR or len(changes) != len(fitting):
        return None
    return next((fact for fact in changes if _direction(fact, facts) * way < 0), None)


def _direction(fact: Fact, facts: Facts) -> int:
    """1 for a rise, -1 for a fall, 0 if not known. The change in a text of the exhibit has no sign, but a verb."""
    if fact.exact:
        return (fact.value > 0) - (fact.value < 0)
    return _way(str(facts.frame[fact.column][fact.row]))


def _way(text: str) -> int:
    """1 if the last word of direction in a text is one for up, -1 for down, 0 if there is none."""
    spots = [
        max((m.end() for lang in LANGUAGES for m in re.finditer(say(f"checking.way.{way}", lang), text)), default=-1)
        for way in ("up", "down")
    ]
    return (spots[0] > spots[1]) - (spots[0] < spots[1])


def _is_limit(clause: Clause) -> bool:
    """True if a clause speaks of an interval."""
    return any(re.search(say("checking.interval_words", lang), clause.text) for lang in LANGUAGES)


def _columns(number: Number, clause: Clause, facts: Facts, named: Named) -> tuple[str, ...]:
    """The columns that a clause names for a number, the one named last before the number first; else those that its
    sentence has named before."""
    before = clause.text[: number.start - clause.start]
    if number.unit == POINTS:
        changed = any(re.search(say("checking.change_words", lang), clause.text) for lang in LANGUAGES)
        changes = tuple(name for name in facts.terms if name.startswith("change") and not name.endswith(ENDS))
        return changes if changed else ()
    if said := said_in(before, facts):
        return said
    if any(column in MEASURES for column in named.rows):
        return tuple(name for name in facts.terms if name in MAIN)
    return tuple(column for column in named.columns if not column.startswith("change"))


def said_in(text: str, facts: Facts) -> tuple[str, ...]:
    """The columns whose words a text holds, those said last first."""
    places, text = [], text.lower()
    for order, (column, terms) in enumerate(facts.terms.items()):
        spots = [
            (spot + len(core), len(core)) for term in terms if (spot := text.rfind(core := _core(term, text))) >= 0
        ]
        if spots:
            places.append((*max(spots), -order, column))
    return tuple(column for *_, column in sorted(places, reverse=True))


def _core(term: str, text: str) -> str:
    """The longest end of a term that a text in small letters holds, if it has enough characters; else the term. An end
    of English words is at least two of them."""
    small = term.lower()
    words = [found.end() for found in re.finditer(" ", small)]
    for start in [0, *words[:-1]] if words and small.isascii() else range(len(small) - COMMON + 1):
        if small[start:] in text:
            return small[start:]
    return small


def _right_before(number: Number, clause: Clause, facts: Facts, column: str) -> bool:
    """True if the column's word stands directly before the number, so that a count is meant and no other."""
    before = clause.text[: number.start - clause.start].rstrip(BEFORE_A_NUMBER)
    return any(before.lower().endswith(term.lower()) for term in facts.terms[column])


def _is_difference(number: Number, facts: Facts, rows: set[int], beside_years: bool, way: int) -> bool:
    """True if the number is the difference, exact or as shown, between two rows that are named; or between two years of
    a row, where the exhibit does not know its change. way: of the clause, which a change between years must follow."""
    if number.unit != POINTS or len(rows) > FEW:
        return False
    every = range(len(facts.years)) if beside_years else ()
    beside = [at for at in every if any(facts.names[at] == facts.names[row] for row in rows)]
    for column in facts.shares:
        values = [fact for at in {*rows, *beside} for fact in facts.cell(at, column)]
        for one, other in combinations(sorted(values, key=lambda fact: facts.years[fact.row] or 0), 2):
            if facts.years[one.row] != facts.years[other.row] and (other.value - one.value) * way < 0:
                continue
            shown_apart = round(one.value, one.digits) - round(other.value, other.digits)
            if any(
                is_rounded(abs(number.value), number.digits, abs(each))
                for each in (shown_apart, one.value - other.value)
            ):
                return True
    return False


def shown(fact: Fact, number: Number) -> str:
    """A figure at the digits of a number that stands for it, as far as they are known."""
    return f"{fact.value:.{max(number.digits if fact.exact else min(number.digits, fact.digits), 0)}f}"


def contradiction(said: Sequence[Answer]) -> Answer | None:
    """The answer that contradicts a number, if its exhibit knows better what is meant than any that has the number: it
    must know all names that one of these knows."""
    fitting = [each for each in said if each.says == "fits"]
    best = max(((each.sure, each.words) for each in fitting), default=(1, 0))
    against = [each for each in said if each.says == "differs" and (each.sure, each.words) > best and each.sure > 1]
    against = [each for each in against if not any(fits.sure > 1 and fits.names - each.names for fits in fitting)]
    return max(against, key=lambda each: (each.sure, each.words), default=None)
