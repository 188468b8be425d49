"""A composition as a Word document: its headings, texts and exhibits in order, each note below its exhibit."""

import datetime
from collections.abc import Iterator, Sequence

from briefing.composed import Part, name_of
from briefing.composition import HEADING, TEXT, Composition
from briefing.document import Block, Heading, Kind, Letter, Text, document_bytes
from briefing.plans import PLANS
from exhibits.exhibit import Exhibit
from words import say


def composed_document_bytes(composition: Composition, parts: Sequence[Part], lang: str, kind: Kind = "notice") -> bytes:
    """The bytes of a .docx file. Raises ValueError with a sentence if there is no block."""
    if not parts:
        raise ValueError(say("compose.empty", lang))
    letter = Letter(title=composition.title or say("compose.untitled", lang), day=datetime.date.today())
    return document_bytes(list(_blocks(composition, parts, lang)), lang, kind, letter)


def _blocks(composition: Composition, parts: Sequence[Part], lang: str) -> Iterator[Block]:
    if composition.subtitle.strip():
        yield Text(composition.subtitle.strip())
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
