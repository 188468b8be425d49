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
MOST = 12  # things that a sentence lists; the figure has all


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


def last_row(exhibit: Exhibit, value: str) -> Row | None:
    """The last row; None if its value is hidden or missing."""
    row = exhibit.frame.row(-1, named=True)
    return row if row[value] is not None else None


def scale_of(row: Row) -> Scale:
    """A rate with a line to meet or without: points have no counts of the satisfied behind them."""
    points = row["measured_in"] == "points" if "measured_in" in row else row["satisfied_n"] is None
    return SCORED if points else RATE


def level(row: Row, lang: str) -> str:
    """The verdict on the target line, in the word that the gates allow."""
    if row["verdict"] is None or row["target"] is None:
        return ""
    return word("level", Facts(row["verdict"]), lang, target=f"{row['target']:.0%}")


def only_row(exhibit: Exhibit) -> Row | None:
    """The row of all items together; None where the figure is split into groups."""
    return exhibit.frame.row(0, named=True) if exhibit.frame.height == 1 else None


def late(overdue: int, lang: str) -> str:
    """How many are overdue, or that none is, in the words of the gates."""
    return word("late", Facts(count=overdue), lang, count=overdue)


def numbers(row: Row, *names: str) -> dict[str, object]:
    return {name: row[name] for name in names}
