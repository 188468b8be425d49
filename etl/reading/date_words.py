"""Dates in words, as days: 二〇二五年三月五日 · 25.4.1 · 2025年第二季度末 · 上半年 · 3月中旬 · 三个月内 · 15个工作日内.

Words that count from a day (`3个月内`, `本月底`) need the day on which the problem was found. Months end on their last
day, the first and second ten days (上旬, 中旬) on the 10th and 20th; N months later means the same day of that month.
"""

import calendar
import csv
import datetime
import functools
import re
from collections.abc import Callable

import polars as pl

from etl.reading.entity_matching import REFERENCE

DIGITS = {word: str(at) for at, word in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
TENS = {"廿": 20, "卅": 30}
NUMERAL = "[零〇○一二三四五六七八九十百两廿卅]"
# Chinese numerals are rewritten only before a unit of time: a month's name is no number of its own.
NUMBER_OF_TIME = re.compile(rf"{NUMERAL}+(?=\s*(?:年|月|日|号|天|周|个|季度|工作日|星期|旬))")
BY = r"(?:之前|以前|以内|之内|前|止|底|末|内)*"
WITHIN = "(?:以内|之内|内)"
# An event on or about the day of the finding; after any other one (春节后, 自明年起) the days count from there.
FINDING = "发现|反馈|交办|转办|督办|收到|接|移交|下发|下达|印发|发文|通知|通报|签收|受理|立案|派单|提出|检查|即日"
BEGINNING = rf"(?:[自从]?(?=[^起后]*(?:{FINDING}))[^,;、\d年月季]{{2,16}}(?:起|后))"
SINCE = f"{BEGINNING}?"
DONE = re.compile("(?:整改)?(?:完成|到位|完毕|办结)(?:整改)?$")
UNTIL = re.compile(
    "^(?:原则上|最迟|不迟于|不晚于|预计|计划)?(?:[自从]?即日起)?(?:截至|截止到?|至|到|于|须于|应于|拟于|确保于?|力争于?)?"
)
# An instant with its time zone: web systems write midnight of 5 March in China as `2025-03-04T16:00:00.000Z`.
ZONED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)")
CHINA = datetime.timezone(datetime.timedelta(hours=8))
# Two-digit years. `25/3/24` is left unread: it may be a day of 2024.
SHORT_YEAR = re.compile(r"^\d\d(?=年(?:\d|年?[底末终内]|度)|\.\d{1,2}\.\d|(?<=[23]\d)([/-])\d{1,2}\1(?:0?\d|1\d)$)")
SUSPECTS = "|".join(
    (
        NUMERAL,
        r"^\d\d[.年/\-]",
        r":\d\d(?:\.\d+)? ?(?:Z|[+-]\d\d:?\d\d)$",
        "即日",
        "季",
        r"[Qq]\d",
        "半年",
        "旬",
        "个月",
        "天",
        "周",
        "星期",
        "工作日",
        r"[日年](?:以|之)?内",
    )
    + ("^[今本当明次来翌下]", "^月", "完成|到位|完毕|办结", "小时", "^[于须应拟确力原最不预计到截]")
)

Resolver = Callable[[re.Match[str], datetime.date | None, str | None], datetime.date | None]


def resolve_words(texts: pl.Series, since: pl.Series, month: str | None) -> pl.Series:
    """Each text with words of time → the day as `2025-06-30`, or the text with digits for numerals; others unchanged.

    since (Date): the day that durations count from. month: `first` or `last`, the day that a period without a day
    means (None: such a text is left as it is).
    """
    suspect = texts.str.contains(SUSPECTS).fill_null(False)
    if not suspect.any():
        return texts
    resolved = [
        _resolve(text, day, month) if asked else text for text, day, asked in zip(texts, since, suspect, strict=True)
    ]
    return pl.Series(texts.name, resolved, dtype=pl.String)


def _resolve(text: str, since: datetime.date | None, month: str | None) -> str:
    if zoned := ZONED.fullmatch(text):
        return str(datetime.datetime.fromisoformat(f"{zoned[1]}T{zoned[2]}{zoned[3]}").astimezone(CHINA).date())
    written = NUMBER_OF_TIME.sub(lambda found: digits_of_numeral(found[0]), text)
    plain = DONE.sub("", UNTIL.sub("", re.sub(r"\s", "", written)))
    plain = SHORT_YEAR.sub(r"20\g<0>", plain.rstrip(".。,;、"))
    if since is not None:
        plain = re.sub("^今年(?=\\D)", "本年", re.sub("^([今本当明次来翌])年年", r"\1年", plain))
        plain = re.sub("^[今本当]年(?=[\\d上下第Qq])", f"{since.year}年", plain)
        plain = re.sub("^[明次来翌]年(?=\\D*\\d|[底末内前]|[上下]半年)", f"{since.year + 1}年", plain)
    for pattern, resolver in WORDS:
        if found := pattern.fullmatch(plain):
            day = resolver(found, since, month)
            return str(day) if day else plain
    return plain if plain != re.sub(r"\s", "", text) else text


def digits_of_numeral(numeral: str) -> str:
    """`二〇二五` → 2025, `三十一` → 31, `廿五` → 25, `一百二十` → 120."""
    if len(numeral) > 1 and all(one in DIGITS for one in numeral):
        return "".join(DIGITS[one] for one in numeral)
    total, figure = 0, 0
    for one in numeral:
        if one in DIGITS:
            figure = int(DIGITS[one])
        elif one in TENS:
            total += TENS[one]
        else:
            total, figure = total + max(figure, 1) * (100 if one == "百" else 10), 0
    return str(total + figure)


# --- what the words mean --------------------------------------------------------------------------------------------


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return min(datetime.date(year, month + 1, 1) + datetime.timedelta(days=day.day - 1), _month_end(year, month + 1))


def _of_period(first: Callable[[int], datetime.date], last: Callable[[int], datetime.date]) -> Resolver:
    """A part of a year: of the year that the text names, else the first that does not end before `since`."""

    def resolve(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
        year = int(found["y"]) if found["y"] else since.year if since else None
        if year is None or month is None:
            return None
        if not found["y"] and since and last(year) < since:
            year += 1
        return first(year) if month == "first" else last(year)

    return resolve


def _quarter(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    at = int(found["q"])
    part = _of_period(lambda year: datetime.date(year, at * 3 - 2, 1), lambda year: _month_end(year, at * 3))
    return part(found, since, month)


def _half_year(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    at = "上下".index(found["h"])
    part = _of_period(lambda year: datetime.date(year, at * 6 + 1, 1), lambda year: _month_end(year, at * 6 + 6))
    return part(found, since, month)


def _ten_days(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    of_month, at = int(found["m"]), "上中下".index(found["t"])
    if not 1 <= of_month <= 12:
        return None

    def last(year: int) -> datetime.date:
        return _month_end(year, of_month) if at == 2 else datetime.date(year, of_month, at * 10 + 10)

    return _of_period(lambda year: datetime.date(year, of_month, at * 10 + 1), last)(found, since, month)


def _near(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    """The end of the month, quarter or year of `since`, or of the next one."""
    if since is None or month != "last":
        return None
    length = {"月": 1, "季度": 3, "季": 3, "年": 12}[found["what"]]
    ends = since.month + (-since.month) % length + (length if found["next"] else 0)
    return _months_later(datetime.date(since.year, 1, 31), ends - 1)


def _day_of_month(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    """A day of the month of `since`, or of the next one."""
    if since is None or month != "last":
        return None
    last = _month_end(since.year, since.month)
    last = _months_later(last, 1) if found["next"] else last
    last = _month_end(last.year, last.month)
    return last.replace(day=int(found["d"])) if 1 <= int(found["d"]) <= last.day else None


def _duration(found: re.Match[str], since: datetime.date | None, month: str | None) -> datetime.date | None:
    if since is None or month != "last":
        return None
    n, what = (0 if found["n"] == "半" else int(found["n"])), found["what"]
    half = found["n"] == "半" or bool(found["half"])
    if what in ("日", "天", "小时"):
        return since + datetime.timedelta(days=-(-n // 24) if what == "小时" else n)
    if what in ("周", "星期"):
        return since + datetime.timedelta(weeks=n)
    if what == "工作日":
        return _working_days_later(since, n)
    months = 12 * n + 6 * half if what == "年" else 3 * n if what == "季度" else n
    days = 15 if half and what == "月" else 0
    return _months_later(since, months) + datetime.timedelta(days=days)


@functools.cache
def _calendar() -> tuple[frozenset[datetime.date], frozenset[datetime.date]]:
    """The public holidays and the make-up working days of data/reference/holidays.csv."""
    with (REFERENCE / "holidays.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(datetime.date.fromisoformat(row["day"]), row["kind"]) for row in csv.DictReader(stream)]
    free, worked = ({day for day, kind in rows if (kind == "make_up") is made} for made in (False, True))
    return frozenset(free), frozenset(worked)


def _working_days_later(since: datetime.date, n: int) -> datetime.date | None:
    """The n-th working day after `since`; None beyond the calendar's years."""
    free, worked = _calendar()
    day = since
    while n > 0:
        day += datetime.timedelta(days=1)
        n -= day in worked or (day.isoweekday() <= 5 and day not in free)
    years = {one.year for one in free}
    return day if min(years) <= since.year and day.year <= max(years) else None


YEAR = r"(?:(?P<y>\d{4})年?)?"
WORDS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(pattern), resolver)
    for pattern, resolver in (
        (rf"{YEAR}第?(?P<q>[1-4])季度?{BY}", _quarter),
        (rf"{YEAR}[Qq](?P<q>[1-4]){BY}", _quarter),
        (rf"{YEAR}(?P<h>[上下])半年{BY}", _half_year),
        (rf"{YEAR}(?P<m>\d{{1,2}})月份?(?P<t>[上中下])旬{BY}", _ten_days),
        (rf"(?:本|当|(?P<next>下|次))?个?(?P<what>月|季度|季){BY}", _near),
        (rf"(?P<next>明|次|来|翌)(?P<what>年){BY}", _near),
        (rf"(?P<next>)[本当](?P<what>年)度?{BY}", _near),
        (rf"当[日天]{BY}", lambda found, since, month: since if month == "last" else None),
        (rf"(?:本|当|(?P<next>下|次))个?月(?P<d>\d{{1,2}})[日号]{BY}", _day_of_month),
        (rf"{SINCE}(?P<n>\d{{1,3}}|半)(?P<half>)个?(?P<what>工作日|天|日|周|星期|年|小时){WITHIN}", _duration),
        (rf"{SINCE}(?P<n>\d{{1,3}}|半)(?P<half>)个(?P<what>月|星期|工作日|季度)(?:{WITHIN})?", _duration),
        (rf"{SINCE}(?P<n>半)(?P<half>)(?P<what>月){WITHIN}", _duration),
        # Without a beginning, `三月内` may be within three months or within March: nobody can tell.
        (rf"{BEGINNING}(?P<n>\d{{1,3}})(?P<half>)(?P<what>月){WITHIN}", _duration),
        (rf"{SINCE}(?P<n>\d{{1,3}})个?(?P<half>半)(?P<what>月|年)(?:{WITHIN})?", _duration),
        (rf"{SINCE}(?P<n>\d{{1,2}})(?P<what>年)(?P<half>半)(?:{WITHIN})?", _duration),
        (rf"{SINCE}(?P<n>\d{{1,2}}|半)(?P<half>)(?P<what>天|周|工作日|小时)", _duration),
    )
)
