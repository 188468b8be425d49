"""Judging words that people wrote: whether the figures of a card bear them, by the rules of exhibits.gates."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from briefing.checking.expected import Source
from briefing.checking.facts import Facts
from briefing.checking.free_text import Clause, Named, clauses, named_by, said_in
from briefing.edited.notation import COUNTS, PUNCTUATION, SPAN
from briefing.edited.numbers import DATE, MONTH, PERCENT, POINTS, YEAR
from exhibits import gates
from words import LANGUAGES, say, words

TERMS = "checking.term."
EVERY = "checking.every"
OVERDUE = "overdue"
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
def _terms(lang: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """One pattern of all judging words, the longest first, and the rule of each; rule "" for words to pass over."""
    rules: dict[str, tuple[str, str]] = {}
    for key in words():
        if key.startswith(TERMS):
            table, rule = key.removeprefix(TERMS).split(".")
            rules |= dict.fromkeys(say(key, lang).split("|"), (table, "" if table == "passed" else rule))
    return re.compile("|".join(re.escape(word) for word in sorted(rules, key=len, reverse=True)), re.IGNORECASE), rules


def judgements(text: str, lang: str) -> Iterator[Judgement]:
    """The judging words of a passage."""
    pattern, rules = _terms(lang)
    parts = list(clauses(text))
    for found in pattern.finditer(text):
        table, rule = rules.get(found[0]) or rules[found[0].lower()]
        if rule:
            clause = next(part for part in reversed(parts) if part.start <= found.start())
            yield Judgement(found[0], found.start(), found.end(), table, rule, clause)


def borne(judgement: Judgement, text: str, sources: Sequence[Source]) -> Source | None:
    """The card whose figures do not bear a word; None if they do, or if no card is about the clause.

    The cards that know best what the clause names decide. Where their columns do not tell, their texts must say it.
    """
    asked = []
    for source in sources:
        named = _named(judgement, text, source.facts)
        if _concerns(judgement, named, source.facts):
            rows, sure = _rows(judgement, named, source.facts)
            if speaks_of_every(judgement) and len(rows) == 1 and judgement.table == "level":
                continue  # a single row is not what "all" is said of
            asked.append((sure, source, _verdict_of_columns(judgement, source.facts, rows)))
    best = max((sure for sure, _, _ in asked), default=0)
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
    if judgement.table == "level" and speaks_of_every(judgement) and len(facts.years) > 1 and not named.said:
        return not said_in(clause.text, facts) or any(name in facts.frame.columns for name in VERDICTS)
    if any(number.unit in (PERCENT, POINTS) for number in clause.found):
        return True
    small = clause.text.lower()
    if said_in(small, facts) or any(name.lower() in small for each in facts.name_rows.values() for name, _ in each):
        return True
    behind = clause.text[judgement.end - clause.start :].strip()
    return bool(named.words or named.columns) and not behind.strip(PUNCTUATION)


def speaks_of_every(judgement: Judgement) -> bool:
    """True if a clause says its word of all rows: 全部, 均, all, every."""
    text = judgement.clause.text[: judgement.end - judgement.clause.start]
    return any(re.search(say(EVERY, lang), text) for lang in LANGUAGES)


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
    if rows.is_empty():
        return None
    if judgement.table == "level":
        verdict = next((name for name in VERDICTS if name in columns), None)
        return None if verdict is None else all(rule(gates.Facts(code)) for code in rows[verdict])
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
        count = int(span[1]) if span[1].isdigit() else COUNTS[span[1].lower()]
        return rows.filter(years.is_in(years.unique().sort().tail(count).to_list()))
    return rows


def _said(judgement: Judgement, source: Source) -> bool:
    """True if a text of the card itself uses a word of the same rule."""
    mine = {(judgement.table, judgement.rule)}
    return any({(each.table, each.rule)} == mine for text in source.texts for each in judgements(text, source.lang))
