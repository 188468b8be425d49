"""The words in both languages by which clauses are understood: patterns of words/checking.toml."""

import functools
import re
from collections.abc import Iterator

from words import LANGUAGES, say


@functools.cache
def _patterns(form: str, keys: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    parts = [[f"(?:{say(f'checking.{key}', lang)})" for key in keys] for lang in LANGUAGES]
    return tuple(re.compile(form.format("".join(part)), re.IGNORECASE) for part in parts)


def worded(text: str, *keys: str, form: str = "{}") -> Iterator[re.Match[str]]:
    """Where a text holds the words of these keys, one behind the other. form: what stands around the pattern."""
    for pattern in _patterns(form, keys):
        yield from pattern.finditer(text)


@functools.lru_cache(maxsize=20_000)
def says(text: str, *keys: str, form: str = "{}") -> bool:
    """True if a text holds the words of these keys."""
    return any(True for _ in worded(text, *keys, form=form))
