"""A city's own .docx as the master of documents: its page, head, styles and seals stay; what it marks is filled in.

The paragraph that marks the body says how texts look. Headings, captions and tables take the template's style of that
name; what it lacks is added from our own page.
"""

import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import OxmlElement
from docx.section import Section
from lxml import etree

from briefing.document.page import STYLES, TEXT_WIDTH, add_style, drop_leftovers
from briefing.document.placeholders import ROLES, examples, fill, fill_marks, placeholders, said
from briefing.document.writing import Styling
from briefing.office_file import TemplateError, opening, package
from words import say

HEADS_AND_FEET = ("/header", "/footer")  # the ends of the types of relationships
NARROW = tuple(map(qn, ("w:tbl", "w:txbxContent")))  # a body has no room in these

ONE_S_OWN = tuple(map(qn, ("w:sectPr", "w:rPr", "w:pPrChange", "w:rPrChange", "w:rStyle", "w:vanish")))
# The ends of the sections from an element on.
ENDS = etree.XPath(
    "(descendant::w:sectPr | following::w:sectPr)[not(parent::w:sectPrChange)]", namespaces={"w": nsmap["w"]}
)


class Master:
    """An opened template. Raises TemplateError if the file is none, or has no placeholder at all."""

    def __init__(self, content: bytes) -> None:
        whole = package(content, "docx")
        with opening(TemplateError("damaged", "docx"), PythonDocxError, OpcError):
            self.document: Document = docx.Document(io.BytesIO(whole))
            drop_leftovers(self.document)
            self.body = self.document.element.body
            self.roots = [self.body, *self._heads_and_feet()]
            found = [(role, element) for root in self.roots for role, element in placeholders(root)]
        if not found:
            raise TemplateError("no_placeholder", "docx", names=examples())
        self.place = next((element for role, element in found if role == "body" and self._has_room(element)), None)
        self.roles = {role for role, _ in found if role != "body" or self.place is not None}
        self.model = self._model()

    def missing(self, lang: str) -> str:
        """The sentence about placeholders that the template lacks; "" if it has all."""
        lacking = [say(f"document.master.role.{role}", lang) for role in ROLES if role not in self.roles]
        names = say("exhibits.list.comma", lang).join(lacking)
        return say("document.master.missing", lang, names=names) if lacking else ""

    @property
    def width(self) -> int:
        """The width of the text where the body stands, in EMU."""
        at = self.body if self.place is None else self.place
        ends = ENDS(at)
        if not ends:
            return TEXT_WIDTH
        end = ends[-1 if self.place is None else 0]
        section = Section(end, self.document.part)
        edges = sum(each or 0 for each in (section.left_margin, section.right_margin, section.gutter))
        columns = end.find(qn("w:cols"))
        count = 1 if columns is None else max(int(columns.get(qn("w:num"), "1")), 1)
        return ((section.page_width or TEXT_WIDTH + edges) - edges) // count

    def styling(self, lang: str) -> Styling:
        """The template's styles by the ids of ours; those that it lacks are added."""
        known = {
            style.name.casefold(): style for style in self.document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH
        }
        ids, numbered = {}, set()
        for name in STYLES:
            style = known.get(name.casefold()) or add_style(self.document, name, lang)
            ours = name.replace(" ", "")
            ids[ours] = style.style_id
            if style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
                numbered.add(ours)
        return Styling(ids, frozenset(numbered), *self.model)

    def fill(self, words: Mapping[str, str]) -> None:
        """Puts words into the placeholders of their roles. Before the body is written: its texts are nobody's marks."""
        for root in self.roots:
            fill(root, words, self.place)

    def put(self, written: Sequence[Any]) -> None:
        """Moves what was written at the end of the document to the place of the body. Words beside the mark stand above
        it; where the mark ends a section, its paragraph stays below it."""
        if (place := self.place) is None:
            return
        holder = self._holder(place)
        for element in written:
            holder.addprevious(element)
        if place.tag == qn("w:p"):
            fill_marks(place, {"body": ""})
        elif holder is not place:
            place.getparent().remove(place)
        if next(holder.iter(qn("w:sectPr")), None) is not None:
            for run in list(holder.iter(qn("w:r"))):
                run.getparent().remove(run)
        elif holder.tag == qn("w:p") and said(holder).strip():
            written[0].addprevious(holder)
        else:
            holder.getparent().remove(holder)

    @staticmethod
    def _holder(place: Any) -> Any:
        """The paragraph that a mark or a control stands in; a control that stands in none."""
        return next((each for each in (place, *place.iterancestors()) if each.tag == qn("w:p")), place)

    def _has_room(self, element: Any) -> bool:
        holders = [each.tag for each in element.iterancestors()]
        return self.body.tag in holders and not any(tag in holders for tag in NARROW)

    def _model(self) -> tuple[Any, Any]:
        """Copies of the properties of the paragraph and of the run that mark the body; None where nothing does."""
        if self.place is None:
            return None, None
        holder = self._holder(self.place)
        paragraph = holder if holder.tag == qn("w:p") else next(holder.iter(qn("w:p")), None)
        run = next(self.place.iter(qn("w:r")), None)
        return _copied(paragraph, "w:pPr"), _copied(run, "w:rPr")

    def _heads_and_feet(self) -> Iterator[Any]:
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith(HEADS_AND_FEET):
                yield relation.target_part.element


def _copied(holder: Any, tag: str) -> Any:
    """The properties of a paragraph or a run without what belongs to that one alone; empty ones where it has none."""
    found = None if holder is None else holder.find(qn(tag))
    copied = OxmlElement(tag) if found is None else copy.deepcopy(found)
    for unwanted in [each for each in copied if each.tag in ONE_S_OWN]:
        copied.remove(unwanted)
    return copied


def first_number(document: Document) -> int:
    """A number above those of the drawings that a document holds, and of its parts."""
    drawn = (each.get("id", "") for each in document.element.iter("{*}docPr"))
    named = (re.search(r"\d*(?=\.\w+$)", str(part.partname)) for part in document.part.package.iter_parts())
    numbers = [*drawn, *(name[0] for name in named if name)]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
