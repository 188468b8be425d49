"""Colours, fonts and XML that the parts of a slide share. The colours are those of the exhibits' light theme."""

import functools
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from briefing.composition import UNPRINTABLE
from exhibits.trace_code import unbroken

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
NAMESPACES = nsdecls("a", "p")
FACES = (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN))
TEXT_BOX = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="TextBox {name}"/><p:cNvSpPr txBox="1"/>'
    '<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
    '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:spAutoFit/></a:bodyPr>'
    "<a:lstStyle/>{lines}</p:txBody></p:sp>"
)
GROUP = (
    f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{{number}}" name="Group {{name}}"/><p:cNvGrpSpPr/><p:nvPr/>'
    '</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/><a:chOff x="{x}" y="{y}"/>'
    '<a:chExt cx="{cx}" cy="{cy}"/></a:xfrm></p:grpSpPr></p:grpSp>'
)
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-US"}
PAPER, INK = RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0x1B, 0x25, 0x30)
GREY, FAINT = RGBColor(0x5B, 0x67, 0x70), RGBColor(0xDD, 0xE2, 0xE6)
PALE = RGBColor(0xF1, 0xF4, 0xF7)  # band behind rows that belong together
BLUE, RED = RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0xB3, 0x3A, 0x2B)
BROWN, GREEN, VIOLET = RGBColor(0x9A, 0x5B, 0x00), RGBColor(0x2A, 0x74, 0x63), RGBColor(0x6B, 0x4C, 0x9A)


def set_east_asian(tree) -> None:
    """Sets a Latin and an East Asian font in all runs and text defaults below `tree`: 门 then has its Chinese form."""
    for kind in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for properties in tree.iter(qn(kind)):
            for tag, face in FACES:
                for old in properties.findall(qn(tag)):
                    properties.remove(old)
                add(properties, tag, typeface=face)


def add(parent, tag: str, **attributes: str):
    """Adds a last child to an XML element; returns it."""
    child = parent.makeelement(_name(tag))
    for name, value in attributes.items():
        child.set(name, value)
    parent.append(child)
    return child


_name = functools.cache(qn)  # a deck asks for the same few names some hundred thousand times


def draw_line(owner, colour: RGBColor | None, width: int | None = None, dash: str = "") -> Any:
    """Gives the element of a series, an axis or gridlines its line, or with no colour none; returns the `a:ln`.

    width: in EMU. The library takes five times as long: it looks for each part before it adds it.
    """
    line = owner.get_or_add_spPr().get_or_add_ln()
    if width is not None:
        line.set("w", str(width))
    for old in list(line):
        line.remove(old)
    if colour is None:
        add(line, "a:noFill")
    else:
        add(add(line, "a:solidFill"), "a:srgbClr", val=str(colour))
    if dash:
        add(line, "a:prstDash", val=dash)
    return line


def write_axis_name(title, text: str) -> None:
    """Puts the name of an axis into the element of its title, in the size and colour of all of them."""
    paragraph = title.get_or_add_tx_rich().find(_name("a:p"))
    for old in list(paragraph):
        paragraph.remove(old)
    run = add(paragraph, "a:r")
    properties = add(run, "a:rPr", sz="1200", b="0")
    add(add(properties, "a:solidFill"), "a:srgbClr", val=str(GREY))
    add(run, "a:t").text = UNPRINTABLE.sub("", text)


def add_text(
    shapes,
    text: str,
    place: tuple[int, int, int, int],
    size: float,
    lang: str,
    colour: RGBColor = INK,
    *,
    bold=False,
    right=False,
    middle=False,
) -> Any:
    """Adds a text box without margins, at the top left, or aligned right or in the middle; returns its element.

    A deck has thousands of them, and the library takes ten times as long to make one of its objects.
    """
    content = text_box(shapes._next_shape_id, text, place, size, lang, colour, bold=bold, right=right, middle=middle)
    box = parse_xml(content.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1))
    shapes._spTree.append(box)
    return box


def text_box(
    number: int,
    text: str,
    place: tuple[int, int, int, int],
    size: float,
    lang: str,
    colour: RGBColor = INK,
    *,
    bold=False,
    right=False,
    middle=False,
) -> str:
    """The XML of a text box, as `add_text` adds it, without namespaces. number: its id on the slide. A trace code in
    the text stays on one line."""
    run = _run(lang, round(size * 100), colour, bold)
    lines = "".join(
        f'<a:p><a:pPr algn="{"r" if right else "l"}"/>'
        + (f"<a:r>{run}<a:t>{escape(line)}</a:t></a:r></a:p>" if line else "</a:p>")
        for line in UNPRINTABLE.sub("", unbroken(text)).split("\n")
    )
    facts = dict(zip(("x", "y", "cx", "cy"), map(int, place), strict=True))
    anchor = "ctr" if middle else "t"
    return TEXT_BOX.format(number=number, name=number - 1, anchor=anchor, lines=lines, **facts)


def add_group(shapes, boxes: Sequence[str], places: Sequence[tuple[int, int, int, int]]) -> None:
    """Adds text boxes (`text_box`) as one group. places: of the boxes, in EMU."""
    x, y = (min(place[at] for place in places) for at in (0, 1))
    wide, high = (max(place[at] + place[at + 2] for place in places) - start for at, start in ((0, x), (1, y)))
    number = shapes._next_shape_id
    content = GROUP.format(number=number, name=number - 1, x=int(x), y=int(y), cx=int(wide), cy=int(high))
    shapes._spTree.append(parse_xml(content.replace("</p:grpSp>", "".join([*boxes, "</p:grpSp>"]))))


@functools.lru_cache(maxsize=1000)
def _run(lang: str, hundredths: int, colour: RGBColor, bold: bool) -> str:
    """The properties of a run as XML. hundredths: the font size in hundredths of a point."""
    faces = "".join(f'<{tag} typeface="{face}"/>' for tag, face in FACES)
    return (
        f'<a:rPr lang="{LANGUAGE_TAGS[lang]}" sz="{hundredths}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{faces}</a:rPr>'
    )


def write(
    shape, text: str, size: float, lang: str, colour: RGBColor = INK, *, bold=False, right=False, middle=False
) -> None:
    """Puts a text into a shape: at the top left, or aligned right or in the middle."""
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            _style(run._r.get_or_add_rPr(), size, lang, colour, bold)


def _style(properties, size: float, lang: str, colour: RGBColor, bold: bool) -> None:
    """Fills the properties of a new run, in the order of the schema; python-pptx would look for each of them first."""
    properties.set("lang", LANGUAGE_TAGS[lang])
    properties.set("sz", str(round(size * 100)))
    properties.set("b", str(int(bold)))
    add(add(properties, "a:solidFill"), "a:srgbClr", val=str(colour))
    for tag, face in FACES:
        add(properties, tag, typeface=face)


def add_box(shapes, place: tuple[int, int, int, int], colour: RGBColor):
    """A filled rectangle without the shadow and outline of the template's style."""
    box = shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    box._element.remove(box._element.find(qn("p:style")))
    box.fill.solid()
    box.fill.fore_color.rgb = colour
    return box
