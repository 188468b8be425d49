"""A composition as a Word document: its headings, texts and exhibits in order, each note below its exhibit."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from briefing.composed import Part, name_of
from briefing.composition import HEADING, TEXT, Composition
from briefing.document import Block, Heading, Kind, Letter, Text, document_bytes, document_in, written
from briefing.document.master import Master
from briefing.plans import PLANS
from exhibits.exhibit import Exhibit
from words import say


def composed_document_bytes(
    composition: Composition, parts: Sequence[Part], lang: str, template: bytes | None = None
) -> bytes:
    """The bytes of a .docx file: a notice or a brief, or a city's own template filled in. Raises ValueError with a
    sentence if there is no block, TemplateError (one too)."""
    if not parts:
        raise ValueError(say("compose.empty", lang))
    letter = letter_of(composition, lang)
    subtitle, blocks = composition.subtitle.strip(), list(_blocks(parts, lang))
    if template is not None:
        return written(document_in(Master(template), blocks, lang, letter, subtitle))
    kind: Kind = "brief" if composition.document == "brief" else "notice"
    return document_bytes([Text(subtitle), *blocks], lang, kind, letter)


def letter_of(composition: Composition, lang: str) -> Letter:
    """The words around the document, as its writer has given them. A number that is none is left as a blank."""
    given = defaultdict(str, composition.letter)
    return Letter(
        title=given["title"] or composition.title or say("compose.untitled", lang),
        office=given["office"],
        day=datetime.date.fromisoformat(given["day"]) if given["day"] else datetime.date.today(),
        to=given["to"],
        red_head=given["red_head"],
        name=given["name"],
        issue=_number(given["issue"]),
        copies=_number(given["copies"]),
        preface=given["preface"],
        report_to=given["report_to"],
        send_to=given["send_to"],
        issue_to=given["issue_to"],
        note=given["note"],
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _blocks(parts: Sequence[Part], lang: str) -> Iterator[Block]:
    for part in parts:
        text = part.block.text.strip()
        if part.block.kind in (HEADING, TEXT):
            if text:
                yield Heading(text) if part.block.kind == HEADING else Text(text)
            continue
        if part.exhibit is not None:
            yield from [part.exhibit] if part.exhibit.id in PLANS else _in_words(part.exhibit)
        if part.said:
            yield Text(f"{name_of(part.block.exhibit, lang)}: {part.said}")
        if text:
            yield Text(say("compose.note", lang, note=text))


def _in_words(exhibit: Exhibit) -> list[Block]:
    """An exhibit without chart or table: its finding, and what it is about."""
    return [Heading(exhibit.finding, 2), Text(exhibit.subtitle), Text(exhibit.footer)]
