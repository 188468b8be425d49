"""The names under which this program comments on files."""

import functools

from words import LANGUAGES, say


@functools.cache
def authors() -> frozenset[str]:
    """In every language: comments of these authors repeat the file's numbers and are not read again."""
    return frozenset(say(f"{room}.author", lang) for room in ("checking", "refreshing") for lang in LANGUAGES)
