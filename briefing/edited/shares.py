"""Shares and multiples in words: 三分之二, 过半, 每10项就有1项, one in ten; 翻一番, 增长一倍, 减半, doubled."""

import re
from collections.abc import Iterator
from decimal import Decimal

from briefing.edited.number import PERCENT, TIMES, Number

NUMERALS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    **{numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)},
    "两": 2,
}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE = "〇零○一二三四五六七八九两十百千万亿"

A_NUMBER = rf"\d+(?:\.\d+)?|[{CHINESE}]+"
HOW = "(?P<how>约|近|超过|超|逾|不到|不足)?"
HOW_MUCH = {"近": "near", "超过": "over", "超": "over", "逾": "over", "不到": "under", "不足": "under"}
THING = "[个名位项件份人家条]"
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ENGLISH = {word: at for at, word in enumerate(WORDS, 2)} | {
    "a": 1,
    "one": 1,
    "nineteen": 19,
    "twenty": 20,
    "hundred": 100,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "tenth": 10,
    "once": 1,
    "twice": 2,
}
SOME = "|".join(["one", *WORDS, "nineteen", "twenty", "hundred"])
FRACTION = re.compile(rf"(?P<parts>[{CHINESE}]+)分之(?P<share>[{CHINESE}]+)")
FRACTION_WORDS = re.compile(
    rf"(?<![A-Za-z-])(?P<share>a|{SOME})[ -](?P<parts>third|quarter|fifth|tenth)s?(?![A-Za-z])", re.IGNORECASE
)
ONE_IN = re.compile(
    rf"每(?P<parts>{A_NUMBER})\s?{THING}[^，。；、\d每]{{0,12}}?(?:就|中|里|有){{1,3}}{HOW}(?P<share>{A_NUMBER})\s?{THING}"
)
ONE_IN_WORDS = re.compile(
    rf"\b(?P<share>{SOME}|\d+) (?:in every|out of(?: every)?|(?<!\d )in) (?P<parts>{SOME}|\d+)\b", re.IGNORECASE
)
HALF = re.compile(
    r"一半|半数|(?<=[过近超占达])半(?![年个月天日小时程途价])"
    r"|\b(?<!first )(?<!second )(?<!last )(?<!other )half\b(?! (?:a |an |the )?(?:year|hour|day|month)|-)",
    re.IGNORECASE,
)
MULTIPLE = re.compile(
    rf"翻了?(?:(?P<doublings>[一两二三])番|番)|(?P<half>减半|腰斩|(?:减少|下降|降低|缩短|减|降)了?(?:一半|半数))"
    rf"|(?P<grown>增长|增加|提高|上升|扩大|多|高)了?{HOW}(?P<more>{A_NUMBER})倍|(?P<times>{A_NUMBER})倍"
    r"|\b(?P<word>doubled|doubling|halved|halving|tripled|trebled|quadrupled)\b"
    rf"|\b(?P<fold>twice|(?:{SOME}|\d+(?:\.\d+)?) times)(?= (?:as|the|that|those|its|last|higher|more)\b)",
    re.IGNORECASE,
)
IN_WORDS = {"doubl": 2, "halve": 0.5, "halvi": 0.5, "tripl": 3, "trebl": 3, "quadr": 4}
LOOSE, LOOSE_HALF = Decimal(2), Decimal(3)  # points by which a share may differ from a fraction, from a half
LOOSE_MULTIPLE = Decimal("0.1")  # share by which a multiple in words may differ from the figures'


def shares(plain: str, text: str) -> Iterator[Number]:
    """Multiples, and fractions as shares in percent. plain: the text with figures of half width."""
    yield from _multiples(plain, text)
    for pattern in (FRACTION, FRACTION_WORDS, ONE_IN, ONE_IN_WORDS):
        for found in pattern.finditer(plain):
            parts, share = _amount(found["parts"]), _amount(found["share"])
            if found["parts"] not in ("百", "千", "万") and 0 < share < parts <= 100:
                value = (Decimal(100) * share / parts).quantize(Decimal("0.01"))
                yield _in_words(text, found, value, PERCENT, LOOSE)
    for found in HALF.finditer(plain):
        yield _in_words(text, found, Decimal(50), PERCENT, LOOSE_HALF)


def _multiples(plain: str, text: str) -> Iterator[Number]:
    for found in MULTIPLE.finditer(plain):
        if found["half"]:
            value = Decimal("0.5")
        elif found["more"] or found["times"]:
            value = _amount(found["more"] or found["times"]) + bool(found["more"])
        elif found["word"]:
            value = Decimal(str(IN_WORDS[found["word"][:5].lower()]))
        elif found["fold"]:
            value = _amount(found["fold"].split()[0])
        else:
            value = Decimal(2) ** spoken(found["doublings"] or "一")
        yield _in_words(text, found, value, TIMES, value * LOOSE_MULTIPLE)


def _in_words(text: str, found: re.Match[str], value: Decimal, unit: str, loose: Decimal) -> Number:
    how = found.groupdict().get("how")
    said = text[found.start() : found.end()]
    bound = HOW_MUCH.get(how, "about") if how else ""
    return Number(said, found.start(), found.end(), value, 0, unit, spoken=True, bound=bound, loose=loose)


def _amount(said: str) -> Decimal:
    if said[0].isdigit():
        return Decimal(said)
    return Decimal(ENGLISH.get(said.lower()) or (spoken(said) if said[0] in CHINESE else 0))


def spoken(numeral: str) -> int:
    """The value of a Chinese numeral: 二〇二五, 四百零三, 一万二."""
    if not any(each in TENS or each in MYRIADS for each in numeral):
        return int("".join(str(NUMERALS[each]) for each in numeral) or 0)
    whole = section = digit = 0
    for each in numeral:
        if each in NUMERALS:
            digit = NUMERALS[each]
        elif each in TENS:
            section += (digit or 1) * TENS[each]
            digit = 0
        else:
            whole = (whole + section + digit) * MYRIADS[each]
            section = digit = 0
    return whole + section + digit
