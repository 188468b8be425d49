"""Native tables and cards, for exhibits whose content is words."""

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from briefing.axes import WIDE, Place
from briefing.plan import Plan
from briefing.style import GREY, INK, PALE, PAPER, RED, add_box, add_text, set_east_asian
from charts.theme import half_widths

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the id of PowerPoint's table style without colours and lines
WORDS = 12  # font size of the words in a table, in points
CARD_SIZES = (44, 16, 17, 14, 13)  # font sizes of a card's lines: value, name, verdict, change, interval


def add_table(shapes, plan: Plan, place: Place, lang: str):
    """Puts the plan's rows on a slide under their headings; returns the graphic frame."""
    left, top, width, _ = place
    rows = [tuple(plan.categories), *plan.cells]
    line = Inches(0.36)
    frame = shapes.add_table(len(rows), len(plan.categories), left, top, width, line * len(rows))
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    needed = [Inches(wide * WORDS * WIDE / 72 + 0.25) for wide in plan.widths[:-1]]
    for column, wide in zip(table.columns, [*needed, width - sum(needed)], strict=True):  # the last one gets the rest
        column.width = Emu(wide)
    for at, row in enumerate(rows):
        table.rows[at].height = line
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.fill.solid()
            cell.fill.fore_color.rgb = PALE if at % 2 == 0 else PAPER
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.text_frame.text = text
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.size, run.font.bold = Pt(WORDS), at == 0
                run.font.color.rgb = GREY if at == 0 else INK
    set_east_asian(frame._element)
    if plan.note:
        below = (left, top + line * len(rows) + Inches(0.1), width, Inches(0.4))
        add_text(shapes, plan.note, below, WORDS, lang, GREY)
    return frame


def add_cards(shapes, plan: Plan, place: Place) -> None:
    """Cards in a row, each with the lines of CARD_SIZES. The word of a bad value is red."""
    left, top, width, height = place
    gap, edge = Inches(0.2), Inches(0.18)
    wide = (width - gap * (len(plan.cells) - 1)) // len(plan.cells)
    for at, (tone, *lines) in enumerate(plan.cells):
        card = add_box(shapes, (left + at * (wide + gap), top, wide, min(Inches(3.9), height)), PAPER)
        card.line.color.rgb, card.line.width = GREY, Pt(0.75)
        frame = card.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = edge
        _write_card(frame, lines, tone == "bad", (wide - 2 * edge) / Pt(1))
        set_east_asian(card._element)


def _write_card(frame, lines: list[str], bad: bool, room: float) -> None:
    """`room`: the width of a line in points; a long value gets a smaller font, not a second line."""
    value, *others = CARD_SIZES
    sizes = (min(value, room / (half_widths(lines[0]) * WIDE * 1.15)), *others)
    frame.text = "\n".join(lines)
    judged = 2 if lines[2] else 3  # the verdict is red, or without a verdict the change
    for at, (paragraph, size) in enumerate(zip(frame.paragraphs, sizes, strict=True)):
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(4)
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), at == 0
            run.font.color.rgb = RED if bad and at == judged else INK if at in (0, 2) else GREY
