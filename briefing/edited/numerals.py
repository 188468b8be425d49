"""Numbers written in Chinese, in the form of the number that they stand for."""

from decimal import Decimal

from briefing.edited.notation import SHARES_IN_WORDS
from briefing.edited.number import Number
from briefing.edited.shares import MYRIADS


def in_numerals(like: Number, value: Decimal) -> str:
    """A value in Chinese numerals, in the form of the number that it stands for: with 百分之, to the same digits."""
    if "成" in like.text:
        tens, rest = (round(value / 10), 0) if like.digits < 0 else divmod(round(value), 10)
        return f"{_grouped(tens)}成{_grouped(rest) if rest else ''}"
    head = next((head for head in SHARES_IN_WORDS if like.text.startswith(head)), "")
    whole, _, decimals = f"{abs(value):.{like.digits}f}".partition(".")
    figures = "〇一二三四五六七八九"
    said = _grouped(int(whole)) + ("点" + "".join(figures[int(each)] for each in decimals) if decimals else "")
    return head + ("负" if value < 0 else "") + said.replace("〇", "零")


def _grouped(number: int) -> str:
    """A whole number below a hundred million in Chinese numerals: 403 as 四百零三."""
    if number >= 10_000:
        rest = number % 10_000
        return f"{_grouped(number // 10_000)}万{'零' if 0 < rest < 1000 else ''}{_grouped(rest) if rest else ''}"
    said, zero = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += (
                ("零" if zero else "")
                + ("" if digit == 1 and power == 10 and not said else "零一二三四五六七八九"[digit])
                + sign
            )
        zero = not digit and bool(said)
    return said or "零"


def in_myriads(like: Number, value: Decimal) -> str:
    """A value with 万 or 亿, to the same digits as the number that it stands for: 1.2万."""
    sign = like.text[-1]
    places = len(str(MYRIADS[sign])) - 1
    return f"{value.scaleb(-places):.{max(like.digits + places, 0)}f}{sign}"
