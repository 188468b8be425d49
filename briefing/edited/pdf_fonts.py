"""How wide the characters of a PDF's fonts are, as the fonts' own tables say."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from briefing.edited.notation import RADICALS

BLOCK = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
CHAR = re.compile(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
RANGE = re.compile(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[([^\]]*)\])")
CODE = re.compile(r"<([0-9A-Fa-f\s]+)>")
IDEOGRAPHS = 0x2E80  # from here on characters are as wide as they are high
LONGEST = 65_536  # codes that a font can have


def _shapes() -> dict[int, str]:
    """Characters that stand for the shapes of others → the others: radicals, ligatures, a dash as wide as a figure."""
    ranges = (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))
    return {0x2012: "–"} | {code: unicodedata.normalize("NFKC", chr(code)) for code in ranges} | RADICALS


SHAPES = _shapes()


def as_written(text: str) -> str:
    """A text with the characters that its writer typed, not those that its font draws alike."""
    return text.translate(SHAPES)


def usual(character: str) -> float:
    """The width of a character where its font does not tell, as a share of the font's size."""
    return 1.0 if ord(character) > IDEOGRAPHS else 0.5


def widths(font: Any) -> dict[str, float]:
    """Character → its width as a share of the font's size; empty where the font does not tell."""
    try:
        codes = dict(_characters(font))
        by_code = _composite(font) if "/DescendantFonts" in font else _simple(font)
        if not codes:
            codes = {} if "/DescendantFonts" in font else {code: chr(code) for code in by_code}
        return {said: by_code[code] / 1000 for code, said in codes.items() if code in by_code}
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):  # a font may lack any table, or hold nonsense
        return {}


def _simple(font: Any) -> dict[int, float]:
    first = int(font["/FirstChar"])
    return {first + at: float(each) for at, each in enumerate(font["/Widths"].get_object())}


def _composite(font: Any) -> dict[int, float]:
    """Of a font with two bytes a code: `code [width …]` or `first last width`, again and again."""
    table = [each.get_object() for each in font["/DescendantFonts"].get_object()[0].get_object()["/W"].get_object()]
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(table):
        first = int(table[at])
        if isinstance(table[at + 1], list):
            found |= {first + place: float(each) for place, each in enumerate(table[at + 1])}
            at += 2
        else:
            last = min(int(table[at + 1]), first + LONGEST)
            found |= dict.fromkeys(range(first, last + 1), float(table[at + 2]))
            at += 3
    return found


def _characters(font: Any) -> Iterator[tuple[int, str]]:
    """Code → character, from the table that lets texts be copied."""
    if "/ToUnicode" not in font:
        return
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    for kind, block in BLOCK.findall(table):
        if kind == "char":
            yield from ((int(code, 16), _text(said)) for code, said in CHAR.findall(block))
            continue
        for first, last, start, listed in RANGE.findall(block):
            low = int(first, 16)
            several = CODE.findall(listed)
            for place in range(min(int(last, 16) - low + 1, LONGEST)):
                if several:
                    yield low + place, _text(several[place]) if place < len(several) else ""
                else:
                    yield low + place, chr(min(ord(_text(start)[-1]) + place, 0x10FFFF))


def _text(code: str) -> str:
    return bytes.fromhex("".join(code.split()).zfill(4)).decode("utf-16-be", "replace")
