"""The passages and charts of a presentation, in the order of its slides."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.edited.alternatives import FALLBACK, twins
from briefing.edited.charts import C, R, chart_of
from briefing.edited.package import Package
from briefing.edited.passages import A, Content, P, Passage, Place, text_of
from briefing.edited.remark_authors import authors
from words import say

SHAPES = (f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}pic")
MARGINS = ("hdr", "ftr", "dt")  # placeholders in the margins of a slide or of its notes
NO_TEXT = ("sldNum", "sldImg")
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"


def slide_parts(package: Package) -> list[str]:
    """The parts of the slides in the order of the presentation."""
    main = "ppt/presentation.xml"
    related = package.relations(main)
    listed = package.tree(main).find(f"{P}sldIdLst")
    names = [related.get(each.get(f"{R}id"), ("", ""))[1] for each in (listed if listed is not None else ())]
    return [name for name in names if name in package.parts]


def read_slides(package: Package, lang: str) -> Content:
    """What the slides say: texts, cells, charts, diagrams, notes, comments of people, and the words of the layouts and
    masters that they use. lang: of the words of places."""
    content = Content()
    layouts: set[str] = set()
    for number, part in enumerate(slide_parts(package), 1):
        content.roots.append(package.tree(part))
        for shape in _shapes(package.tree(part)):
            chart = _chart(package, shape, part, number)
            content.charts += [chart] if chart else []
            content.passages += _chart_words(package, chart) if chart else _words(package, shape, part, number, lang)
        for notes in package.related(part, "/notesSlide"):
            for shape in _shapes(package.tree(notes)):
                place = Place("margin" if _placeholder(shape) in MARGINS else "notes", number)
                content.passages += _paragraphs(shape, notes, place)
        for layout in package.related(part, "/slideLayout"):
            for source in (layout, *package.related(layout, "/slideMaster")):
                content.passages += () if source in layouts else _of_layout(package, source, number)
                layouts.add(source)
        content.passages += _comments(package, part, number)
    content.passages = [passage for passage in content.passages if passage.text.strip()]
    return content


def _shapes(root: Any) -> Iterator[Any]:
    """The shapes in their order, those of groups too."""
    for element in root.iter(*SHAPES):
        if any(parent.tag in (FALLBACK, *SHAPES) for parent in element.iterancestors()):
            continue
        if _placeholder(element) not in NO_TEXT:
            yield element


def _placeholder(shape: Any) -> str | None:
    """The type of a placeholder; None for a shape that is none."""
    return next((each.get("type", "obj") for each in shape.iter(f"{P}ph")), None)


def _name(shape: Any) -> str:
    return next((each.get("name", "") for each in shape.iter(f"{P}cNvPr")), "")


def _paragraphs(shape: Any, part: str, place: Place) -> Iterator[Passage]:
    for one in shape.iter(f"{A}p"):
        text = text_of(one)
        yield Passage(place, text, part, one, place.number, twins=twins(part, one, text))


def _chart(package: Package, shape: Any, part: str, number: int) -> Any:
    if next(shape.iter(f"{C}chart"), None) is None:
        return None
    return chart_of(package, shape, part, Place("slide", number, _name(shape)), number)


def _words(package: Package, shape: Any, part: str, number: int, lang: str) -> Iterator[Passage]:
    """The texts of a shape without a chart."""
    if shape.find(f".//{A}tbl") is not None:
        yield from _cells(shape, part, number, lang)
    elif (diagram := next(shape.iter(DIAGRAM), None)) is not None:
        yield from _diagram(package, diagram, part, Place("slide", number, _name(shape)))
    else:
        kind = "margin" if _placeholder(shape) in MARGINS else "slide"
        yield from _paragraphs(shape, part, Place(kind, number, _name(shape)))


def _cells(shape: Any, part: str, number: int, lang: str) -> Iterator[Passage]:
    for row, line in enumerate(shape.iter(f"{A}tr"), 1):
        for column, cell in enumerate(line.iter(f"{A}tc"), 1):
            place = Place("slide", number, say("edited.place.cell", lang, row=row, column=column))
            yield from _paragraphs(cell, part, place)


def _diagram(package: Package, diagram: Any, part: str, place: Place) -> Iterator[Passage]:
    """The texts of a diagram (SmartArt). Programs keep a drawing of it with the same texts."""
    _, data = package.relations(part).get(diagram.get(f"{R}dm"), ("", ""))
    drawn = [
        (drawing, each, text_of(each))
        for drawing in package.related(part, "/diagramDrawing")
        for each in package.tree(drawing).iter(f"{A}p")
    ]
    for passage in _paragraphs(package.tree(data), data, place) if data in package.parts else ():
        yield replace(passage, twins=tuple((name, each) for name, each, said in drawn if said == passage.text))


def _of_layout(package: Package, source: str, number: int) -> Iterator[Passage]:
    """The words of a layout or master that its slides show: those outside placeholders."""
    for shape in _shapes(package.tree(source)):
        if _placeholder(shape) is None:
            yield from _paragraphs(shape, source, Place("layout", number))


def _comments(package: Package, part: str, number: int) -> Iterator[Passage]:
    """The comments of people on a slide, in the old form and in the one with answers."""
    place, main = Place("remark", number), "ppt/presentation.xml"
    lists = [*package.related(main, "/commentAuthors"), *package.related(main, "/authors")]
    known = [each for name in lists for each in package.tree(name) if each.get("name") in authors()]
    own = {each.get("id") for each in known}
    for name in package.related(part, "/comments"):
        for one in package.tree(name).iter(f"{P}cm"):
            if one.get("authorId") not in own:
                yield Passage(place, text_of(one), name, one, number)
        for one in package.tree(name).iter(f"{A}p"):
            yield Passage(place, text_of(one), name, one, number)


def _chart_words(package: Package, chart: Any) -> Iterator[Passage]:
    """The words that are written in a chart: labels of points, titles of axes."""
    for one in package.tree(chart.part).iter(f"{A}p"):
        yield Passage(chart.place, text_of(one), chart.part, one, chart.group)
