"""The revision notice (修订通知): every exported figure that a build changes, and the batches that changed it.

`python -m briefing notice` (briefing.notice_command) writes it; the page 版本 shows it.
"""

from collections.abc import Iterator

import polars as pl

import queries
from briefing.codes import Restored, batch_words, change_words, exhibit_name, export_words, restored
from briefing.exports import Kept, exported
from words import say

COLUMNS = (
    "trace_code",
    "exhibit",
    "exported",
    "figure_row",
    "figure_column",
    "figure_before",
    "figure_after",
    "by_batches",
)


def revised(lang: str, build: str | None = None) -> tuple[Restored, ...]:
    """The exported cards whose figures differ in a build, by default the one in force."""
    against = build or queries.build_id()
    older = (kept for kept in exported() if _is_older(kept, against))
    cards = (restored(kept.code, lang, against) for kept in older)
    return tuple(card for card in cards if card and card.changes and card.changes.all)


def _is_older(kept: Kept, build: str) -> bool:
    """True if the card's build was made before this one: builds that are gone are older than all kept ones."""
    try:
        return queries.build_file(kept.build).stat().st_mtime < queries.build_file(build).stat().st_mtime
    except queries.QuestionError:
        return True


def notice_rows(cards: tuple[Restored, ...], lang: str) -> pl.DataFrame:
    """One row per changed figure; columns: COLUMNS."""
    return pl.DataFrame(list(_rows(cards, lang)), schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _rows(cards: tuple[Restored, ...], lang: str) -> Iterator[tuple[str, ...]]:
    for card in cards:
        exports = "; ".join(export_words(export, lang) for export in card.kept.exports)
        batches = "; ".join(batch_words(card))
        for change in card.changes.all if card.changes else ():
            after = change.after if change.kind == "changed" else say(f"trace_code.notice.{change.kind}", lang)
            figure = (change.row, change.column, change.before, after)
            yield (card.kept.code, exhibit_name(card.kept.exhibit, lang), exports, *figure, batches)


def notice_text(cards: tuple[Restored, ...], lang: str, build: str) -> str:
    """The notice as a text: one paragraph per card."""
    return "\n\n".join([notice_title(cards, lang, build), *("\n".join(_paragraph(card)) for card in cards)]) + "\n"


def notice_title(cards: tuple[Restored, ...], lang: str, build: str) -> str:
    """How many exported figures the build changes, in one sentence."""
    changed = sum(len(card.changes.all) for card in cards if card.changes)
    return say("trace_code.notice.title" if changed else "trace_code.notice.unchanged", lang, build=build, n=changed)


def _paragraph(card: Restored) -> Iterator[str]:
    yield f"{exhibit_name(card.kept.exhibit, card.lang)} · {card.kept.code}"
    yield from (export_words(export, card.lang) for export in card.kept.exports)
    yield from change_words(card, first=None)
    yield from batch_words(card)
