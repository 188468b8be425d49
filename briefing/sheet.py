"""Where title, subtitle, body and footer of a slide stand: in our own 16:9 look, or in the layout of a template.

In a template they are placeholders, found by name (title, subtitle, body, footer, in Chinese too), else by kind. What a
template lacks is put where the slide has room.
"""

import functools
import io
from dataclasses import dataclass, replace
from typing import IO, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.image import Image, ImagePart
from pptx.util import Emu, Inches, Pt

from briefing.axes import WIDE, Place
from briefing.style import GREY, LANGUAGE_TAGS, PALE, add_box, add_text, set_east_asian, write
from charts.theme import half_widths
from exhibits.trace_code import unbroken
from words import LANGUAGES, say

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
TITLE_ONLY = 5  # the index of this layout in python-pptx's template
TITLE_SIZES = ((52, 28), (66, 22), (1000, 18))  # (half-width characters, points): titles take one line
NOTE_SIZE, NOTE_LINES = 13, 3
ROLES = ("title", "subtitle", "body", "footer")
NAMED = ("subtitle", "title", "footer", "body")  # "subtitle" holds "title", in Chinese too
KINDS = {
    PP_PLACEHOLDER.TITLE: "title",
    PP_PLACEHOLDER.CENTER_TITLE: "title",
    PP_PLACEHOLDER.SUBTITLE: "subtitle",
    PP_PLACEHOLDER.FOOTER: "footer",
    PP_PLACEHOLDER.BODY: "body",
    PP_PLACEHOLDER.OBJECT: "body",
    PP_PLACEHOLDER.CHART: "body",
}


@dataclass(frozen=True)
class Sheet:
    """A layout of a deck and the places of its parts. `roles`: part → the placeholder's index; none in our own look
    but the title."""

    layout: Any
    title: Place
    subtitle: Place
    body: Place
    footer: Place
    roles: dict[str, int]
    own: bool = True

    @property
    def breadth(self) -> float:
        """The width that texts have, as a share of that of our own slides."""
        return self.subtitle[2] / (WIDTH - 2 * EDGE)

    @property
    def missing(self) -> list[str]:
        """The parts for which the layout has no placeholder."""
        return [] if self.own else [role for role in ROLES if role not in self.roles]

    def write_title(self, slide, text: str, lang: str) -> None:
        """The slide's title: in the placeholder, so that outlines and screen readers find it."""
        size = next(size for longest, size in TITLE_SIZES if half_widths(text) <= longest * self.breadth)
        if "title" not in self.roles:
            add_text(slide.shapes, text, self.title, size, lang, bold=True)
        elif self.own:
            shape = self.filled(slide, "title")
            shape.left, shape.top, shape.width, shape.height = self.title
            write(shape, text, size, lang, bold=True)
        else:
            one_line = self.title[2] / (Pt(size) * WIDE) >= half_widths(text)
            self.fill(slide, "title", text, lang, None if one_line and size == TITLE_SIZES[0][1] else size)

    def write_role(self, slide, role: str, text: str, size: float, lang: str) -> None:
        """Subtitle or footer: in its placeholder, else in grey in its place."""
        if role in self.roles:
            self.fill(slide, role, text, lang, size)
            _, top, width, height = getattr(self, role)
            if len(lines_of(text, width, size)) * Pt(size * 1.2) > height:  # a narrow placeholder: as wide as the body
                shape = self.filled(slide, role)
                shape.left, shape.top, shape.width, shape.height = self.body[0], top, self.body[2], height
        else:
            add_text(slide.shapes, text, getattr(self, role), size, lang, GREY)

    def fill(self, slide, role: str, text: str, lang: str, size: float | None = None) -> None:
        """Puts a text into a placeholder in the template's own font and colour."""
        shape = self.filled(slide, role)
        shape.text_frame.text = unbroken(text)
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[lang])
                if size:
                    run.font.size = Pt(size)

    def filled(self, slide, role: str) -> Any:
        """The slide's placeholder of a role; python-pptx leaves footers out of new slides."""
        index = self.roles[role]
        for shape in slide.placeholders:
            if shape.placeholder_format.idx == index:
                return shape
        (model,) = (shape for shape in self.layout.placeholders if shape.placeholder_format.idx == index)
        slide.shapes.clone_placeholder(model)
        return next(shape for shape in slide.placeholders if shape.placeholder_format.idx == index)

    def clear(self, slide) -> None:
        """Takes away the placeholders that were not filled: they would ask for a text."""
        for shape in slide.shapes._spTree.xpath("*[*[1]/p:nvPr/p:ph]"):
            words = shape.find(qn("p:txBody"))
            if words is None or not any(words.itertext(qn("a:t"))):
                shape.getparent().remove(shape)

    def fits(self, note: str) -> bool:
        """True if a note has room below a chart."""
        return len(lines_of(note, self.body[2], NOTE_SIZE)) <= NOTE_LINES

    def noted(self, slide, note: str, lang: str) -> Place:
        """Writes a note at the foot of the body; returns the place that is left above it."""
        left, top, width, height = self.body
        high = Inches(0.14) + len(lines_of(note, width, NOTE_SIZE)) * Pt(NOTE_SIZE * 1.35)
        box = add_box(slide.shapes, (left, top + height - high, width, high), PALE)
        box.line.fill.background()
        inside = (left + Inches(0.1), top + height - high, width - Inches(0.2), high)
        add_text(slide.shapes, note, inside, NOTE_SIZE, lang, middle=True)
        return left, top, width, height - high - Inches(0.08)


def lines_of(text: str, width: int, size: float) -> list[str]:
    """A text broken into the lines that it takes in a box of this width."""
    room = int((width - Inches(0.2)) / (Pt(size) * WIDE))
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for character in paragraph:
            wide = half_widths(character)
            if used + wide > room:
                lines.append(line)
                line, used = "", 0
            line, used = line + character, used + wide
        lines.append(line)
    return lines


def blank_deck() -> tuple[Any, Sheet]:
    """A 16:9 deck in our own look, and the sheet of its slides."""
    deck = Presentation(io.BytesIO(_blank()))
    quicken(deck)
    return deck, replace(_default(WIDTH, HEIGHT), layout=deck.slide_layouts[TITLE_ONLY], roles={"title": 0})


@functools.cache
def _blank() -> bytes:
    """The library's own template at 16:9."""
    deck = Presentation()
    factor = WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for sheet in (deck.slide_master, *deck.slide_layouts):  # widened, so that slides added by hand fit too
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))
    set_east_asian(deck.slide_master._element)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _default(width: int, height: int) -> Sheet:
    """The places of our own look, on a slide of any size."""
    across, down = width - 2 * EDGE, height / HEIGHT

    def place(top: float, high: float) -> Place:
        return EDGE, round(Inches(top) * down), across, round(Inches(high) * down)

    return Sheet(None, place(0.4, 0.7), place(1.05, 0.6), place(1.75, 4.9), place(6.7, 0.6), {})


def sheet_of(deck, layout) -> Sheet:
    """The sheet of a template's layout: what it lacks is put where the slide has room."""
    roles, places = _roles(layout)
    plain = replace(_default(deck.slide_width, deck.slide_height), layout=layout, roles=roles, own=False)
    sheet = _placed(plain, places)
    left, top, width, height = sheet.body
    if "body" not in roles:
        head = places.get("subtitle", places.get("title", sheet.subtitle))
        start = max(head[1] + head[3], 0) + (Inches(0.6) if "subtitle" not in roles else Inches(0.05))
        end = min(sheet.footer[1], round(deck.slide_height * 0.93)) if "footer" in roles else sheet.footer[1]
        left, top, width, height = head[0], start, head[2], end - start - Inches(0.05)
    elif "subtitle" not in roles:
        top, height = top + Inches(0.6), height - Inches(0.6)
    if "footer" not in roles and top + height > sheet.footer[1]:
        height = sheet.footer[1] - top - Inches(0.05)
    places["body"] = (left, top, width, height)
    if "subtitle" not in roles:
        places["subtitle"] = (left, top - Inches(0.6), width, Inches(0.55))
    if "footer" not in roles:
        places["footer"] = (left, sheet.footer[1], width, sheet.footer[3])
    return _placed(sheet, places)


def _placed(sheet: Sheet, places: dict[str, Place]) -> Sheet:
    title, subtitle, body, footer = (places.get(role, getattr(sheet, role)) for role in ROLES)
    return replace(sheet, title=title, subtitle=subtitle, body=body, footer=footer)


def _roles(layout) -> tuple[dict[str, int], dict[str, Place]]:
    """Part → index, and part → place, of a layout's placeholders; a name counts more than a kind."""
    roles: dict[str, int] = {}
    places: dict[str, Place] = {}
    for by_name in (True, False):
        for shape in layout.placeholders:
            index = shape.placeholder_format.idx
            role = _named(shape.name) if by_name else KINDS.get(shape.placeholder_format.type)
            if role and role not in roles and index not in roles.values() and shape.width:
                roles[role] = index
                places[role] = (shape.left, shape.top, shape.width, shape.height)
    return roles, places


def _named(name: str) -> str | None:
    lowered = name.casefold()
    known = ((role, say(f"compose.placeholder.{role}", lang)) for role in NAMED for lang in LANGUAGES)
    return next((role for role, word in known if word in lowered), None)


def has_kind(layout, *kinds: PP_PLACEHOLDER) -> bool:
    """True if the layout has a placeholder of one of these kinds."""
    return any(shape.placeholder_format.type in kinds for shape in layout.placeholders)


def quicken(deck) -> None:
    """Lets the deck number its new parts by counting, and know its new pictures: the library looks at all parts for
    the name of each new one, and at all pictures for each new one."""
    package, numbers = deck.part.package, {}
    images: dict[str, ImagePart] = {}

    def next_partname(pattern: str) -> PackURI:
        if pattern not in numbers:
            start, end = pattern.split("%d")
            names = (str(part.partname) for part in package.iter_parts())
            known = [name[len(start) : -len(end)] for name in names if name.startswith(start) and name.endswith(end)]
            numbers[pattern] = max([0, *(int(each) for each in known if each.isdecimal())])
        numbers[pattern] += 1
        return PackURI(pattern % numbers[pattern])

    def image_part(file: IO[bytes]) -> ImagePart:
        image = Image.from_blob(file.read())
        if image.sha1 not in images:
            images[image.sha1] = ImagePart.new(package, image)
        return images[image.sha1]

    package.next_partname, package.get_or_add_image_part = next_partname, image_part
    package.next_image_partname = lambda ending: next_partname(f"/ppt/media/image%d.{ending}")


def drop_slides(deck) -> None:
    """Takes a template's own slides out: only masters and layouts are wanted."""
    listed = deck.slides._sldIdLst
    for slide in list(listed):
        deck.part.drop_rel(slide.get(qn("r:id")))
        listed.remove(slide)
