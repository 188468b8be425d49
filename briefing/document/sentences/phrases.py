"""How sentences write numbers: two decimals, percentage points, and an interval beside every estimate."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exhibits.exhibit import Exhibit
from exhibits.gates import Facts, allowed, word
from exhibits.phrasing import PER_HUNDRED, PERCENT, POINTS, SCORE, Scale
from words import say

RATE, SCORED, COUNTED, MEAN = (replace(scale, digits=2) for scale in (PERCENT, POINTS, PER_HUNDRED, SCORE))
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
Row = Mapping[str, Any]


def measure_of(exhibit: Exhibit) -> str:
    """What the exhibit measures: the first part of its subtitle."""
    return exhibit.subtitle.split(" · ")[0]


def as_of(exhibit: Exhibit, lang: str) -> str:
    """ "As of" the day of the ledger's figures, with its comma; "" for an exhibit without one."""
    marks = say("exhibits.as_of", lang, day="")
    found = next((DAY.search(part) for part in exhibit.subtitle.split(" · ") if part.startswith(marks.strip())), None)
    if not found:
        return ""
    year, month, day = map(int, found.groups())
    return say("document.as_of", lang, day=day_of(datetime.date(year, month, day), lang))


def day_of(day: datetime.date, lang: str) -> str:
    """A day as documents write it."""
    return say("document.day", lang, year=day.year, month=day.month, day=day.day)


def month_of(day: datetime.date, lang: str) -> str:
    """A month as documents write it."""
    return say("document.month", lang, year=day.year, month=day.month)


def estimate(scale: Scale, row: Row, value: str, lower: str, upper: str, lang: str) -> str:
    """A value with its 95 % interval; the value alone where there is none."""
    said = scale.value(row[value], lang)
    if row[lower] is None or row[upper] is None:
        return said
    ends = [scale.value(row[end], lang) for end in (lower, upper)]
    return say("document.says.estimate", lang, value=said, lower=ends[0], upper=ends[1])


def counted(scale: Scale, row: Row, columns: tuple[str, str, str, str, str], lang: str) -> str:
    """A value with its counts and its 95 % interval. columns: value, lower, upper, part, whole."""
    value, lower, upper = (scale.value(row[column], lang) for column in columns[:3])
    counts = {"part": row[columns[3]], "whole": row[columns[4]]}
    return say("document.says.counted", lang, value=value, lower=lower, upper=upper, **counts)


def share(row: Row, value: str, part: str, whole: str, lang: str) -> str:
    """A rate with its numerator and its denominator, for figures that are complete and have no interval."""
    if row[value] is None:
        return say("document.says.no_rate", lang)
    return say("document.says.share", lang, value=RATE.value(row[value], lang), part=row[part], whole=row[whole])


def year_on_year(scale: Scale, row: Row, lang: str) -> str:
    """The change on last year in the word that the gates allow, with its interval; "" where there is none to compare.

    A change inside its interval is not called one: the gate says level, and the change stands in brackets.
    """
    if row["change"] is None or row["change_lower"] is None or row["change_upper"] is None:
        return ""
    facts = Facts(change_lower=row["change_lower"], change_upper=row["change_upper"])
    size = scale.size(row["change"], lang)
    said = word("course", facts, lang, "yoy", size=size)
    ends = scale.signed(row["change_lower"]), scale.change(row["change_upper"], lang)
    limits = {"lower": ends[0], "upper": ends[1]}
    if allowed("course", facts) != "level":
        return say("document.says.changed", lang, said=said, **limits)
    return say("document.says.not_told", lang, said=said, change=scale.change(row["change"], lang), **limits)


def listed(parts: list[str], lang: str) -> str:
    """Clauses of a list."""
    return say("document.says.and", lang).join(parts)


def sentence(clauses: list[str], lang: str) -> str:
    """Clauses as a sentence; empty ones are left out."""
    said = say("exhibits.list.clause", lang).join(filter(None, clauses))
    return say("document.says.sentence", lang, said=said[:1].upper() + said[1:])
