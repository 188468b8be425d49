"""Every word a reader sees, Chinese beside English, kept as TOML in this folder, a file a subject.

Every room but queries and inference calls it; it imports none of them. A word that only one subject's exhibits say
stands in the file of that subject, a word of several in exhibits.toml.

A key is a dotted path (`exhibits.trend.title`); its table holds `zh` and `en`. Fields in braces are filled by `say`;
`{count:unit|units}` is a number with its noun, `1 unit`, `2 units`; `{share:.0f|unit|units}` is one with a format.
"""

import functools
import os
import string
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


ONE = "1"  # of anything else there are many: 0 units, 1.0 points


class _Spoken(string.Formatter):
    """As str.format, and `{count:unit|units}`."""

    def format_field(self, value: object, format_spec: str) -> str:
        how, one, many = with_noun(format_spec)
        written = super().format_field(value, how)
        return f"{written} {one if written == ONE else many}" if many else written


def with_noun(spec: str) -> tuple[str, str, str]:
    """A field's format, and its noun as of one and as of many ("" without a noun)."""
    *how, one, many = spec.split("|") if "|" in spec else (spec, "", "")
    return "".join(how), one, many


def say(key: str, lang: str | None = None, **facts: object) -> str:
    """The sentence of a key in a language, its fields filled. An unknown key raises KeyError."""
    text = words()[key][lang or language()]
    return _Spoken().vformat(text, (), facts) if "|" in text else text.format(**facts)


def wording(text: str, blank: str = "…") -> str:
    """A sentence with its fields left open, its nouns as of many."""
    parts = string.Formatter().parse(text)
    return "".join(said + _open(field, spec or "", blank) for said, field, spec, _ in parts)


def _open(field: str | None, spec: str, blank: str) -> str:
    if field is None:
        return ""
    *_, many = with_noun(spec)
    return f"{blank} {many}" if many else blank


def label(code_list: str, code: str, lang: str | None = None) -> str:
    """The word of a code; a code that was registered on the fly has no word but itself."""
    known = words().get(f"codes.{code_list}.{code}")
    return known[lang or language()] if known else code


def needed(dataset: str, column: str, blank: str | None, code_list: str | None, lang: str | None = None) -> str:
    """Whether a column must be filled, else what an empty cell of it stands for.

    blank: as the contract has it: a code or a number, `=other` column, `abstains`; "" nothing, None must be filled.
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
    """A text of parts between ` · ` with each part that is a code, LIST.CODE, as its word; other parts as they are."""
    parts = [words().get(f"codes.{part}", {}).get(lang or language(), part) for part in text.split(" · ")]
    return " · ".join(parts)
