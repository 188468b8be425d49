"""A number of a text: its value and unit, what the words beside it make of it, and how it compares with figures."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from briefing.edited.notation import SHARES_IN_WORDS
from words import say, words

PERCENT, POINTS, PER_TEN_THOUSAND, TIMES = "percent", "percentage points", "per_ten_thousand", "times"
DATE, MONTH, YEAR = CALENDAR = ("date", "month", "year")
PER_THOUSAND = "per_thousand"
STRICT = (PERCENT, POINTS, PER_THOUSAND, PER_TEN_THOUSAND, TIMES, *CALENDAR)
SCALES = {PER_THOUSAND: 1, PER_TEN_THOUSAND: 2}  # powers of ten by which they are finer than percent


@dataclass(frozen=True)
class Number:
    """A number in a text. value: in its unit; a date as 20251231, a month as 202512. digits: after the point.

    unit: a name of this module, or what is counted ("份"), or "". start, end: of the figures without the unit.
    spoken: in words. bound: what the words beside it make of it: over, under, least, most, near, about, or "".
    loose: how far from a figure it may stand if it is about that: a fraction in words is never exact.
    """

    text: str
    start: int
    end: int
    value: Decimal
    digits: int
    unit: str = ""
    spoken: bool = False
    bound: str = ""
    loose: Decimal = Decimal(0)

    def holds(self, exact: Decimal) -> bool:
        """True if the number and its words are true of a figure: "over 94 %" of 95.2, "nearly nine tenths" of 88."""
        step = Decimal(1).scaleb(-self.digits)
        if self.bound in ("near", "about"):
            loose = self.loose or step
            return self.value - loose <= exact <= self.value + (0 if self.bound == "near" else loose)
        if self.bound:
            return {
                "over": exact > self.value,
                "under": exact < self.value,
                "least": exact >= self.value,
                "most": exact <= self.value,
            }[self.bound]
        return is_rounded(self.value, self.digits, exact)

    def agrees(self, exact: Decimal | float) -> bool:
        """True if this is the exact value, rounded to the digits shown. Either rule of rounding a 5 will do."""
        return is_rounded(self.value, self.digits, Decimal(repr(exact)) if isinstance(exact, float) else exact)

    def same(self, other: "Number") -> bool:
        """True if both say one value, at the digits of the one that shows fewer, in units that may be compared."""
        fewer, finer = (self, other) if self.digits <= other.digits else (other, self)
        return comparable(self.unit, other.unit) and is_rounded(fewer.value, fewer.digits, finer.value)


def is_rounded(value: Decimal, digits: int, exact: Decimal) -> bool:
    """True if `exact`, rounded to the digits, is `value`."""
    step = Decimal(1).scaleb(-digits)
    return any(exact.quantize(step, rule) == value for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def comparable(one: str, other: str) -> bool:
    """True if numbers of these units may mean one thing: what is counted has many words, a share or a day has one."""
    return one == other or "" in (one, other) or not {one, other} & set(STRICT)


def written(number: Number, lang: str) -> str:
    """A number with its unit; in Chinese numerals a share has its unit before it."""
    key = f"edited.unit.{number.unit.replace(' ', '_')}"
    unit = say(key, lang) if key in words() else "" if number.unit in STRICT else number.unit
    blank = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    return number.text if number.text.startswith(SHARES_IN_WORDS) else f"{number.text}{blank}{unit}"
