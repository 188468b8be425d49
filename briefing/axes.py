"""The room of a native chart: where its plot lies, what its axes span, and the lines that cut it at a break."""

import math

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from briefing.look import FAINT, GREY, add, set_east_asian
from briefing.plan import Plan
from words import say

Place = tuple[int, int, int, int]  # left, top, width, height in EMU


def plot_place(plan: Plan, place: Place) -> Place:
    """Where the plot itself lies on the slide: the chart's place less the room for axes and names."""
    left, top, width, height = place
    before, above = Inches(0.55 if plan.panel else 0.95), Inches(0.45 if plan.panel else 0.2)
    after = Inches(0.3 if plan.panel or plan.kind == "curve" else 1.1)
    below = Inches(0.35 if plan.panel else 0.75)
    return left + before, top + above, width - before - after, height - above - below


def fix_plot(chart: Chart, plan: Plan, place: Place) -> None:
    """Pins the plot to its place, so that what is drawn beside the chart meets it."""
    left, top, width, height = place
    plot_left, plot_top, plot_width, plot_height = plot_place(plan, place)
    plot_area = chart._chartSpace.chart.plotArea
    for old in plot_area.findall(qn("c:layout")):
        plot_area.remove(old)
    layout = OxmlElement("c:layout")
    pinned = add(layout, "c:manualLayout")
    add(pinned, "c:layoutTarget", val="inner")
    add(pinned, "c:xMode", val="edge")
    add(pinned, "c:yMode", val="edge")
    shares = ((plot_left - left) / width, (plot_top - top) / height, plot_width / width, plot_height / height)
    for tag, share in zip(("c:x", "c:y", "c:w", "c:h"), shares, strict=True):
        add(pinned, tag, val=f"{share:.5f}")
    plot_area.insert(0, layout)


def style_axes(chart: Chart, plan: Plan, lang: str) -> None:
    """Spans, ticks and names of both axes; an axis that does not start at 0 says where it starts."""
    value, category = chart.value_axis, chart.category_axis
    low, high, step = span(plan)
    value.minimum_scale, value.maximum_scale, value.major_unit = low, high, step
    value.major_gridlines.format.line.color.rgb = FAINT
    value.format.line.fill.background()
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _tick_format(plan, step), False
    measure = plan.measure
    if low > 0:
        start = f"{low * 100:g}%" if "%" in plan.number_format else f"{low:g}"
        measure = say("briefing.axis.raised", lang, measure=measure, start=start)
    if plan.panel:
        chart.has_title = True
        chart.chart_title.include_in_layout = False
        _name(chart.chart_title, measure)
    else:
        _name(value.axis_title, measure)
    if plan.across:
        _name(category.axis_title, plan.across)
    category.has_major_gridlines = False
    category.format.line.color.rgb = GREY
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plan.kind == "curve":
        category.minimum_scale, category.maximum_scale, category.major_unit = 0, plan.until, plan.until / 6


def _name(title, text: str) -> None:
    title.text_frame.text = text
    (run,) = title.text_frame.paragraphs[0].runs
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), False, GREY


def span(plan: Plan) -> tuple[float, float, float]:
    """(lowest, highest, step) of the value axis: 0 to 1 for a curve, else round steps around all that is drawn."""
    shown = [value for series in plan.series for value in series.values if value is not None]
    if plan.kind == "curve" or not shown:
        return 0.0, 1.0, 0.25
    low, high = min(shown), max(shown)
    rough = max((high - low) / 5, high * 1e-3, 1e-9)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    top = math.ceil(round(high / step, 6)) * step
    if "%" in plan.number_format:
        top = min(top, max(1.0, high))
    bottom = (math.floor(round(low / step, 6)) - 1) * step
    if low < 0.6 * high:
        bottom = 0.0
    return round(bottom, 10), round(max(top, bottom + step), 10), step


def _tick_format(plan: Plan, step: float) -> str:
    if "%" in plan.number_format:
        return "0%" if step >= 0.01 - 1e-12 else "0.0%"
    return "0" if step >= 1 else "0." + "0" * math.ceil(-math.log10(step) - 1e-9)


def draw_breaks(shapes, plan: Plan, place: Place) -> None:
    """A dotted line between two years that may not be compared, with the reason beside it."""
    left, top, width, height = plot_place(plan, place)
    for cut in sorted({place for series in plan.series for place in series.breaks if place}):
        across = left + round(width * cut / len(plan.categories))
        line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, across, top, across, top + height)
        line.line.color.rgb, line.line.width, line.line.dash_style = GREY, Pt(1), MSO_LINE.ROUND_DOT
        note = shapes.add_textbox(across + Inches(0.05), top + height - Inches(0.28), Inches(2), Inches(0.25))
        note.text_frame.margin_left = note.text_frame.margin_top = note.text_frame.margin_bottom = 0
        note.text_frame.text = plan.break_word
        (run,) = note.text_frame.paragraphs[0].runs
        run.font.size, run.font.color.rgb = Pt(10.5), GREY
        set_east_asian(note._element)
