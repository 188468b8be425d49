"""The trace codes in a text."""

import re

from exhibits.trace_code import SYMBOLS, is_valid, tidy

HYPHENS = "-‐‑–−"
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))  # spaces and joiners without a width
CODE = re.compile(rf"(?<![0-9A-Za-z])([{SYMBOLS}]{{5}})\s?[{HYPHENS}]\s?([{SYMBOLS}]{{5}})(?![0-9A-Za-z])")


def codes_in(text: str) -> tuple[str, ...]:
    """The trace codes whose check symbol fits, each once, in their order."""
    found = (tidy("".join(match.groups())) for match in CODE.finditer(text.translate(INVISIBLE)))
    return tuple(dict.fromkeys(code for code in found if is_valid(code)))
