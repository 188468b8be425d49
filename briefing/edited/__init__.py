"""Briefings as people edited them: the passages, numbers and charts of a presentation, a document or a PDF.

Called by briefing.checking and briefing.refreshing. This room reads; it knows nothing of exhibits, judges nothing and
writes only what it is told to, part by part.
"""

from dataclasses import dataclass, replace
from itertools import accumulate

from briefing.edited.document import read_document
from briefing.edited.package import EditedError, Package
from briefing.edited.passages import Content
from briefing.edited.pdf import read_pdf, reader_of
from briefing.edited.slides import read_slides
from briefing.edited.trace import codes_in

BROKEN = 6  # characters of a trace code up to its hyphen
__all__ = ["BROKEN", "Edited", "EditedError", "opened"]


@dataclass
class Edited:
    """An edited briefing. kind: pptx, docx or pdf. package: its parts, None for a PDF. codes: those of each group.

    forms: pptx, docx or both: how it may have been made; a PDF tells by the shape of its pages.
    """

    kind: str
    content: Content
    package: Package | None
    codes: dict[int, tuple[str, ...]]
    forms: tuple[str, ...]


def opened(content: bytes, lang: str) -> Edited:
    """Reads a file by its content, not by its name. lang: of the words of places. Raises EditedError."""
    if not content:
        raise EditedError("empty")
    if content[:1024].lstrip().startswith(b"%PDF"):
        reader = reader_of(content)
        wide = [page.mediabox.width > page.mediabox.height for page in reader.pages]
        forms = tuple(form for form, so in (("pptx", any(wide)), ("docx", not all(wide))) if so)
        edited = _sectioned("pdf", read_pdf(reader), None, forms)
        return _by_pages(edited, {at for at, so in enumerate(wide, 1) if so})
    package = Package(content)
    if package.kind == "docx":
        return _sectioned("docx", read_document(package, lang), package, ("docx",))
    read = read_slides(package, lang)
    codes: dict[int, tuple[str, ...]] = {}
    for passage in read.passages:
        codes[passage.group] = tuple(dict.fromkeys([*codes.get(passage.group, ()), *codes_in(passage.text)]))
    return Edited("pptx", read, package, codes, ("pptx",))


def _sectioned(kind: str, read: Content, package: Package | None, forms: tuple[str, ...]) -> Edited:
    """The groups of a document and of a PDF: each ends with the passage that holds its trace code."""
    # A PDF may break a code at its hyphen: then its end begins the next passage.
    tails = ["", *(passage.text[-BROKEN:] for passage in read.passages)]
    pairs = zip(tails, read.passages, strict=False)
    found = [codes_in(each.text) or codes_in(tail + each.text) for tail, each in pairs]
    ends = [0, *accumulate(int(bool(codes)) for codes in found)][:-1]
    read.passages = [replace(passage, group=end) for passage, end in zip(read.passages, ends, strict=True)]
    numbers = [(passage.place.number, passage.group) for passage in read.passages]
    read.charts = [replace(chart, group=_group_at(chart.place.number, numbers)) for chart in read.charts]
    codes = {passage.group: codes for passage, codes in zip(read.passages, found, strict=True) if codes}
    return Edited(kind, read, package, codes, forms)


def _by_pages(edited: Edited, pages: set[int]) -> Edited:
    """The slides of a PDF: each of these pages is a group of its own, told by its negative number."""
    tails = ["", *(passage.text[-BROKEN:] for passage in edited.content.passages)]
    passages = [
        replace(each, group=-each.place.number) if each.place.number in pages else each
        for each in edited.content.passages
    ]
    codes = {each.group: edited.codes[each.group] for each in passages if each.group in edited.codes}
    for passage, tail in zip(passages, tails, strict=False):
        if passage.group < 0 and (found := codes_in(passage.text) or codes_in(tail + passage.text)):
            codes[passage.group] = tuple(dict.fromkeys([*codes.get(passage.group, ()), *found]))
    return replace(edited, content=replace(edited.content, passages=passages), codes=codes)


def _group_at(place: int, numbers: list[tuple[int, int]]) -> int:
    """The group of the first passage that stands at a place or after it."""
    return next((group for number, group in numbers if number >= place), numbers[-1][1] if numbers else 0)
