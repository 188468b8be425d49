"""The figures of an exhibit as facts: each with its row in words, its column in words, and its exact value."""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import polars as pl

from briefing.edited.notation import CITY, NO_NAME
from briefing.edited.numbers import DATE, MONTH, PERCENT, POINTS, STRICT, Number, is_rounded, numbers
from exhibits.columns import effects, fine_shares, headings, in_percent, number_format, readable
from exhibits.exhibit import Exhibit

SEPARATOR = " · "
MOST_ROWS = 3000
MAIN = ("rate", "score", "value", "mean", "open_share", "share")  # columns that the measure of the subtitle names
# Columns of words that say something about a row and do not name it.
SAYING = (
    *("verdict", "verdict_code", "on_time_verdict", "flag", "target_flag", "assurance", "variation", "direction"),
    *("claim", "tone", "value", "interval", "change", "target", "reason", "what", "against_class", "quadrant", "band"),
    *("light", "scale_id", "rule_set", "weights", "rule", "reason_yoy", "reason_pop", "state", "status", "evidence"),
    "title",
)
SHORTEST = 3  # characters of a measure that are enough to name it


@dataclass(frozen=True)
class Fact:
    """One figure. value: as readers see it, not rounded: 95.2 for 95.2 %; from a text of the exhibit it is not exact.
    unit: as of numbers in texts."""

    row: int
    column: str
    value: Decimal
    unit: str
    digits: int  # as the tables show it
    exact: bool = True


@dataclass(frozen=True)
class Facts:
    """All figures of an exhibit. names: the words of each row by column. years: of each row, None without. terms:
    the words of each column."""

    figures: tuple[Fact, ...]
    names: tuple[dict[str, str], ...]
    years: tuple[int | None, ...]
    terms: dict[str, tuple[str, ...]]
    frame: pl.DataFrame

    @classmethod
    def of(cls, exhibit: Exhibit, lang: str, points: bool = False) -> "Facts":
        """The facts of an exhibit. points: its rates are means of points."""
        frame = exhibit.frame.head(MOST_ROWS)
        said, words = headings(frame, lang), readable(frame, lang)
        texts = {name: words[said[name]] for name in frame.columns if words[said[name]].dtype == pl.String}
        rows = range(frame.height)
        names = tuple(
            {column: values[at] for column, values in texts.items() if values[at] and column not in SAYING}
            for at in rows
        )
        years = tuple(frame["year"].to_list()) if "year" in frame.columns else (None,) * frame.height
        measure = exhibit.subtitle.split(SEPARATOR)[0]
        terms = {name: _terms(name, said[name], measure) for name in frame.columns}
        return cls(tuple(_figures(frame, lang, points)), names, years, terms, frame)

    @functools.cached_property
    def by_row(self) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = {}
        for fact in self.figures:
            found.setdefault(fact.row, []).append(fact)
        return found

    def cell(self, row: int, column: str) -> list[Fact]:
        """The figures of a row in a column."""
        return self._cells.get((row, column), [])

    @functools.cached_property
    def _cells(self) -> dict[tuple[int, str], list[Fact]]:
        found: dict[tuple[int, str], list[Fact]] = {}
        for fact in self.figures:
            found.setdefault((fact.row, fact.column), []).append(fact)
        return found

    @functools.cached_property
    def shares(self) -> list[str]:
        """The columns that hold shares in percent."""
        return list(dict.fromkeys(fact.column for fact in self.figures if fact.unit == PERCENT))

    @functools.cached_property
    def name_rows(self) -> dict[str, list[tuple[str, frozenset[int]]]]:
        """Column → its names with the rows that have them, the longest names first."""
        found: dict[str, dict[str, set[int]]] = {}
        for at, row in enumerate(self.names):
            for column, text in row.items():
                for name in _names(text):
                    found.setdefault(column, {}).setdefault(name, set()).add(at)
        return {
            column: [(name, frozenset(rows)) for name, rows in sorted(named.items(), key=lambda each: -len(each[0]))]
            for column, named in found.items()
        }

    def knows(self, number: Number) -> bool:
        """True if any figure of the exhibit is this number at its digits."""
        return any(meets(number, unit) for unit in self._values(number.digits).get(abs(number.value), ()))

    def _values(self, digits: int) -> dict[Decimal, set[str]]:
        """Absolute value, rounded to the digits → the units of the figures that have it."""
        if digits not in self._rounded:
            step = Decimal(1).scaleb(-digits)
            found = self._rounded.setdefault(digits, {})
            for fact in self.figures:
                for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN):
                    found.setdefault(abs(fact.value).quantize(step, rule), set()).add(fact.unit)
        return self._rounded[digits]

    @functools.cached_property
    def _rounded(self) -> dict[int, dict[Decimal, set[str]]]:
        return {}


def meets(number: Number, unit: str) -> bool:
    """True if a number of a text may stand for a figure of this unit: a share only for a share, a count for a count."""
    return number.unit == unit if number.unit in STRICT else not number.unit or not unit


def agrees(number: Number, fact: Fact) -> bool:
    """True if a number says this figure, at its own digits and without its sign: a verb may give the direction."""
    if not meets(number, fact.unit):
        return False
    if not fact.exact and number.digits > fact.digits:  # the exhibit's text shows fewer digits
        return is_rounded(abs(fact.value), fact.digits, abs(number.value))
    if number.bound:
        return number.holds(abs(fact.value) if number.unit == POINTS else fact.value)
    return is_rounded(abs(number.value), number.digits, abs(fact.value))


def _terms(column: str, heading: str, measure: str) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys([heading, measure if column in MAIN else ""])))


def _names(text: str) -> Iterator[str]:
    """The names that a text gives a row: its parts, and a unit's name without 市 before it."""
    for part in text.split(SEPARATOR):
        if len(part) >= 2 and not NO_NAME.fullmatch(part):
            yield part
            if part.startswith(CITY) and len(part) > SHORTEST:
                yield part[1:]


def _figures(frame: pl.DataFrame, lang: str, points: bool) -> Iterator[Fact]:
    percent = in_percent(frame, "score" in frame.columns, points)
    for name in frame.columns:
        values, shown = frame[name], name in percent
        pattern = number_format(values, shown, name in effects(frame), lang, name in fine_shares(frame))
        unit = _unit(name, shown, name in effects(frame))
        digits = int(found[1]) if pattern and (found := re.search(r"\.(\d)", pattern)) else 0
        for at, value in enumerate(values):
            yield from _facts(at, name, value, shown, unit, digits)


def _unit(name: str, percent: bool, effect: bool) -> str:
    if effect or (percent and name.startswith("change")):
        return POINTS
    return PERCENT if percent else ""


def _facts(at: int, name: str, value: object, percent: bool, unit: str, digits: int) -> Iterator[Fact]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float)):
        exact = Decimal(repr(value)) * (100 if percent else 1)
        if exact.is_finite():
            yield Fact(at, name, exact, unit, digits)
    elif isinstance(value, datetime.date):
        yield Fact(at, name, Decimal(f"{value:%Y%m%d}"), DATE, 0)
        yield Fact(at, name, Decimal(f"{value:%Y%m}"), MONTH, 0)
    elif isinstance(value, str):
        yield from (
            Fact(at, name, each.value, each.unit if each.unit in STRICT else "", each.digits, False)
            for each in numbers(value)
        )
