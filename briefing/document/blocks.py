"""What a document is made of: exhibits, headings and texts in their order, and the words around them."""

import datetime
from dataclasses import dataclass
from typing import Literal

from exhibits.exhibit import Exhibit

Kind = Literal["notice", "brief"]  # the two kinds of document: notice and brief
KINDS: tuple[Kind, ...] = ("notice", "brief")


@dataclass(frozen=True)
class Heading:
    """A heading of the writer's own. The exhibits that follow it are one level below."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A text of the writer's own; each line becomes a paragraph."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table of the writer's own: its title, the heads of its columns, its rows of texts."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Exhibit | Heading | Text | Table


@dataclass(frozen=True)
class Letter:
    """The words before and after the text. An empty one is left out, or where a document cannot be without it, stands
    as a blank to fill in.

    `office`: who signs a notice, or edits a brief. `to`: the addressees of a notice. `red_head`: the red name above a
    notice. `name`: of a brief. `issue`, `copies`: its number and how many are printed. `preface`: the editor's words
    before its text. `report_to`, `send_to`, `issue_to`: who gets it: superiors, equals, those below. `note`: the
    remark that ends a notice.
    """

    title: str = ""
    office: str = ""
    day: datetime.date | None = None
    to: str = ""
    red_head: str = ""
    name: str = ""
    issue: int | None = None
    copies: int | None = None
    preface: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    note: str = ""
