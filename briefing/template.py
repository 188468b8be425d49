"""A city's own .pptx as the master of decks: opened with a sentence for what can't be used, kept in the warehouse."""

import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from briefing import store
from briefing.composition import as_bytes, clean
from briefing.refusal import RefusalError
from briefing.sheet import Sheet, drop_slides, has_kind, sheet_of
from words import say

LARGEST, UNPACKED = 50_000_000, 400_000_000  # bytes of a template, and of what it unpacks to
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of Office's old files, and of encrypted new ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES = "[Content_Types].xml"
PRESENTATION = b"presentationml.presentation.main+xml"
OTHER_MAINS = re.compile(rb"presentationml\.(?:template|slideshow)\.main\+xml")  # .potx and .ppsx are decks too
ID = re.compile(r"[0-9a-f]{12}")


class TemplateError(RefusalError):
    """A file that can't be a template."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(f"compose.template.{key}", **facts)


@dataclass(frozen=True)
class Template:
    """A kept template."""

    id: str
    name: str


@dataclass(frozen=True)
class Master:
    """An opened template: the empty deck, the sheets of exhibits and texts, and of the cover."""

    deck: Any
    sheet: Sheet
    cover: Sheet

    def missing(self, lang: str) -> str:
        """The sentence about placeholders that the template lacks; "" if it has all."""
        if not self.sheet.missing:
            return ""
        comma = say("exhibits.list.comma", lang)
        names = comma.join(say(f"compose.role.{role}", lang) for role in self.sheet.missing)
        return say("compose.template.missing", lang, names=names)


def master_of(content: bytes) -> Master:
    """Opens a template. Raises TemplateError if the file is none."""
    deck = _presentation(content)
    drop_slides(deck)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise TemplateError("no_layout")
    sheets = [sheet_of(deck, layout) for layout in layouts]
    cover = next((sheet for sheet in sheets if _is_cover(sheet)), None)
    others = [sheet for sheet in sheets if sheet is not cover] or sheets
    sheet = min(others, key=lambda each: len(each.missing) + 4 * ("title" in each.missing))
    return Master(deck, sheet, cover or sheet)


def _is_cover(sheet: Sheet) -> bool:
    return has_kind(sheet.layout, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE) and "body" not in sheet.roles


def _presentation(content: bytes) -> Any:
    if content.startswith(OLE):
        raise TemplateError("password" if ENCRYPTED in content else "old_format")
    if len(content) > LARGEST:
        raise TemplateError("too_large", most=LARGEST // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > UNPACKED:
                raise TemplateError("too_large", most=LARGEST // 1_000_000)
            types = archive.read(TYPES)
            if PRESENTATION not in types and not OTHER_MAINS.search(types):
                raise TemplateError("other_kind")
            content = _as_presentation(content, archive) if OTHER_MAINS.search(types) else content
        return Presentation(io.BytesIO(content))
    except TemplateError:
        raise
    except Exception as error:  # a damaged file fails anywhere in zipfile, lxml or python-pptx
        raise TemplateError("damaged") from error


def _as_presentation(content: bytes, archive: zipfile.ZipFile) -> bytes:
    """A .potx or .ppsx as a .pptx: they differ by one word."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for each in archive.infolist():
            part = archive.read(each)
            written.writestr(each, OTHER_MAINS.sub(PRESENTATION, part) if each.filename == TYPES else part)
    return file.getvalue()


# --- kept in the warehouse -------------------------------------------------------------------------------------------


def keep(content: bytes, name: str, ending: str = "pptx") -> Template:
    """Keeps a template; its file is named by its digest, never by `name`. Raises TemplateError, OSError."""
    if ending == "pptx":
        master_of(content)
    template = Template(hashlib.sha256(content).hexdigest()[:12], clean(name)[:80])
    store.write_whole(_folder() / f"{template.id}.{ending}", content)
    store.write_whole(_folder() / f"{template.id}.json", as_bytes({"name": template.name, "ending": ending}))
    return template


def kept(ending: str = "pptx") -> list[Template]:
    """The kept templates of a kind, by name."""
    found = []
    for file in _folder().glob("*.json"):
        try:
            about = json.loads(file.read_text(encoding="utf-8"))
            if about["ending"] == ending:
                found.append(Template(file.stem, str(about["name"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda template: template.name)


def content_of(template: str, ending: str = "pptx") -> bytes | None:
    """The file of a kept template; None if there is none."""
    file = _folder() / f"{template}.{ending}"
    return file.read_bytes() if ID.fullmatch(template) and file.is_file() else None


def _folder() -> Path:
    return store.folder("briefings") / "templates"
