"""A composition with its exhibits answered: what deck, pack and preview are made from."""

from dataclasses import dataclass

import queries
from briefing.answered import answered
from briefing.composition import EXHIBIT, HEADING, Block, Composition
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import say, words


@dataclass(frozen=True)
class Part:
    """A block and its exhibit. `exhibit` is None for headings and texts, and where it can't be made; `said`: the
    sentence that tells why, or what is different from what the writer chose."""

    block: Block
    exhibit: Exhibit | None = None
    said: str = ""
    build: str = ""  # the build that the exhibit was made from

    @property
    def trace(self) -> str:
        """Exhibit, choices and build, as the command line takes them."""
        return " ".join([self.block.exhibit, *(f"--set {each}" for each in self.block.settings), self.build])


def composed(composition: Composition, lang: str) -> list[Part]:
    """The blocks in order, each exhibit answered."""
    return [_part(block, lang) if block.kind == EXHIBIT else Part(block) for block in composition.blocks]


def _part(block: Block, lang: str) -> Part:
    if block.exhibit not in CATALOGUE:
        return Part(block, said=say("compose.part.unknown_exhibit", lang, name=block.exhibit))
    try:
        build, said = _build(block, lang)
        return Part(block, answered(block.exhibit, Selection.of(block.settings, lang), build), said, build)
    except queries.QuestionError as error:
        return Part(block, said=say("compose.part.refused", lang, reason=error.sentence(lang)))
    except ValueError as error:  # the message is a sentence of the selection
        return Part(block, said=say("compose.part.refused", lang, reason=error))


def _build(block: Block, lang: str) -> tuple[str, str]:
    """The block's build, or the published one with a sentence if that one is no longer kept."""
    try:
        queries.build_file(block.build or None)
        return block.build or queries.build_id(), ""
    except queries.QuestionError:  # without any build the next line says so
        newest = queries.build_id()
        return newest, say("compose.part.old_build", lang, build=block.build[:12], newest=newest[:12])


def name_of(exhibit: str, lang: str) -> str:
    """The name of an exhibit; its id if it has none."""
    key = f"exhibits.name.{exhibit}"
    return say(key, lang) if key in words() else exhibit


def headings_of(parts: list[Part]) -> list[str]:
    """The headings, for agenda and contents."""
    return [part.block.text.strip() for part in parts if part.block.kind == HEADING and part.block.text.strip()]


def is_sample(parts: list[Part], lang: str) -> bool:
    """True if an exhibit shows demonstration data."""
    sample = say("exhibits.sample", lang)
    return any(part.exhibit is not None and part.exhibit.footer.startswith(sample) for part in parts)
