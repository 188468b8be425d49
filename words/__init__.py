"""Every word a reader sees, Chinese beside English, kept as TOML in this folder.

A key is a dotted path (`exhibits.trend.title`); its table holds `zh` and `en`. Fields in braces are filled by `say`.
"""

import functools
import os
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


def _flatten(table: dict, path: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    if table and all(isinstance(value, str) for value in table.values()):
        return {".".join(path): table}
    words: dict[str, dict[str, str]] = {}
    for name, inner in table.items():
        words |= _flatten(inner, (*path, name))
    return words


@functools.cache
def words() -> dict[str, dict[str, str]]:
    """All words: dotted key → {zh, en}. A key that stands in two files is an author's error: ValueError."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(HERE.glob("*.toml")):
        tables = _flatten(tomllib.loads(file.read_text(encoding="utf-8")))
        if twice := found.keys() & tables.keys():
            raise ValueError(f"{file.name} repeats {sorted(twice)}")
        found |= tables
    return found


def language() -> str:
    """The language of messages outside the browser: RONGHE_LANG, Chinese unless it says `en`."""
    return "en" if os.environ.get("RONGHE_LANG", "").lower().startswith("en") else "zh"


def say(key: str, lang: str | None = None, **facts: object) -> str:
    """The sentence of a key in a language, its fields filled. An unknown key raises KeyError."""
    return words()[key][lang or language()].format(**facts)


def label(code_list: str, code: str, lang: str | None = None) -> str:
    """The word of a code; a code that was registered on the fly has no word but itself."""
    known = words().get(f"codes.{code_list}.{code}")
    return known[lang or language()] if known else code


def spelled(text: str, lang: str | None = None) -> str:
    """A text of parts between ` · ` with each part that is a code, LIST.CODE, as its word; other parts as they are."""
    parts = [words().get(f"codes.{part}", {}).get(lang or language(), part) for part in text.split(" · ")]
    return " · ".join(parts)
