"""An exhibit as a 16:9 slide: its title, subtitle, chart and footer, each word and number as the page shows them."""

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from briefing.axes import Place
from briefing.look import GREY, INK, set_east_asian
from briefing.native import add_chart
from briefing.plan import PLANS, Plan
from exhibits.exhibit import Exhibit
from words import say

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
ONE_LINE = 105  # half-width characters of 16 points
TITLE_ONLY = 5  # place of this layout in python-pptx's own template
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-US"}


def deck_bytes(exhibits: Sequence[Exhibit], lang: str) -> bytes:
    """A .pptx file with a slide for each exhibit, in their order."""
    deck = Presentation()
    _widen(deck)
    for exhibit in exhibits:
        _add_slide(deck, exhibit, lang)
    deck.core_properties.title = exhibits[0].finding
    deck.core_properties.author = ""
    deck.core_properties.language = LANGUAGE_TAGS[lang]
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _widen(deck) -> None:
    """The template is 4:3: page, master and layouts are stretched to 16:9 so that slides added by hand fit too."""
    factor = WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))
    set_east_asian(deck.slide_master._element)


def _add_slide(deck, exhibit: Exhibit, lang: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    across = WIDTH - 2 * EDGE
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = EDGE, Inches(0.4), across, Inches(0.7)
    _write(title, exhibit.finding, 28, INK, lang, bold=True)
    size = 16 if _half_widths(exhibit.subtitle) <= ONE_LINE else 13
    _text(slide, exhibit.subtitle, (EDGE, Inches(1.1), across, Inches(0.55)), size, GREY, lang)
    place = (EDGE, Inches(1.75), across, Inches(4.9))
    plans = PLANS[exhibit.id](exhibit.frame, lang)
    if any(value is not None for plan in plans for series in plan.series for value in series.values):
        _draw(slide, plans, place, exhibit, lang)
    else:
        _text(slide, say("briefing.no_data", lang), place, 20, GREY, lang)
    _text(slide, exhibit.footer, (EDGE, Inches(6.7), across, Inches(0.6)), 10.5, GREY, lang)

    if exhibit.footer.startswith(sample := say("exhibits.sample", lang)):
        _text(
            slide,
            sample,
            (WIDTH - EDGE - Inches(1.5), Inches(0.12), Inches(1.5), Inches(0.25)),
            12,
            GREY,
            lang,
            right=True,
        )


def _half_widths(text: str) -> int:
    """The width of a line in half-width characters; a Chinese one counts twice."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _draw(slide, plans: list[Plan], place: Place, exhibit: Exhibit, lang: str) -> None:
    """The charts in a grid that fills the place: one alone, two side by side, more in rows of two."""
    left, top, width, height = place
    columns = min(2, len(plans))
    rows = -(-len(plans) // columns)
    for at, plan in enumerate(plans):
        row, column = divmod(at, columns)
        cell = (left + column * width // columns, top + row * height // rows, width // columns, height // rows)
        about = add_chart(slide.shapes, plan, cell, lang)._element.nvGraphicFramePr.cNvPr
        about.set("descr", exhibit.alt if len(plans) == 1 else f"{plan.measure} · {exhibit.alt}")
        about.set("title", exhibit.finding)


def _text(slide, text: str, place: Place, size: float, colour: RGBColor, lang: str, right: bool = False) -> None:
    box = slide.shapes.add_textbox(*place)
    _write(box, text, size, colour, lang)
    if right:
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _write(shape, text: str, size: float, colour: RGBColor, lang: str, bold: bool = False) -> None:
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT  # the template centres its titles
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
            run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[lang])
    set_east_asian(shape._element)
