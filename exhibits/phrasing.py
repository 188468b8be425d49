"""Numbers as readers see them: one decimal, percentage points for changes, no thousands marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from words import say


@dataclass(frozen=True)
class Scale:
    """How a measure is written: its value times `factor`, with the unit words of exhibits.unit.<name>."""

    name: str
    factor: float
    digits: int
    tick: str

    def value(self, value: float | None, lang: str, beside: float | None = None) -> str:
        """The value in words. With a line `beside` it, as many digits as show on which side of it the value lies."""
        digits = self.digits
        if value is not None and beside is not None and value != beside:
            digits = self._digits_apart(value, beside)
        return self._said("value", value, digits, lang)

    def interval(self, lower: float | None, upper: float | None, lang: str) -> str:
        if lower is None or upper is None:
            return ""
        low, high = (f"{end * self.factor:.{self.digits}f}" for end in (lower, upper))
        return say(f"exhibits.unit.{self.name}.interval", lang, lower=low, upper=high)

    def size(self, change: float | None, lang: str) -> str:
        """How large a change is, without its sign: the verb beside it says the direction."""
        digits = self.digits if not change else self._digits_apart(change, 0.0)
        return self._said("change", None if change is None else abs(change), digits, lang)

    def change(self, change: float | None, lang: str) -> str:
        """A change with its sign."""
        if change is None:
            return ""
        sign = "+" if change > 0 else "−" if change < 0 else ""
        return sign + self.size(change, lang)

    def change_between(self, row: Mapping[str, Any], lang: str, on: str = "change") -> str:
        """A change with its interval, from a row with change, change_lower and change_upper; "" where there is none.

        `on`: the note that says what it is a change from.
        """
        if row["change"] is None or row["change_lower"] is None:
            return ""
        ends = (
            f"{row[end] * self.factor:+.{self.digits}f}".replace("-", "−") for end in ("change_lower", "change_upper")
        )
        limits = say("exhibits.between", lang, **dict(zip(("lower", "upper"), ends, strict=True)))
        return say(f"exhibits.note.{on}", lang, change=self.change(row["change"], lang), limits=limits)

    def drawn(self, values: pl.Expr) -> pl.Expr:
        """The values as an axis counts them: shares stay shares, their ticks carry the %."""
        return values * (1 if self.name == "percent" else self.factor)

    def _digits_apart(self, value: float, other: float) -> int:
        """The fewest digits with which two different values look different, up to two more than usual."""
        for digits in (self.digits, self.digits + 1):
            if round(value * self.factor, digits) != round(other * self.factor, digits):
                return digits
        return self.digits + 2

    def _said(self, form: str, value: float | None, digits: int, lang: str) -> str:
        if value is None:
            return say("exhibits.unit.none", lang)
        return say(f"exhibits.unit.{self.name}.{form}", lang, value=f"{value * self.factor:.{digits}f}")


PERCENT = Scale("percent", 100, 1, ".2~%")
POINTS = Scale("points", 100, 1, "")
SCORE = Scale("score", 1, 1, "")
PER_HUNDRED = Scale("per_hundred", 100, 1, "")
PER_TEN_THOUSAND = Scale("per_ten_thousand", 10_000, 0, "")
COUNT = Scale("count", 1, 0, "d")
DAYS = Scale("days", 1, 0, "d")
MEAN_DAYS = Scale("days", 1, 1, "d")
RATIO = Scale("ratio", 1, 2, ".2~f")


def count(number: int | float | None) -> str:
    return "0" if number is None else f"{int(number)}"
