"""Words at single points of a native chart: names of lines at their ends, names of units at their marks."""

from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from briefing.axes import WIDE, Place, plot_place, span, span_across
from briefing.chart_worksheet import index
from briefing.plan import Plan, Series
from briefing.style import GREY, INK, RED, add
from charts.theme import apart, half_widths
from words import say

SIZE = 12
LINE = Pt(SIZE * 1.35)
DOT = Pt(5)  # half the width of a mark
SIDES = {
    XL_LABEL_POSITION.RIGHT: (0.0, 1.0, 0.0),
    XL_LABEL_POSITION.LEFT: (-1.0, 0.0, 0.0),
    XL_LABEL_POSITION.ABOVE: (-0.5, 0.5, 1.0),
    XL_LABEL_POSITION.BELOW: (-0.5, 0.5, -1.0),
}  # from and to, in widths of the word, and the number of lines above the point


def add_words(pairs: list, plan: Plan, place: Place, lang: str) -> None:
    """pairs: the series of the chart, each with that of the plan."""
    if plan.kind == "scatter":
        _beside_marks(pairs, plan, place)
    elif plan.kind == "dots":
        for drawn, series in pairs:
            if series.role == "target":
                write(drawn, 1, series.name, XL_LABEL_POSITION.ABOVE, RED, SIZE)
    else:
        _at_ends(pairs, plan, place)
        _interval(pairs, plan, lang)


def write(drawn, at: int, text: str, position: XL_LABEL_POSITION, colour, size: float, up: float = 0.0) -> None:
    """Writes words at one point, on one line, moved up by a share of the chart's height."""
    label = drawn.points[at].data_label
    label.has_text_frame = True
    label.text_frame.text = text
    label.text_frame.word_wrap = False
    label.position = position
    (run,) = label.text_frame.paragraphs[0].runs
    run.font.size, run.font.color.rgb = Pt(size), colour
    if up:
        layout = OxmlElement("c:layout")
        moved = add(layout, "c:manualLayout")
        add(moved, "c:x", val="0")
        add(moved, "c:y", val=f"{-up:.5f}")
        element = label._get_or_add_dLbl()
        for old in element.findall(qn("c:layout")):
            element.remove(old)
        element.find(qn("c:idx")).addnext(layout)


def _at_ends(pairs: list, plan: Plan, place: Place) -> None:
    """The names of lines and target at their right ends, moved apart where the ends are close together."""
    _, _, _, plot_height = plot_place(plan, place)
    low, high, _ = span(plan)
    ends = [(drawn, series, *_points(series)[-1]) for drawn, series in pairs if series.places]
    ends = [end for end in ends if end[1].role == "target" or end[2] in end[1].words]
    heights = [(value - low) / (high - low) * plot_height for *_, value in ends]
    for (drawn, series, at, _), height, free in zip(ends, heights, apart(heights, LINE), strict=True):
        target = series.role == "target"
        colour = RED if target else INK if series.role == "main" else GREY
        up = (free - height) / place[3]
        text = series.words.get(at, series.name)
        write(drawn, index(series, at, plan), text, XL_LABEL_POSITION.RIGHT, colour, SIZE + target, up)


def _points(series: Series) -> list[tuple[int, float]]:
    return [(at, value) for at, value in enumerate(series.values) if value is not None]


def _interval(pairs: list, plan: Plan, lang: str) -> None:
    """Names the limits once: below the lower limit near its start, or next to a curve at half its height."""
    limits = [pair for pair in pairs if pair[1].role == "limit" and pair[1].places and not pair[1].words]
    if not limits or plan.panel:
        return
    word = say("briefing.series.interval", lang)
    if plan.kind == "line":
        drawn, lower = limits[0]
        write(drawn, lower.places[len(lower.places) // 8], word, XL_LABEL_POSITION.BELOW, GREY, 11)
    elif plan.kind == "curve":
        drawn, upper = limits[-1]
        points = _points(upper)
        first, last = points[0][1], points[-1][1]
        passed = (at for at, value in points if (value <= (first + last) / 2) == (first > last))
        half = next(passed, points[len(points) // 2][0])  # a flat curve does not pass half its height
        side = XL_LABEL_POSITION.RIGHT if first > last else XL_LABEL_POSITION.LEFT
        write(drawn, half, word, side, GREY, 11)


def _beside_marks(pairs: list, plan: Plan, place: Place) -> None:
    """A name on a side of its mark where it covers no other mark or name; no name if there is no such side."""
    _, _, width, height = plot_place(plan, place)
    (left, right, _), (low, high, _) = span_across(plan), span(plan)
    size = 10 if plan.panel else SIZE
    marks = [
        (drawn, series, at, (series.xs[at] - left) / (right - left) * width, (y - low) / (high - low) * height)
        for drawn, series in pairs
        if series.role == "main"
        for at, y in _points(series)
    ]
    taken = [(x - DOT, x + DOT, y) for *_, x, y in marks]
    for drawn, series, at, x, y in marks:
        wide = Inches(half_widths(series.words.get(at, "")) * size * WIDE / 72 + 0.1)
        others = [box for box in taken if box != (x - DOT, x + DOT, y)]
        for side, (start, end, up) in SIDES.items() if at in series.words else ():
            box = (x + start * (wide + DOT), x + end * (wide + DOT), y + up * LINE)
            if box[0] > 0 and box[1] < width and not any(_overlap(box, other) for other in others):
                taken.append(box)
                write(drawn, index(series, at, plan), series.words[at], side, INK, size)
                break


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < LINE
