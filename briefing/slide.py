"""An exhibit as a 16:9 slide: its title, subtitle, chart and footer, each word and number as the page shows them."""

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from briefing.native import GREY, INK, add_chart, set_east_asian
from briefing.plan import PLANS
from exhibits.exhibit import Exhibit
from words import say

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
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
    _text(slide, exhibit.subtitle, (EDGE, Inches(1.1), across, Inches(0.45)), 16, GREY, lang)
    plan = PLANS[exhibit.id](exhibit.frame, lang)
    place = (EDGE, Inches(1.65), across, Inches(4.95))
    if any(value is not None for series in plan.series for value in series.values):
        frame = add_chart(slide.shapes, plan, place, lang)
        about = frame._element.nvGraphicFramePr.cNvPr
        about.set("descr", exhibit.alt)
        about.set("title", exhibit.finding)
    else:
        _text(slide, say("briefing.no_data", lang), place, 20, GREY, lang)
    _text(slide, exhibit.footer, (EDGE, Inches(6.7), across, Inches(0.6)), 10.5, GREY, lang)


def _text(slide, text: str, place: tuple[int, int, int, int], size: float, colour: RGBColor, lang: str) -> None:
    _write(slide.shapes.add_textbox(*place), text, size, colour, lang)


def _write(shape, text: str, size: float, colour: RGBColor, lang: str, bold: bool = False) -> None:
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1  # left; the template centres its titles
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
            run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[lang])
    set_east_asian(shape._element)
