"""What a clause that people wrote speaks of: the rows, years and columns that it and its sentence name."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from briefing.checking.facts import Facts
from briefing.checking.wording import says, worded
from briefing.edited.notation import CLAUSE_END, LISTED, SENTENCE_END
from briefing.edited.number import CALENDAR, DATE, MONTH, YEAR, Number
from briefing.edited.numbers import numbers

NEAR = 200  # characters before a number that may say what it is
COMMON = 3  # characters that a clause and the measure of an exhibit share, if the clause names it


@dataclass(frozen=True)
class Clause:
    """A part of a passage. start: where it begins. sentence: the number of its sentence."""

    start: int
    text: str
    sentence: int
    found: tuple[Number, ...]

    @property
    def figures(self) -> list[Number]:
        """Its numbers but for years and days."""
        return [number for number in self.found if number.unit not in CALENDAR and not year_of(number)]

    def before(self, number: Number) -> str:
        """Its text before one of its numbers, as far as it may speak of it."""
        end = number.start - self.start
        return self.text[max(end - NEAR, 0) : end]

    def says(self, key: str) -> bool:
        """True if it holds a word of a pattern in words/checking.toml."""
        return says(self.text, key)


@dataclass(frozen=True)
class Mention:
    """Something that a text names: a year, a column, or rows by their name. start: where in the passage."""

    start: int
    kind: str  # YEAR, COLUMN, or the column in which the name stands
    name: str
    rows: frozenset[int] = frozenset()


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
    every: bool = False  # it speaks of each row of the exhibit: 各层面, every group
    others: bool = False  # it speaks of each row of another exhibit

    @property
    def words(self) -> int:
        """The characters that name something; a name that stands in two columns counts once."""
        return sum(map(len, self.said))

    def of(self, facts: Facts) -> tuple[list[int], int]:
        """The rows that are meant, by default those of the last year; and how surely they are known: 2 for a single row
        that was named or is the only one, 1 for several that were named, 0 if none was."""
        if self.unknown_year or self.others:
            return [], 0
        every = frozenset(range(len(facts.years)))
        rows = every
        for named in reversed(self.rows.values()):
            rows = rows & named or rows  # what was named before and is of other rows is no longer meant
        explicit = bool(self.rows or self.years)
        years = self.years or {max((year for at in rows if (year := facts.years[at]) is not None), default=None)}
        chosen = sorted(at for at in rows if facts.years[at] in years)
        sure = 2 if len(chosen) == 1 or self.every else 1
        return chosen, sure if explicit or len(every) == 1 or self.every else 0


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


def sentences(text: str) -> Iterator[list[Clause]]:
    """The clauses of each sentence of a passage."""
    for _, part in groupby(clauses(text), key=lambda clause: clause.sentence):
        yield list(part)


def named_by(text: str, facts: Facts) -> Iterator[tuple[Clause, Named]]:
    """Each clause of a passage, with what its sentence has named up to its end."""
    for part in sentences(text):
        named, before = Named(), ""
        for clause in part:
            _read_names(clause, facts, named, before)
            yield clause, named
            before = "" if clause.figures else clause.text


def _read_names(clause: Clause, facts: Facts, named: Named, before: str) -> None:
    """Adds what a clause names to what its sentence has named. before: the clause before it, if it has no figure."""
    rows: dict[str, frozenset[int]] = {}
    for each in mentions(clause, facts):
        if each.kind != YEAR:
            rows[each.kind] = rows.get(each.kind, frozenset()) | each.rows
            named.said |= {each.name}
    for kind, those in rows.items():
        listed = before.endswith(LISTED) and kind in named.rows
        before_it = named.rows.pop(kind, frozenset()) if listed else frozenset()
        named.rows = {each: known for each, known in named.rows.items() if each != kind} | {kind: those | before_it}
        named.compared |= those
    named.columns = said_in(clause.text, facts) or named.columns
    shown = {year for year in facts.years if year is not None}
    spoken = {year for number in clause.found if (year := year_of(number))}
    if spoken and shown:
        named.years, named.unknown_year = frozenset(spoken & shown), not spoken & shown
        told = {year - 1 for year in spoken & shown}  # the change on these is known
        named.years_lacking = named.years_lacking or not spoken <= shown | told
        named.compared |= {at for at, year in enumerate(facts.years) if year in spoken}
    kinds = [found[1] for found in worded(clause.text, "each")]
    if kinds and not rows:
        named.every = any(kind.lower() in facts.measure.lower() for kind in kinds)
        named.others = not named.every
    elif rows:
        named.every = named.others = False


def mentions(clause: Clause, facts: Facts) -> Iterator[Mention]:
    """The names of rows and the years in a clause; a shorter name inside a longer one is not meant."""
    for column, known in facts.name_rows.items():
        text = clause.text.lower()
        for name, rows in known:
            for start, end in _spots(name.lower(), text):
                yield Mention(clause.start + start, column, name, rows)
                text = text[:start] + "\0" * (end - start) + text[end:]
    for number in clause.found:
        if year := year_of(number):
            yield Mention(number.start, YEAR, str(year))
        if number.unit in (DATE, MONTH) and (named := facts.periods.get(int(number.value))):
            yield Mention(number.start, MONTH, number.text, named)


def _spots(name: str, text: str) -> list[tuple[int, int]]:
    """Where a text holds a name; an English one as whole words."""
    return [found.span() for found in _pattern(name).finditer(text)] if name.split()[0] in text else []


@functools.lru_cache(maxsize=20_000)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(name)}(?:e?s)?(?![a-z])" if name.isascii() else re.escape(name))


def year_of(number: Number) -> int:
    """The year that a number names, 0 if none."""
    if number.unit == DATE:
        return int(number.value) // 10_000
    if number.unit == MONTH:
        return int(number.value) // 100
    return int(number.value) if number.unit in (YEAR, "") and not number.digits and 1990 <= number.value < 2100 else 0


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
    for start in [0, *words[:-1]] if small.isascii() else range(len(small) - COMMON + 1):
        if small[start:] in text:
            return small[start:]
    return small
