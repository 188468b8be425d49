"""Documents opened again: their texts, tables, charts, worksheets and parts."""

import io
import zipfile
from dataclasses import dataclass

import docx
import openpyxl
from lxml import etree

import briefing.document
from briefing.document import Letter
from exhibits import Exhibit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass
class Chart:
    """One chart of a document: the numbers and words that it keeps, and those of its worksheet."""

    tree: etree._Element
    sheet: list[tuple]
    shapes: list[str]

    @property
    def numbers(self) -> list[float]:
        caches = [*self.tree.iter(f"{C}numCache"), *self.tree.iter(f"{C}numLit")]
        return [float(value.text) for cache in caches for value in cache.iter(f"{C}v")]

    @property
    def sheet_numbers(self) -> list[float]:
        return [float(cell) for row in self.sheet for cell in row if isinstance(cell, int | float)]


class Opened:
    """A .docx file as python-docx reads it, and its parts."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.document = docx.Document(io.BytesIO(content))
        self.body = self.document.element.body

    @property
    def texts(self) -> list[str]:
        return [paragraph.text for paragraph in self.document.paragraphs if paragraph.text]

    def of_style(self, style: str) -> list[str]:
        return [one.text for one in self.document.paragraphs if one.style.name == style and one.text]

    @property
    def tables(self) -> list[list[tuple[str, ...]]]:
        return [
            [tuple("".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")) for row in table._tbl.iter(f"{W}tr")]
            for table in self.document.tables
        ]

    @property
    def charts(self) -> list[Chart]:
        """In the order of the document."""
        found = []
        for drawn in self.body.iter(f"{C}chart"):
            part = self.document.part.related_parts[next(iter(drawn.attrib.values()))]
            beside = {rel.reltype.rsplit("/", 1)[1]: rel.target_part.blob for rel in part.rels.values()}
            sheet = openpyxl.load_workbook(io.BytesIO(beside["package"])).active
            shapes = etree.fromstring(beside["chartUserShapes"]) if "chartUserShapes" in beside else []
            words = [text.text for text in shapes.iter(f"{A}t")] if len(shapes) else []
            found.append(Chart(etree.fromstring(part.blob), list(sheet.iter_rows(values_only=True)), words))
        return found

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.archive.read(name))


def opened(*blocks, lang: str = "zh", kind: str = "notice", letter: Letter | None = None) -> Opened:
    return Opened(briefing.document.document_bytes(blocks, lang, kind, letter))


def sections(document: Opened, made: Exhibit) -> list[str]:
    """The paragraphs from the exhibit's heading to its footer."""
    texts = document.texts
    first = next(at for at, text in enumerate(texts) if text.endswith(made.finding))
    return texts[first : texts.index(made.footer) + 1]
