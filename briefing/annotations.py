"""Shapes drawn around a chart on a slide: names and marks of rows, bands behind rows, breaks, words in corners."""

from itertools import pairwise

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.util import Inches, Pt

from briefing.axes import WIDE, Place, plot_place, row_size
from briefing.plan import Plan
from briefing.style import GREY, PALE, add_box, add_group, add_text, text_box
from charts.theme import half_widths

SMALLEST = 8.5  # the font size in points of a name that is too long for its line


def draw_tones(shapes, plan: Plan, place: Place) -> None:
    """A pale band behind the rows of every other section, so that a section is visible as one block."""
    left, _, width, _ = place
    lines = _lines(plan, place)
    starts = [line for line, (at, _) in enumerate(plan.headed) if at is None]
    for first, end in pairwise([*starts, len(lines)]):
        if plan.toned[plan.headed[first + 1][0] or 0]:
            top = lines[first][1]
            tone = add_box(shapes, (left, top, width, lines[end - 1][1] + lines[end - 1][3] - top), PALE)
            tone.line.fill.background()


def draw_rows(shapes, plan: Plan, place: Place, lang: str) -> None:
    """The names and marks of rows as one group, each at the height of its row. For bars, the axis shows the names."""
    left, _, width, _ = place
    plot_left, _, plot_width, _ = plot_place(plan, place)
    size, right = row_size(plan), plot_left + plot_width + Inches(0.14)
    texts: list[str] = []
    places: list[Place] = []

    def put(text: str, place: Place, size: float, bold: bool = False, right: bool = False) -> None:
        number = shapes._next_shape_id
        texts.append(text_box(number, text, place, size, lang, bold=bold, right=right, middle=True))
        places.append(place)

    for (at, name), (_, top, _, height) in zip(plan.headed, _lines(plan, place), strict=True):
        if at is None:
            put(name, (left + Inches(0.05), top, width, height), size, bold=True)
            continue
        if plan.kind == "dots":
            room = plot_left - left - Inches(0.1)
            fitting = max(min(size, room / Pt(1) / (half_widths(name) * WIDE)), SMALLEST)
            put(name, (left, top, room, height), fitting, right=True)
        if plan.marks:
            put(plan.marks[at], (right, top, left + width - right, height), size)
    if texts:
        add_group(shapes, texts, places)


def _lines(plan: Plan, place: Place) -> list[Place]:
    """The rectangle of each line, over the width of the plot."""
    left, top, width, height = plot_place(plan, place)
    step = height / len(plan.headed)
    return [(left, top + round(line * step), width, round(step)) for line in range(len(plan.headed))]


def draw_breaks(shapes, plan: Plan, place: Place, lang: str) -> None:
    """A dotted line between two years, or days, that are not comparable, with the reason next to it."""
    left, top, width, height = plot_place(plan, place)
    free, lines = 0, 0  # where the last note ends, and the lines that it is up
    for cut in sorted({place for series in plan.series for place in series.breaks if place}):
        across = left + round(width * cut / len(plan.days or plan.categories))
        lines = lines + 1 if across < free else 0
        free = across + Pt(10.5 * WIDE * half_widths(plan.break_word))
        line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, across, top, across, top + height)
        line.line.color.rgb, line.line.width, line.line.dash_style = GREY, Pt(1), MSO_LINE.ROUND_DOT
        note = (across + Inches(0.05), top + height - Inches(0.28) * (lines + 1), Inches(2), Inches(0.25))
        add_text(shapes, plan.break_word, note, 10.5, lang, GREY, middle=True)


def draw_note(shapes, plan: Plan, place: Place, lang: str) -> None:
    """The lines above the plot."""
    if plan.note:
        left, top, width, _ = place
        add_text(shapes, plan.note, (left, top, width, Inches(0.5)), 13, lang)


def draw_corners(shapes, plan: Plan, place: Place, lang: str) -> None:
    """The words that explain the corners of the plot."""
    left, top, width, height = plot_place(plan, place)
    wide, high, edge = Inches(4), Inches(0.3), Inches(0.06)
    for at, words in enumerate(plan.corners):
        is_left, is_below = at >= 2, at % 2 == 1
        x = left + edge if is_left else left + width - wide - edge
        y = top + height - high if is_below else top
        add_text(shapes, words, (x, y, wide, high), 12, lang, GREY, bold=True, right=not is_left, middle=True)
