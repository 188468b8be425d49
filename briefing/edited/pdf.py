"""The passages of a PDF: its lines, joined to paragraphs where one goes on in the next."""

import io
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from briefing.edited.notation import DRAWN_GAP, IDEOGRAPH
from briefing.edited.notation import WIDE as WIDE_CHARACTER
from briefing.edited.package import LARGEST, EditedError
from briefing.edited.passages import Content, Passage, Place
from briefing.edited.pdf_fonts import as_written, usual, widths
from briefing.edited.trace import HYPHENS
from briefing.office_file import opening
from exhibits.trace_code import NO_BREAK

SAME_LINE = 0.4  # of the font size: pieces whose base lines differ by less stand in one line
GAP = 0.15  # of the font size: pieces that are farther apart are words of their own
NEAR = 1.2  # of the font size: pieces that are farther apart are no line
NEXT_LINE = 2.2  # of the font size: a paragraph's next line is not farther below
INDENT = 3  # of the font size: the first line of a paragraph may begin farther right than the others, or left
FULL = 0.93  # of the width of the block: a line that reaches so far goes on in the next one
COLUMN = 8  # of the font size: a column of text is not narrower, labels of a chart are
MOST_PAGES = 500
WIDE, BLANKS = re.compile(WIDE_CHARACTER), re.compile(" {2,}")
BROKEN = tuple(HYPHENS)  # ends of a line that goes on in the next one, however short it is
STOPS = tuple("。！？.!?：:")  # ends of a paragraph
SIGNS = ("No", "So")  # categories of ① and ▲
CUT_NUMBER = re.compile(r"\d\.$")
SIGN_GAP = re.compile(r"(?<=−) (?=\d)")  # a minus from a font of its own
Box = tuple[float, float, float, float]


@dataclass
class _Line:
    """A line as drawn. Lengths in points along the line and across it: for upright text x and y of the page."""

    text: str
    left: float
    base: float
    right: float
    size: float
    turned: tuple[float, float]  # the direction in which it is written
    begun: float  # where its last piece begins


def reader_of(content: bytes) -> PdfReader:
    """Opens a PDF. Raises EditedError for one with a password, a damaged or a huge one."""
    if len(content) > LARGEST:
        raise EditedError("too_large", most=LARGEST // 1_000_000)
    with opening(EditedError("damaged"), PyPdfError):
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EditedError("password")
        if len(reader.pages) > MOST_PAGES:
            raise EditedError("too_many_pages", most=MOST_PAGES)
        return reader


def read_pdf(reader: PdfReader) -> Content:
    """What the pages say. Raises EditedError where no page holds text, as in a scan."""
    content = Content()
    for number, page in enumerate(reader.pages, 1):
        with opening(EditedError("damaged"), PyPdfError):
            lines = _lines(page)
        content.passages += [_passage(block, number) for block in _blocks(lines)]
    if not content.passages:
        raise EditedError("no_text")
    return content


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order in which they are drawn."""
    lines: list[_Line] = []
    known: dict[int, dict[str, float]] = {}

    def seen(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        text = text.replace("\n", "")
        if not text.strip():
            return
        if id(font) not in known:
            known[id(font)] = widths(font)
        piece = _piece(text, cm, tm, size, known[id(font)])
        last = lines[-1] if lines else None
        if last and _is_sign_in(last, piece):
            return
        if last and _same_place(last, piece):
            last.text += piece.text
            last.right += piece.right - piece.left
        elif last and _goes_on(last, piece):
            between = (last.text + piece.text)[len(last.text) - 1 :]
            gap = piece.left - last.right > GAP * piece.size and not between.isspace()
            last.text += (" " if gap else "") + piece.text
            last.right, last.begun = piece.right, piece.left
        else:
            lines.append(piece)

    page.extract_text(visitor_text=seen)
    return lines


def _piece(text: str, cm: list[float], tm: list[float], size: float, known: dict[str, float]) -> _Line:
    """A piece of text where its matrices put it."""
    x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    across, up = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
    scale = math.hypot(across, up) or 1.0
    turned = (round(across / scale, 2), round(up / scale, 2))
    high = abs(size) * math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]) or 10
    wide = sum(known.get(each, usual(each)) for each in text) * (abs(size) * scale or high)
    left, base = x * turned[0] + y * turned[1], y * turned[0] - x * turned[1]
    return _Line(as_written(text), left, base, left + wide, high, turned, left)


def _same_place(last: _Line, piece: _Line) -> bool:
    """True if the reader tells the place of the piece before: both are parts of one string, in fonts of their own."""
    beside = last.turned == piece.turned and abs(last.base - piece.base) < SAME_LINE * piece.size
    return beside and piece.left == last.begun and not _is_sign(piece.text)


def _is_sign(text: str) -> bool:
    return all(unicodedata.category(each) in SIGNS for each in text.strip())


def _goes_on(last: _Line, piece: _Line) -> bool:
    """True if a piece stands directly behind a line."""
    if last.turned != piece.turned or abs(last.base - piece.base) >= SAME_LINE * piece.size:
        return False
    return -0.5 * piece.size < piece.left - last.right < NEAR * piece.size


def _is_sign_in(last: _Line, piece: _Line) -> bool:
    """True for a sign such as ①, from a font of its own, that is drawn late into the gap left for it."""
    inside = abs(last.base - piece.base) < SAME_LINE * piece.size and last.left <= piece.left < last.right
    return inside and _is_sign(piece.text)


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """The lines of each paragraph."""
    blocks: list[list[_Line]] = []
    for line in lines:
        block = blocks[-1] if blocks else []
        last = block[-1] if block else None
        if last is not None and _same_paragraph(block, last, line):
            block.append(line)
        else:
            blocks.append([line])
    return blocks


def _same_paragraph(block: list[_Line], last: _Line, line: _Line) -> bool:
    """True if a line goes on in the next one: the one below it, or the first one of the next column."""
    if last.turned != line.turned or abs(last.size - line.size) >= 0.1 * line.size:
        return False
    wide = max(each.right - each.left for each in block)
    if line.base > last.base and line.left > last.right and wide >= COLUMN * line.size:  # columns are equally wide
        return not last.text.endswith(STOPS) and last.right - last.left >= FULL * max(wide, line.right - line.left)
    below = 0 < last.base - line.base < NEXT_LINE * line.size and abs(last.left - line.left) < INDENT * line.size
    return below and (last.text.endswith(BROKEN) or last.right >= FULL * max(each.right for each in [*block, line]))


def _passage(block: list[_Line], number: int) -> Passage:
    text, chinese = block[0].text, any(IDEOGRAPH.search(line.text) for line in block)
    for line in block[1:]:
        text += (" " if _apart(text, line.text, chinese) else "") + line.text
    left, right = min(line.left for line in block), max(line.right for line in block)
    box = _box(left, block[-1].base, right, block[0].base + block[0].size, block[0].turned)
    text = BLANKS.sub(" ", SIGN_GAP.sub("", DRAWN_GAP.sub("", text))).replace(NO_BREAK, "-").strip()
    return Passage(Place("page", number), text, box=box)


def _apart(before: str, behind: str, chinese: bool) -> bool:
    """True if a line's end and the start of the next one are two words: Chinese goes on without a blank, and a date or
    a word that was broken at its hyphen too, and a number at its point; in Chinese a number anywhere."""
    end, start = before[-1:], behind[:1]
    if start.isdigit() and (CUT_NUMBER.search(before) or (chinese and end.isdigit())):
        return False
    return not (WIDE.match(end) or WIDE.match(start) or end in HYPHENS)


def _box(left: float, low: float, right: float, high: float, turned: tuple[float, float]) -> Box:
    """The box on the page of a box along a direction."""
    corners = [(x, y) for x in (left, right) for y in (low, high)]
    xs = [x * turned[0] - y * turned[1] for x, y in corners]
    ys = [x * turned[1] + y * turned[0] for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
