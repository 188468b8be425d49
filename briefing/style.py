"""Colours, fonts and XML that the parts of a slide share. The colours are those of the exhibits' light theme."""

import functools
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
FACES = (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN))
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


def add_text(
    shapes, text: str, place: tuple[int, int, int, int], size: float, lang: str, colour: RGBColor = INK, **style
) -> Any:
    """Adds a text box without margins. `style`: the options of `write`."""
    box = shapes.add_textbox(*place)
    write(box, text, size, lang, colour, **style)
    return box


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
