"""The trace code (溯源码) of a card: equal for equal exhibit, choices and build, in both languages, on every machine.

Nine symbols from a hash and a check symbol, as `K7QM4-XW2T9`. 31 symbols: digits and capitals without 0, 1, I, L and O.
31^9 is 2.6 × 10^13: among 100,000 cards the chance that any two share a code is 0.02 %.

31 is a prime, and the weighted sum of the symbols is 0 modulo 31. So each wrong symbol and each swap of two different
symbols, neighbours or not, gives a code that is not valid.
"""

import hashlib
import itertools
import json
import re
import unicodedata
from collections.abc import Iterator

from exhibits.selection import Selection

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10  # with the check symbol
GROUP = 5
NO_BREAK = "\N{NON-BREAKING HYPHEN}"
GROUPS = [f"([{SYMBOLS}]{{{length}}})" for length in (GROUP, LENGTH - GROUP)]
WITHIN = re.compile(rf"(?<![0-9A-Z]){GROUPS[0]}\s?[^\w\s]?\s?{GROUPS[1]}(?![0-9A-Z])")

WRITTEN = re.compile(f"[{SYMBOLS}]{{{GROUP}}}-[{SYMBOLS}]{{{LENGTH - GROUP}}}")


def pieces(text: str) -> list[str]:
    """A text cut at its trace codes: texts at even places, codes at odd ones. A code is to stay on one line."""
    found = [match for match in WRITTEN.finditer(text) if is_valid(match[0])]
    ends = [0, *(end for match in found for end in match.span()), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(ends)]


def unbroken(text: str) -> str:
    """A text whose trace codes stay on one line: their hyphens are no-break hyphens. `tidy` reads them as well."""
    if "-" not in text:
        return text
    return "".join(piece.replace("-", NO_BREAK) if at % 2 else piece for at, piece in enumerate(pieces(text)))


def code_of(exhibit_id: str, selection: Selection, build_id: str | None) -> str:
    """The trace code of an exhibit for these choices in this build."""
    # Only choices that differ from the default: a choice added later changes no code.
    made_of = json.dumps([exhibit_id, selection.settings(), build_id], sort_keys=True, ensure_ascii=False)
    number = int.from_bytes(hashlib.sha256(made_of.encode()).digest())
    symbols = ""
    for _ in range(LENGTH - 1):
        number, at = divmod(number, len(SYMBOLS))
        symbols += SYMBOLS[at]
    return next(written(symbols + check) for check in SYMBOLS if _sum(symbols + check) == 0)


def tidy(typed: str) -> str:
    """A typed or copied code as it would be written: capitals, half-width, no spaces nor invisible characters, its
    hyphen in place; of a line or an address with a code in it that code."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    inside = ("".join(found.groups()) for found in WITHIN.finditer(plain))
    if code := next((written(each) for each in inside if is_valid(each)), ""):
        return code
    return written("".join(symbol for symbol in plain if symbol.isalnum()))


def written(symbols: str) -> str:
    """Symbols in two groups."""
    return f"{symbols[:GROUP]}-{symbols[GROUP:]}" if len(symbols) > GROUP else symbols


def is_valid(code: str) -> bool:
    """True for a tidy code of the right length and symbols whose check symbol fits."""
    symbols = code.replace("-", "")
    return len(symbols) == LENGTH and set(symbols) <= set(SYMBOLS) and _sum(symbols) == 0


def near(code: str) -> Iterator[str]:
    """The valid codes one slip away from a mistyped one: a wrong, missing or additional symbol, or two neighbours
    swapped."""
    symbols = code.replace("-", "")[: LENGTH + 1]
    places = range(len(symbols))
    slips = {symbols[:at] + other + symbols[at + 1 :] for at in places for other in SYMBOLS}
    slips |= {symbols[:at] + other + symbols[at:] for at in range(len(symbols) + 1) for other in SYMBOLS}
    slips |= {symbols[:at] + symbols[at + 1 :] for at in places}
    slips |= {symbols[:at] + symbols[at : at + 2][::-1] + symbols[at + 2 :] for at in places}
    yield from sorted(written(slip) for slip in slips if is_valid(slip))


def _sum(symbols: str) -> int:
    """Weights 1 to 10: all different and none a multiple of 31."""
    return sum(weight * SYMBOLS.index(symbol) for weight, symbol in enumerate(symbols, 1)) % len(SYMBOLS)
