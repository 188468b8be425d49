"""What is read from an edited briefing: passages of text and points of charts, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from exhibits.trace_code import NO_BREAK, unbroken
from words import say

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
HOLDERS = (f"{A}t", f"{W}t", f"{M}t", f"{P}text")
HYPHEN = f"{W}noBreakHyphen"
BREAKS = (f"{A}br", f"{W}br", f"{W}tab", f"{W}cr", HYPHEN)
# What a paragraph has besides its text: properties, deleted text, boxes with paragraphs of their own.
APART = (
    *(f"{W}{tag}" for tag in ("pPr", "rPr", "del", "moveFrom", "drawing", "pict", "object")),
    *(f"{A}{tag}" for tag in ("pPr", "rPr", "endParaRPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)
# Fields whose results depend on the place in the file or on the clock, not on data.
PLACED = re.compile(r"\s*(?:(?:NUM|SECTION)?PAGES?|PAGEREF|SECTION|(?:SAVE|PRINT|CREATE)?DATE|TIME)\b", re.IGNORECASE)
PLACED_FIELD = re.compile("slidenum|datetime")


@dataclass(frozen=True)
class Place:
    """Where something stands: its kind with its number, and more in words.

    Kinds: `slide`, `notes`, `margin` (footer and date of a slide), `layout`, `remark` (a comment on a slide), each with
    the number of its slide; `page`; `paragraph`, `header`, `footer`, `footnote`, `endnote`, `comment` of a document.
    Slides and pages are numbered from 1, and so are paragraphs of each kind.
    """

    kind: str
    number: int
    about: str = ""

    def words(self, lang: str) -> str:
        said = say(f"edited.place.{self.kind}", lang, number=self.number)
        return f"{said} · {self.about}" if self.about else said


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a cell of a table. element: its paragraph in the XML of `part`; None in a PDF.

    group: what belongs together: a slide, or the part of a document that ends at a trace code. twins: copies of the
    paragraph that the file keeps for other programs, each with its part.
    """

    place: Place
    text: str
    part: str = ""
    element: Any = None
    group: int = 0
    box: tuple[float, float, float, float] | None = None  # in a PDF: left, bottom, right, top in points
    twins: tuple[tuple[str, Any], ...] = ()

    @property
    def parts(self) -> set[str]:
        """The parts that hold it and its copies."""
        return {self.part, *(part for part, _ in self.twins)}

    def write(self, start: int, end: int, text: str) -> None:
        """Writes a text in place of the characters from start to before end, in its copies too."""
        before = text_of(self.element)
        for element in (self.element, *(twin for _, twin in self.twins if text_of(twin) == before)):
            replace(element, start, end, text)


@dataclass(frozen=True)
class Point:
    """One value of a chart. holder: the element that holds it. name: the category, or the number of the point."""

    series: str
    name: str
    axis: str  # value, x or y
    value: float | None
    digits: int  # after the point, as shown; of the value itself
    holder: Any = None


@dataclass(frozen=True)
class Chart:
    """A native chart: its series with their points.

    sheet, book: the part with its workbook and its bytes, "" if it has none. frame: the element of the slide or
    document that shows it. space: the root of the chart.
    """

    place: Place
    part: str
    points: tuple[Point, ...]
    sheet: str = ""
    book: bytes = b""
    group: int = 0
    frame: Any = None
    frame_part: str = ""
    space: Any = None
    drawing: str = ""  # the part with the shapes drawn inside it, and its root
    drawn: Any = None
    ticks: tuple[str, ...] = ()  # the numbers at its axes
    labels: tuple[str, ...] = ()  # the values that are written at its points

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point.name for point in self.points if point.axis == "value"))

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point.series for point in self.points))


@dataclass(frozen=True)
class Remark:
    """A text at a place: at the characters from start to before end of a passage, or at a chart."""

    text: str
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    chart: Chart | None = None


@dataclass
class Content:
    """All that was read from a file, in its order. roots: of the slides; none of a document."""

    passages: list[Passage] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    roots: list[Any] = field(default_factory=list)


def holders(paragraph: Any) -> Iterator[tuple[Any, int, int]]:
    """The elements with the text of a paragraph, and where each begins and ends in it. A break counts one character.

    Deleted text of tracked changes and the texts of boxes inside the paragraph do not belong to it.
    """
    at = 0
    for element in _own(paragraph):
        if element.tag in BREAKS:
            at += 1
        else:
            length = len(element.text or "")
            yield element, at, at + length
            at += length


def text_of(paragraph: Any) -> str:
    """The text of a paragraph; a break is a line break, a no-break hyphen a hyphen."""
    signs = dict.fromkeys(BREAKS, "\n") | {HYPHEN: "-"}
    return "".join(signs.get(each.tag, each.text or "") for each in _own(paragraph)).replace(NO_BREAK, "-")


def _own(paragraph: Any, fields: list[str] | None = None) -> Iterator[Any]:
    """The texts and breaks of a paragraph. fields: the instructions of the fields that are open."""
    fields = [] if fields is None else fields
    for element in paragraph:
        if element.tag in APART or not isinstance(element.tag, str):
            continue
        if element.tag == f"{W}fldChar":
            _follow(fields, element.get(f"{W}fldCharType"))
        elif element.tag == f"{W}instrText":
            fields[-1:] = [each + (element.text or "") for each in fields[-1:]]
        elif element.tag in HOLDERS or element.tag in BREAKS:
            if not any(map(PLACED.match, fields)):
                yield element
        elif element.tag == f"{W}fldSimple":
            yield from _own(element, [*fields, element.get(f"{W}instr", "")])
        elif element.tag != f"{A}fld" or not PLACED_FIELD.match(element.get("type", "")):
            yield from _own(element, fields)


def _follow(fields: list[str], kind: str) -> None:
    """Notes that a field begins or ends."""
    if kind == "begin":
        fields.append("")
    elif kind == "end" and fields:
        fields.pop()


def replace(paragraph: Any, start: int, end: int, text: str) -> None:
    """Writes a text in place of the characters from start to before end, in the run in which they begin. A trace code
    in it stays on one line."""
    text = unbroken(text)
    at = 0
    for element in list(_own(paragraph)):
        if element.tag == HYPHEN and start <= at < end:
            element.getparent().remove(element)
            end -= 1
        else:
            at += 1 if element.tag in BREAKS else len(element.text or "")
    written = False
    for element, first, last in list(holders(paragraph)):
        if last <= start or first >= end:
            continue
        old = element.text or ""
        inner, outer = max(start - first, 0), min(end - first, last - first)
        element.text = old[:inner] + ("" if written else text) + old[outer:]
        written = True
        if element.tag == f"{W}t":
            _write_word(element, element.text)


def _write_word(element: Any, text: str) -> None:
    """Writes a text of a document, its no-break hyphens as Word has them: elements between the texts."""
    first, *others = text.split(NO_BREAK)
    element.text = first
    if text != text.strip():
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for other in reversed(others):
        more = element.makeelement(element.tag, dict(element.attrib))
        more.text = other
        element.addnext(more)
        element.addnext(element.makeelement(HYPHEN, {}))
