"""The passages of a PDF: its lines, joined to paragraphs where one goes on in the next."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from briefing.edited.notation import DRAWN_GAP
from briefing.edited.package import LARGEST, EditedError
from briefing.edited.passages import Content, Passage, Place
from exhibits.trace_code import NO_BREAK

SAME_LINE = 0.4  # of the font size: pieces whose base lines differ by less stand in one line
GAP = 0.3  # of the font size: pieces that are farther apart are words of their own
NEXT_LINE = 2.2  # of the font size: a paragraph's next line is not farther below
INDENT = 3  # of the font size: the first line of a paragraph may begin farther right than the others, or left
FULL = 0.93  # of the width of the block: a line that reaches so far goes on in the next one
MOST_PAGES = 500


@dataclass
class _Line:
    text: str
    left: float
    base: float
    right: float
    size: float


def reader_of(content: bytes) -> PdfReader:
    """Opens a PDF. Raises EditedError for one with a password, a damaged or a huge one."""
    if len(content) > LARGEST:
        raise EditedError("too_large", most=LARGEST // 1_000_000)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EditedError("password")
        if len(reader.pages) > MOST_PAGES:
            raise EditedError("too_many_pages", most=MOST_PAGES)
        return reader
    except EditedError:
        raise
    except Exception as error:  # a damaged file fails anywhere in the reader
        raise EditedError("damaged") from error


def read_pdf(reader: PdfReader) -> Content:
    """What the pages say. Raises EditedError where no page holds text, as in a scan."""
    content = Content()
    for number, page in enumerate(reader.pages, 1):
        try:
            lines = _lines(page)
        except (PdfReadError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise EditedError("damaged") from error
        content.passages += [_passage(block, number) for block in _blocks(lines)]
    if not content.passages:
        raise EditedError("no_text")
    return content


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order in which they are drawn."""
    lines: list[_Line] = []

    def seen(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        text = text.replace("\n", "")
        if not text.strip():
            return
        left, base = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        high = abs(size * tm[3] * cm[3]) or abs(size) or 10
        wide = sum(1.0 if ord(each) > 0x2E80 else 0.5 for each in text) * high
        last = lines[-1] if lines else None
        if last and abs(last.base - base) < SAME_LINE * high and -0.5 * high < left - last.right < 1.2 * high:
            last.text += (" " if left - last.right > GAP * high else "") + text
            last.right = left + wide
        else:
            lines.append(_Line(text, left, base, left + wide, high))

    page.extract_text(visitor_text=seen)
    return lines


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """The lines of each paragraph."""
    blocks: list[list[_Line]] = []
    for line in lines:
        block = blocks[-1] if blocks else []
        last = block[-1] if block else None
        goes_on = (
            last is not None
            and abs(last.size - line.size) < 0.1 * line.size
            and 0 < last.base - line.base < NEXT_LINE * line.size
            and abs(last.left - line.left) < INDENT * line.size
            and last.right >= FULL * max(each.right for each in [*block, line])
        )
        if goes_on:
            block.append(line)
        else:
            blocks.append([line])
    return blocks


def _passage(block: list[_Line], number: int) -> Passage:
    text = block[0].text
    for line in block[1:]:
        text += (" " if text[-1:].isalpha() and line.text[:1].isalpha() else "") + line.text
    left, right = min(line.left for line in block), max(line.right for line in block)
    box = (left, block[-1].base, right, block[0].base + block[0].size)
    return Passage(Place("page", number), DRAWN_GAP.sub("", text).replace(NO_BREAK, "-").strip(), box=box)
