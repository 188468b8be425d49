"""The figures of an exhibit as facts: each with its row in words, its column in words, and its exact value."""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import polars as pl

from briefing.edited.notation import CITY, COUNT, DAYS, NO_NAME
from briefing.edited.number import DATE, MONTH, PERCENT, POINTS, SCALES, STRICT, Number, is_rounded
from briefing.edited.numbers import numbers
from exhibits.columns import effects, headings, notation, readable
from exhibits.exhibit import Exhibit

SEPARATOR = " · "
MOST_ROWS = 3000
MAIN = ("rate", "score", "value", "mean", "open_share", "share")  # columns that the measure of the subtitle names
# Columns of words that say something about a row and do not name it.
SAYING = (
    *("verdict", "verdict_code", "on_time_verdict", "flag", "target_flag", "assurance", "variation", "direction"),
    *("claim", "tone", "value", "interval", "change", "target", "reason", "what", "against_class", "quadrant", "band"),
    *("light", "scale_id", "rule_set", "weights", "rule", "reason_yoy", "reason_pop", "state", "status", "evidence"),
    *("title", "suppressed", "break_before", "history_break"),
)
PERIODS = ("month", "month_end", "period")  # columns whose days name a row
# What English says of a score and of percentages alike: the units of figures that may be meant.
EITHER = {"points": ("", POINTS), "point": ("", POINTS)}
COUNTER = "counter"  # unit of figures that only number the rows
SHORTEST_COUNTER, COUNTING = 30, 0.5  # rows; the share of rows that are one more than the row before
UNSAID = ("rate", "value")  # columns whose headings name nothing
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
    the words of each column. measure: what the exhibit shows. as_of: the day of its figures as 20251231, 0 if none."""

    figures: tuple[Fact, ...]
    names: tuple[dict[str, str], ...]
    years: tuple[int | None, ...]
    terms: dict[str, tuple[str, ...]]
    frame: pl.DataFrame
    measure: str = ""
    as_of: int = 0

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
        as_of = next((int(each.value) for each in numbers(exhibit.subtitle) if each.unit == DATE), 0)
        return cls(tuple(_figures(frame, lang, points)), names, years, terms, frame, measure, as_of)

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
    def counted(self) -> frozenset[str]:
        """The columns that hold figures."""
        return frozenset(fact.column for fact in self.figures)

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

    @functools.cached_property
    def periods(self) -> dict[int, frozenset[int]]:
        """A day as 20251231 or a month as 202512 → the rows that it names."""
        column = next((name for name in PERIODS if self.frame.schema.get(name) == pl.Date), None)
        found: dict[int, set[int]] = {}
        for at, day in enumerate(self.frame[column] if column else ()):
            if day is not None:
                for value in (f"{day:%Y%m%d}", f"{day:%Y%m}"):
                    found.setdefault(int(value), set()).add(at)
        return {value: frozenset(rows) for value, rows in found.items()}

    @functools.cached_property
    def is_series(self) -> bool:
        """True for one thing over years: the year alone tells a row."""
        years = [year for year in self.years if year is not None]
        return len(years) > 1 and len(set(years)) == len(self.years)

    def holding(self, number: Number) -> list[Fact]:
        """The figures of the exhibit that are this number at its digits."""
        value, digits = per_hundred(number)
        return [fact for fact in self._values(digits).get(abs(value), ()) if meets(number, fact.unit)]

    def _values(self, digits: int) -> dict[Decimal, list[Fact]]:
        """Absolute value, rounded to the digits → the figures that have it."""
        if digits not in self._rounded:
            step = Decimal(1).scaleb(-digits)
            found = self._rounded.setdefault(digits, {})
            for fact in self.figures:
                for value in {abs(fact.value).quantize(step, rule) for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN)}:
                    found.setdefault(value, []).append(fact)
        return self._rounded[digits]

    @functools.cached_property
    def _rounded(self) -> dict[int, dict[Decimal, list[Fact]]]:
        return {}


def meets(number: Number, unit: str) -> bool:
    """True if a number of a text may stand for a figure of this unit: a share only for a share, a count for a count."""
    if number.unit in EITHER:
        return unit in EITHER[number.unit]
    if unit == COUNTER:
        return number.unit.startswith(DAYS)
    if number.unit in SCALES:
        return unit == PERCENT
    return number.unit == unit if number.unit in STRICT else not number.unit or not unit


def per_hundred(number: Number) -> tuple[Decimal, int]:
    """The value and digits of a number; of one in ten thousand as percent."""
    power = SCALES.get(number.unit, 0)
    return number.value.scaleb(-power), number.digits + power


def agrees(number: Number, fact: Fact) -> bool:
    """True if a number says this figure, at its own digits and without its sign: a verb may give the direction."""
    if not meets(number, fact.unit):
        return False
    value, digits = per_hundred(number)
    if not fact.exact and digits > fact.digits:  # the exhibit's text shows fewer digits
        return is_rounded(abs(fact.value), fact.digits, abs(value))
    if number.bound:
        exact = abs(fact.value) if number.unit == POINTS else fact.value
        return number.holds(exact.scaleb(SCALES.get(number.unit, 0)))
    return is_rounded(abs(value), digits, abs(fact.value))


def _terms(column: str, heading: str, measure: str) -> tuple[str, ...]:
    short = heading.removesuffix(COUNT)
    counted = short if len(short) > 1 else ""  # 差评18件, under the heading 差评数
    own = ["", ""] if column in UNSAID else [heading, counted]  # every rate is called a rate
    named = [measure, measure.split(" by ")[0].removeprefix("Overall ")] if column in MAIN else []
    return tuple(filter(None, dict.fromkeys([*own, *named])))


def _names(text: str) -> Iterator[str]:
    """The names that a text gives a row: its parts, and a unit's name without 市 before it."""
    for part in text.split(SEPARATOR):
        if len(part) >= 2 and not NO_NAME.fullmatch(part):
            yield part
            if part.startswith(CITY) and len(part) > SHORTEST:
                yield part[1:]


def _figures(frame: pl.DataFrame, lang: str, points: bool) -> Iterator[Fact]:
    written = notation(frame, lang, points)
    for name, pattern in written.patterns.items():
        values, shown = written.frame[name], name in written.percent
        unit = COUNTER if _is_counter(values) else _unit(name, shown, name in effects(frame))
        digits = int(found[1]) if pattern and (found := re.search(r"\.(\d)", pattern)) else 0
        for at, value in enumerate(values):
            yield from _facts(at, name, value, shown, unit, digits)


def _is_counter(values: pl.Series) -> bool:
    """True for a column that only numbers its rows, such as the days of a curve."""
    if values.name == "year" or not values.dtype.is_integer() or len(values) < SHORTEST_COUNTER:
        return False
    return sum(values.diff().drop_nulls() == 1) > COUNTING * len(values)


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
