"""Rises, falls and multiples between rows and years of an exhibit, as clauses tell them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from briefing.checking.facts import MAIN, Fact, Facts
from briefing.checking.naming import Clause, Named
from briefing.checking.wording import says, worded
from briefing.edited.number import CALENDAR, PERCENT, POINTS, STRICT, Number, is_rounded

FEW = 12  # rows whose differences are looked at
ENDS = ("lower", "upper")
CHANGE, SPREAD = "change", "_sd"  # begins the names of the columns with changes, ends those of their spread


def way(text: str) -> int:
    """1 if the last word of direction in a text is one for up, -1 for down, 0 if there is none."""
    spots = [max((found.end() for found in worded(text, f"way_{each}")), default=-1) for each in ("up", "down")]
    return (spots[0] > spots[1]) - (spots[0] < spots[1])


def is_change(column: str) -> bool:
    """True for a column of changes, not for their limits and spread."""
    return column.startswith(CHANGE) and not column.endswith((*ENDS, SPREAD))


def says_change(number: Number, clause: Clause) -> bool:
    """True if a clause says by how much something changed in a year: 比上年减少5.2条."""
    if number.unit == POINTS:
        return clause.says("change_words")
    return is_step(number, clause) and clause.says("on_year")


def is_step(number: Number, clause: Clause) -> bool:
    """True for a count or score by which something rose or fell: 减少5.2条."""
    behind = any(says(clause.before(number), f"way_{each}", "by", form="{}$") for each in ("up", "down"))
    return behind and number.unit not in STRICT


def wrong_way(number: Number, clause: Clause, fitting: Sequence[Fact], facts: Facts) -> Fact | None:
    """The change that a number would be, if clause or sign say that it rose where it fell, or the other way."""
    told = way(clause.before(number)) or (number.text[0] in "+＋") - (number.value < 0)
    changes = [fact for fact in fitting if is_change(fact.column)]
    if not told or number.unit in CALENDAR or len(changes) != len(fitting):
        return None
    return next((fact for fact in changes if direction(fact, facts) * told < 0), None)


def direction(fact: Fact, facts: Facts) -> int:
    """1 for a rise, -1 for a fall, 0 if not known. The change in a text of the exhibit has no sign, but a verb."""
    if fact.exact:
        return (fact.value > 0) - (fact.value < 0)
    return way(str(facts.frame[fact.column][fact.row]))


def differences(
    facts: Facts, rows: set[int], beside_years: bool, told: int, digits: int, named: bool
) -> Iterator[tuple[Decimal, ...]]:
    """The differences, exact, as shown and at these digits, between two rows that are named; or between two years of a
    row, where the exhibit does not know its change. told: the way of the clause, which a change between years must
    follow. named: a sentence names the rows; else only the highest and the lowest one are compared."""
    if len(rows) > FEW:
        return
    every = range(len(facts.years)) if beside_years else ()
    beside = [at for at in every if any(facts.names[at] == facts.names[row] for row in rows)]
    for column in facts.shares:
        values = [fact for at in {*rows, *beside} for fact in facts.cell(at, column)]
        for one, other in combinations(sorted(values, key=lambda fact: facts.years[fact.row] or 0), 2):
            same_year = facts.years[one.row] == facts.years[other.row]
            if not named and not _is_spread(one, other, values, same_year, facts):
                continue
            if same_year or (other.value - one.value) * told >= 0:
                shown = round(other.value, other.digits) - round(one.value, one.digits)
                yield other.value - one.value, shown, round(other.value, digits) - round(one.value, digits)


def _is_spread(one: Fact, other: Fact, values: Sequence[Fact], same_year: bool, facts: Facts) -> bool:
    """True for the highest and the lowest figure of a year, and for a row and itself in another year."""
    if not same_year:
        return facts.names[one.row] == facts.names[other.row]
    beside = [fact.value for fact in values if facts.years[fact.row] == facts.years[one.row]]
    return {one.value, other.value} == {min(beside), max(beside)}


def is_difference(number: Number, known: Sequence[tuple[Decimal, ...]]) -> bool:
    return any(is_rounded(abs(number.value), number.digits, abs(each)) for pair in known for each in pair)


def multiples(clause: Clause, named: Named, facts: Facts, rows: list[int], columns: Sequence[str]) -> Iterator[Decimal]:
    """How many times its earlier figure a row's figure is: that of the first year named, else of the year before."""
    years = sorted(named.years)
    for at in rows:
        now = facts.years[at]
        if now is None or (len(years) > 1 and now != years[-1]):
            continue
        last = max(year for year in facts.years if year is not None)
        base = years[0] if len(years) > 1 else now - 1
        if years == [now] and now < last and clause.says("since"):
            now, base = last, now
        for column in columns:
            if is_change(column) or column.endswith(ENDS):
                continue
            values = {
                year: fact.value
                for other in range(len(facts.years))
                for fact in facts.cell(other, column)
                if fact.exact and facts.names[other] == facts.names[at] and (year := facts.years[other]) in (now, base)
            }
            if base not in values and base == now - 1:
                values.update((base, values[now] - each) for each in _changes(facts, at, column) if now in values)
            if len(values) == 2 and values[base]:
                yield values[now] / values[base]


def _changes(facts: Facts, row: int, column: str) -> list[Decimal]:
    """The change of a main figure of a row."""
    exact = [fact for fact in facts.by_row.get(row, ()) if is_change(fact.column) and fact.exact]
    return [fact.value for fact in exact if column in MAIN and fact.unit in ("", PERCENT, POINTS)][:1]
