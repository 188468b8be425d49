"""Remarks as comments in a file: at the number in a document, at the shape on a slide, at the line in a PDF."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from briefing.edited.document_comments import comment_document
from briefing.edited.package import Package
from briefing.edited.passages import Remark
from briefing.edited.slide_comments import comment_slides

NOTE_WIDE, NOTE_HIGH = 20, 18  # size of the sign of a note in a PDF, in points


def add_remarks(package: Package, remarks: list[Remark], author: str) -> None:
    """Adds comments to a presentation or a document. What the file held before stays."""
    (comment_slides if package.kind == "pptx" else comment_document)(package, remarks, author)


def remarked_pdf(content: bytes, remarks: list[Remark], author: str) -> bytes:
    """A PDF with a note at the line of each remark."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for remark in remarks:
        if remark.passage is None or remark.passage.box is None:
            continue
        _, _, right, top = remark.passage.box
        page = remark.passage.place.number - 1
        left = max(min(right, float(writer.pages[page].mediabox.right) - NOTE_WIDE), 0)
        note = Text(rect=(left, top - NOTE_HIGH, left + NOTE_WIDE, top), text=remark.text, title_bar=author)
        writer.add_annotation(page_number=page, annotation=note)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
