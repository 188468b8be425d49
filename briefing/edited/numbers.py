"""The numbers of a text: Arabic and Chinese numerals with their unit, dates, and how they compare.

Not read as numbers: trace codes, ids of builds and batches, names of files, addresses, and the numerals of fixed terms
("三张清单"). Every position in a text counts characters of that text.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from briefing.edited.notation import SHARES_IN_WORDS
from briefing.edited.number import (
    CALENDAR,
    DATE,
    MONTH,
    PER_TEN_THOUSAND,
    PER_THOUSAND,
    PERCENT,
    POINTS,
    YEAR,
    Number,
)
from briefing.edited.shares import CHINESE, ENGLISH, NUMERALS, SOME, shares, spoken
from words import LANGUAGES, say, words

# Full-width forms of one character, as their half-width form. The full-width comma separates clauses, not thousands.
WIDE = str.maketrans("０１２３４５６７８９．％＋－−﹣／：", "0123456789.%+---/:")
UNNUMBERED = re.compile(
    r"https?://\S+|[^\s，。；、]+\.(?:xlsx?|csv|xlsb|ods|pptx|docx|pdf|html)\b|--set\s+\S+"
    r"|(?<![0-9A-Z])[2-9A-Z]{5}[-‑][2-9A-Z]{5}(?![0-9A-Z])|(?<![0-9a-z])[0-9a-f]{12}(?![0-9a-z])"
    r"|\d{6}-[a-z_]+-[0-9a-f]{8}"
)
THOUSANDS = ",\u00a0\u2009\u202f"  # also blanks that do not break a line
AMOUNT = rf"(?:\d{{1,3}}(?:[{THOUSANDS}]\d{{3}})+|\d+)(?:\.\d+)?"
LETTERS = r"(?:pp|ppts?|pct|percent|percentage)\b"  # units that often stand directly behind a number
UNGROUPED = dict.fromkeys(map(ord, THOUSANDS))
ARABIC = re.compile(rf"(?<![A-Za-z0-9_.])(?:(?<![%）)])[+-])?{AMOUNT}(?!(?!{LETTERS})[A-Za-z_\d]|\.\d)")
CALENDAR_DAY = re.compile(
    r"(?<![\dA-Za-z])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.])"
    r"|(?P<y2>\d{4})\s?年\s?(?P<m2>\d{1,2})\s?月(?:\s?(?P<d2>\d{1,2})\s?[日号])?"
    r"|(?P<y3>(?:19|20)\d\d(?=-\d\d)|\d{4}(?=-(?:0[1-9]|1[0-2])))-(?P<m3>\d\d)(?![-\d]))"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDED_DAY = re.compile(
    rf"(?<![\w.])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<m>{'|'.join(MONTHS)})[a-z]*\.?"
    r" (?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?, ?)?(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
WORDED = re.compile(
    rf"(?P<share>百分之|千分之|万分之)?(?P<sign>[负正])?(?P<number>[{CHINESE}]+(?:点[{CHINESE}]+)?)"
    r"\s?(?P<unit>个百分点|百分点|成(?P<tenth>[一二三四五六七八九])?(?!立|为|员|果|效|就|绩|本|长|都|功|熟)|年|份|项|条|件|家|名|人|次|天|分(?!别|析|类|组|布|之|档)"
    r"|个(?:单位|部门|问题|项目|支部|品牌|工单|层面|指数|月)|位|支)?"
)
PASSED = "passed"
LONGEST_BOUND = 14  # characters of the longest words that make a bound of a number
SPOKEN_DAY = re.compile(rf"(?P<y>[{CHINESE}]{{4}})年(?P<m>[{CHINESE}]{{1,2}})月(?:(?P<d>[{CHINESE}]{{1,3}})[日号])?")
UNITS = (
    (POINTS, re.compile(r"[\s-]?(?:个百分点|百分点|percentage[ -]points?|pp\b|ppts?\b)")),
    (PERCENT, re.compile(r"\s?(?:%|per ?cent\b|pct\b)")),
    (PER_THOUSAND, re.compile(r"\s?(?:‰|per (?:thousand|1,000)\b)")),
    (PER_TEN_THOUSAND, re.compile(r"\s?(?:‱|/万|per (?:ten thousand|10,000)\b)")),
    (YEAR, re.compile(r"\s?年(?!内|来|间|以)")),
)
SPOKEN_POINTS = re.compile(r"\s?个点(?![位评])")  # 涨了0.7个点 is a change, 96个点 a share
MOVED = re.compile(r"(?:[升涨高增加降跌低减落差少][了约近]{0,2}|[+↑↓-])\s?$")
MYRIAD = re.compile(r"\s?(?P<times>[万亿])(?!分|能|一|人次之)")
RANGE = re.compile(r"\s?(?:[–—~～至到-]|to|and)\s?$")
BOTH = re.compile(r"^\s?(?:%|个百分点|百分点|percent|分)?\s?(?:[–—~～至到和与-]|to|and)\s?$")
BEFORE_BOTH, BEHIND_BOTH = re.compile(r"(?:介于|\bbetween) ?$", re.I), re.compile(r"\s?(?:%|个百分点|百分点|分)?之?间")
COUNTING_WORD = re.compile(
    rf"\b(?:{SOME})\b(?= (of the|groups|units|items|branches|indices|problems|projects|points))", re.IGNORECASE
)
FIRST_YEAR = 1000
YEAR_DIGITS, IN_A_YEAR = 4, re.compile(r"\b(?:in|since|from|until|during)\s$", re.IGNORECASE)
COUNTED = re.compile(r"[\s-]?([一-鿿]|[A-Za-z]+)")
NO_COUNT = (*"至到和与及或的在为是", "to", "and", "of", "in", "or", "is", "was", "at", "by", "for", "on")


@functools.lru_cache(maxsize=20_000)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in their order."""
    plain = text.translate(WIDE)
    taken = [False] * len(plain)
    read: list[Number] = []
    readers = (
        _passed(UNNUMBERED),
        shares,
        _passed(_fixed_terms()),
        _days,
        _spoken_days,
        _arabic,
        _worded,
        _counting_words,
    )
    for reader in readers:
        for number in reader(plain, text):
            if not any(taken[number.start : number.end]):
                taken[number.start : number.end] = [True] * (number.end - number.start)
                read.append(number)
    read = [number for number in read if number.unit != PASSED]
    told = list(_with_units_of_ranges(sorted(read, key=lambda number: number.start), plain))
    return tuple(_bounded(number, plain) for number in _between(told, plain))


def _passed(pattern: re.Pattern[str]) -> Callable[[str, str], Iterator[Number]]:
    """A reader of what is no number, so that no other reader takes a part of it."""
    return lambda plain, _: (Number("", *found.span(), Decimal(0), 0, PASSED) for found in pattern.finditer(plain))


@functools.cache
def _bounds(side: str) -> dict[str, re.Pattern[str]]:
    """Kind of bound → the words for it directly before or behind a number; the longer words come first."""
    form = r"(?<![a-z])(?:{})\s?(?:the\s)?$" if side.startswith("before") else r"\s?(?:%|percent)?\s?(?:{})"
    keys = {kind: f"edited.bound_{side}.{kind}" for kind in ("least", "most", "over", "under", "near", "about")}
    return {
        kind: re.compile(form.format("|".join(say(key, lang) for lang in LANGUAGES)), re.IGNORECASE)
        for kind, key in keys.items()
        if key in words()
    }


def _bounded(number: Number, plain: str) -> Number:
    """A number with what the words beside it make of it; a fraction is never exact."""
    if number.unit in CALENDAR or number.bound:
        return number
    before, behind = plain[max(number.start - LONGEST_BOUND, 0) : number.start], plain[number.end :][:LONGEST_BOUND]
    kinds = [kind for kind, pattern in _bounds("before").items() if pattern.search(before)]
    kinds += [kind for kind, pattern in _bounds("before_share").items() if number.spoken and pattern.search(before)]
    kinds += [kind for kind, pattern in _bounds("behind").items() if pattern.match(behind)]
    kinds += ["about"] if number.loose else []
    return replace(number, bound=kinds[0]) if kinds else number


@functools.cache
def _fixed_terms() -> re.Pattern[str]:
    """The terms whose numerals count nothing."""
    terms = [term for lang in LANGUAGES for term in say("edited.fixed_terms", lang).split("|")]
    return re.compile("|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)))


def _days(plain: str, text: str) -> Iterator[Number]:
    for found in CALENDAR_DAY.finditer(plain):
        year, month, day = (
            next((part for name, part in found.groupdict().items() if part and name[0] == each), 0) for each in "ymd"
        )
        yield _day(text, found, int(year), int(month), int(day))

    for found in WORDED_DAY.finditer(plain):
        month = MONTHS.index(found["m"].lower()) + 1
        yield _day(text, found, int(found["y"]), month, int(found["d"] or found["d2"] or 0))


def _spoken_days(plain: str, text: str) -> Iterator[Number]:
    for found in SPOKEN_DAY.finditer(plain):
        parts = {name: spoken(part) for name, part in found.groupdict().items() if part}
        yield _day(text, found, parts["y"], parts["m"], parts.get("d", 0), spoken=True)


def _day(text: str, found: re.Match[str], year: int, month: int, day: int, spoken: bool = False) -> Number:
    value = year * 10_000 + month * 100 + day if day else year * 100 + month
    said = text[found.start() : found.end()]
    return Number(said, found.start(), found.end(), Decimal(value), 0, DATE if day else MONTH, spoken)


def _arabic(plain: str, text: str) -> Iterator[Number]:
    for found in ARABIC.finditer(plain):
        start, end, said = found.start(), found.end(), found[0]
        if said[0] in "+-" and start and (plain[start - 1].isdigit() or plain[start - 1] in "月日年号"):
            start, said = start + 1, said[1:]  # a hyphen between two numbers is no sign
        unit = next((name for name, pattern in UNITS if pattern.match(plain, end)), "")
        amount = Decimal(said.translate(UNGROUPED))
        digits = len(said.partition(".")[2])
        unit = "" if unit == YEAR and amount < FIRST_YEAR else unit  # a span of years
        if SPOKEN_POINTS.match(plain, end):
            unit = POINTS if said[0] in "+-" or MOVED.search(plain[:start]) else PERCENT
        if not unit and (times := MYRIAD.match(plain, end)):
            power = 4 if times["times"] == "万" else 8
            amount, digits, end = amount.scaleb(power), digits - power, times.end()
        if not unit and amount == int(amount) and len(said) == YEAR_DIGITS and IN_A_YEAR.search(plain[:start]):
            unit = YEAR
        unit = unit or _counted(plain, end)
        yield Number(text[start:end], start, end, amount, digits, unit)


def _counting_words(plain: str, text: str) -> Iterator[Number]:
    """English numerals before what they count: five groups, four of the six units."""
    for found in COUNTING_WORD.finditer(plain):
        value = Decimal(ENGLISH[found[0].lower()])
        yield Number(text[found.start() : found.end()], *found.span(), value, 0, found[1], spoken=True)


def _counted(plain: str, end: int) -> str:
    """The word that tells what is counted, "" if none follows."""
    found = COUNTED.match(plain, end)
    return found[1] if found and found[1] not in NO_COUNT else ""


def _worded(plain: str, text: str) -> Iterator[Number]:
    """Chinese numerals, where a share or a unit tells that they count."""
    for found in WORDED.finditer(plain):
        share, unit, said = found["share"], found["unit"] or "", found["number"]
        if not (share or unit) or said in ("万", "亿", "千", "百"):
            continue
        if unit == "年" and not (len(said) == 4 and said[0] in "一二"):
            continue  # a span of years, not a year
        whole, _, decimals = said.partition("点")
        value = Decimal(spoken(whole)) + Decimal(
            "".join(["0.", *(str(NUMERALS.get(each, 0)) for each in decimals)]) or 0
        )
        digits = len(decimals)
        end = found.end("number")
        if unit.startswith("成"):
            value, digits = value * 10 + NUMERALS.get(found["tenth"] or "", 0), 0 if found["tenth"] else digits - 1
            unit, end = PERCENT, found.end("unit")
        kind = dict(zip(SHARES_IN_WORDS, (PERCENT, PER_THOUSAND, PER_TEN_THOUSAND), strict=True)).get(share or "", "")
        kind = kind or (POINTS if unit.endswith("百分点") else YEAR if unit == "年" else unit)
        value = -value if found["sign"] == "负" else value
        start = found.start("share") if share else found.start("number")
        yield Number(text[start:end], start, end, value, digits, kind, spoken=True)


def _with_units_of_ranges(found: list[Number], plain: str) -> Iterator[Number]:
    """The first number of a range has the unit of the second: 95.1–96.2%."""
    units: dict[int, str] = {}
    for first, second in reversed(list(pairwise(found))):
        unit = units.get(second.start, second.unit)
        if not first.unit and unit and RANGE.match(plain[first.end : second.start]):
            units[first.start] = unit
    for number in found:
        if number.start in units:
            yield Number(**{**number.__dict__, "unit": units[number.start]})
        else:
            yield number


def _between(found: list[Number], plain: str) -> Iterator[Number]:
    """Two numbers between which a figure is said to lie: 在94%和96%之间, between 94% and 96%."""
    bounds: dict[int, str] = {}
    for first, second in pairwise(found):
        if BOTH.search(plain[first.end : second.start]) and (
            BEFORE_BOTH.search(plain[: first.start]) or BEHIND_BOTH.match(plain, second.end)
        ):
            bounds |= {first.start: "least", second.start: "most"}
    for number in found:
        yield replace(number, bound=bounds.get(number.start, number.bound))
