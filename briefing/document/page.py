"""The page of GB/T 9704: A4, 22 lines of 28 characters, its fonts, styles and page numbers."""

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm
from docx.styles.style import ParagraphStyle

from briefing.document.writing import (
    FACES,
    LATIN,
    PARAGRAPH_ORDER,
    RUN_ORDER,
    Writer,
    add,
    fill,
    run_parts,
)
from briefing.style import LANGUAGE_TAGS

WIDTH, HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM  # the type area, 156 × 225 mm
BODY = 16.0  # points: the third size of Chinese type
LINE = 579  # twentieths of a point: 22 lines fill the 225 mm
TIGHT = -5  # twentieths of a point: 28 characters of 16 points need 158 mm and have 156
NUMBER = 14.0  # points, of the page number
# The upper edge of a page number is 7 mm below the type area; this is the distance of its lower edge from the paper's.
FOOTER = BOTTOM - Mm(7) - Mm(NUMBER * 0.3528)
SINGLE = {"line": "240", "lineRule": "auto", "before": "0", "after": "0"}
TWO_CHARACTERS = {"firstLineChars": "200", "firstLine": str(round(BODY * 40))}
# Where a font is not installed, another name of it, or the one that is closest.
FALLBACKS = {"FangSong": "FangSong_GB2312", "KaiTi": "KaiTi_GB2312", "FZXiaoBiaoSong-B05S": "SimSun"}
# Style → face, points, bold, further paragraph properties. The id of a style is its name without spaces.
STYLES: dict[str, tuple[str, float, bool, dict[str, dict[str, str]]]] = {
    "Normal": ("body", BODY, False, {"jc": {"val": "both"}}),
    "Body Text": ("body", BODY, False, {"ind": TWO_CHARACTERS}),
    "Title": ("title", 22.0, False, {"jc": {"val": "center"}, "keepNext": {}}),
    "Heading 1": ("black", BODY, False, {"ind": TWO_CHARACTERS, "keepNext": {}, "outlineLvl": {"val": "0"}}),
    "Heading 2": ("kai", BODY, False, {"ind": TWO_CHARACTERS, "keepNext": {}, "outlineLvl": {"val": "1"}}),
    "Heading 3": ("body", BODY, True, {"ind": TWO_CHARACTERS, "keepNext": {}, "outlineLvl": {"val": "2"}}),
    "Heading 4": ("body", BODY, False, {"ind": TWO_CHARACTERS, "keepNext": {}, "outlineLvl": {"val": "3"}}),
    "Caption": ("black", 12.0, False, {"jc": {"val": "center"}, "keepLines": {}, "spacing": SINGLE | {"after": "60"}}),
    "Footer": ("song", NUMBER, False, {"spacing": SINGLE}),
    # A line of fixed pitch would cut a chart off, so figures, tables and their notes have their natural height.
    "Figure": ("body", 10.5, False, {"keepNext": {}, "jc": {"val": "center"}, "spacing": SINGLE}),
    "Table Text": ("song", 10.5, False, {"spacing": SINGLE}),
    "Source Note": ("song", 9.0, False, {"keepLines": {}, "spacing": SINGLE | {"after": "60"}}),
}
OWN = ("Figure", "Table Text", "Source Note")  # the others are known to Word


def blank_document(lang: str) -> Document:
    """A document without text: page, styles, page numbers."""
    document = docx.Document()
    drop_leftovers(document)
    _set_page(document)
    _set_defaults(document, lang)
    for name in STYLES:
        add_style(document, name, lang)
    _name_fallbacks(document)
    _number_pages(document, lang)
    return document


def drop_leftovers(document: Document) -> None:
    """Drops what the library's template holds for other programs: a picture of its page, a second set of styles."""
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del owner.rels[key]


def _set_page(document: Document) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance, section.header_distance, section.gutter = FOOTER, Mm(15), Mm(0)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)  # the lines have a fixed pitch: a grid would stretch them a second time


def _set_defaults(document: Document, lang: str) -> None:
    """The languages of spelling and line breaks, and the fonts of whatever is typed without a style."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in list(defaults):
        defaults.remove(old)
    # Latin letters and figures are never called Chinese: lines would break inside a number.
    parts = run_parts("body", lang) | {"lang": {"val": LANGUAGE_TAGS["en"], "eastAsia": "zh-CN", "bidi": "ar-SA"}}
    fill(defaults, RUN_ORDER, parts)


def add_style(document: Document, name: str, lang: str) -> ParagraphStyle:
    """Our style of this name, in the place of one that the document may have."""
    face, size, bold, parts = STYLES[name]
    run = run_parts(face, lang, size, bold)
    known = [style.name for style in document.styles]
    if name not in known:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in OWN)
    style = document.styles[name]
    element = style.element
    for tag in ("w:link", "w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    fixed = {"line": str(LINE), "lineRule": "exact", "before": "0", "after": "0"}
    properties = OxmlElement("w:pPr")
    fill(properties, PARAGRAPH_ORDER, {"widowControl": {"val": "0"}, "spacing": fixed, **parts})
    letters = OxmlElement("w:rPr")
    tight = {"val": str(TIGHT)} if lang == "zh" and run["sz"] == {"val": str(round(BODY * 2))} else {"val": "0"}
    fill(letters, RUN_ORDER, {**run, "spacing": tight, "color": {"val": "000000"}})
    # Both stand before the properties of tables, which a paragraph's style does not have.
    element.append(properties)
    element.append(letters)
    return style


def _name_fallbacks(document: Document) -> None:
    """In the table of fonts: which font to take where one is not installed."""
    (table,) = (part for part in document.part.package.parts if part.partname == "/word/fontTable.xml")
    known = parse_xml(table.blob)
    for face in (*FACES.values(), LATIN):
        if all(font.get(qn("w:name")) != face for font in known):
            font = add(known, "font", name=face)
            if other := FALLBACKS.get(face):
                add(font, "altName", val=other)
    table._blob = serialize_part_xml(known)


def _number_pages(document: Document, lang: str) -> None:
    """The page number between dashes, one character in from the outer edge: odd pages right, even ones left."""
    document.settings.odd_and_even_pages_header_footer = True
    (section,) = document.sections
    writer = Writer(lang)
    inward = str(round(NUMBER * 20))
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for old in footer._element.findall(qn("w:p")):
            footer._element.remove(old)
        places = {"jc": {"val": side}, "ind": {f"{side}Chars": "100", side: inward}}
        paragraph = writer.paragraph(footer._element, "Footer", **places)
        writer.run(paragraph, "— ", "song")
        field = add(paragraph, "fldSimple", instr="PAGE")
        writer.run(field, "1", "song")
        writer.run(paragraph, " —", "song")
