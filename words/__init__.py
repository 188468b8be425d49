"""All texts that a reader sees, in Chinese and English, as TOML files in this folder, one file per subject.

Every package except queries and inference calls it; it imports none of them. A text used by exhibits of one subject is
in the file of that subject, a text used by several subjects in exhibits.toml.

A key is a dotted path (`exhibits.trend.title`); its table has `zh` and `en`. `say` fills the fields in braces.
`{count:unit|units}` is a number with its noun: `1 unit`, `2 units`. `{share:.0f|unit|units}` has a number format too.
"""

import functools
import os
import string
from pathlib import Path

import tomli

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
    """All texts: dotted key → {zh, en}. Raises ValueError if two files have the same key."""
    found: dict[str, dict[str, str]] = {}
    # tomli is compiled: half a megabyte takes it a quarter of the time of tomllib, at each start of a command.
    for file in sorted(HERE.glob("*.toml")):
        tables = _flatten(tomli.loads(file.read_text(encoding="utf-8")))
        if twice := found.keys() & tables.keys():
            raise ValueError(f"{file.name} repeats {sorted(twice)}")
        found |= tables
    return found


def language() -> str:
    """The language of messages outside the browser: "en" if RONGHE_LANG starts with it, else "zh"."""
    return "en" if os.environ.get("RONGHE_LANG", "").lower().startswith("en") else "zh"


ONE = "1"  # the only number with a singular noun: 0 units, 1.0 points


class _Spoken(string.Formatter):
    """str.format with `{count:unit|units}` in addition."""

    def format_field(self, value: object, format_spec: str) -> str:
        how, one, many = with_noun(format_spec)
        written = super().format_field(value, how)
        return f"{written} {one if written == ONE else many}" if many else written


def with_noun(spec: str) -> tuple[str, str, str]:
    """(format, singular noun, plural noun) of a field; the nouns are "" if it has none."""
    *how, one, many = spec.split("|") if "|" in spec else (spec, "", "")
    return "".join(how), one, many


def say(key: str, lang: str | None = None, **facts: object) -> str:
    """The text of a key in a language, with its fields filled. Raises KeyError for an unknown key."""
    text = words()[key][lang or language()]
    return _Spoken().vformat(text, (), facts) if "|" in text else text.format(**facts)


def wording(text: str, blank: str = "…") -> str:
    """A text with `blank` in place of each field, and plural nouns."""
    parts = string.Formatter().parse(text)
    return "".join(said + _open(field, spec or "", blank) for said, field, spec, _ in parts)


def _open(field: str | None, spec: str, blank: str) -> str:
    if field is None:
        return ""
    *_, many = with_noun(spec)
    return f"{blank} {many}" if many else blank


def label(code_list: str, code: str, lang: str | None = None) -> str:
    """The word of a code; the code itself if it has no word, for example one that was added by a load."""
    known = words().get(f"codes.{code_list}.{code}")
    return known[lang or language()] if known else code


def needed(dataset: str, column: str, blank: str | None, code_list: str | None, lang: str | None = None) -> str:
    """A sentence: whether a column must be filled, or what an empty cell means.

    blank: from the contract: a code, a number, `=other` column or `abstains`; "" for no meaning, None if required.
    """
    own = f"columns.{dataset}.{column}.blank"
    if own in words():
        return say("office.needed.says", lang, value=say(own, lang))
    if blank is None:
        return say("office.needed.required", lang)
    if blank in ("", "abstains"):
        return say("office.needed.abstains" if blank else "office.needed.optional", lang)
    if blank.startswith("="):
        return say("office.needed.copied", lang, value=say(f"columns.{dataset}.{blank[1:]}.label", lang))
    if code_list == "yes_no":
        return say("office.needed.filled", lang, value=say(f"office.yes_no.{blank}", lang))
    return say("office.needed.filled", lang, value=label(code_list, blank, lang) if code_list else blank)


def spelled(text: str, lang: str | None = None) -> str:
    """A text whose parts are separated by ` · `, with each LIST.CODE replaced by its word; other parts stay."""
    parts = [words().get(f"codes.{part}", {}).get(lang or language(), part) for part in text.split(" · ")]
    return " · ".join(parts)
