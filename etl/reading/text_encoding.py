"""The encoding of a text file: by its mark, else UTF-8, GB18030 or UTF-16 without a mark. Others are refused.

GB18030 gives most bytes some meaning: text in Big5 or Shift JIS decodes without an error, into characters that nobody
wrote. Such a file is recognized by characters outside GB2312 where another encoding explains the bytes.
"""

import codecs
from pathlib import Path

from etl.contracts.faults import Refused
from etl.reading.file_formats import UTF16_MARKS

SEARCHED_BYTES = 1 << 16
MIN_RARE = 0.15  # share of a line's characters outside GB2312 that needs an explanation
MIN_UTF8 = 0.5  # share of the lines in UTF-8 that makes the others damaged; no other encoding passes its test
MAX_DAMAGED = 0.1  # share of the lines in no encoding, of a file in GB18030
SHOWN_CHARACTERS = 12
USUAL_MARKS = dict.fromkeys(map(ord, "—·"))  # of GB2312, too, but decoded into other characters by its Python codec
CJK_FROM = "\u3000"
KANA = ("\u3041", "\u30ff")
END_OF_FILE = "\x1a"  # of DOS programs


def utf8_of_file(path: Path, encoding: str | None) -> bytes:
    """The text as UTF-8 without a mark, its line ends as `\\n`. encoding: as a layout gives it; None: detected.

    A few lines that do not fit the file's encoding are read in their own one; bytes of neither become U+FFFD, a fault
    of their cell. Raises Refused.
    """
    data = path.read_bytes()
    text = _decode(path, data, encoding or utf16_of(data)).rstrip(END_OF_FILE)  # in UTF-16 it may end a character
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")


def utf16_of(data: bytes) -> str | None:
    """The kind of UTF-16 that a file is in, by its mark or by the zero bytes of its ASCII characters; else None."""
    if data[:2] in UTF16_MARKS:
        return "utf-16"
    start = data[:SEARCHED_BYTES]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < len(start) or max(even, odd) < 5 * min(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _decode(path: Path, data: bytes, encoding: str | None) -> str:
    if encoding:
        try:
            text = codecs.decode(data, encoding)
        except LookupError:
            raise Refused("unknown_encoding", path, encoding=encoding) from None
        except UnicodeDecodeError:
            raise Refused("encoding", path) from None
    else:
        text = detected_text(path, data)
    if "\0" in text[:SEARCHED_BYTES]:
        raise Refused("encoding", path)
    return text


def detected_text(path: Path, data: bytes) -> str:
    """Text in UTF-8 or GB18030, whichever it is. Raises Refused."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _line_by_line(path, data)
    return text if _rare(text) == 0 else _line_by_line(path, data)


def _line_by_line(path: Path, data: bytes) -> str:
    lines = data.splitlines(keepends=True)
    chinese = [line for line in lines if not line.isascii()]
    in_utf8 = sum(_strict(line, "utf-8") is not None for line in chinese)
    in_gb18030 = sum(_strict(line, "gb18030") is not None for line in chinese)
    in_neither = sum(_strict(line, "gb18030") is None and not _is_utf8(line) for line in chinese)
    if in_utf8 >= MIN_UTF8 * len(chinese):
        order = ("utf-8", "gb18030")
    elif in_gb18030 > len(chinese) / 2 and in_neither <= max(1, MAX_DAMAGED * len(chinese)):
        order = ("gb18030", "utf-8")
        _refuse_other_encoding(path, lines)
    else:
        raise Refused("encoding", path)
    return "".join(_line(line, order) for line in lines)


def _line(line: bytes, order: tuple[str, str]) -> str:
    """A line in the file's encoding, or in the other one where that alone makes sense."""
    first, other = (_strict(line, encoding) for encoding in order)
    if order[1] == "utf-8" and _is_utf8(line):
        return other or ""
    if first is None and other is not None and (order[1] == "utf-8" or _rare(other) == 0):
        return other
    return first if first is not None else line.decode(order[0], errors="replace")


def _refuse_other_encoding(path: Path, lines: list[bytes]) -> None:
    """Refuse text whose lines are improbable in GB18030 and possible in another encoding."""
    odd = [
        (row, line)
        for row, line in enumerate(lines, start=1)
        if not line.isascii()
        and not _is_utf8(line)
        and (text := _strict(line, "gb18030")) is not None
        and _rare(text) > MIN_RARE * sum(not one.isascii() for one in text)
    ]
    if not odd:
        return
    as_big5 = all(_strict(line, "cp950") for _, line in odd)
    as_japanese = all(any(KANA[0] <= one <= KANA[1] for one in _strict(line, "cp932") or "") for _, line in odd)
    if as_big5 or as_japanese:
        row, line = odd[0]
        read = "".join(one for one in line.decode("gb18030") if not one.isascii())
        raise Refused("garbled", path, row=row, text=read[:SHOWN_CHARACTERS])


def _is_utf8(line: bytes) -> bool:
    """Whether a line has a Chinese character in UTF-8, whose three bytes hardly occur otherwise."""
    return any(one >= CJK_FROM for one in _strict(line, "utf-8") or "")


def _strict(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _rare(text: str) -> int:
    """The number of characters outside GB2312, the set of usual simplified Chinese."""
    text = text.translate(USUAL_MARKS)
    return len(text) - len(text.encode("gb2312", errors="ignore").decode("gb2312"))
