"""The cells of a table as readers see them: texts under headings in words, and how the browser lays them out."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from exhibits.columns import effects, headings, number_format, number_text, readable
from shell.session import lang

NOTHING = "–"
MOST_WHOLE = 84  # half widths of the 125 that a sheet of paper has
TALL = 12  # half widths: a longer heading over numbers may be broken into lines
LONG = 40  # half widths: such texts get a wide column
WIDE = 18  # half widths: a whole column wider than this is broken into lines on a phone
SHORT = 38  # half widths: identifiers and times up to this are not broken on a screen, where a table can be moved


def cells_of(
    frame: pl.DataFrame, percent: list[str], fine: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """The headings (`title`, `look`: number, whole, wide, tall, short, long) and the columns of a frame as texts.

    percent: the columns that readers see in percent; fine: those of them with two decimals. A column that is `whole` is
    not broken into lines.
    """
    said = headings(frame, lang())
    scaled = frame.with_columns(pl.col(percent) * 100)
    words = readable(scaled, lang())
    columns = [
        list(map(_written(frame[name], name in percent, name in effects(frame), name in fine), words[said[name]]))
        for name in frame.columns
    ]
    wide = [_half_widths([said[name], *column]) for name, column in zip(frame.columns, columns, strict=True)]
    looks = [
        {
            "number": frame.schema[name].is_numeric(),
            "whole": one,
            "short": width <= SHORT and all(map(_unbroken, column)),
            "wide": one and width > WIDE,
            "tall": frame.schema[name].is_numeric() and _half_widths([said[name]]) > TALL,
            "long": not one and width > LONG,
        }
        for name, one, width, column in zip(frame.columns, _whole(wide), wide, columns, strict=True)
    ]
    heads = [
        {"title": said[name], "look": " ".join(each for each, so in look.items() if so)}
        for name, look in zip(frame.columns, looks, strict=True)
    ]
    return heads, columns


def _half_widths(texts: list[str]) -> int:
    """The width of the widest text, and of the space beside it: a Chinese character is two half widths."""
    return max(len(text.encode("gb18030", "replace")) for text in texts) + 2


def _unbroken(text: str) -> bool:
    """True of a word, a number or a time, false of several words."""
    return text == NOTHING or (text.isascii() and (" " not in text or text[0].isdigit()))


def _whole(wide: list[int]) -> list[bool]:
    """Which columns are not broken into lines: the narrowest, as long as the others keep a good part of the sheet."""
    whole, taken = [False] * len(wide), 0
    for at in sorted(range(len(wide)), key=wide.__getitem__):
        taken += wide[at]
        whole[at] = taken <= MOST_WHOLE
    return whole


def _written(values: pl.Series, percent: bool, effect: bool, fine: bool) -> Callable[[Any], str]:
    """How the values of a column are written."""
    pattern = number_format(values, percent, effect, lang(), fine)
    days = "%Y-%m" if values.name == "month" else "%Y-%m-%d"

    def text(value: Any) -> str:
        match value:
            case None | "":
                return NOTHING
            case datetime.datetime():
                return value.isoformat(" ", "minutes")
            case datetime.date():
                return value.strftime(days)
            case pl.Series():
                return " · ".join(map(str, value))
            case int() | float():
                return number_text(value, pattern)
        return str(value)

    return text
