"""Parse the period of a bulletin into its first and last day: `2024年3月`, `2024Q1`, `2018年12月1日—8日`."""

import polars as pl

from etl.reading import cells

QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
UNTIL = "[-—–~～至到]+"
YEAR, MONTH, DAY = r"(\d{4})[年/.-]", r"(\d{1,2})[月/.-]", r"(\d{1,2})[日号]?"


def period(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day (Date) of a period; null if it cannot be read.

    A range may omit what its end shares with its start. An end before its start belongs to the next month or year where
    that part is omitted (`2020年12月25日—1月1日`).
    """
    plain = cells.normalize_cell(text).str.replace_all(r"\s", "").str.replace_many(QUARTERS)
    kinds = (
        _year(plain),
        _half_year(plain),
        _quarter(plain),
        _month(plain),
        _range(plain),
        _months(plain),
        _day(plain),
    )
    first, last = zip(*kinds, strict=True)
    return pl.coalesce(first), pl.coalesce(last)


def range_end(text: pl.Expr, since: pl.Expr | None) -> pl.Expr:
    """The last day (Date) of a range used as a deadline: `2019.6.3-2019.6.5`, `2019年6月—8月底前`, `6月—8月`.

    since (a Date): the end of a range without a year is the first such day not before it. Null if the text is no range.
    """
    plain = cells.normalize_cell(text).str.replace_all(r"\s", "").str.replace(f"{cells.DEADLINE}$", "")
    end = plain.str.extract(rf"^\d{{1,2}}月(?:\d{{1,2}}[日号]?)?{UNTIL}(\d{{1,2}}月(?:\d{{1,2}}[日号]?)?)$")
    end = pl.coalesce(end, plain.str.extract(rf"^\d{{1,2}}{UNTIL}(\d{{1,2}}月)份?$"))
    return pl.coalesce(_range(plain)[1], _months(plain)[1], cells.date(end, month="last", since=since))


Days = tuple[pl.Expr, pl.Expr]


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    parts = [part.cast(pl.String).str.zfill(2) for part in (month, day)]
    return pl.concat_str([year.cast(pl.String), *parts], separator="-").str.to_date("%Y-%m-%d", strict=False)


def _year(plain: pl.Expr) -> Days:
    year = plain.str.extract(r"^(\d{4})年?度?(?:全年)?$")
    return _date(year, pl.lit("1"), pl.lit("1")), _date(year, pl.lit("12"), pl.lit("31"))


def _half_year(plain: pl.Expr) -> Days:
    half = plain.str.extract_groups(r"^(?<y>\d{4})年度?(?<h>[上下])半年$").struct
    second = half["h"] == "下"
    last = _date(half["y"], pl.when(second).then(12).otherwise(6), pl.lit("1")).dt.month_end()
    return _date(half["y"], pl.when(second).then(7).otherwise(1), pl.lit("1")), last


def _quarter(plain: pl.Expr) -> Days:
    year = pl.coalesce(
        plain.str.extract(r"^(\d{4})(?:年度?|[-/.])?(?:第?[1-4]季度?|[Qq][1-4])$"),
        plain.str.extract(r"^[Qq][1-4](\d{4})$"),
    )
    number = pl.coalesce(
        plain.str.extract(r"^\d{4}(?:年度?|[-/.])?第?([1-4])季度?$"), plain.str.extract(r"[Qq]([1-4])")
    ).cast(pl.Int32)
    return _date(year, number * 3 - 2, pl.lit("1")), _date(year, number * 3, pl.lit("1")).dt.month_end()


def _month(plain: pl.Expr) -> Days:
    first = cells.date(plain, month="first")
    first = pl.when(plain.str.contains(r"^\d{4}(?:[年/.-]\d{1,2}月?份?|\d{2})$")).then(first)
    return first, first.dt.month_end()


def _months(plain: pl.Expr) -> Days:
    """`2019年6月—8月`. Two bare numbers are not read: the second may be a month or a day."""
    until = r"(?:(?<u>\d{4})[年/.-](?<v>\d{1,2})月?份?|(?<w>\d{1,2})月份?)"
    whole = plain.str.extract_groups(rf"^(?<y>\d{{4}})[年/.-](?<m>\d{{1,2}})月?份?{UNTIL}{until}$").struct
    first = _date(whole["y"], whole["m"], pl.lit("1"))
    year, month = whole["u"].fill_null(whole["y"]), whole["v"].fill_null(whole["w"])
    last = _date(year, month, pl.lit("1")).dt.month_end()
    next_year = pl.when(whole["u"].is_null() & (last < first)).then(last.dt.offset_by("1y").dt.month_end())
    return first, pl.coalesce(next_year, last)


def _day(plain: pl.Expr) -> Days:
    day = cells.date(plain)
    return day, day


def _range(plain: pl.Expr) -> Days:
    def part(number: int) -> pl.Expr:
        return plain.str.extract(f"^{YEAR}{MONTH}{DAY}{UNTIL}(?:{YEAR})?(?:{MONTH})?{DAY}$", number)

    first = _date(part(1), part(2), part(3))
    year, month = part(4).fill_null(part(1)), part(5).fill_null(part(2))
    last = _date(year, month, part(6))
    later = (
        pl.when(part(5).is_null())
        .then(last.dt.offset_by("1mo"))
        .when(part(4).is_null())
        .then(last.dt.offset_by("1y"))
        .otherwise(last)
    )
    return first, pl.when(last >= first).then(last).otherwise(later)
