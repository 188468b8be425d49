"""Native PowerPoint charts: a plan becomes a chart whose numbers can be edited in its own worksheet."""

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from briefing.axes import Place, draw_breaks, fix_plot, style_axes
from briefing.look import BLUE, BROWN, GREEN, GREY, INK, PAPER, RED, VIOLET, add, set_east_asian
from briefing.plan import Plan, Series
from words import say

# Lines that stand side by side are told apart by their dash, not by hue alone.
LINES = (
    (BLUE, MSO_LINE.SOLID),
    (BROWN, MSO_LINE.DASH),
    (GREEN, MSO_LINE.ROUND_DOT),
    (VIOLET, MSO_LINE.DASH_DOT),
    (GREY, MSO_LINE.LONG_DASH),
    (INK, MSO_LINE.LONG_DASH_DOT),
)
# Each role's colour, dash and width in points; the main lines take theirs from LINES.
ROLES = {
    "target": (RED, MSO_LINE.DASH, 1.75),
    "limit": (GREY, MSO_LINE.SOLID, 0.75),
    "beside": (GREY, MSO_LINE.ROUND_DOT, 1.5),
}


def add_chart(shapes, plan: Plan, place: Place, lang: str):
    """Puts the plan's chart on a slide; gives back its graphic frame."""
    frame = shapes.add_chart(_chart_type(plan), *place, _chart_data(plan))
    chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(11 if plan.panel else 14)
    chart.font.color.rgb = GREY
    style_axes(chart, plan, lang)
    fix_plot(chart, plan, place)
    for rank, (drawn, series) in enumerate(zip(chart.plots[0].series, plan.series, strict=True)):
        _style_series(drawn, series, plan, rank)
    _name_series(chart, plan, lang)
    if plan.kind == "dots":
        _error_bars(chart, plan)
    if plan.kind == "line":
        draw_breaks(shapes, plan, place)
    set_east_asian(chart._chartSpace)
    return frame


def _name_series(chart: Chart, plan: Plan, lang: str) -> None:
    """Names beside the lines; several curves, whose ends crowd together, have a legend instead."""
    chart.has_legend = sum(series.role == "main" for series in plan.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
    pairs = list(zip(chart.plots[0].series, plan.series, strict=True))
    for drawn, series in pairs:
        if series.role == "target":
            _caption(drawn, series, series.name, series.places[-1], XL_LABEL_POSITION.RIGHT)
    limits = [pair for pair in pairs if pair[1].role == "limit" and pair[1].places]
    if limits and plan.kind == "line" and not plan.panel:
        drawn, lower = limits[0]
        _caption(drawn, lower, say("briefing.series.interval", lang), lower.places[0], XL_LABEL_POSITION.BELOW)
    elif limits and plan.kind == "curve":
        drawn, upper = limits[-1]
        half = next((at for at in upper.places if (upper.values[at] or 0) <= 0.5), upper.places[-1])
        _caption(drawn, upper, say("briefing.series.interval", lang), half, XL_LABEL_POSITION.RIGHT)


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


def _style_series(drawn, series: Series, plan: Plan, rank: int) -> None:
    drawn.smooth = False
    colour, dash, width = ROLES.get(series.role) or (*LINES[rank], 2.75)
    line, marker = drawn.format.line, drawn.marker
    line.color.rgb, line.dash_style, line.width = colour, dash, Pt(width)
    if plan.kind == "dots" and series.role != "target":
        line.fill.background()
    for place in series.breaks:
        if place > 0:
            drawn.points[place].format.line.fill.background()  # the stretch that leads to this point
    if series.role != "main" or plan.kind == "curve":
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7 if plan.panel else 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour
    marker.format.line.color.rgb = PAPER
    _value_labels(drawn, plan)


def _value_labels(drawn, plan: Plan) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = plan.number_format, False
    labels.position = XL_LABEL_POSITION.RIGHT if plan.kind == "dots" else XL_LABEL_POSITION.ABOVE
    paper = OxmlElement("c:spPr")  # keeps a figure legible on a line
    add(add(paper, "a:solidFill"), "a:srgbClr", val=str(PAPER))
    labels._element.find(qn("c:numFmt")).addnext(paper)
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(10 if plan.panel else 14), True, INK


def _caption(drawn, series: Series, text: str, at: int, position: XL_LABEL_POSITION) -> None:
    """Words beside one point of a line, in place of a legend."""
    caption = drawn.points[at].data_label
    caption.has_text_frame = True
    caption.text_frame.text = text
    caption.position = position
    (run,) = caption.text_frame.paragraphs[0].runs
    run.font.size = Pt(13 if series.role == "target" else 11)
    run.font.color.rgb = ROLES[series.role][0]


def _error_bars(chart: Chart, plan: Plan) -> None:
    """Each dot's limits as error bars; the limits are series too, so that they stay readable and editable."""
    rate, lower, upper = plan.series[0], plan.series[-2], plan.series[-1]
    drawn = chart.plots[0].series[0]._element
    bars = OxmlElement("c:errBars")
    for tag, value in (("c:errDir", "y"), ("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        add(bars, tag, val=value)
    for tag, limit, sign in (("c:plus", upper, 1), ("c:minus", lower, -1)):
        numbers = add(add(bars, tag), "c:numLit")
        add(numbers, "c:formatCode").text = "General"
        add(numbers, "c:ptCount", val=str(len(rate.values)))
        for place, (middle, end) in enumerate(zip(rate.values, limit.values, strict=True)):
            if middle is not None and end is not None:
                add(add(numbers, "c:pt", idx=str(place)), "c:v").text = repr(sign * (end - middle))
    line = add(add(bars, "c:spPr"), "a:ln", w=str(Pt(1.25)))
    add(add(line, "a:solidFill"), "a:srgbClr", val=str(BLUE))
    drawn.find(qn("c:cat")).addprevious(bars)
