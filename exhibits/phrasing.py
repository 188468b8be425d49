"""Numbers and times as readers see them: one decimal, percentage points for changes, the sign −, no thousands marks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from words import say

MINUS = "−"
NOISE = 1e-12  # values closer than this differ by rounding only
FINEST = 10  # digits


@dataclass(frozen=True)
class Scale:
    """How a measure is written: its value times `factor`, with the unit words exhibits.unit.<name>."""

    name: str
    factor: float
    digits: int
    tick: str

    def value(self, value: float | None, lang: str, *beside: float | None) -> str:
        """The value in words. With lines `beside`, enough digits to show on which side of each line the value lies."""
        return self._said("value", value, self._digits([value], *beside), lang)

    def interval(self, lower: float | None, upper: float | None, lang: str, *beside: float | None) -> str:
        """The interval in words, "" where there is none; with enough digits to show on which side of the lines its ends
        lie."""
        if lower is None or upper is None:
            return ""
        digits = self._digits([lower, upper], *beside)
        low, high = (typeset(f"{end * self.factor:.{digits}f}") for end in (lower, upper))
        return say(f"exhibits.unit.{self.name}.interval", lang, lower=low, upper=high)

    def size(self, change: float | None, lang: str) -> str:
        """The size of a change without its sign; the verb next to it gives the direction."""
        return self._said("change", None if change is None else abs(change), self._digits([change], 0.0), lang)

    def change(self, change: float | None, lang: str) -> str:
        """A change with its sign."""
        return "" if change is None else _sign(change) + self.size(change, lang)

    def signed(self, change: float) -> str:
        """A change with its sign as a bare number; it is written as 0 only if it is 0."""
        return f"{_sign(change)}{abs(change) * self.factor:.{self._digits([change], 0.0)}f}"

    def change_interval(self, lower: float | None, upper: float | None, lang: str) -> str:
        """The interval of a change in words, its ends with their signs; "" where there is none."""
        if lower is None or upper is None:
            return ""
        return say("exhibits.between", lang, lower=self.signed(lower), upper=self.signed(upper))

    def change_between(self, row: Mapping[str, Any], lang: str, on: str = "change") -> str:
        """A change with its interval, from a row with change, change_lower and change_upper; "" where there is none.

        `on`: the key of the note that names the value it is compared with.
        """
        if row["change"] is None or row["change_lower"] is None:
            return ""
        limits = self.change_interval(row["change_lower"], row["change_upper"], lang)
        return say(f"exhibits.note.{on}", lang, change=self.change(row["change"], lang), limits=limits)

    def drawn(self, values: pl.Expr) -> pl.Expr:
        """The values in units of the axis: shares stay shares, because their tick labels add the %."""
        return values * (1 if self.name == "percent" else self.factor)

    def _digits(self, values: Iterable[float | None], *lines: float | None) -> int:
        """The smallest number of digits, at least the usual one, with which no value looks equal to a line that it
        differs from."""
        pairs = [(value, line) for value in values if value is not None for line in lines if line is not None]
        apart = [(value * self.factor, line * self.factor) for value, line in pairs if abs(value - line) > NOISE]
        enough = (n for n in range(self.digits, FINEST) if all(round(one, n) != round(two, n) for one, two in apart))
        return next(enough, FINEST)

    def _said(self, form: str, value: float | None, digits: int, lang: str) -> str:
        if value is None:
            return say("exhibits.unit.none", lang)
        return say(f"exhibits.unit.{self.name}.{form}", lang, value=typeset(f"{value * self.factor:.{digits}f}"))


PERCENT = Scale("percent", 100, 1, ".2~%")
POINTS = Scale("points", 100, 1, "")
SCORE = Scale("score", 1, 1, "")
PER_HUNDRED = Scale("per_hundred", 100, 1, "")
PER_TEN_THOUSAND = Scale("per_ten_thousand", 10_000, 0, "")
COUNT = Scale("count", 1, 0, "d")
DAYS = Scale("days", 1, 0, "d")
MEAN_DAYS = Scale("days", 1, 1, "d")
RELATIVE = Scale("relative", 100, 1, ".0%")  # the change of a count as a share of what it was
RATIO = Scale("ratio", 1, 2, ".2~f")


def _sign(change: float) -> str:
    return "+" if change > NOISE else MINUS if change < -NOISE else ""


def typeset(number: str) -> str:
    """A formatted number as readers see it: with the minus sign, and without a sign where all digits are 0."""
    if not re.search("[1-9]", number):
        return number.lstrip("+-")
    return MINUS + number[1:] if number.startswith("-") else number


def count(number: int | float | None) -> str:
    """A count as text; 0 for None."""
    return "0" if number is None else f"{int(number)}"


def minute(moment: str) -> str:
    """2026-11-25T10:47:12+08:00 → 2026-11-25 10:47."""
    return moment[:16].replace("T", " ")
