"""The passages and charts of a Word document: those of its text, then notes, headers, footers and comments."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from briefing.edited.alternatives import FALLBACK, twins
from briefing.edited.charts import C, chart_of
from briefing.edited.package import Package
from briefing.edited.passages import A, Content, Passage, Place, W, text_of
from briefing.edited.remark_authors import authors
from words import say

# The parts beside the text, by the end of their relation's type, with the kind of place.
BESIDE = {
    "/footnotes": "footnote",
    "/endnotes": "endnote",
    "/header": "header",
    "/footer": "footer",
    "relationships/comments": "comment",
}
DRAWING = f"{W}drawing"


def main_part(package: Package) -> str:
    """The part with the text."""
    names = [part for kind, part in package.relations("").values() if kind.endswith("/officeDocument")]
    return names[0] if names and names[0] in package.parts else "word/document.xml"


def read_document(package: Package, lang: str) -> Content:
    """What the document says: paragraphs, cells, charts; then notes, headers, footers, and comments of people.

    lang: of the words of places.
    """
    content, part = Content(), main_part(package)
    sources = [(part, "paragraph")]
    sources += [(beside, kind) for ending, kind in BESIDE.items() for beside in package.related(part, ending)]
    met: Counter[str] = Counter()
    for source, kind in dict(sources).items():
        for paragraph in _paragraphs(package.tree(source)):
            text = text_of(paragraph)
            met[kind] += kind == "paragraph" or bool(text.strip())
            place = _place(paragraph, kind, met[kind], lang)
            if text.strip():
                content.passages.append(Passage(place, text, source, paragraph, twins=twins(source, paragraph, text)))
            for drawing in _drawings(paragraph):
                chart = chart_of(package, drawing, source, place, 0)
                if chart:
                    content.charts.append(chart)
                    content.passages += _chart_words(package, chart)
    return content


def _paragraphs(root: Any) -> Iterator[Any]:
    own = authors()
    for paragraph in root.iter(f"{W}p"):
        comment = next(paragraph.iterancestors(f"{W}comment"), None)
        if comment is not None and comment.get(f"{W}author") in own:
            continue
        if not any(parent.tag == FALLBACK for parent in paragraph.iterancestors()):
            yield paragraph


def _drawings(paragraph: Any) -> Iterator[Any]:
    """The charts of a paragraph itself, not of boxes inside it."""
    for drawing in paragraph.iter(DRAWING):
        own = next(parent for parent in drawing.iterancestors() if parent.tag == f"{W}p")
        if own is paragraph and next(drawing.iter(f"{C}chart"), None) is not None:
            yield drawing


def _place(paragraph: Any, kind: str, number: int, lang: str) -> Place:
    """The number of a paragraph of a kind; in a table also its row and column."""
    cell = next((parent for parent in paragraph.iterancestors() if parent.tag == f"{W}tc"), None)
    if cell is None:
        return Place(kind, number)
    row = cell.getparent()
    rows = [each for each in row.getparent() if each.tag == f"{W}tr"]
    column = [each for each in row if each.tag == f"{W}tc"].index(cell) + 1 if cell in list(row) else 1
    return Place(
        kind,
        number,
        say("edited.place.cell", lang, row=rows.index(row) + 1 if row in rows else 1, column=column),
    )


def _chart_words(package: Package, chart: Any) -> Iterator[Passage]:
    """The words in a chart and in the shapes drawn inside it."""
    for part in (chart.part, *package.related(chart.part, "/chartUserShapes")):
        for one in package.tree(part).iter(f"{A}p"):
            if text := text_of(one).strip():
                yield Passage(chart.place, text, part, one, chart.group)
