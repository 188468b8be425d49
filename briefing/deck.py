"""A composition as a PowerPoint deck: cover, agenda, headings, exhibits with notes, texts."""

import copy
import datetime
import io
from collections.abc import Sequence
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.parts.slide import NotesSlidePart
from pptx.util import Inches, Pt

from briefing.composed import Part, headings_of, is_sample, name_of
from briefing.composition import HEADING, TEXT, Composition
from briefing.plan import Plan
from briefing.plans import PLANS
from briefing.sheet import blank_deck, lines_of
from briefing.slide import add_slides, plans_of
from briefing.style import BLUE, GREY, INK, LANGUAGE_TAGS, add_box, add_text, set_east_asian
from briefing.template import Master, master_of
from exhibits.exhibit import Exhibit
from exhibits.trace_code import unbroken
from words import say

TEXT_SIZE, AGENDA_SIZE = 18, 20
SPACING = 1.35  # a line's height, as a share of its font size
AGENDA_LINES = 10
CARDS_AND_NOTE = Inches(4.8)  # the height that cards need with a note below them


def deck_bytes(composition: Composition, parts: Sequence[Part], lang: str, template: bytes | None = None) -> bytes:
    """The bytes of a .pptx file. Raises ValueError with a sentence if there is no block, TemplateError (one too)."""
    if not parts:
        raise ValueError(say("compose.empty", lang))
    deck = _Deck(composition, list(parts), lang, master_of(template) if template else None)
    file = io.BytesIO()
    deck.made().save(file)
    return file.getvalue()


class _Deck:
    """A deck while it is made."""

    def __init__(self, composition: Composition, parts: list[Part], lang: str, master: Master | None) -> None:
        self.composition, self.parts, self.lang, self.master = composition, parts, lang, master
        self.deck, self.sheet = (master.deck, master.sheet) if master else blank_deck()
        self.title = composition.title or say("compose.untitled", lang)
        self.under = self.title  # the heading that texts stand under
        self.empty_notes: Any = None  # the element of a slide's notes without words

    def made(self) -> Any:
        """The presentation."""
        self.cover()
        agenda = self.agenda()
        pages = []
        for part in self.parts:
            if part.block.kind == HEADING and part.block.text.strip():
                pages.append(len(self.deck.slides) + 1)
                self.heading(part.block.text.strip())
            elif part.block.kind == TEXT:
                self.text(self.under, part.block.text)
            elif part.exhibit is not None:
                self.exhibit(part, part.exhibit)
            elif part.said:
                self.text(name_of(part.block.exhibit, self.lang), "\n".join(filter(None, [part.said, self.note(part)])))
        for place, page in zip(agenda, pages, strict=True):
            add_text(self.deck.slides[place[0]].shapes, str(page), place[1], AGENDA_SIZE, self.lang, GREY, right=True)
        properties = self.deck.core_properties
        properties.title, properties.author, properties.language = self.title, "", LANGUAGE_TAGS[self.lang]
        return self.deck

    def cover(self) -> None:
        """Title, subtitle, day and the mark of demonstration data."""
        today = datetime.date.today()
        day = say("compose.cover.day", self.lang, year=today.year, month=f"{today.month:02}", day=f"{today.day:02}")
        sample = say("exhibits.sample", self.lang) if is_sample(self.parts, self.lang) else ""
        under = "\n".join(filter(None, [self.composition.subtitle, " · ".join(filter(None, [day, sample]))]))
        if self.master:
            sheet = self.master.cover
            slide = self.deck.slides.add_slide(sheet.layout)
            sheet.write_title(slide, self.title, self.lang)
            sheet.write_role(slide, "subtitle", under, 18, self.lang)
            sheet.clear(slide)
            return
        slide = self.deck.slides.add_slide(self.sheet.layout)
        left, _, width, _ = self.sheet.body
        add_box(slide.shapes, (left, Inches(2.3), Inches(0.09), Inches(2.3)), BLUE).line.fill.background()
        beside, room = left + Inches(0.35), width - Inches(0.35)
        self.put_title(slide, self.title, (beside, Inches(2.2), room, Inches(1.5)))
        add_text(slide.shapes, under, (beside, Inches(3.75), room, Inches(0.9)), 18, self.lang, GREY)

    def put_title(self, slide, text: str, place: tuple[int, int, int, int]) -> None:
        """A large title in our own look, smaller if it is long."""
        size = next((size for size in (40, 32, 24, 18) if len(lines_of(text, place[2], size)) <= 2), 14)
        self.sheet.write_title(slide, text, self.lang)
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = place
        for paragraph in title.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)

    def agenda(self) -> list[tuple[int, tuple[int, int, int, int]]]:
        """The headings, on as many slides as they need; returns where the slide number of each is to be put."""
        places: list[tuple[int, tuple[int, int, int, int]]] = []
        headings = headings_of(self.parts)
        left, top, width, _ = self.sheet.body
        for start in range(0, len(headings), AGENDA_LINES):
            slide = self.plain_slide(say("compose.agenda", self.lang))
            for line, heading in enumerate(headings[start : start + AGENDA_LINES]):
                numbered = heading.split("\n")[0]
                shown = lines_of(numbered, width - Inches(1), AGENDA_SIZE)
                said = shown[0] + ("…" if len(shown) > 1 else "")
                place = (left, top + line * Inches(0.46), width - Inches(0.9), Inches(0.42))
                add_text(slide.shapes, said, place, AGENDA_SIZE, self.lang)
                number = (left + width - Inches(0.8), place[1], Inches(0.8), place[3])
                places.append((len(self.deck.slides) - 1, number))
        return places

    def plain_slide(self, title: str) -> Any:
        """A slide with a title and an empty body."""
        slide = self.deck.slides.add_slide(self.sheet.layout)
        first = lines_of(title, self.sheet.title[2], 18)[0]
        self.sheet.write_title(slide, first if first == title else f"{first[:-1]}…", self.lang)
        self.sheet.clear(slide)
        return slide

    def heading(self, text: str) -> None:
        """A slide that opens a section. What does not fit there goes on as a text."""
        self.under = text.split("\n")[0]
        if len(lines_of(text, self.sheet.body[2], 32)) > 4:
            self.text(self.under, text)
            return
        slide = self.plain_slide(self.under)
        if not self.master:
            left, _, width, _ = self.sheet.body
            self.put_title(slide, text, (left, Inches(2.9), width, Inches(1.6)))
            add_box(slide.shapes, (left, Inches(2.65), Inches(1.2), Inches(0.06)), BLUE).line.fill.background()

    def text(self, title: str, text: str) -> None:
        """A text, on as many slides as it needs."""
        _, _, width, height = self.sheet.body
        lines = lines_of(text, width, TEXT_SIZE)
        room = max(int(height / Pt(TEXT_SIZE * SPACING)), 1)
        for start in range(0, len(lines), room):
            slide = self.plain_slide(title)
            shown = "\n".join(lines[start : start + room]) if len(lines) > room else text
            add_text(slide.shapes, shown, self.sheet.body, TEXT_SIZE, self.lang, INK)

    def note(self, part: Part) -> str:
        """The writer's own note, marked as such."""
        return say("compose.note", self.lang, note=part.block.text.strip()) if part.block.text.strip() else ""

    def exhibit(self, part: Part, exhibit: Exhibit) -> None:
        """The exhibit's slides, with its source and choices in the speaker's notes."""
        note = self.note(part)
        plans = plans_of(exhibit, self.lang) if exhibit.id in PLANS else []
        below = note if self.sheet.fits(note) and not self.is_full(plans) else ""
        if exhibit.id in PLANS:
            slides = add_slides(self.deck, self.sheet, exhibit, plans, self.lang, below)
        else:
            slides, below = [self.without_chart(exhibit)], ""
        for slide in slides:
            self.sheet.clear(slide)
            self.notes(slide, exhibit, part)
        if note and not below:
            self.text(exhibit.finding, note)

    def is_full(self, plans: list[Plan]) -> bool:
        """True if the rows of an exhibit take all of a slide, so that a note has no room there."""
        if len(plans) == 1 and plans[0].kind == "cards":
            return self.sheet.body[3] < CARDS_AND_NOTE
        return len(plans) != 1 or plans[0].kind == "table" or len(plans[0].headed) > 10

    def without_chart(self, exhibit: Exhibit) -> Any:
        """A slide of an exhibit that has no native chart: its words, and where its rows are."""
        slide = self.plain_slide(exhibit.finding)
        self.sheet.write_role(slide, "subtitle", exhibit.subtitle, 13, self.lang)
        add_text(slide.shapes, say("compose.no_slide", self.lang), self.sheet.body, TEXT_SIZE, self.lang, GREY)
        self.sheet.write_role(slide, "footer", exhibit.footer, 10.5, self.lang)
        return slide

    def notes(self, slide, exhibit: Exhibit, part: Part) -> None:
        """What the speaker reads: the words of the exhibit, its source with trace code, how to get it again."""
        again = say("compose.again", self.lang, what=part.trace)
        said = [exhibit.finding, exhibit.subtitle, self.note(part), part.said, exhibit.footer, again]
        frame = self.notes_slide(slide).notes_text_frame
        frame.text = unbroken("\n".join(filter(None, said)))
        set_east_asian(frame._txBody)

    def notes_slide(self, slide) -> Any:
        """The new notes of a slide: after the first a copy of its own, where the library would build them anew."""
        if self.empty_notes is None:
            first = slide.notes_slide
            self.empty_notes = copy.deepcopy(first._element)
            return first
        package = slide.part.package
        name = package.next_partname("/ppt/notesSlides/notesSlide%d.xml")
        part = NotesSlidePart(name, CT.PML_NOTES_SLIDE, package, copy.deepcopy(self.empty_notes))
        part.relate_to(package.presentation_part.notes_master_part, RT.NOTES_MASTER)
        part.relate_to(slide.part, RT.SLIDE)
        slide.part.relate_to(part, RT.NOTES_SLIDE)
        return part.notes_slide
