"""The year, month or period that a sheet's name, the title above its table or the file's name tells, where the rows
have no column for it.

The nearest text that tells a period counts: the sheet's name, then the lines above the header, then the file's name. A
sheet that contradicts its own title, or a text with several periods, tells nothing.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.reading.date_words import NUMBER_OF_TIME, digits_of_numeral
from etl.reading.tables import Table

SHEET, TITLE, FILE = "sheet", "title", "file"
YEARS, MONTHS, PERIODS, REPORT_DAYS = (
    ("survey_year", "year"),
    ("month",),
    ("period_from", "period_to"),
    ("reported_on",),
)
PERIOD_TEXT = "period_text"  # from which both days of a period are read
PERIOD_COLUMNS = (*YEARS, *MONTHS, *PERIODS, *REPORT_DAYS)  # that a text beside the rows may tell

YEAR, MONTH = r"(?<!\d)(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])"
DOCUMENT = re.compile(r"[\[〔(【]\d{4}[\]〕)】]第?\d+号")  # the number of a document names no period of the rows
SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)(?=年(?:度|\d|[上下]半年|第|$))")
DAY = re.compile(rf"{YEAR}(?:年|[-./])(?P<m>\d{{1,2}})(?:月|[-./])(?P<d>\d{{1,2}})(?!\d)日?")
PACKED_DAY = re.compile(r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d*")  # of an export: no period
PACKED_MONTH = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)")
RANGE = re.compile(rf"{DAY.pattern}[-—–~至到]+(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日")
YEAR_RANGE = re.compile(rf"{YEAR}年?(?:度)?[-—–~至到](?P<z>(?:19|20)\d\d)(?!\d)")
MONTH_RANGE = re.compile(rf"{YEAR}年{MONTH}月?[-—–~至到](?:0?[1-9]|1[0-2])月")
OF_YEAR = re.compile(
    rf"{YEAR}(?!\d)(?:年度?)?"
    rf"(?:第?(?P<q>[1-4])季度?|[-_ ]?q(?P<r>[1-4])|(?P<h>[上下])半年| ?{MONTH}月份?"
    r"|[-._](?P<n>0?[1-9]|1[0-2])(?![\d.]))?"
)
PART_ALONE = re.compile(rf"^(?:第?(?P<q>[1-4])季度?|q(?P<r>[1-4])|(?P<h>[上下])半年|{MONTH}月份?)$")
PART_WITHIN = re.compile(r"(?<!\d)(?P<m>0?[1-9]|1[0-2])月份?(?!\d)|第?(?P<q>[1-4])季度|(?P<h>[上下])半年")


@dataclass(frozen=True)
class Told:
    """What a text beside the rows tells: our column → the text that its cells would hold, and where that stands."""

    values: dict[str, str]
    where: str  # SHEET, TITLE or FILE


@dataclass(frozen=True)
class Mentions:
    """The periods that a text names."""

    years: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()  # with their year: 2025年3月, 2025年第2季度, 2025年上半年
    yearless: frozenset[str] = frozenset()  # without: 3月
    days: frozenset[str] = frozenset()
    ranges: frozenset[str] = frozenset()


def mentions(text: str) -> Mentions:
    """The periods named in a text, numerals and widths apart."""
    plain = re.sub(r"\s*([年月日季度第半至—-])\s*", r"\1", unicodedata.normalize("NFKC", text).lower())
    plain = NUMBER_OF_TIME.sub(lambda found: digits_of_numeral(found[0]), plain)
    plain = re.sub(r"第?([一二三四])季度", lambda found: f"第{'一二三四'.index(found[1]) + 1}季度", plain)
    plain = PACKED_MONTH.sub(r"\1年\2月", PACKED_DAY.sub(" ", DOCUMENT.sub(" ", plain)))
    plain = SHORT_YEAR.sub(r"20\1", plain)
    ranges = {found[0] for pattern in (RANGE, MONTH_RANGE) for found in pattern.finditer(plain)}
    years = {found["y"] for found in MONTH_RANGE.finditer(plain)}
    plain = MONTH_RANGE.sub(" ", RANGE.sub(" ", plain))
    days = {f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}" for found in DAY.finditer(plain)}
    plain = DAY.sub(" ", plain)
    years |= {year for found in YEAR_RANGE.finditer(plain) for year in (found["y"], found["z"])}
    parts = set[str]()
    for found in OF_YEAR.finditer(plain):
        years.add(found["y"])
        parts |= {f"{found['y']}年{part}" for part in _part(found)}
    rest = OF_YEAR.sub(" ", plain)
    yearless = {part for found in PART_WITHIN.finditer(rest) for part in _part(found)}
    if alone := PART_ALONE.match(rest.strip()):
        yearless |= set(_part(alone))
    return Mentions(*map(frozenset, (years, parts, yearless, days, ranges)))


def _part(found: re.Match[str]) -> Iterable[str]:
    named = found.groupdict()
    if quarter := named.get("q") or named.get("r"):
        yield f"第{quarter}季度"
    elif half := named.get("h"):
        yield f"{half}半年"
    elif month := named.get("m") or named.get("n"):
        yield f"{int(month)}月"


def told_period(
    path: Path, sheet: str, above: str, lacking: Iterable[str], within: frozenset[str] = frozenset()
) -> Told | None:
    """What the texts beside a table tell of the columns that it lacks; None if any of them is not told.

    above: the text above the header. lacking: our columns without a header. within: as `years_within`.
    """
    wanted = set(lacking)
    if not wanted or not wanted <= set(PERIOD_COLUMNS):
        return None
    if wanted >= set(PERIODS):
        wanted = wanted - set(PERIODS) | {PERIOD_TEXT}
    named = mentions_beside(path, sheet, above)
    if _contradict(named[SHEET], named[TITLE]) or within - only_year(named):
        return None
    found = {name: _value(name, named) for name in sorted(wanted)}
    told = {name: value for name, value in found.items() if value}
    if len(told) < len(wanted):
        return None
    nearest = min((where for _, where in told.values()), key=list(named).index)
    return Told({name: text for name, (text, _) in told.items()}, nearest)


def _contradict(sheet: Mentions, title: Mentions) -> bool:
    """Whether a sheet's name and the title above its table name different years or months."""
    parts = [{one.rsplit("年", 1)[-1] for one in of.parts} | of.yearless for of in (sheet, title)]
    years = (sheet.years, title.years)
    return any(bool(one and other and not one <= other) for one, other in (years, parts))


def mentions_beside(path: Path, sheet: str, above: str) -> dict[str, Mentions]:
    """Where a text stands → the periods that it names, the nearest to the rows first."""
    return {where: mentions(text) for where, text in ((SHEET, sheet), (TITLE, above), (FILE, path.stem))}


def years_within(table: Table) -> frozenset[str]:
    """The years that lines of a single cell between the rows name: `二、2024年`."""
    found = frozenset[str]()
    for row in table.rows.drop("source_row").iter_rows():
        written = [text for text in row if isinstance(text, str) and text.strip()]
        if len(set(written)) == 1 and "年" in written[0]:
            found |= mentions(written[0]).years
    return found


def only_year(named: dict[str, Mentions]) -> frozenset[str]:
    """The year of the nearest text that names any, if it names one."""
    years = next((of.years for of in named.values() if of.years), frozenset[str]())
    return years if len(years) == 1 else frozenset()


def _value(name: str, named: dict[str, Mentions]) -> tuple[str, str] | None:
    """The text for one of our columns and where it stands; None where it is not told, or more than one is."""
    for where, of in named.items():
        dated = of.parts or {f"{year}年{part}" for year in only_year(named) for part in of.yearless}
        found: Iterable[str]
        if name in YEARS:
            found = of.years
        elif name in MONTHS:
            found = {one for one in dated if one.endswith("月")}
        elif name in REPORT_DAYS:
            found = of.days or dated
        else:
            found = of.ranges or dated or (frozenset() if of.yearless else of.years)
        if found := set(found):
            return (found.pop(), where) if len(found) == 1 else None
    return None
