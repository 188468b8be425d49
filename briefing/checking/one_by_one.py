"""Figures that a sentence gives one by one, each with what it is of: A、B分别为1和2, from 1 in 2017 to 2 in 2025."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from briefing.checking.facts import Facts
from briefing.checking.naming import Clause, Mention, Named, mentions, said_in
from briefing.checking.wording import says, worded
from briefing.edited.notation import BEFORE_A_NUMBER, SPAN, SPAN_OF_YEARS, span_of
from briefing.edited.number import PERCENT, POINTS, STRICT, TIMES, YEAR, Number

COLUMN, EARLIER = "column", "earlier"
Told = dict[Number, Mention | None]


def one_by_one(sentence: Sequence[Clause], facts: Facts) -> Told:
    """Number → what it is said of; None where the sentence gives its numbers one by one, but not of what."""
    text = "".join(clause.text for clause in sentence)
    if found := next(worded(text, "one_by_one"), None):
        return _listed(sentence, facts, sentence[0].start + found.start())
    if listed := _of_last_years(sentence, text, facts):
        return listed
    told: Told = {}
    for clause in sentence:
        told |= _in_turn(clause, facts)
    return told | _wrong_rests(sentence)


def _of_last_years(sentence: Sequence[Clause], text: str, facts: Facts) -> Told:
    """近四年满意率为94.6%、95.3%、95.3%、96.0%: as many shares as years, of which the last ones are meant."""
    span = SPAN.search(text)
    run = [number for clause in sentence for number in clause.figures if number.unit == PERCENT]
    years = sorted({year for year in facts.years if year is not None})[-len(run) :]
    if not span or len(run) < 2 or len(run) != span_of(span):
        return {}
    if len(years) != len(run):
        return dict.fromkeys(run)
    return {number: Mention(number.start, YEAR, str(year)) for number, year in zip(run, years, strict=True)}


def year_before(number: Number, clause: Clause, named: Named, facts: Facts) -> Mention | None:
    """The year before the one that is spoken of, where the words beside a number name it: 上年52.7%, a year earlier."""
    before = clause.before(number).rstrip(BEFORE_A_NUMBER)
    behind = clause.text[number.end - clause.start :]
    if not says(before, "year_before", form="(?:{})$") and not says(behind, "year_before", form="^\\W*(?:{})"):
        return None
    years = named.years or {year for year in facts.years if year is not None}
    return Mention(number.start, YEAR, str(max(years) - 1)) if years else None


def _wrong_rests(sentence: Sequence[Clause]) -> Told:
    """The rests (其余300项) that are not what is left of a whole that the sentence names before its parts."""
    figures = [number for clause in sentence for number in clause.figures if number.unit not in STRICT]
    told: Told = {}
    for clause in sentence:
        for number in clause.figures:
            if number in figures and says(clause.before(number), "rest"):
                before = [each.value for each in figures if each.start < number.start]
                left = [whole - sum(before[at + 1 :]) for at, whole in enumerate(before)]
                told |= {} if number.value in left else {number: None}
    return told


def _listed(sentence: Sequence[Clause], facts: Facts, marker: int) -> Told:
    """The numbers of a list, behind the marker or before it, with as many names of one kind before them."""
    figures = [number for clause in sentence for number in clause.figures]
    behind = [number for number in figures if number.start > marker] or figures
    run = list(takewhile(lambda number: number.unit == behind[0].unit, behind)) if behind else []
    if len(run) < 2:
        return {}
    named = [each for clause in sentence for each in _mentions(clause, facts) if each.start < run[0].start]
    kinds: dict[str, list[Mention]] = {}
    for each in sorted(named, key=lambda one: one.start):
        kinds.setdefault(each.kind, []).append(each)
    if YEAR in kinds:
        kinds[YEAR] = _with_years_between(kinds[YEAR], "".join(each.text for each in sentence), sentence[0].start)
    rows_first = sorted(kinds.items(), key=lambda each: each[0] == COLUMN)
    same = next((those for _, those in rows_first if len(those) == len(run)), None)
    return dict(zip(run, same, strict=True)) if same else dict.fromkeys(run)


def _mentions(clause: Clause, facts: Facts) -> list[Mention]:
    columns = said_in(clause.text, facts)
    return [*mentions(clause, facts), *(Mention(clause.start, COLUMN, name) for name in columns[:1])]


def _with_years_between(years: list[Mention], text: str, start: int) -> list[Mention]:
    """2022至2025年 names four years."""
    found = years[:1]
    for one, other in pairwise(years):
        if SPAN_OF_YEARS.match(text[one.start - start + len(one.name) : other.start - start]):
            between = range(int(one.name) + 1, int(other.name))
            found += [replace(other, name=str(year)) for year in between]
        found.append(other)
    return found


def _in_turn(clause: Clause, facts: Facts) -> Told:
    """Numbers and names of one kind in turn; or a figure from which another rose or fell, which is an earlier one's."""
    figures = [number for number in clause.figures if number.unit not in (POINTS, TIMES)]
    if len(figures) < 2:
        return {}
    kinds: dict[str, list[Mention]] = {}
    for each in sorted(mentions(clause, facts), key=lambda one: one.start):
        kinds.setdefault(each.kind, []).append(each)
    for named in kinds.values():
        order = sorted([(each.start, 0) for each in named] + [(number.start, 1) for number in figures])
        if len(named) == len(figures) and all(one[1] != other[1] for one, other in pairwise(order)):
            return dict(zip(figures, named, strict=True))
    first, second = figures[:2]
    between = clause.text[first.end - clause.start : second.start - clause.start]
    risen = says(clause.before(first), "from") and says(between, "onward")
    return {first: Mention(first.start, EARLIER, "")} if risen else {}


def pinned(named: Named, mention: Mention, facts: Facts) -> Named:
    """What a sentence has named, with what one of its numbers is said of."""
    if mention.kind in (YEAR, EARLIER):
        shown = {year for year in facts.years if year is not None}
        years = {int(mention.name)} if mention.name else shown - {max(shown, default=0)}
        lacking = not years or not years <= shown
        return replace(named, years=frozenset(years & shown), unknown_year=lacking, years_lacking=lacking)
    if mention.kind == COLUMN:
        return replace(named, columns=(mention.name,))
    rows = {
        column: those
        for column, known in facts.name_rows.items()
        for name, those in known
        if name == mention.name and column in named.rows
    }
    beside = {column: those for column, those in named.rows.items() if those & mention.rows}
    return replace(named, rows={**beside, mention.kind: mention.rows, **rows})
