"""A city's own Office file as a template: what can't be one is refused with a sentence, and nothing is opened twice."""

import io
import re
import zipfile
from dataclasses import dataclass

from briefing.refusal import RefusalError

LARGEST, UNPACKED = 50_000_000, 400_000_000  # bytes of a template, and of what it unpacks to
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


def package(content: bytes, ending: str) -> bytes:
    """The file as one of this ending: a .potx, .ppsx or .dotx too. Raises TemplateError."""
    if content.startswith(OLE):
        raise TemplateError("password" if ENCRYPTED in content else "old_format", ending)
    if len(content) > LARGEST:
        raise TemplateError("too_large", ending, most=LARGEST // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > UNPACKED:
                raise TemplateError("too_large", ending, most=LARGEST // 1_000_000)
            return _as_program(content, archive, ending)
    except TemplateError:
        raise
    except Exception as error:  # a damaged file fails anywhere in zipfile
        raise TemplateError("damaged", ending) from error


def _as_program(content: bytes, archive: zipfile.ZipFile, ending: str) -> bytes:
    program, types = PROGRAMS[ending], archive.read(TYPES)
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
