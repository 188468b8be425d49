"""Judging words that people wrote: whether the figures of a card bear them, by the rules of exhibits.gates."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from briefing.checking.expected import Source
from briefing.checking.facts import Facts
from briefing.checking.free_text import Answer
from briefing.checking.naming import Clause, Named, clauses, named_by, said_in
from briefing.checking.wording import says, worded
from briefing.edited.notation import PUNCTUATION, SPAN, TOP, TOP_PLACES, span_of
from briefing.edited.number import DATE, MONTH, PERCENT, POINTS, STRICT, YEAR, Number
from exhibits import gates
from words import say, words

TERMS = "checking.term."
OVERDUE = "overdue"
COUNTED = 3  # how surely a number that counts rows is known
VERDICTS = ("verdict_code", "verdict", "on_time_verdict")


@dataclass(frozen=True)
class Judgement:
    """A judging word in a passage, with the rule that it needs."""

    word: str
    start: int
    end: int
    table: str
    rule: str
    clause: Clause

    def why(self, lang: str) -> str:
        return say(f"exhibits.rule.{self.table}.{self.rule}", lang)


@functools.cache
def _terms(lang: str) -> list[tuple[re.Pattern[str], str, str]]:
    """The pattern of the judging words of each rule, with its table and name; name "" for words to pass over."""
    named = [(key, *key.removeprefix(TERMS).split(".")) for key in words() if key.startswith(TERMS)]
    return [
        (re.compile(say(key, lang), re.IGNORECASE), table, "" if table == "passed" else rule)
        for key, table, rule in named
    ]


def judgements(text: str, lang: str) -> Iterator[Judgement]:
    """The judging words of a passage; of those at one place the one that begins first, then the longest."""
    parts = list(clauses(text))
    found = [(each.span(), table, rule) for pattern, table, rule in _terms(lang) for each in pattern.finditer(text)]
    end = 0
    for (first, last), table, rule in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if first >= end and rule:
            clause = next(part for part in reversed(parts) if part.start <= first)
            yield Judgement(text[first:last], first, last, table, rule, clause)
        end = max(end, last)


def borne(judgement: Judgement, text: str, sources: Sequence[Source]) -> Source | None:
    """The card whose figures do not bear a word; None if they do, or if no card is about the clause.

    The cards that know best what the clause names decide. Where their columns do not tell, their texts must say it.
    """
    asked = []
    for source in sources:
        named = _named(judgement, text, source.facts)
        if _concerns(judgement, named, source.facts):
            rows, sure = _rows(judgement, named, source.facts)
            every = speaks_of_every(judgement) or speaks_of_none(judgement)
            if every and len(rows) == 1 and judgement.table == "level":
                continue  # a single row is not what "all" is said of
            asked.append(((sure, named.words), source, _verdict_of_columns(judgement, source.facts, rows)))
    best = max((sure for sure, _, _ in asked), default=(0, 0))
    deciding = [(source, told) for sure, source, told in asked if sure == best]
    known = [told for _, told in deciding if told is not None]
    holds = any(known) if known else any(_said(judgement, source) for source, _ in deciding)
    if holds or not deciding:
        return None
    return min(deciding, key=lambda each: each[1] is None)[0]


def _concerns(judgement: Judgement, named: Named, facts: Facts) -> bool:
    """True if the clause speaks of the exhibit: it names a measure, a row or a share; or it ends with the word and its
    sentence has named them."""
    clause = judgement.clause
    if judgement.table == "late":
        return OVERDUE in facts.frame.columns
    if judgement.table == "full_coverage":
        return says(facts.measure, "coverage")
    every = speaks_of_every(judgement) or speaks_of_none(judgement)
    if judgement.table == "level" and every and len(facts.years) > 1 and not named.said:
        return not said_in(clause.text, facts) or any(name in facts.frame.columns for name in VERDICTS)
    if any(number.unit in (PERCENT, POINTS) for number in clause.found):
        return True
    small = clause.text.lower()
    if said_in(small, facts) or any(name.lower() in small for each in facts.name_rows.values() for name, _ in each):
        return True
    behind = clause.text[judgement.end - clause.start :].strip()
    return bool(named.words or named.columns) and not behind.strip(PUNCTUATION)


def speaks_of_none(judgement: Judgement) -> bool:
    """True if a clause says its word of no row: 无一, none of."""
    return says(judgement.clause.text[: judgement.end - judgement.clause.start], "none")


def count_of(judgement: Judgement) -> Number | None:
    """The number of a clause that counts what its judging word is said of: 5个层面达标, five of the six groups met."""
    text, first = judgement.clause.text, judgement.clause.start
    before = [each for each in judgement.clause.found if each.end <= judgement.start]
    number: Number | None = None
    last = before.pop() if before else None
    if last and before and says(text[before[-1].end - first : last.start - first], "out_of", form="^(?:{})$"):
        number = before[-1]
    else:
        number = last
    if number is None or last is None or number.unit in STRICT or judgement.table != "level":
        return None
    gap = text[last.end - first : judgement.start - first]
    return number if says(gap, "counted", form="^(?:{})$") else None


def counted(text: str, source: Source) -> dict[Number, Answer]:
    """What a card that judges its rows says of the numbers that count them."""
    facts = source.facts
    found: dict[Number, Answer] = {}
    verdict = next((name for name in VERDICTS if name in facts.frame.columns), "")
    for each in judgements(text, source.lang) if verdict else ():
        sentence = [part.text for part in clauses(text) if part.sentence == each.clause.sentence]
        kinds = [kind[0].lower() for kind in worded(" ".join(sentence), "kinds")]
        if (number := count_of(each)) and any(kind in facts.measure.lower() for kind in kinds):
            rule = gates.RULES[each.table][each.rule]
            true = sum(rule(gates.Facts(code)) for code in facts.frame[verdict])
            said = {
                told.value
                for own in judgements(source.exhibit.finding, source.lang)
                if own.rule == each.rule and (told := count_of(own))
            }
            fits = number.value in {Decimal(true), *said}
            should = "" if fits else f"{next(iter(said), true)}"
            found[number] = Answer("fits" if fits else "differs", should, COUNTED, sum(map(len, kinds)))
    return found


def speaks_of_every(judgement: Judgement) -> bool:
    """True if a clause says its word of all rows: 全部, 均, all, every."""
    text = judgement.clause.text[: judgement.end - judgement.clause.start]
    return says(text, "every")


def _named(judgement: Judgement, text: str, facts: Facts) -> Named:
    """What the sentence has named up to the clause."""
    return next((named for clause, named in named_by(text, facts) if clause.start == judgement.clause.start), Named())


def _rows(judgement: Judgement, named: Named, facts: Facts) -> tuple[list[int], int]:
    """The rows that the clause speaks of, and how surely; for a course those of all its years."""
    rows, sure = named.of(facts)
    if judgement.rule.endswith("yearly") or judgement.table == "trend":
        rows, _ = Named(named.rows, frozenset(year for year in facts.years if year is not None)).of(facts)
    return rows, sure


def _verdict_of_columns(judgement: Judgement, facts: Facts, chosen: list[int]) -> bool | None:
    """What the columns tell; None if they tell nothing."""
    rule, rows = gates.RULES[judgement.table][judgement.rule], facts.frame[chosen]
    columns = set(rows.columns)
    if rows.is_empty() and judgement.table != "late":
        return None
    if judgement.table == "level":
        verdict = next((name for name in VERDICTS if name in columns), None)
        holds = [rule(gates.Facts(code)) for code in rows[verdict]] if verdict else []
        return None if verdict is None else not any(holds) if speaks_of_none(judgement) else all(holds)
    if judgement.table == "course" and {"change_lower", "change_upper"} <= columns:
        if judgement.rule.endswith("yearly"):
            return "year" in columns and rule(gates.of_last(_of_years(rows, judgement.clause).sort("year")))
        limits = rows.select("change_lower", "change_upper").rows()
        return all(rule(gates.Facts(change_lower=low, change_upper=high)) for low, high in limits)
    if judgement.table == "trend" and {"trend_z", "trend_p"} <= columns:
        return rule(gates.Facts(z=rows["trend_z"][-1], p=rows["trend_p"][-1]))
    if judgement.table == "late" and OVERDUE in columns:
        return rule(gates.Facts(count=int(facts.frame[OVERDUE].fill_null(0).sum())))
    if judgement.table == "place" and rows.height == 1:
        place = _place(facts.frame, chosen[0])
        if place is not None and place.ranks and TOP.search(judgement.word):
            return place.ranks[1] <= TOP_PLACES
        return None if place is None else rule(place)
    return None


def _place(frame: pl.DataFrame, row: int) -> gates.Facts | None:
    """The possible ranks of a row: as its columns give them inside its class, or by the intervals of its year."""
    if {"rank_lower", "rank_upper", "unit_class"} <= set(frame.columns):
        among = frame.filter(pl.col("unit_class") == frame["unit_class"][row])["rank_upper"].count()
        best, worst = frame["rank_lower"][row], frame["rank_upper"][row]
        return gates.Facts() if best is None or worst is None else gates.Facts(ranks=(best, worst, among))
    # Things of one kind with intervals of their own: not several measures, not the limits of a funnel.
    if {"rate", "lower", "upper"} <= set(frame.columns) and not {"centre", "metric"} & set(frame.columns):
        beside = frame.with_row_index("row")
        if "year" in frame.columns:
            same_year = beside.filter(pl.col("year") == frame["year"][row])
            beside = same_year if same_year.height > 1 else beside  # of one thing the years are compared
        known = beside.select("row", "rate", "lower", "upper").drop_nulls().rows()
        return gates.places({str(at): (rate, low, high) for at, rate, low, high in known}).get(str(row), gates.Facts())
    return None


def _of_years(rows: pl.DataFrame, clause: Clause) -> pl.DataFrame:
    """The years of a course: from the first to the last that the clause names, or the last n, or all."""
    years = rows["year"]
    factors = {DATE: 10_000, MONTH: 100, YEAR: 1, "": 1}
    named = {int(each.value) // factors[each.unit] for each in clause.found if each.unit in factors and not each.digits}
    if len(spoken := sorted(set(years) & named)) > 1:
        return rows.filter(years.is_between(spoken[0], spoken[-1]))
    if span := SPAN.search(clause.text):
        return rows.filter(years.is_in(years.unique().sort().tail(span_of(span)).to_list()))
    return rows


def _said(judgement: Judgement, source: Source) -> bool:
    """True if a text of the card itself uses a word of the same rule."""
    mine = {(judgement.table, judgement.rule)}
    return any({(each.table, each.rule)} == mine for text in source.texts for each in judgements(text, source.lang))
