"""Native charts in a document: the charts of slides, smaller, with their worksheets.

A slide that is thrown away draws the chart and the words around it. The chart goes into the document with its
worksheet; the words become shapes inside the chart, so that both move and shrink together.
"""

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing.axes import Place
from briefing.native_chart import add_chart
from briefing.plan import Plan
from briefing.sheet import TITLE_ONLY, quicken

SMALLER = 0.65  # the words of a slide have 12 to 14 points, those of a document's chart 8 to 9
SMALL_PANEL = 0.6
SMALLEST_MARK = 3
CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
USER_SHAPES = f"{OFFICE}/chartUserShapes"
SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
WORKSHEET, SHAPES = "rId1", "rId2"  # the ids by which a chart knows its worksheet and its shapes
SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FRAME = f"{SLIDES}spPr/{qn('a:xfrm')}"
INLINE = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="{charts}"><c:chart
 xmlns:c="{charts}" xmlns:r="{office}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""


class Charts:
    """The charts of one document, numbered in their order. first: a number that no drawing and no part has yet."""

    def __init__(self, document: Document, lang: str, first: int = 1) -> None:
        self.part, self.lang, self.count = document.part, lang, first - 1
        deck = Presentation()
        quicken(deck)
        self.slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        self.slide.shapes.turbo_add_enabled = True
        self.empty = list(self.slide.shapes._spTree)

    def drawing(self, plan: Plan, wide: int, high: int, about: tuple[str, str]):
        """The chart as an element of a run. wide, high: in EMU. about: its title and its alternative text."""
        self.count += 1
        smaller = SMALL_PANEL if plan.panel else SMALLER
        place = (0, 0, round(wide / smaller), round(high / smaller))
        frame = add_chart(self.slide.shapes, plan, place, self.lang)
        beside = [shape for shape in self.slide.shapes._spTree if shape not in (*self.empty, frame._element)]
        part = self._chart_part(frame.chart, _shapes(beside, place, smaller), smaller)
        tree = self.slide.shapes._spTree
        for shape in [shape for shape in tree if shape not in self.empty]:
            tree.remove(shape)
        relation = self.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        words = {"charts": CHARTS, "office": OFFICE, "relation": relation}
        drawing = parse_xml(INLINE.format(wide=wide, high=high, number=self.count, **words))
        (known,) = drawing.iter("{*}docPr")
        for name, text in zip(("title", "descr"), about, strict=True):
            known.set(name, text)
        return drawing

    def _chart_part(self, chart: Any, shapes: bytes, smaller: float) -> Part:
        """The chart with its worksheet and its shapes, as parts of the document."""
        package, number = self.part.package, self.count
        space = chart._chartSpace
        (linked,) = space.iter(qn("c:externalData"))
        linked.set(qn("r:id"), WORKSHEET)
        _fit(space, smaller)
        if shapes:
            linked.addnext(space.makeelement(qn("c:userShapes"), {qn("r:id"): SHAPES}))
        made = _part(f"/word/charts/chart{number}.xml", CONTENT_TYPE.DML_CHART, _written(space), package)
        book = chart.part.chart_workbook.xlsx_part.blob
        name = f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        made.load_rel(RELATIONSHIP_TYPE.PACKAGE, _part(name, CONTENT_TYPE.SML_SHEET, book, package), WORKSHEET)
        if shapes:
            drawn = _part(f"/word/drawings/drawing{number}.xml", SHAPES_TYPE, shapes, package)
            made.load_rel(USER_SHAPES, drawn, SHAPES)
        return made


def _part(name: str, content_type: str, content: bytes, package) -> Part:
    return Part(PackURI(name), content_type, content, package)


def _written(element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fit(space, smaller: float) -> None:
    """The chart without a frame and with square corners, its words, lines and marks smaller."""
    square = space.makeelement(qn("c:roundedCorners"), {"val": "0"})
    first = space.find(qn("c:date1904"))
    space.insert(0, square) if first is None else first.addnext(square)
    plain = space.makeelement(qn("c:spPr"), {})
    plain.append(space.makeelement(qn("a:noFill"), {}))
    plain.append(space.makeelement(qn("a:ln"), {}))
    plain[1].append(space.makeelement(qn("a:noFill"), {}))
    space.find(qn("c:chart")).addnext(plain)
    _shrink(space, smaller)
    for size in space.iter(qn("c:size")):
        size.set("val", str(max(SMALLEST_MARK, round(int(size.get("val")) * smaller))))


def _shrink(tree, smaller: float) -> None:
    """Makes the words and lines below an element smaller."""
    for kind in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for properties in tree.iter(qn(kind)):
            if size := properties.get("sz"):
                properties.set("sz", str(round(int(size) * smaller / 50) * 50))  # in hundredths: to half a point
    for line in tree.iter(qn("a:ln")):
        if width := line.get("w"):
            line.set("w", str(max(round(int(width) * smaller), Pt(0.5))))


def _shapes(beside: list, place: Place, smaller: float) -> bytes:
    """The shapes around a chart as shapes inside it, at shares of its width and height; b"" if there are none."""
    root = etree.Element(f"{{{CHARTS}}}userShapes", nsmap={"c": CHARTS, "cdr": DRAWN})
    for shape in beside:
        for one in [*shape.iter(qn("p:sp"))] or [shape]:
            _anchor(root, one, place, smaller)
    etree.cleanup_namespaces(root)
    return _written(root) if len(root) else b""


def _anchor(root, shape, place: Place, smaller: float) -> None:
    """Adds a shape of a slide to the shapes of a chart."""
    *_, width, height = place
    _shrink(shape, smaller)
    start, size = shape.find(FRAME)[:2]
    left, top = (int(start.get(name)) for name in ("x", "y"))
    wide, high = (int(size.get(name)) for name in ("cx", "cy"))
    anchor = etree.SubElement(root, f"{{{DRAWN}}}relSizeAnchor")
    for tag, x, y in (("from", left, top), ("to", left + wide, top + high)):
        corner = etree.SubElement(anchor, f"{{{DRAWN}}}{tag}")
        for name, share in (("x", x / width), ("y", y / height)):
            etree.SubElement(corner, f"{{{DRAWN}}}{name}").text = f"{min(max(share, 0), 1):.5f}"
    for element in (start, size):
        for name, value in element.attrib.items():
            element.set(name, str(round(int(value) * smaller)))
    anchor.append(_renamed(shape))


def _renamed(shape):
    """The shape with its outer elements in the namespace of shapes in charts, and without what only slides know."""
    for unknown in list(shape.iter(qn("p:nvPr"), qn("p:style"))):
        unknown.getparent().remove(unknown)
    for element in list(shape.iter(f"{SLIDES}*")):
        element.tag = f"{{{DRAWN}}}{element.tag.removeprefix(SLIDES)}"
    return shape
