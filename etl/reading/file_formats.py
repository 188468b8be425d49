"""The format of a received file, recognized by its content: offices' systems save web pages and text under `.xls`."""

import codecs
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from etl.contracts.faults import Refused
from etl.reading.packages import open_package, refuse_unreadable

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".et", ".wps", ".html", ".htm", ".xml", ".mht", ".mhtml")
TEXTS = (".csv", ".tsv", ".txt")
FILE_EXTENSIONS = dict.fromkeys(WORKBOOKS, "xlsx") | dict.fromkeys(TEXTS, "csv") | {".parquet": "parquet"}
TEXT_ALLOWED = (".xls", ".et", ".wps")  # extensions under which Excel and WPS open plain text
UNPACKED_LIMIT = 2_000_000_000  # bytes; larger packages are refused as possible zip bombs
PARTS_LIMIT = 10_000  # parts of a package; more are refused
START_BYTES = 1 << 16
TITLE_LINES = 20  # a table may stand below titles

OLE_MAGIC, ZIP_MAGIC, PARQUET_MAGIC = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PAR1"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
# The header lines of a MIME message with parts.
MIME_START = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?Content-Type:\s*multipart/", re.I)
HTML_TAGS = ("<!doctype html", "<html>", "<html ", "<html\r", "<html\n")


class WorkbookKind(StrEnum):
    """What a workbook is, whatever its extension."""

    PACKAGE = "package"  # .xlsx, .xlsm
    BINARY_PACKAGE = "binary_package"  # .xlsb
    OPEN_DOCUMENT = "open_document"  # .ods
    BIFF = "biff"  # .xls of Excel 97–2003
    HTML = "html"
    WEB_ARCHIVE = "web_archive"  # a web page with its parts in one file, as MIME: .mht
    XML_2003 = "xml_2003"  # XML Spreadsheet 2003


# The part of a package that tells its kind.
MAIN_PARTS = {
    "xl/workbook.xml": WorkbookKind.PACKAGE,
    "xl/workbook.bin": WorkbookKind.BINARY_PACKAGE,
    "content.xml": WorkbookKind.OPEN_DOCUMENT,
}


def file_format(path: Path, form: str | None = None) -> str:
    """xlsx (any workbook), csv (any text) or parquet: as given, or by content and extension. Raises Refused."""
    if not path.is_file():
        raise Refused("missing", path)
    suffix = path.suffix.lower()
    found = form or FILE_EXTENSIONS.get(suffix)
    if found is None:
        raise Refused("ending", path, ending=path.suffix or path.name)
    with path.open("rb") as stream:
        start = stream.read(START_BYTES)
    if not start.strip():
        raise Refused("empty", path)
    kind = _workbook_kind(start)
    if found == "parquet":
        if start[:4] != PARQUET_MAGIC:
            raise Refused("not_parquet", path)
    elif kind in (WorkbookKind.HTML, WorkbookKind.WEB_ARCHIVE, WorkbookKind.XML_2003):
        return "xlsx"
    elif found == "csv" and kind is not None:
        raise Refused("workbook_called_csv", path)
    elif found == "xlsx" and kind is None and suffix in TEXT_ALLOWED and _is_text_table(start):
        return "csv"
    elif found == "xlsx":
        _check_workbook(path, kind)
    return found


def workbook_kind(path: Path) -> WorkbookKind | None:
    """The kind of a workbook; None for any other file. Raises Refused for a damaged package."""
    with path.open("rb") as stream:
        kind = _workbook_kind(stream.read(START_BYTES))
    if kind is not WorkbookKind.PACKAGE:
        return kind
    with refuse_unreadable(path), open_package(path) as package:
        return next((of for part, of in MAIN_PARTS.items() if part in package.namelist()), kind)


def _workbook_kind(start: bytes) -> WorkbookKind | None:
    """The kind by a file's first bytes; PACKAGE for every zip package."""
    if start[:4] == OLE_MAGIC:
        return WorkbookKind.BIFF
    if start[:4] == ZIP_MAGIC:
        return WorkbookKind.PACKAGE
    if MIME_START.match(start.lstrip()):
        return WorkbookKind.WEB_ARCHIVE
    text = start.decode("utf-16" if start[:2] in UTF16_MARKS else "latin-1", errors="replace").lower()
    if not text.lstrip("ï»¿\ufeff \t\r\n").startswith("<"):
        return None
    is_page = any(tag in text for tag in HTML_TAGS)  # one saved by Excel names the namespace of XML spreadsheets, too
    if SPREADSHEET_XML in text and not is_page:
        return WorkbookKind.XML_2003
    return WorkbookKind.HTML if is_page or "<table" in text else None


def _is_text_table(start: bytes) -> bool:
    """Whether a file begins as text with several cells in a row."""
    if start[:2] in UTF16_MARKS:
        return True
    first = b"\n".join(start.split(b"\n")[:TITLE_LINES])
    return b"\0" not in start and any(mark in first for mark in (b"\t", b",", b";"))


def _check_workbook(path: Path, kind: WorkbookKind | None) -> None:
    if kind is WorkbookKind.BIFF:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Refused("encrypted", path)
    elif kind is WorkbookKind.PACKAGE:
        with refuse_unreadable(path), open_package(path) as parts:
            _check_package(path, parts)
    else:
        raise Refused("not_workbook", path)


def _check_package(path: Path, parts: zipfile.ZipFile) -> None:
    """Refuse a package that is no workbook, or too large to unpack."""
    names = set(parts.namelist())
    if names.isdisjoint(MAIN_PARTS):
        raise Refused("not_workbook", path)
    if len(parts.infolist()) > PARTS_LIMIT or sum(part.file_size for part in parts.infolist()) > UNPACKED_LIMIT:
        raise Refused("too_large", path, limit=UNPACKED_LIMIT // 1_000_000_000, parts=PARTS_LIMIT)
    for part in parts.infolist():
        if part.filename.endswith((".xml", ".bin", ".rels")) and "/worksheets/sheet" not in part.filename:
            with parts.open(part) as stream:  # raises if a part is larger than declared
                while stream.read(1 << 20):
                    pass
    if "content.xml" in names and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Refused("encrypted", path)
