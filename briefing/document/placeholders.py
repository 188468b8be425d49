"""The placeholders of a city's .docx: where they are, and how words get into them.

A placeholder is a content control whose tag or title is a known name, or that name in double braces: {{标题}}.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn

from briefing.document.writing import add
from words import LANGUAGES, language, say

ROLES = ("title", "subtitle", "day", "body")
MARK = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,40}?)\s*[}｝]{2}")


def placeholders(root: Any) -> Iterator[tuple[str, Any]]:
    """(role, element): each content control, and for each mark the paragraph that holds it."""
    for control in root.iter(qn("w:sdt")):
        if role := _role_of(control):
            yield role, control
    for paragraph in root.iter(qn("w:p")):
        names = (mark[1].casefold() for mark in MARK.finditer(said(paragraph)))
        yield from ((_names()[name], paragraph) for name in names if name in _names())


def examples() -> str:
    """The marks as a city may write them."""
    return " ".join(f"{{{{{_spelt(role, language())[0]}}}}}" for role in ROLES)


def said(paragraph: Any) -> str:
    """What the paragraph says, without the boxes that are anchored in it."""
    return "".join(text.text or "" for text in _texts(paragraph))


def fill(root: Any, words: Mapping[str, str], body: Any) -> None:
    """Puts the words of each role into its placeholders. body: the placeholder that is kept for the body; any other of
    that role is emptied."""
    for paragraph in root.iter(qn("w:p")):
        fill_marks(paragraph, words if paragraph is body else {**words, "body": ""})
    for control in root.iter(qn("w:sdt")):
        role = _role_of(control)
        if role and control is not body:
            _fill_control(control, words.get(role, ""))


def fill_marks(paragraph: Any, words: Mapping[str, str]) -> None:
    """Puts words in the place of marks. A mark may be spread over several runs: the first one's look is kept."""
    texts = _texts(paragraph)
    for mark in reversed(list(MARK.finditer(said(paragraph)))):
        role = _names().get(mark[1].casefold(), "")
        if role not in words:
            continue
        start, put = 0, words[role]
        for text in texts:
            old = text.text or ""
            first, last = max(mark.start() - start, 0), min(mark.end() - start, len(old))
            start += len(old)
            if first < last:
                _write(text, old[:first] + put + old[last:])
                put = ""


def _spelt(role: str, lang: str) -> list[str]:
    return say(f"document.master.names.{role}", lang).split("|")


@functools.cache
def _names() -> dict[str, str]:
    """Name of a placeholder, in lower case → role."""
    return {name.casefold(): role for role in ROLES for lang in LANGUAGES for name in _spelt(role, lang)}


def _role_of(control: Any) -> str:
    """The role of a content control by its tag, else by its title; "" if it has none."""
    named = (control.find(f"{qn('w:sdtPr')}/{qn(tag)}") for tag in ("w:tag", "w:alias"))
    given = (each.get(qn("w:val"), "").strip().casefold() for each in named if each is not None)
    return next((_names()[name] for name in given if name in _names()), "")


def _texts(paragraph: Any) -> list[Any]:
    return [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph]


def _fill_control(control: Any, words: str) -> None:
    """Puts words into a content control in the look of its first run. Without its prompt and its bound data: Word would
    show those instead."""
    about, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
    for tag in ("w:showingPlcHdr", "w:dataBinding", "w:placeholder"):
        for old in about.findall(qn(tag)):
            about.remove(old)
    if content is None:
        return
    if next(content.iter(qn("w:t")), None) is None:
        holder = next(content.iter(qn("w:r")), None)
        add(add(next(content.iter(qn("w:p")), content), "r") if holder is None else holder, "t")
    for at, text in enumerate(content.iter(qn("w:t"))):
        _write(text, "" if at else words)
        for style in text.getparent().findall(f"{qn('w:rPr')}/{qn('w:rStyle')}"):  # the grey of a prompt
            style.getparent().remove(style)


def _write(text: Any, words: str) -> None:
    text.text = words.replace("\n", " ")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
