"""Writes an .xlsb from its records (MS-XLSB): texts of every kind, numbers, dates, errors, merged and hidden parts."""

import struct
import zipfile
from pathlib import Path

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
RELATION = f'<Relationship Id="rId1" Type="{KIND}/%s" Target="%s"/>'
NO_FORMULA = bytes(10)  # flags, and no tokens
DATE_STYLE, MONTH_STYLE, PERCENT_STYLE = 1, 2, 3


def record(kind: int, data: bytes = b"") -> bytes:
    """A record: its kind and its length in groups of seven bits, then its content."""
    numbers = b""
    for number in (kind, len(data)):
        while number >= 0x80:
            numbers += bytes([number & 0x7F | 0x80])
            number >>= 7
        numbers += bytes([number])
    return numbers + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def text(column: int, said: str, shared: list[str], form: str = "text") -> bytes:
    """A text as Excel may write it: text, shared, rich or formula."""
    if form == "shared":
        shared.append(said)
        return cell(7, column, struct.pack("<I", len(shared) - 1))
    if form == "rich":
        return cell(62, column, b"\0" + wide(said))
    return cell(8, column, wide(said) + NO_FORMULA) if form == "formula" else cell(6, column, wide(said))


def row(at: int, *cells: bytes, hidden: bool = False) -> bytes:
    flags = 0x1000 if hidden else 0
    return record(0, struct.pack("<IIHHBI", at, 0, 300, flags, 0, 0)) + b"".join(cells)


def write(
    path: Path,
    rows: list[bytes],
    shared: list[str] | None = None,
    merged: list[tuple[int, int, int, int]] | None = None,
    more: bytes = b"",
    since_1904: bool = False,
    hidden: bool = False,
) -> Path:
    """A workbook with one sheet. merged: first row, column, last row, column. more: records before the cells."""
    state = struct.pack("<II", 2 if hidden else 0, 1)
    sheets = record(143) + record(156, state + wide("rId1") + wide("表")) + record(144)
    book = record(131) + record(153, struct.pack("<II", since_1904, 0) + wide("")) + sheets + record(132)
    blocks = [struct.pack("<IIII", top, bottom, left, right) for top, left, bottom, right in merged or []]
    sheet = record(129) + record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, 9)) + more
    sheet += record(145) + b"".join(rows) + record(146)
    sheet += record(177, struct.pack("<I", len(blocks))) + b"".join(record(176, one) for one in blocks) + record(178)
    formats = {164: "yyyy-mm-dd", 165: 'yyyy"年"m"月"'}
    styles = record(278) + b"".join(record(44, struct.pack("<H", at) + wide(one)) for at, one in formats.items())
    of_cells = b"".join(record(47, struct.pack("<HH", 0, one) + bytes(12)) for one in (0, *formats, 10))
    styles += record(626) + record(47, bytes(16)) + record(627) + record(617) + of_cells + record(618) + record(279)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        relations = RELATION % ("officeDocument", "xl/workbook.bin")
        parts.writestr("_rels/.rels", f"<Relationships {SPACE}>{relations}</Relationships>")
        relations = RELATION % ("worksheet", "worksheets/sheet1.bin")
        parts.writestr("xl/_rels/workbook.bin.rels", f"<Relationships {SPACE}>{relations}</Relationships>")
        parts.writestr("xl/workbook.bin", book)
        parts.writestr("xl/styles.bin", styles)
        if shared is not None:
            items = b"".join(record(19, b"\0" + wide(one)) for one in shared)
            parts.writestr("xl/sharedStrings.bin", record(159, bytes(8)) + items + record(160))
        parts.writestr("xl/worksheets/sheet1.bin", sheet + record(130))
    return path
