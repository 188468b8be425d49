"""A briefing as a writer composes it: exhibits, headings and texts in order. A value, kept as JSON."""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

EXHIBIT, HEADING, TEXT = KINDS = ("exhibit", "heading", "text")
MOST_BLOCKS, LONGEST = 200, 20_000  # blocks of a composition; characters of one text
ID = re.compile(r"[0-9A-Za-z_-]{1,40}")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # no XML file may hold them


@dataclass(frozen=True)
class Block:
    """One block. `text` is what a heading or a text block says, and the writer's own note on an exhibit.

    The block's own id stands in addresses of a pack and in keys of widgets: one with other characters than ID allows,
    from a file that somebody wrote, is replaced. An exhibit is kept by its id, the choices as `key=value`
    (Selection.settings) and the build that it was taken from.
    """

    kind: str
    text: str = ""
    exhibit: str = ""
    settings: tuple[str, ...] = ()
    build: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        known = self.id if ID.fullmatch(self.id) else secrets.token_hex(4)
        object.__setattr__(self, "id", known)
        object.__setattr__(self, "text", clean(self.text))

    def same_exhibit(self, other: "Block") -> bool:
        """True if both show one exhibit of the same choices and build."""
        return (self.exhibit, self.settings, self.build) == (other.exhibit, other.settings, other.build)


@dataclass(frozen=True)
class Composition:
    """A briefing: title, subtitle, blocks. `name` and `version`: the saved version that it was opened from."""

    title: str = ""
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    name: str = ""
    version: int = 0
    template: str = ""  # the id of a kept template of decks
    letterhead: str = ""  # the id of a kept template of documents
    document: str = "notice"  # the kind of its document: notice or brief
    letter: tuple[tuple[str, str], ...] = ()  # the words around its document, by their names in Letter

    def __post_init__(self) -> None:
        for name in ("title", "subtitle"):
            object.__setattr__(self, name, " ".join(clean(getattr(self, name)).split()))

    def with_block(self, block: Block) -> "Composition":
        """The block added at the end; unchanged if there are as many as there may be."""
        return replace(self, blocks=(*self.blocks, block)[:MOST_BLOCKS])

    def without(self, block_id: str) -> "Composition":
        """All blocks but this one."""
        return replace(self, blocks=tuple(block for block in self.blocks if block.id != block_id))

    def moved(self, block_id: str, by: int) -> "Composition":
        """The block moved up (-1) or down (1); unchanged at the end that it is moved to."""
        blocks = list(self.blocks)
        at = next((place for place, block in enumerate(blocks) if block.id == block_id), None)
        if at is not None and 0 <= at + by < len(blocks):
            blocks.insert(at + by, blocks.pop(at))
        return replace(self, blocks=tuple(blocks))

    def worded(self, block_id: str, text: str) -> "Composition":
        """The block with another text."""
        blocks = (replace(block, text=text) if block.id == block_id else block for block in self.blocks)
        return replace(self, blocks=tuple(blocks))

    def lettered(self, name: str, text: str) -> "Composition":
        """One of the words around the document set; "" takes it away."""
        letter = dict(self.letter) | {name: clean(text).strip()}
        return replace(self, letter=tuple(sorted((name, text) for name, text in letter.items() if text)))

    def of_build(self, build: str) -> "Composition":
        """All exhibits taken from this build."""
        blocks = (replace(block, build=build) if block.kind == EXHIBIT else block for block in self.blocks)
        return replace(self, blocks=tuple(blocks))

    @property
    def exhibits(self) -> list[Block]:
        """The blocks that are exhibits."""
        return [block for block in self.blocks if block.kind == EXHIBIT]


def clean(text: str) -> str:
    """A text that every file can hold: no control characters, line ends as \\n, not endless."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def to_json(composition: Composition) -> dict[str, Any]:
    """The composition as values of JSON."""
    return asdict(composition)


def from_json(kept: Any) -> Composition:
    """The inverse of `to_json`. Fields that are unknown here are passed over. Raises ValueError if it is none."""
    try:
        blocks = tuple(_blocks(kept.get("blocks", ())))
        words = {name: str(kept.get(name, "")) for name in ("title", "subtitle", "name", "template", "letterhead")}
        words["document"] = str(kept.get("document", "notice"))
        letter = tuple((str(name), str(text)) for name, text in kept.get("letter", ()))
        return Composition(blocks=blocks, version=int(kept.get("version", 0)), letter=letter, **words)
    except (AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error


def _blocks(kept: Any) -> Iterator[Block]:
    names = {field.name for field in fields(Block)} - {"settings"}
    for each in kept:
        if each["kind"] in KINDS:
            known = {name: str(each[name]) for name in names if name in each}
            yield Block(settings=tuple(map(str, each.get("settings", ()))), **known)


def as_bytes(kept: dict[str, Any]) -> bytes:
    """JSON as it stands in the warehouse: readable, and always the same for the same values."""
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=1).encode()
