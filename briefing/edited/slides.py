"""The passages and charts of a presentation, in the order of its slides."""

from collections.abc import Iterator
from typing import Any

from briefing.edited.charts import C, R, chart_of
from briefing.edited.package import Package
from briefing.edited.passages import A, Content, Passage, Place, text_of
from words import say

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SHAPES = (f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}pic")
NUMBERS = ("sldNum", "hdr", "ftr", "dt", "sldImg")  # placeholders whose texts are not the slide's own


def slide_parts(package: Package) -> list[str]:
    """The parts of the slides in the order of the presentation."""
    main = "ppt/presentation.xml"
    related = package.relations(main)
    listed = package.tree(main).find(f"{P}sldIdLst")
    names = [related.get(each.get(f"{R}id"), ("", ""))[1] for each in (listed if listed is not None else ())]
    return [name for name in names if name in package.parts]


def read_slides(package: Package, lang: str) -> Content:
    """What the slides say: texts, cells, notes, charts. lang: of the words of places."""
    content = Content()
    for number, part in enumerate(slide_parts(package), 1):
        content.roots.append(package.tree(part))
        for shape in _shapes(package.tree(part)):
            name = _name(shape)
            if shape.find(f".//{A}tbl") is not None:
                content.passages += _cells(shape, part, number, lang)
            elif next(shape.iter(f"{C}chart"), None) is not None:
                chart = chart_of(package, shape, part, Place("slide", number, name), number)
                content.charts += [chart] if chart else []
                content.passages += _chart_words(package, chart) if chart else []
            else:
                place = Place("slide", number, name)
                content.passages += [Passage(place, text_of(one), part, one, number) for one in _paragraphs(shape)]
        for notes in package.related(part, "/notesSlide"):
            for shape in _shapes(package.tree(notes)):
                place = Place("notes", number)
                content.passages += [Passage(place, text_of(one), notes, one, number) for one in _paragraphs(shape)]
    content.passages = [passage for passage in content.passages if passage.text.strip()]
    return content


def _shapes(root: Any) -> Iterator[Any]:
    """The shapes in their order, those of groups too."""
    for element in root.iter(*SHAPES):
        if any(parent.tag in (FALLBACK, *SHAPES) for parent in element.iterancestors()):
            continue
        if next((True for each in element.iter(f"{P}ph") if each.get("type") in NUMBERS), False):
            continue
        yield element


def _name(shape: Any) -> str:
    return next((each.get("name", "") for each in shape.iter(f"{P}cNvPr")), "")


def _paragraphs(shape: Any) -> Iterator[Any]:
    yield from shape.iter(f"{A}p")


def _cells(shape: Any, part: str, number: int, lang: str) -> Iterator[Passage]:
    for row, line in enumerate(shape.iter(f"{A}tr"), 1):
        for column, cell in enumerate(line.iter(f"{A}tc"), 1):
            place = Place("slide", number, say("edited.place.cell", lang, row=row, column=column))
            yield from (Passage(place, text_of(one), part, one, number) for one in cell.iter(f"{A}p"))


def _chart_words(package: Package, chart: Any) -> Iterator[Passage]:
    """The words that are written in a chart: labels of points, titles of axes."""
    for one in package.tree(chart.part).iter(f"{A}p"):
        yield Passage(chart.place, text_of(one), chart.part, one, chart.group)
