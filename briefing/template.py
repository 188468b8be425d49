"""A city's own .pptx or .docx as the master of decks or documents, kept in the warehouse."""

import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from briefing import store
from briefing.composition import as_bytes, clean
from briefing.document.master import Master as DocumentMaster
from briefing.office_file import TemplateError, opening, package
from briefing.sheet import Sheet, drop_slides, has_kind, quicken, sheet_of
from words import say

ID = re.compile(r"[0-9a-f]{12}")


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
    quicken(deck)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise TemplateError("no_layout", "pptx")
    sheets = [sheet_of(deck, layout) for layout in layouts]
    cover = next((sheet for sheet in sheets if _is_cover(sheet)), None)
    others = [sheet for sheet in sheets if sheet is not cover] or sheets
    sheet = min(others, key=lambda each: len(each.missing) + 4 * ("title" in each.missing))
    return Master(deck, sheet, cover or sheet)


def _is_cover(sheet: Sheet) -> bool:
    return has_kind(sheet.layout, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE) and "body" not in sheet.roles


def _presentation(content: bytes) -> Any:
    whole = package(content, "pptx")
    with opening(TemplateError("damaged", "pptx"), PythonPptxError):
        return Presentation(io.BytesIO(whole))


OPENING: dict[str, Callable[[bytes], Master | DocumentMaster]] = {"pptx": master_of, "docx": DocumentMaster}


def missing(content: bytes, ending: str, lang: str) -> str:
    """The sentence about placeholders that a template lacks; "" if it has all. Raises TemplateError."""
    return OPENING[ending](content).missing(lang)


# --- kept in the warehouse -------------------------------------------------------------------------------------------


def keep(content: bytes, name: str, ending: str = "pptx") -> Template:
    """Keeps a template; its file is named by its digest, never by `name`. Raises TemplateError, OSError."""
    OPENING[ending](content)
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
