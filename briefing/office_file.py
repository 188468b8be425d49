"""Office files that came from somebody: unpacked within limits, or refused with a sentence; a template among them."""

import contextlib
import io
import logging
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from briefing.refusal import RefusalError

LARGEST = 50_000_000  # bytes of a template
# Of any file: bytes of what it unpacks to, and of one XML part, whose tree takes several times as much; parts.
UNPACKED, LARGEST_XML, MOST_PARTS = 200_000_000, 50_000_000, 10_000
PIECE = 1 << 20  # bytes unpacked at a time
XML_STARTS = (b"<", b"\xff\xfe<", b"\xfe\xff\0<")  # UTF-8, and UTF-16 with its mark
# What a package that was cut or altered raises, in zipfile, its decompressors and lxml. RuntimeError: a locked part.
PACKAGE_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError),
    *(KeyError, ValueError, etree.LxmlError),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of Office's old files, and of encrypted new ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES = "[Content_Types].xml"
MACROS = re.compile(rb"macroEnabled|vbaProject")


@dataclass(frozen=True)
class Program:
    """What its users call it, the ending of its old files, the type of its files, and types that differ by a word."""

    name: str
    old: str
    main: bytes
    templates: re.Pattern[bytes]


PROGRAMS = {
    "pptx": Program(
        "PowerPoint",
        ".ppt",
        b"presentationml.presentation.main+xml",
        re.compile(rb"presentationml\.(?:template|slideshow)\.main\+xml"),
    ),
    "docx": Program(
        "Word", ".doc", b"wordprocessingml.document.main+xml", re.compile(rb"wordprocessingml\.template\.main\+xml")
    ),
}


class TemplateError(RefusalError):
    """A file that can't be a template. `ending`: of the files that can."""

    def __init__(self, key: str, ending: str, **facts: object) -> None:
        program = PROGRAMS[ending]
        super().__init__(f"compose.template.{key}", **facts, program=program.name, old=program.old, new=f".{ending}")


@contextlib.contextmanager
def opening(refusal: RefusalError, *errors: type[Exception]) -> Iterator[None]:
    """The block reads somebody's file: what its parsers raise becomes the refusal.

    errors: those of the block's own parsers, besides PACKAGE_ERRORS. Any other is logged, for it may be our fault.
    """
    try:
        yield
    except RefusalError:
        raise
    except (*PACKAGE_ERRORS, *errors) as error:
        raise refusal from error
    except Exception as error:
        logging.getLogger(__name__).exception(type(error).__name__)
        raise refusal from error


def unpacked(
    content: bytes, largest: int, refused: Callable[..., RefusalError]
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """The parts of an Office file. largest: bytes of the file. refused: makes the refusal of a reason and its facts.

    Bytes are counted while they are unpacked: what a file says of its own sizes is not believed, and a part that is
    larger than it says is damaged. Raises the refusals password, old_format, too_large, too_much_inside and damaged.
    """
    if content.startswith(OLE):
        raise refused("password" if ENCRYPTED in content else "old_format")
    if len(content) > largest:
        raise refused("too_large", most=largest // 1_000_000)
    most = {"most": UNPACKED // 1_000_000, "most_xml": LARGEST_XML // 1_000_000, "most_parts": MOST_PARTS}
    too_much, total = refused("too_much_inside", **most), 0
    with opening(refused("damaged")), zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_PARTS:
            raise too_much
        for info in infos:
            part = bytearray()
            with archive.open(info) as stream:
                while piece := stream.read(PIECE):
                    part += piece
                    total += len(piece)
                    if total > UNPACKED or (len(part) > LARGEST_XML and _is_xml(part)):
                        raise too_much
            yield info, bytes(part)


def _is_xml(part: bytearray) -> bool:
    """True for XML under any name, and for a part that begins with blanks, as XML may."""
    start = bytes(part[:100]).removeprefix(b"\xef\xbb\xbf").lstrip()
    return not start or start.startswith(XML_STARTS)


def package(content: bytes, ending: str) -> bytes:
    """The file as one of this ending: a .potx, .ppsx or .dotx too. Raises TemplateError."""
    types = b""
    for info, part in unpacked(content, LARGEST, lambda key, **facts: TemplateError(key, ending, **facts)):
        if info.filename == TYPES:
            types = part
    if not types:
        raise TemplateError("damaged", ending)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _as_program(content, archive, types, ending)


def _as_program(content: bytes, archive: zipfile.ZipFile, types: bytes, ending: str) -> bytes:
    program = PROGRAMS[ending]
    if MACROS.search(types):
        raise TemplateError("macro", ending)
    if program.main in types:
        return content
    if not program.templates.search(types):
        raise TemplateError("other_kind", ending)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for each in archive.infolist():
            part = archive.read(each)
            written.writestr(each, program.templates.sub(program.main, part) if each.filename == TYPES else part)
    return file.getvalue()
