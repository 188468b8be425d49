"""The revision notice as a Word document: a table of changed figures for each exported card, with what changed them."""

import datetime
from collections.abc import Iterator

from briefing.codes import Restored, batch_words, exhibit_name, export_words
from briefing.document import Block, Heading, Letter, Table, Text, document_bytes
from briefing.notice import COLUMNS, notice_rows, notice_title
from words import say

OF_A_FIGURE = slice(3, 7)  # the columns of a notice that tell of one figure


def notice_document(cards: tuple[Restored, ...], lang: str, build: str) -> bytes:
    """The bytes of a .docx file: a notice after GB/T 9704, its addressees and office to be filled in."""
    blocks: list[Block] = [
        Text(notice_title(cards, lang, build) + (say("trace_code.notice.stop", lang) if cards else ""))
    ]
    for card in cards:
        blocks += _card(card, lang)
    letter = Letter(title=say("trace_code.notice.heading", lang), day=datetime.date.today())
    return document_bytes(blocks, lang, "notice", letter)


def _card(card: Restored, lang: str) -> Iterator[Block]:
    name = exhibit_name(card.kept.exhibit, lang)
    yield Heading(f"{name} · {card.kept.code}")
    yield from (Text(export_words(export, lang)) for export in card.kept.exports)
    if card.texts and card.now and card.texts.finding != card.now.finding:
        yield Text(say("trace_code.finding", lang, before=card.texts.finding, after=card.now.finding))
    heads = tuple(say(f"shell.column.{column}", lang) for column in COLUMNS[OF_A_FIGURE])
    yield Table(name, heads, tuple(row[OF_A_FIGURE] for row in notice_rows((card,), lang).iter_rows()))
    yield from map(Text, batch_words(card))
