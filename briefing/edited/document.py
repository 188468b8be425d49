"""The passages and charts of a Word document, in the order of its text."""

from collections.abc import Iterator
from typing import Any

from briefing.edited.charts import C, chart_of
from briefing.edited.package import Package
from briefing.edited.passages import A, Content, Passage, Place, W, text_of
from words import say

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DRAWING = f"{W}drawing"


def main_part(package: Package) -> str:
    """The part with the text."""
    names = [part for kind, part in package.relations("").values() if kind.endswith("/officeDocument")]
    return names[0] if names and names[0] in package.parts else "word/document.xml"


def read_document(package: Package, lang: str) -> Content:
    """What the document says: paragraphs, cells, notes below the page, charts. lang: of the words of places."""
    content, part = Content(), main_part(package)
    notes = [*package.related(part, "/footnotes"), *package.related(part, "/endnotes")]
    number = 0
    for source in (part, *notes):
        for paragraph in _paragraphs(package.tree(source)):
            number += 1
            place = _place(paragraph, number, lang)
            text = text_of(paragraph)
            if text.strip():
                content.passages.append(Passage(place, text, source, paragraph))
            for drawing in _drawings(paragraph):
                chart = chart_of(package, drawing, source, place, 0)
                if chart:
                    content.charts.append(chart)
                    content.passages += _chart_words(package, chart)
    return content


def _paragraphs(root: Any) -> Iterator[Any]:
    for paragraph in root.iter(f"{W}p"):
        if not any(parent.tag == FALLBACK for parent in paragraph.iterancestors()):
            yield paragraph


def _drawings(paragraph: Any) -> Iterator[Any]:
    """The charts of a paragraph itself, not of boxes inside it."""
    for drawing in paragraph.iter(DRAWING):
        own = next(parent for parent in drawing.iterancestors() if parent.tag == f"{W}p")
        if own is paragraph and next(drawing.iter(f"{C}chart"), None) is not None:
            yield drawing


def _place(paragraph: Any, number: int, lang: str) -> Place:
    """The number of a paragraph; in a table also its row and column."""
    cell = next((parent for parent in paragraph.iterancestors() if parent.tag == f"{W}tc"), None)
    if cell is None:
        return Place("paragraph", number)
    row = cell.getparent()
    rows = [each for each in row.getparent() if each.tag == f"{W}tr"]
    column = [each for each in row if each.tag == f"{W}tc"].index(cell) + 1 if cell in list(row) else 1
    return Place(
        "paragraph",
        number,
        say("edited.place.cell", lang, row=rows.index(row) + 1 if row in rows else 1, column=column),
    )


def _chart_words(package: Package, chart: Any) -> Iterator[Passage]:
    """The words in a chart and in the shapes drawn inside it."""
    for part in (chart.part, *package.related(chart.part, "/chartUserShapes")):
        for one in package.tree(part).iter(f"{A}p"):
            if text := text_of(one).strip():
                yield Passage(chart.place, text, part, one, chart.group)
