"""Parse the text of cells as offices write it: numbers, shares, stars, dates, flags. Polars expressions on text
columns.

Parsers return null for an empty cell and for one that cannot be read; normalize_cell tells the two apart.
"""

from collections.abc import Callable

import polars as pl

# Marks by which systems keep a spreadsheet from taking a text for a number: `="0001"`, `'0001`.
AS_TEXT = r"""^=\s*"([^"]*)"$"""
APOSTROPHE = r"^'([\d=+\-@].*)$"
# Characters that nobody sees: soft hyphens, joiners, marks of direction and of byte order, left by web pages.
INVISIBLE = "[\u00ad\u200b-\u200f\u202a\u202c\u2060\ufeff]"
# Texts that mean "nothing".
BLANK_TEXTS = ["", "'", "-", "--", "—", "——", "－", "/", "／", "\\", "无", "空", "N/A", "n/a", "NA", "null", "NULL"]
BLANK_TEXTS += ["---", "———", "————", "//", "无。", "暂无", "空白", "未填", "不适用"]
# A formula: function, cell, number, text or other sheet. Lower-case `=f2` may be an id. `=…` is one whose text is not
# in its cell (sheet_features.NOT_COMPUTED); its mark may have been normalized to three points.
FORMULA = r"""^=(?:…|\.{3}|[-+(\d"'\[{]|\$?[A-Z]{1,3}\$?\d|[A-Z][A-Z0-9.]*\(|[^=]*!)"""
ERRORS = [
    *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!"),
    *(f"Err:{number}" for number in range(501, 541)),  # of LibreOffice
]
# What is left of characters that a program could not read, and of that mark once more read in GBK.
DAMAGED = "\ufffd|锟斤拷"
IMMEDIATE = "立行立改|即知即改|立即整改|立知立改|立整立改|立查立改|即查即改|即行即改|边查边改|随查随改"
LONG_TERM = "长期有效|常态化(?:推进|坚持|开展|落实)?|^持续$"
LONG_TERM += "|长期坚持|长期整改|长期推进|长期落实|持续坚持|持续整改|持续推进|常态长效|^长期$"
# Left over where they count from no known day (etl.reading.date_words).
WORKING_DAYS = r"(?:自[^,;、]{1,8}起)?\d{1,3} ?个? ?工作日(?:以内|之内|内)?"

LARGEST_SHARE = 1.5  # a larger number without % is a percentage
YEAR_DIGITS = {word: str(at) for at, word in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
NUMERALS = {word: str(at) for at, word in enumerate("一二三四五六七八九十", start=1)}

# Excel's serial 0, corrected for its false 29 February 1900, and that of a workbook that counts from 1904.
DAY_ZERO, DAY_ZERO_1904 = pl.date(1899, 12, 30), pl.date(1904, 1, 1)
SERIALS = (20_000, 80_000)  # 1954 … 2119: other whole numbers are not dates
ENGLISH_DAYS = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y", "%B %d %Y")
DEADLINE = r"(?:之前|以前|前|止|底|末|内)*"
WEEKDAY = r"\(?(?:星期|周)[一二三四五六日天]\)?"
# A time of day, which is dropped: `10:20:30`, `下午 3:20`, `15时20分`, `3:20:00 PM`, `10:20:30.5+08:00`.
HALF = r"(?:上午|中午|下午|晚上|[AaPp][Mm])"
CLOCK = (
    rf"(?:[T ]?{HALF}? ?\d{{1,2}}(?::\d{{2}}(?::\d{{2}}(?:\.\d+)?)?|[时点](?:\d{{1,2}}分(?:\d{{1,2}}秒)?)?)"
    rf" ?{HALF}?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
)
BY_THE_YEAR_END = r"年(?:年?[底末终]|度?内)(?:之前|以前|前)?"


def normalize_cell(text: pl.Expr) -> pl.Expr:
    """NFKC (full width to half width) without no-break and outer spaces, nor marks of text (`="0001"`); texts that mean
    "nothing" become null.

    A text with a superscript or circled digit keeps its widths: `1,104²` is 1,104 with a footnote, not 11,042.
    """
    plain = text.map_batches(_half_width, return_dtype=pl.String)
    plain = plain.str.replace_all(INVISIBLE, "").str.strip_chars()
    plain = plain.str.replace(AS_TEXT, "$1").str.replace(APOSTROPHE, "$1")
    return pl.when(~plain.is_in(BLANK_TEXTS)).then(plain)


def _half_width(texts: pl.Series) -> pl.Series:
    """NFKC as a function of the column: as an expression, `text` would be evaluated several times."""
    plain = texts.str.normalize("NFKC")
    if not plain.ne_missing(texts).any():
        return texts
    kept = texts.str.contains(r"\p{No}")
    return plain.zip_with(~kept, texts) if kept.any() else plain


def keep_as_written(text: pl.Expr) -> pl.Expr:
    """The text without outer spaces; texts that mean "nothing" become null."""
    kept = text.str.strip_chars()
    return pl.when(normalize_cell(text).is_not_null()).then(kept)


def comparison_form(text: pl.Expr) -> pl.Expr:
    """The form in which spellings are compared: NFKC, no spaces, lower case."""
    return text.str.normalize("NFKC").str.replace_all(rf"\s|{INVISIBLE}", "").str.to_lowercase()


def error_rule(text: pl.Expr) -> pl.Expr:
    """The rule that a cell breaks by its text alone: `formula` (no stored result), `error_value`, `damaged_text`; else
    null."""
    return (
        pl.when(text.str.contains(FORMULA))
        .then(pl.lit("formula"))
        .when(text.is_in(ERRORS))
        .then(pl.lit("error_value"))
        .when(text.str.contains(DAMAGED))
        .then(pl.lit("damaged_text"))
    )


def number(text: pl.Expr, scale: float | None = None) -> pl.Expr:
    """`1,104` `１２` `94.5` `12份` `94.5%` → float, times `scale`. A percentage is taken of 100, or of `scale`."""
    return _parse_normalized(text, lambda given: _number(given, scale), pl.Float64)


def share(text: pl.Expr) -> pl.Expr:
    """`85%` `85` `0.85` → 0.85. A number up to LARGEST_SHARE without % is a share: workbooks store percent cells so."""
    return _parse_normalized(text, _share, pl.Float64)


def stars(text: pl.Expr) -> pl.Expr:
    """`★★★★` `四星级` `4星` `4` → 4; `不定星` `无星` → 0."""
    return _parse_normalized(text, _stars, pl.Int64)


def whole_number(text: pl.Expr) -> pl.Expr:
    """`1,104` `12.0` `第3轮` `三` → integer; null for `12.5` and `94.5%`."""
    return _parse_normalized(text, _whole_number, pl.Int64)


def _parse_normalized(text: pl.Expr, read: Callable[[pl.Expr], pl.Expr], dtype: type[pl.DataType]) -> pl.Expr:
    """Apply `read` to the normalized text as a column: in one expression Polars would normalize it repeatedly."""
    return normalize_cell(text).map_batches(
        lambda texts: texts.to_frame("text").select(read(pl.col("text"))).to_series(), return_dtype=dtype
    )


def _number(given: pl.Expr, scale: float | None = None) -> pl.Expr:
    # Spaces stand between thousands, after a sign and before a unit: `12 15` is two numbers.
    spaced = given.str.replace_all(r"^([+-]) | ([%\p{Han}])", "$1$2")
    thousands = spaced.str.contains(r"^[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?\D*$")
    squeezed = pl.when(thousands).then(spaced.str.replace_all(" ", "")).otherwise(spaced)
    grouped = squeezed.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\D*$")
    plain = pl.when(grouped).then(squeezed.str.replace_all(",", "")).otherwise(squeezed)
    figure = plain.str.extract(r"^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:%|份|人|件|条|分|票|次|个)?$").cast(
        pl.Float64, strict=False
    )
    share = plain.str.ends_with("%")
    value = pl.when(share).then(figure / 100 * (scale or 100)).otherwise(figure * (scale or 1))
    return value.round_sig_figs(15)  # as Excel displays it: 56, not 56.00000000000001


def _share(given: pl.Expr) -> pl.Expr:
    figure = _number(given)
    is_share = (figure <= LARGEST_SHARE) & ~given.str.ends_with("%")
    return pl.when(is_share).then(figure).otherwise((figure / 100).round_sig_figs(15))


def _stars(given: pl.Expr) -> pl.Expr:
    squeezed = given.str.replace_all(r"\s", "")
    drawn = squeezed.str.extract("^(★*)☆*$").str.len_chars()
    counted = _whole_number(squeezed.str.extract("^(.+?)(?:星级?)?$"))
    return (
        pl.when(squeezed.str.contains("^(?:不定|无|未定|不评)(?:星|级|星级)$"))
        .then(0)
        .otherwise(pl.coalesce(pl.when(drawn > 0).then(drawn.cast(pl.Int64)), counted))
    )


def _whole_number(given: pl.Expr) -> pl.Expr:
    bare = given.str.extract(r"^第?\s*(.+?)\s*[轮批期]?$")
    figure = _number(bare.replace(NUMERALS))
    return pl.when((figure == figure.round()) & ~given.str.ends_with("%")).then(figure).cast(pl.Int64, strict=False)


def year(text: pl.Expr) -> pl.Expr:
    """`2019` `2019年` `2019年度` `二〇一九年` → integer."""
    bare = normalize_cell(text).str.replace(r"\s*年度?$", "")
    spelt = bare.str.contains(f"^[{''.join(YEAR_DIGITS)}]{{4}}$")
    return whole_number(pl.when(spelt).then(bare.str.replace_many(YEAR_DIGITS)).otherwise(bare))


def says_immediate(text: pl.Expr) -> pl.Expr:
    """Whether the text contains 立行立改 (to be done at once) or a synonym."""
    return text.str.contains(IMMEDIATE).fill_null(False)


def says_long_term(text: pl.Expr) -> pl.Expr:
    """Whether the text contains 长期坚持 (to be kept up) or a synonym."""
    return text.str.contains(LONG_TERM).fill_null(False)


def without_dateless_words(text: pl.Expr, words: str = f"{IMMEDIATE}|{LONG_TERM}|{WORKING_DAYS}") -> pl.Expr:
    """A deadline without 立行立改, 长期坚持 and numbers of working days; null if nothing else is left."""
    dateless = f"(?:并|且|及|和)?(?:{words})"
    bare = normalize_cell(text).str.replace_all(dateless, "").str.strip_chars(" \n、,;。()/并且")
    return pl.when(bare != "").then(bare)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Year, month and day as texts → date; null for a day that does not exist."""
    parts = [year, month.str.zfill(2), day.str.zfill(2)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _month(year: pl.Expr, month: pl.Expr, which: str | None) -> pl.Expr:
    """The first or last day of a month; null if the column does not allow a date without a day."""
    if which is None:
        return pl.lit(None, dtype=pl.Date)
    first = _day(year, month, pl.lit("01"))
    return first if which == "first" else first.dt.month_end()


def _by_format(text: pl.Expr, formats: tuple[str, ...]) -> list[pl.Expr]:
    clock = ("%H", "%I", "%M", "%T", "%R", "%S")
    return [
        text.str.to_datetime(form, strict=False, time_unit="us").dt.date()
        if any(part in form for part in clock)
        else text.str.to_date(form, strict=False)
        for form in formats
    ]


def date(
    text: pl.Expr, formats: tuple[str, ...] = (), month: str | None = None, since: pl.Expr | None = None
) -> pl.Expr:
    """A date as offices write it → Date; null if it cannot be read.

    formats: strptime formats, tried first. month: `first` or `last`, the day of a date without a day. since (a Date): a
    deadline without a year (`6月底前`, `年底前`) is the first such day not before it.
    """
    # As a function of the column: as one expression, `text` would be evaluated a dozen times.
    asked = pl.struct(text.alias("text"), (pl.lit(None, pl.Date) if since is None else since).alias("since"))
    return asked.map_batches(
        lambda rows: _dates(rows.struct.unnest(), formats, month, since is not None), return_dtype=pl.Date
    )


def _dates(asked: pl.DataFrame, formats: tuple[str, ...], month: str | None, has_since: bool) -> pl.Series:
    """One date per row of `asked` (text, since)."""
    squeezing = (
        pl.col("given")
        .str.replace(r"^(?:截至|截止|至)", "")
        .str.replace_all(r"\s+", " ")
        .str.replace_all(r" ?([年月日号/.\-]) ?", "$1")
        .str.strip_chars_end(" .。,;、")
    )
    asked = asked.with_columns(given=normalize_cell(pl.col("text"))).with_columns(squeezed=squeezing)
    given, squeezed, since = pl.col("given"), pl.col("squeezed"), pl.col("since")
    full = squeezed.str.extract_groups(
        r"^(?<y>\d{4})[-/.年、,](?<m>\d{1,2})[-/.月、,](?<d>\d{1,2})[日号]?"
        + rf"{DEADLINE} ?(?:{WEEKDAY})?{CLOCK}{DEADLINE}$"
    ).struct
    # `2019.6-8` may be June to August.
    year = pl.when(~squeezed.str.contains(r"^\d{4}[/.年]\d{1,2}-")).then(full["y"])
    packed = squeezed.str.extract_groups(rf"^(?<y>\d{{4}})(?<m>\d{{2}})(?<d>\d{{2}}){DEADLINE}$").struct
    monthly = squeezed.str.extract_groups(r"^(?<y>\d{4})[-/.年](?<m>\d{1,2})月?份?" + DEADLINE + "$").struct
    # Excel shows the number 2019.10 as 2019.1, which may be January or October.
    monthly_year = pl.when(~squeezed.str.contains(r"^\d{4}\.1$")).then(monthly["y"])
    # `200612` may be a day of 2020.
    packed_month = squeezed.str.extract_groups(r"^(?<y>20(?:1[3-9]|[2-9]\d))(?<m>0[1-9]|1[0-2])$").struct
    whole_year = "|年度?" if month == "last" else ""
    yearly = squeezed.str.extract(rf"^(\d{{4}})(?:{BY_THE_YEAR_END}{whole_year})$")
    readings = [
        *_by_format(given, formats),
        *_by_format(squeezed, ENGLISH_DAYS),
        _day(year, full["m"], full["d"]),
        _day(packed["y"], packed["m"], packed["d"]),
        _day_of_serial(squeezed, DAY_ZERO),
        _month(monthly_year, monthly["m"], month),
        _month(packed_month["y"], packed_month["m"], month),
        _month(yearly, pl.lit("12"), month),
    ]
    if has_since:
        readings += [_in_year(squeezed, since.dt.year(), since), _in_year(squeezed, since.dt.year() + 1, since)]
    return asked.select(pl.coalesce(readings)).to_series()


def _day_of_serial(text: pl.Expr, day_zero: pl.Expr) -> pl.Expr:
    serial = text.str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int64, strict=False)
    return pl.when(serial.is_between(*SERIALS)).then(day_zero + pl.duration(days=serial))


def serials_since_1904_as_days(text: pl.Expr) -> pl.Expr:
    """The day numbers of a workbook that counts from 1904 as `2025-03-31`; other texts as they are."""
    return pl.coalesce(_day_of_serial(text.str.strip_chars(), DAY_ZERO_1904).cast(pl.String), text)


def _in_year(text: pl.Expr, year: pl.Expr, since: pl.Expr) -> pl.Expr:
    """`6月30日前`, `6月底前`, `年底前` in a given year; null when that day is before `since`."""
    spelt = year.cast(pl.String)
    daily = text.str.extract_groups(r"^(?<m>\d{1,2})月(?<d>\d{1,2})[日号]?" + DEADLINE + "$").struct
    # `3月内` may be within March or within three months; `3月份内` is within March.
    monthly = text.str.extract(rf"^(\d{{1,2}})月(?:份{DEADLINE}|(?:之前|以前|前|止|底|末)*)$")
    year_end = pl.when(text.str.contains(f"^(?:本|当)?{BY_THE_YEAR_END}$")).then(pl.lit("12"))
    day = pl.coalesce(
        _day(spelt, daily["m"], daily["d"]), _month(spelt, monthly, "last"), _month(spelt, year_end, "last")
    )
    return pl.when(day >= since).then(day)
