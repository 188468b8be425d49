"""Cells whose format says more than their number: a month without a day, a percentage.

Excel makes a date of a typed 2025年6月, its first day; a deadline on that day would be a month too early. A score shown
as 94.5% is stored as 0.945. Both are read as they are shown.
"""

import datetime
import functools
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from etl.reading.packages import open_package, refuse_unreadable
from etl.reading.sheet_cells import DAY_ZERO, SERIALS, STYLES, counts_from_1904, local_name
from etl.reading.sheet_features import CELL, TYPED, row_chunks
from etl.reading.sparse_cells import number_text

MONTH, PERCENT = "month", "percent"
# Formats that a workbook names by number alone; most of them are those of Excel in Chinese.
BUILT_IN = dict.fromkeys((17, 27, 36, 50, 52, 57), MONTH) | dict.fromkeys((9, 10), PERCENT)
LITERAL = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.')

ColumnTexts = dict[str, dict[int, str]]  # column letter → row → text


def format_kind(code: str) -> str | None:
    """MONTH, PERCENT or None, by a number format: `yyyy"年"m"月"` shows a month, `0.0%` a percentage."""
    shown = code.split(";")[0]
    marks = LITERAL.sub("", shown).lower()
    if "%" in marks:
        return PERCENT
    is_month = "m" in marks and ("y" in marks or "月" in shown) and not set("dhs") & set(marks)
    return MONTH if is_month else None


def percent_text(figure: float) -> str:
    """`0.945` → 94.5%, with the 15 digits of a spreadsheet."""
    return f"{number_text(float(f'{figure * 100:.15g}'))}%"


@functools.lru_cache(65_536)  # a column repeats its numbers
def shown_text(figure: float, kind: str, day_zero: datetime.datetime) -> str | None:
    """A number as its format shows it; None for a day that is not the first of its month."""
    if kind == PERCENT:
        return percent_text(figure)
    if not SERIALS[0] <= figure < SERIALS[1]:
        return None
    day = day_zero + datetime.timedelta(days=figure)
    return f"{day:%Y-%m}" if (day.day, day.time()) == (1, datetime.time()) else None


def formatted_cells(path: Path, part: str) -> ColumnTexts:
    """The cells of a sheet of an .xlsx that are shown as months or percentages. part: its name in the package."""
    with refuse_unreadable(path), open_package(path) as package:
        if not (styles := _styles(package)):
            return {}
        day_zero = DAY_ZERO[counts_from_1904(package)]
        with package.open(part) as stream:
            return _formatted(row_chunks(stream), styles, day_zero)


def _styles(package: zipfile.ZipFile) -> dict[bytes, str]:
    """The number of each cell style that shows months or percentages → MONTH or PERCENT."""
    if STYLES not in package.namelist():
        return {}
    formats: dict[int, str] = {}
    of_cells: list[int] = []
    for block in ElementTree.fromstring(package.read(STYLES)):
        if local_name(block.tag) == "numFmts":
            formats |= {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in block}
        elif local_name(block.tag) == "cellXfs":
            of_cells = [int(style.get("numFmtId", 0)) for style in block]
    return {str(at).encode(): kind for at, kind in kinds_among(of_cells, formats).items()}


def kinds_among(styles: list[int], formats: Mapping[int, str]) -> dict[int, str]:
    """The cell styles that show months or percentages → MONTH or PERCENT.

    styles: the number format of each; formats: those that the book itself defines.
    """
    kinds = BUILT_IN | {number: format_kind(code) for number, code in formats.items()}
    return {at: kind for at, number in enumerate(styles) if (kind := kinds.get(number))}


def _formatted(pieces: Iterable[bytes], styles: dict[bytes, str], day_zero: datetime.datetime) -> ColumnTexts:
    styled = re.compile(
        rb'<c ([^>]*\bs="(%s)"[^>]*)>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v>([^<]+)</v>' % b"|".join(styles)
    )
    shown: dict[tuple[bytes, bytes], str | None] = {}  # a column repeats its numbers
    found: ColumnTexts = {}
    for piece in pieces:
        for attributes, style, value in styled.findall(piece):
            if b't="' in attributes and TYPED.search(attributes):
                continue
            if (style, value) not in shown:
                shown[style, value] = shown_text(float(value), styles[style], day_zero)
            if (text := shown[style, value]) and (cell := CELL.search(attributes)):
                found.setdefault(cell[1].decode(), {})[int(cell[2])] = text
    return found
