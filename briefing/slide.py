"""An exhibit as a slide: title, subtitle, chart and footer with the words and numbers of the page.

The slide is 16:9 in our own look, or a layout of a template (briefing.sheet).
"""

import io
from collections.abc import Sequence
from dataclasses import replace

from pptx.util import Inches

from briefing.axes import Place
from briefing.native_chart import add_chart
from briefing.pagination import pages
from briefing.plan import Plan
from briefing.plans import PLANS, SHOWN_AS_ROWS
from briefing.qr import code_address, qr_png
from briefing.sheet import Sheet, blank_deck
from briefing.style import GREY, LANGUAGE_TAGS, add_text
from briefing.table import add_cards, add_table
from charts.theme import half_widths
from exhibits.exhibit import Exhibit
from words import say

CODE = Inches(0.65)  # side of the QR at the right end of the footer
# (half-width characters, points): subtitles take one to three lines.
SUBTITLE_SIZES = ((105, 16), (260, 13), (10_000, 11))


def deck_of(exhibits: Sequence[Exhibit], lang: str, page: str = ""):
    """A presentation with one slide per exhibit, in the given order; a long exhibit continues on further slides.

    page: an address on the server, for the QR of the trace codes; unneeded where RONGHE_URL names the server.
    """
    deck, sheet = blank_deck()
    for exhibit in exhibits:
        add_slides(deck, sheet, exhibit, plans_of(exhibit, lang), lang, page=page)
    deck.core_properties.title = exhibits[0].finding
    deck.core_properties.author = ""
    deck.core_properties.language = LANGUAGE_TAGS[lang]
    return deck


def add_slides(
    deck, sheet: Sheet, exhibit: Exhibit, plans: list[Plan], lang: str, note: str = "", page: str = ""
) -> list:
    """The exhibit's slides: one, or more if its rows would not be readable on one. plans: of `plans_of`. A `note` that
    `Sheet.fits` stands below the chart. page: as in `deck_of`."""
    sheets = pages(plans) if plans else [[]]
    slides = []
    for number, drawn in enumerate(sheets, 1):
        slide = deck.slides.add_slide(sheet.layout)
        slide.shapes.turbo_add_enabled = True  # ids are counted, not looked for
        _write_head(slide, sheet, exhibit, lang)
        place = sheet.noted(slide, note, lang) if note else sheet.body
        if drawn:
            _draw(slide, drawn, place, exhibit, lang)
        else:
            add_text(slide.shapes, say("briefing.no_data", lang), place, 20, lang, GREY)
        _write_foot(slide, sheet, exhibit, f"{number}/{len(sheets)}" if len(sheets) > 1 else "", lang, page)
        slides.append(slide)
    return slides


def plans_of(exhibit: Exhibit, lang: str) -> list[Plan]:
    """What there is to draw of an exhibit; nothing where its choices match nothing."""
    has_rows = exhibit.figure is not None or exhibit.id in SHOWN_AS_ROWS
    return [plan for plan in PLANS[exhibit.id](exhibit.frame, lang) if plan.shows] if has_rows else []


def _write_head(slide, sheet: Sheet, exhibit: Exhibit, lang: str) -> None:
    sheet.write_title(slide, exhibit.finding, lang)
    size = next(size for longest, size in SUBTITLE_SIZES if half_widths(exhibit.subtitle) <= longest * sheet.breadth)
    sheet.write_role(slide, "subtitle", exhibit.subtitle, size, lang)


def _write_foot(slide, sheet: Sheet, exhibit: Exhibit, number: str, lang: str, page: str) -> None:
    """The footer, and in the upper corner the slide's number and the mark of demonstration data."""
    _write_footer(slide, sheet, exhibit, lang, page)
    sample = say("exhibits.sample", lang)
    corner = " · ".join(filter(None, [number, sample if exhibit.footer.startswith(sample) else ""]))
    if corner:
        left, _, width, _ = sheet.title
        place = (left + width - Inches(2.5), Inches(0.12), Inches(2.5), Inches(0.25))
        add_text(slide.shapes, corner, place, 12, lang, GREY, right=True)


def _write_footer(slide, sheet: Sheet, exhibit: Exhibit, lang: str, page: str) -> None:
    """The footer with the QR of the trace code at its right end. A template's own footer has no room for a QR."""
    left, top, width, height = sheet.footer
    if not exhibit.code or "footer" in sheet.roles:
        sheet.write_role(slide, "footer", exhibit.footer, 10.5, lang)
        return
    replace(sheet, footer=(left, top, width - CODE - Inches(0.1), height)).write_role(
        slide, "footer", exhibit.footer, 10.5, lang
    )
    target = code_address(exhibit.code, page)
    picture = slide.shapes.add_picture(io.BytesIO(qr_png(target)), left + width - CODE, top, CODE, CODE)
    if target != exhibit.code:
        picture.click_action.hyperlink.address = target  # for readers at a screen
    picture._element.nvPicPr.cNvPr.set("descr", say("trace_code.qr", lang, code=exhibit.code))


def _draw(slide, plans: list[Plan], place: Place, exhibit: Exhibit, lang: str) -> None:
    """The charts in a grid that fills the place: one alone, two in a row, more in rows of two."""
    left, top, width, height = place
    columns = 1 if len(plans) == 1 and not plans[0].lines else 2
    rows = -(-len(plans) // columns)
    for at, plan in enumerate(plans):
        row, column = divmod(at, columns)
        cell = (left + column * width // columns, top + row * height // rows, width // columns, height // rows)
        if plan.kind == "cards":
            add_cards(slide.shapes, plan, cell)
            continue
        draw = add_table if plan.kind == "table" else add_chart
        drawn = draw(slide.shapes, plan, cell, lang)
        about = drawn._element.nvGraphicFramePr.cNvPr
        about.set("descr", exhibit.alt if len(plans) == 1 else f"{plan.measure} · {exhibit.alt}")
        about.set("title", exhibit.finding)
