"""Paragraphs and runs as WordprocessingML, with the elements in the order that Word insists on.

Every run names its Latin and its East Asian font, so that figures are in Times New Roman and 门 has its Chinese form.
"""

import copy
import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from exhibits.trace_code import pieces

LATIN = "Times New Roman"
# The fonts of official documents by role, under the names that every system with Chinese fonts knows. `FALLBACKS` of
# briefing.document.page says which one to take where a font is not installed.
FACES = {
    "body": "FangSong",
    "black": "SimHei",
    "kai": "KaiTi",
    "title": "FZXiaoBiaoSong-B05S",
    "song": "SimSun",
}
TEXT_STYLE = "BodyText"  # the id of the style of texts
# The children of the properties of a run and of a paragraph that are in use, in the order of the schema.
RUN_ORDER = ("rStyle", "rFonts", "b", "bCs", "color", "spacing", "sz", "szCs", "lang")
PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs", "spacing", "ind", "jc"),
    "outlineLvl",
)
# Characters that XML cannot hold: a workbook or a form may bring them along.
FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"


def clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return re.sub(FORBIDDEN, "", text)


def add(parent, tag: str, **attributes: str):
    """Adds a last child `w:tag` with attributes in the same namespace; returns it."""
    child = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def fill(properties, order: tuple[str, ...], parts: dict[str, dict[str, str] | None]) -> None:
    """Adds the children in the order of the schema; None adds none. A child with children of its own is added apart."""
    for tag in order:
        if (attributes := parts.get(tag)) is not None:
            add(properties, tag, **attributes)


def fonts(face: str, lang: str) -> dict[str, str]:
    """The fonts of a run. The hint makes quotation marks and dashes of a Chinese text full-width."""
    return {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": FACES[face], "cs": LATIN} | (
        {"hint": "eastAsia"} if lang == "zh" else {}
    )


def run_parts(face: str, lang: str, size: float = 0, bold: bool = False, colour: str = "") -> dict[str, Any]:
    """The properties of a run. size: in points, 0 for that of its style."""
    half_points = {"val": str(round(size * 2))} if size else None
    return {
        "rFonts": fonts(face, lang),
        "b": {} if bold else None,
        "color": {"val": colour} if colour else None,
        "sz": half_points,
        "szCs": half_points,
    }


@dataclass(frozen=True)
class Styling:
    """How a template styles what is written: its styles by the ids of ours, which of those number by themselves, and
    the properties of the paragraphs and runs of texts, where they differ from their style's."""

    ids: dict[str, str]
    numbered: frozenset[str]
    text: Any = None
    text_run: Any = None


class Writer:
    """Writes paragraphs at the end of a body or a cell: in our own look, or as a template styles them."""

    def __init__(self, lang: str, styling: Styling | None = None) -> None:
        self.lang, self.styling = lang, styling

    def paragraph(self, parent, style: str, **parts: dict[str, str] | None):
        """A new paragraph in a style. parts: further properties, such as ind or jc."""
        paragraph = OxmlElement("w:p")
        end = parent.find(qn("w:sectPr"))
        if end is None:
            parent.append(paragraph)
        else:  # the page's geometry is the last child of the body
            end.addprevious(paragraph)
        if style == TEXT_STYLE and self.styling is not None and self.styling.text is not None:
            paragraph.append(copy.deepcopy(self.styling.text))
            return paragraph
        properties = add(paragraph, "pPr")
        known = style if self.styling is None else self.styling.ids[style]
        fill(properties, PARAGRAPH_ORDER, {"pStyle": {"val": known}, **parts})
        return paragraph

    def run(self, paragraph, text: str, face: str, size: float = 0, bold: bool = False, colour: str = ""):
        """A run of text; a tab in the text is a tab. In a template the face is that of the paragraph's style."""
        run = add(paragraph, "r")
        if self.styling is None:
            fill(add(run, "rPr"), RUN_ORDER, run_parts(face, self.lang, size, bold, colour))
        elif bold:
            fill(add(run, "rPr"), RUN_ORDER, {"b": {}})
        for at, piece in enumerate(clean(text).replace("\n", " ").split("\t")):
            if at:
                add(run, "tab")
            for place, part in enumerate(pieces(piece)):
                symbols = part.split("-") if place % 2 else [part]
                for start, text in enumerate(symbols):  # Word breaks a line at a hyphen, but not at this one
                    if start:
                        add(run, "noBreakHyphen")
                    written = add(run, "t")
                    written.text = text
                    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def line(self, parent, text: str, style: str, face: str, **run: Any):
        """A paragraph of one run."""
        paragraph = self.paragraph(parent, style)
        written = self.run(paragraph, text, face, **run)
        if style == TEXT_STYLE and self.styling is not None and self.styling.text_run is not None:
            written.insert(0, copy.deepcopy(self.styling.text_run))
        return paragraph
