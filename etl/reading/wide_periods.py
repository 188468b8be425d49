"""Tables with one column a year, month or quarter: `指数 | 单位 | 2021年 | 2022年`.

The columns become rows where only the period and the one figure of the dataset have no column of their own.
"""

import dataclasses
import re
from collections.abc import Iterable

from etl.contracts.dictionary import required_columns
from etl.reading.layout_file import Layout, Unpivot
from etl.reading.panels import without_number
from etl.reading.period_names import MONTHS, PERIODS, YEARS
from etl.reading.tables import first_present, normalize_header

# The only figure that such a dataset needs. Of a branch it may be the score or the stars: nobody can tell.
FIGURES = {
    "survey_count": "n",
    "index_score": "score",
    "conduct_score": "score",
    "business_score": "score",
    "service_rating": "n",
    "hotline": "value",
    "hotline_topic": "n",
}
MIN_PERIODS = 2  # such columns
PART = r"(?:\d{1,2}月份?|第?[1-4一二三四]季度|[qQ][1-4]|[上下]半年)"
YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
YEARLESS = re.compile(PART)
PERIOD = re.compile(rf"(?:19|20)\d\d年?(?:{PART})?|(?:19|20)\d\d(?:年度|[-/.]\d{{1,2}})")
# Figures that are none of the dataset's: places in a ranking, changes.
OTHER_FIGURES = re.compile("名次|位次|排名|排序|增幅|增长|增减|同比|环比|占比")


def period_headers(headers: Iterable[str]) -> list[str]:
    """The headers that are nothing but a year, month, quarter or half-year, if there are several."""
    found = [header for header in headers if _matches(PERIOD, header) or _matches(YEARLESS, header)]
    return found if len(found) >= MIN_PERIODS else []


def with_period_columns(layout: Layout, headers: list[str], beside: str, year: str | None) -> Layout:
    """The standard layout, changed to unpivot the columns whose headers are periods, where that leaves no doubt.

    beside: the texts beside the rows (sheet's name, title). year: the year of headers such as `3月`, if it is told.
    """
    if layout.name != "standard" or layout.dataset not in FIGURES or layout.unpivot or OTHER_FIGURES.search(beside):
        return layout
    figure, needed = FIGURES[layout.dataset], required_columns(layout.dataset)
    if first_present(layout.columns[figure], headers):
        return layout
    to = next(name for name in (*YEARS, *MONTHS, "period_text") if name in layout.columns)
    own = {to, *PERIODS} & layout.columns.keys()
    others = [name for name in needed if name not in (figure, *own)]
    if any(first_present(layout.columns[name], headers) is None for name in others):
        return layout
    if any(first_present(layout.columns[name], headers) for name in own):
        return layout
    several = period_headers(without_number(header) for header in headers)  # with 名次 beside each 得分, for instance
    wide = [header for header in period_headers(headers) if _is_period_of(to, header, year)]
    if len(wide) < MIN_PERIODS or len(wide) < len(several):
        return layout
    narrow = {name: theirs for name, theirs in layout.columns.items() if name not in (figure, *own)}
    return dataclasses.replace(layout, columns=narrow, unpivot=Unpivot((to,), figure, tuple(wide)))


def dated_headers(headers: Iterable[str], year: str | None) -> dict[str, str]:
    """Header without a year → the same with the year that is told beside the rows: `3月` → `2025年3月`."""
    return {one: f"{year}年{normalize_header(one)}" for one in headers if year and _matches(YEARLESS, one)}


def _is_period_of(column: str, header: str, year: str | None) -> bool:
    """Whether a header can be read as the column's value."""
    if column in YEARS:
        return _matches(YEAR, header)
    dated = _matches(PERIOD, header) or year is not None
    if column in MONTHS:
        return dated and bool(re.search(r"月|[-/.]\d{1,2}$", normalize_header(header)))
    return dated


def _matches(pattern: re.Pattern[str], header: str) -> bool:
    return pattern.fullmatch(normalize_header(header)) is not None
