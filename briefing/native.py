"""Native PowerPoint charts: a plan becomes a chart whose numbers can be edited in its own worksheet."""

import math

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from briefing.plan import Plan, Series
from words import say

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
INK, GREY, FAINT = RGBColor(0x1B, 0x25, 0x30), RGBColor(0x5B, 0x67, 0x70), RGBColor(0xDD, 0xE2, 0xE6)
PAPER = RGBColor(0xFF, 0xFF, 0xFF)
BLUE, TARGET = RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0xB3, 0x3A, 0x2B)
# The lines of a chart are told apart by dash and by the name at their end, not by hue alone; a seventh is plain grey.
LINES = (
    (BLUE, MSO_LINE.SOLID),
    (RGBColor(0xB8, 0x6B, 0x00), MSO_LINE.DASH),
    (RGBColor(0x2E, 0x7D, 0x6B), MSO_LINE.ROUND_DOT),
    (RGBColor(0x6B, 0x4C, 0x9A), MSO_LINE.DASH_DOT),
    (GREY, MSO_LINE.LONG_DASH),
    (INK, MSO_LINE.SOLID),
)


def add_chart(shapes, plan: Plan, place: tuple[int, int, int, int], lang: str):
    """Puts the plan's chart on a slide at (left, top, width, height) in EMU; gives back its graphic frame."""
    frame = shapes.add_chart(_chart_type(plan), *place, _chart_data(plan))
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(14)
    chart.font.color.rgb = GREY
    _style_axes(chart, plan, lang)
    mains = [series for series in plan.series if series.role == "main"]
    for drawn, series in zip(chart.plots[0].series, plan.series, strict=True):
        rank = mains.index(series) if series in mains else 0
        _style_series(drawn, series, plan, rank)
        if series.role == "target" or (len(mains) > 1 and rank < len(LINES)):
            _caption(drawn, series, series.name, last=True)
    if plan.kind == "dots":
        _error_bars(chart, plan)
    elif limits := [at for at, series in enumerate(plan.series) if series.role == "limit"]:
        # On a curve the free room is at the upper right, on a line below the first point.
        at, last = (limits[-1], True) if plan.kind == "curve" else (limits[0], False)
        _caption(chart.plots[0].series[at], plan.series[at], say("briefing.series.interval", lang), last)
    set_east_asian(chart._chartSpace)
    return frame


def set_east_asian(tree) -> None:
    """Gives every run and text default below `tree` a Latin and an East Asian face, so that no 门 is borrowed."""
    for kind in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for properties in tree.iter(qn(kind)):
            for tag, face in (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN)):
                for old in properties.findall(qn(tag)):
                    properties.remove(old)
                _add(properties, tag, typeface=face)


def _add(parent, tag: str, **attributes: str):
    """A new last child of an XML element; gives it back."""
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(name, value)
    parent.append(child)
    return child


def _chart_type(plan: Plan) -> XL_CHART_TYPE:
    return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS if plan.kind == "curve" else XL_CHART_TYPE.LINE_MARKERS


def _chart_data(plan: Plan) -> CategoryChartData | XyChartData:
    if plan.kind == "curve":
        points = XyChartData(number_format=plan.number_format)
        for series in plan.series:
            line = points.add_series(series.name)
            for x, y in zip(series.xs or [], series.values, strict=True):
                line.add_data_point(x, y)
        return points
    data = CategoryChartData(number_format=plan.number_format)
    data.categories = plan.categories
    for series in plan.series:
        data.add_series(series.name, series.values)
    return data


def _style_axes(chart: Chart, plan: Plan, lang: str) -> None:
    value, category = chart.value_axis, chart.category_axis
    low, high, step = _range(plan)
    value.minimum_scale, value.maximum_scale, value.major_unit = low, high, step
    value.major_gridlines.format.line.color.rgb = FAINT
    value.format.line.fill.background()
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _tick_format(plan, step), False
    measure = plan.measure
    if low > 0:
        start = f"{low * 100:g}%" if "%" in plan.number_format else f"{low:g}"
        measure = say("briefing.axis.raised", lang, measure=measure, start=start)
    _axis_title(value, measure)
    if plan.across:
        _axis_title(category, plan.across)
    category.has_major_gridlines = False
    category.format.line.color.rgb = GREY
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plan.kind == "curve":
        category.minimum_scale = 0


def _axis_title(axis, text: str) -> None:
    axis.axis_title.text_frame.text = text
    (run,) = axis.axis_title.text_frame.paragraphs[0].runs
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), False, GREY


def _range(plan: Plan) -> tuple[float, float, float]:
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


def _style_series(drawn, series: Series, plan: Plan, rank: int) -> None:
    drawn.smooth = False
    colour, dash = LINES[rank] if rank < len(LINES) else (FAINT, MSO_LINE.SOLID)
    width = Pt(2.75)
    if series.role == "target":
        colour, dash, width = TARGET, MSO_LINE.DASH, Pt(1.75)
    elif series.role == "limit":
        colour, dash, width = GREY, MSO_LINE.SOLID, Pt(0.75)
    line, marker = drawn.format.line, drawn.marker
    line.color.rgb, line.width, line.dash_style = colour, width, dash
    if plan.kind == "dots" and series.role != "target":
        line.fill.background()
    for place in series.breaks:
        if place > 0:
            drawn.points[place].format.line.fill.background()  # the stretch that leads to this point
    if series.role != "main" or plan.kind == "curve":
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour
    marker.format.line.color.rgb = PAPER
    if sum(other.role == "main" for other in plan.series) == 1:
        _value_labels(drawn, plan)


def _value_labels(drawn, plan: Plan) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = plan.number_format, False
    labels.position = XL_LABEL_POSITION.RIGHT if plan.kind == "dots" else XL_LABEL_POSITION.ABOVE
    paper = OxmlElement("c:spPr")  # keeps a figure legible on a line
    _add(_add(paper, "a:solidFill"), "a:srgbClr", val=str(PAPER))
    labels._element.find(qn("c:numFmt")).addnext(paper)
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(14), True, INK


def _caption(drawn, series: Series, text: str, last: bool) -> None:
    """Words beside the line's last (or under its first) point, in place of a legend."""
    places = [place for place, value in enumerate(series.values) if value is not None]
    if not places:
        return
    caption = drawn.points[places[-1 if last else 0]].data_label
    caption.has_text_frame = True
    caption.text_frame.text = text
    caption.position = XL_LABEL_POSITION.RIGHT if last else XL_LABEL_POSITION.BELOW
    (run,) = caption.text_frame.paragraphs[0].runs
    run.font.size = Pt(11 if series.role == "limit" else 13)
    run.font.color.rgb = {"target": TARGET, "limit": GREY}.get(series.role, INK)


def _error_bars(chart: Chart, plan: Plan) -> None:
    """Each dot's limits as error bars; the limits are series too, so that they stay readable and editable."""
    rate, lower, upper = plan.series[0], plan.series[-2], plan.series[-1]
    drawn = chart.plots[0].series[0]._element
    bars = OxmlElement("c:errBars")
    for tag, value in (("c:errDir", "y"), ("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        _add(bars, tag, val=value)
    for tag, limit, sign in (("c:plus", upper, 1), ("c:minus", lower, -1)):
        numbers = _add(_add(bars, tag), "c:numLit")
        _add(numbers, "c:formatCode").text = "General"
        _add(numbers, "c:ptCount", val=str(len(rate.values)))
        for place, (middle, end) in enumerate(zip(rate.values, limit.values, strict=True)):
            if middle is not None and end is not None:
                _add(_add(numbers, "c:pt", idx=str(place)), "c:v").text = repr(sign * (end - middle))
    line = _add(_add(bars, "c:spPr"), "a:ln", w=str(Pt(1.25)))
    _add(_add(line, "a:solidFill"), "a:srgbClr", val=str(BLUE))
    drawn.find(qn("c:cat")).addprevious(bars)
