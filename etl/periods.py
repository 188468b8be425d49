"""Which days a bulletin speaks of: `2024年3月`, `2024Q1`, `2018年12月1日—8日` → its first and its last day."""

import polars as pl

from etl import cells

QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
UNTIL = "[-—–~～至到]+"
YEAR, MONTH, DAY = r"(\d{4})[年/.-]", r"(\d{1,2})[月/.-]", r"(\d{1,2})[日号]?"


def period(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day (Date) of a period as it is written; null where it can't be read.

    A range may leave out what its end shares with its beginning. An end that lies before its beginning belongs to the
    next month or year where that part is left out (`2020年12月25日—1月1日`).
    """
    plain = cells.tidy(text).str.replace_all(r"\s", "").str.replace_many(QUARTERS)
    first, last = zip(_year(plain), _quarter(plain), _month(plain), _range(plain), _day(plain), strict=True)
    return pl.coalesce(first), pl.coalesce(last)


Days = tuple[pl.Expr, pl.Expr]


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    parts = [part.cast(pl.String).str.zfill(2) for part in (month, day)]
    return pl.concat_str([year.cast(pl.String), *parts], separator="-").str.to_date("%Y-%m-%d", strict=False)


def _year(plain: pl.Expr) -> Days:
    year = plain.str.extract(r"^(\d{4})年?度?(?:全年)?$")
    return _date(year, pl.lit("1"), pl.lit("1")), _date(year, pl.lit("12"), pl.lit("31"))


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
    parts = plain.str.extract_groups(r"^(?<y>\d{4})[年/.-](?<m>\d{1,2})月?份?$").struct
    first = _date(parts["y"], parts["m"], pl.lit("1"))
    return first, first.dt.month_end()


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
