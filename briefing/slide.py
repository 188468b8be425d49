"""An exhibit as a 16:9 slide: title, subtitle, chart and footer with the words and numbers of the page."""

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.util import Emu, Inches

from briefing.axes import Place
from briefing.native_chart import add_chart
from briefing.pagination import pages
from briefing.plan import Plan
from briefing.plans import PLANS, SHOWN_AS_ROWS
from briefing.qr import code_address, qr_png
from briefing.style import GREY, LANGUAGE_TAGS, add_text, set_east_asian, write
from briefing.table import add_cards, add_table
from charts.theme import half_widths
from exhibits.exhibit import Exhibit
from words import say

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
ACROSS = WIDTH - 2 * EDGE
PLACE = (EDGE, Inches(1.75), ACROSS, Inches(4.9))  # of the chart, table or cards
FOOT, CODE = Inches(6.7), Inches(0.65)  # top of the footer, side of the QR beside it
# (half-width characters, points): titles take one line, subtitles one to three.
TITLE_SIZES = ((52, 28), (66, 22), (1000, 18))
SUBTITLE_SIZES = ((105, 16), (260, 13), (10_000, 11))
TITLE_ONLY = 5  # index of this layout in python-pptx's template


def deck_of(exhibits: Sequence[Exhibit], lang: str, page: str = ""):
    """A presentation with one slide per exhibit, in the given order; a long exhibit continues on further slides.

    page: an address on the server, for the QR of the trace codes; unneeded where RONGHE_URL names the server.
    """
    deck = Presentation()
    _widen(deck)
    for exhibit in exhibits:
        _add_slides(deck, exhibit, lang, page)
    deck.core_properties.title = exhibits[0].finding
    deck.core_properties.author = ""
    deck.core_properties.language = LANGUAGE_TAGS[lang]
    return deck


def _widen(deck) -> None:
    """Widens the 4:3 template to 16:9: page, master and layouts, so that slides added by hand fit too."""
    factor = WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))
    set_east_asian(deck.slide_master._element)


def _add_slides(deck, exhibit: Exhibit, lang: str, page: str) -> None:
    """The exhibit's slides: one, or more if its rows would not be readable on one."""
    has_rows = exhibit.figure is not None or exhibit.id in SHOWN_AS_ROWS
    plans = [plan for plan in PLANS[exhibit.id](exhibit.frame, lang) if plan.shows] if has_rows else []
    sheets = pages(plans) if plans else [[]]
    for number, sheet in enumerate(sheets, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        _write_head(slide, exhibit, lang)
        if sheet:
            _draw(slide, sheet, PLACE, exhibit, lang)
        else:
            add_text(slide.shapes, say("briefing.no_data", lang), PLACE, 20, lang, GREY)
        _write_foot(slide, exhibit, f"{number}/{len(sheets)}" if len(sheets) > 1 else "", lang)
        _add_code(slide.shapes, exhibit.code, lang, page)


def _write_head(slide, exhibit: Exhibit, lang: str) -> None:
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = EDGE, Inches(0.4), ACROSS, Inches(0.7)
    write(title, exhibit.finding, _size(exhibit.finding, TITLE_SIZES), lang, bold=True)
    about = (EDGE, Inches(1.05), ACROSS, Inches(0.6))
    add_text(slide.shapes, exhibit.subtitle, about, _size(exhibit.subtitle, SUBTITLE_SIZES), lang, GREY)


def _write_foot(slide, exhibit: Exhibit, number: str, lang: str) -> None:
    """The footer, and in the upper corner the slide's number and the mark of demonstration data."""
    add_text(slide.shapes, exhibit.footer, (EDGE, FOOT, ACROSS - CODE - Inches(0.1), Inches(0.6)), 10.5, lang, GREY)
    sample = say("exhibits.sample", lang)
    corner = " · ".join(filter(None, [number, sample if exhibit.footer.startswith(sample) else ""]))
    if corner:
        place = (WIDTH - EDGE - Inches(2.5), Inches(0.12), Inches(2.5), Inches(0.25))
        add_text(slide.shapes, corner, place, 12, lang, GREY, right=True)


def _add_code(shapes, code: str, lang: str, page: str) -> None:
    """The QR of the trace code at the right end of the footer; none on a card without a code."""
    if code:
        picture = shapes.add_picture(
            io.BytesIO(qr_png(code_address(code, page))), WIDTH - EDGE - CODE, FOOT, CODE, CODE
        )
        picture._element.nvPicPr.cNvPr.set("descr", say("trace_code.qr", lang, code=code))


def _size(text: str, sizes: tuple[tuple[int, float], ...]) -> float:
    """The font size in points for a text: the first size whose length limit it does not exceed."""
    return next(size for longest, size in sizes if half_widths(text) <= longest)


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
