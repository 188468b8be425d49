"""Native PowerPoint charts: turns a plan into a chart whose numbers can be edited in its worksheet."""

from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from briefing.annotations import draw_breaks, draw_corners, draw_note, draw_rows, draw_tones
from briefing.axes import Place, fix_plot, row_size, span, style_axes
from briefing.chart_worksheet import chart_data, clear_gaps, index, number_axes
from briefing.labels import add_words
from briefing.plan import NAMED, Plan, Series, Sign
from briefing.style import BLUE, BROWN, FAINT, GREEN, GREY, INK, PAPER, RED, VIOLET, add, draw_line, set_east_asian

# Several lines in one chart differ by their dash, not only by colour.
LINES = (
    (BLUE, MSO_LINE.SOLID),
    (BROWN, MSO_LINE.DASH),
    (GREEN, MSO_LINE.ROUND_DOT),
    (VIOLET, MSO_LINE.DASH_DOT),
    (GREY, MSO_LINE.LONG_DASH),
    (INK, MSO_LINE.LONG_DASH_DOT),
)
# Colour, dash and width in points of each role. Main lines take theirs from LINES.
ROLES = {
    "target": (RED, MSO_LINE.DASH, 1.75),
    "centre": (GREY, MSO_LINE.SOLID, 1.5),
    "limit": (GREY, MSO_LINE.SOLID, 0.75),
    "interval": (GREY, MSO_LINE.SOLID, 1.5),
    "outer": (GREY, MSO_LINE.ROUND_DOT, 1.0),
    "beside": (GREY, MSO_LINE.ROUND_DOT, 1.5),
    "way": (GREY, MSO_LINE.SOLID, 1.0),
}
# For each part of a bar: its fill, whether it is hatched, and the colour of a number on it.
FILLS: dict[str, tuple[RGBColor, bool, RGBColor]] = {
    "done": (BLUE, False, PAPER),
    "wait": (FAINT, False, INK),
    "late": (RED, True, INK),
    "gone": (PAPER, False, GREY),
    "rate": (BLUE, False, PAPER),
    "mix": (GREY, True, INK),
}
SIGNS: dict[Sign, tuple[str, RGBColor]] = {
    "below": ("diamond", RED),
    "signal": ("diamond", BLUE),
    "above": ("triangle", BLUE),
}
MANY = 14  # a line with more points shows no numbers
FEW = 4  # with at most this many bars, the bars do not fill the plot
LONG_ENOUGH = 0.1  # as a share of the longest bar: a shorter part shows no number


def add_chart(shapes, plan: Plan, place: Place, lang: str):
    """Puts the plan's chart on a slide; returns its graphic frame."""
    if plan.kind == "dots":
        draw_tones(shapes, plan, place)
    frame = shapes.add_chart(_chart_type(plan), *place, chart_data(plan))
    chart = frame.chart
    clear_gaps(chart)
    number_axes(chart)
    chart.has_title = False
    chart.font.size = Pt(11 if plan.panel else 14)
    chart.font.color.rgb = GREY
    if plan.kind == "bars":
        chart.plots[0].gap_width = 60 if len(plan.categories) > FEW else 180
    style_axes(chart, plan, lang)
    fix_plot(chart, plan, place)
    pairs = list(zip(chart.plots[0].series, plan.series, strict=True))
    for drawn, series in pairs:
        if plan.kind == "bars":
            _style_bars(drawn, series, plan)
        else:
            _style_series(drawn, series, plan)
    _add_legend(chart, plan)
    add_words(pairs, plan, place, lang)
    _draw_beside(shapes, plan, place, lang)
    set_east_asian(chart._chartSpace)
    return frame


def _chart_type(plan: Plan) -> XL_CHART_TYPE:
    if plan.kind == "bars":
        return XL_CHART_TYPE.BAR_STACKED_100 if plan.shares else XL_CHART_TYPE.BAR_STACKED
    return XL_CHART_TYPE.LINE_MARKERS if plan.kind == "line" else XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS


def _draw_beside(shapes, plan: Plan, place: Place, lang: str) -> None:
    if plan.kind in ("dots", "bars"):
        draw_rows(shapes, plan, place, lang)
    elif plan.kind == "line":
        draw_breaks(shapes, plan, place, lang)
    draw_corners(shapes, plan, place, lang)
    draw_note(shapes, plan, place, lang)


def _add_legend(chart: Chart, plan: Plan) -> None:
    """A legend above the plot if several lines or parts have no name next to them. Limits and targets are left out."""
    chart.has_legend = plan.named
    if not plan.named:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(12)
    for at, series in reversed(list(enumerate(plan.series))):
        if series.role not in NAMED:
            left_out = OxmlElement("c:legendEntry")
            add(left_out, "c:idx", val=str(at))
            add(left_out, "c:delete", val="1")
            chart.legend._element.find(qn("c:legendPos")).addnext(left_out)


def _style_series(drawn, series: Series, plan: Plan) -> None:
    drawn.smooth = False
    mains = [each.name for each in plan.series if each.role == "main"]
    colour, dash, width = ROLES.get(series.role) or (*LINES[mains.index(series.name)], 2.75)
    marked = series.role == "main" and plan.kind != "curve"
    joined = not marked or plan.kind not in ("dots", "scatter")
    line = draw_line(drawn._element, colour if joined else None, Pt(width), dash.xml_value or "")
    if plan.kind == "line" and len(series.values) > MANY and series.words:
        marked = False  # a long line has its name at its end
    for place in series.breaks if plan.kind == "line" else ():
        if place > 0:
            drawn.points[place].format.line.fill.background()  # the segment that leads to this point
    arrow = plan.kind == "scatter" and series.role == "way"
    if not marked and not arrow:
        drawn.marker.style = XL_MARKER_STYLE.NONE
    if arrow:
        _mark(drawn._element, "circle", colour, 3)
        add(line, "a:tailEnd", type="triangle")
    if marked:
        _mark(drawn._element, "circle", colour, _size(plan))
        for place in series.places:
            if place in series.signs or place in series.hollow:
                point = drawn._element.get_or_add_dPt_for_point(index(series, place, plan))
                _sign(point, series, place, colour, plan)
        if plan.kind == "line" and len(series.values) <= MANY and not series.words:
            _value_labels(drawn, plan)


def _size(plan: Plan) -> int:
    if plan.kind == "line":
        return 5 if len(plan.days) > MANY else 7 if plan.panel else 9
    return 7 if plan.panel or len(plan.categories) > 10 else 9


def _mark(owner, symbol: str, colour: RGBColor, size: int, hollow: bool = False) -> None:
    """Gives the element of a series or a point its marker, in the order of the schema."""
    marker = owner.get_or_add_marker()
    for old in list(marker):
        marker.remove(old)
    add(marker, "c:symbol", val=symbol)
    add(marker, "c:size", val=str(size))
    look = add(marker, "c:spPr")
    add(add(look, "a:solidFill"), "a:srgbClr", val=str(PAPER if hollow else colour))
    edge = add(look, "a:ln", **({"w": str(Pt(1.5))} if hollow else {}))
    add(add(edge, "a:solidFill"), "a:srgbClr", val=str(colour if hollow else PAPER))


def _sign(point, series: Series, place: int, colour: RGBColor, plan: Plan) -> None:
    """Marks a point as different, by its shape and not only by its colour."""
    symbol, colour = SIGNS[series.signs[place]] if place in series.signs else ("circle", colour)
    _mark(point, symbol, colour, _size(plan) + 3 * (place in series.signs), hollow=place in series.hollow)


def _style_bars(drawn, series: Series, plan: Plan) -> None:
    colour, hatched, ink = FILLS[series.role]
    fill = drawn.format.fill
    if hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour, PAPER
    else:
        fill.solid()
        fill.fore_color.rgb = colour
    draw_line(drawn._element, GREY, Pt(0.75))
    drawn.invert_if_negative = False
    if hatched or series.role == "rate":
        return  # a number on hatching would be unreadable
    _, longest, _ = span(plan)
    for place, value in enumerate(series.values):
        whole = sum(each.values[place] or 0 for each in plan.series) if plan.shares else longest
        if value and value / whole > LONG_ENOUGH:
            label = drawn.points[place].data_label
            label.position = XL_LABEL_POSITION.CENTER
            label.font.size, label.font.color.rgb = Pt(row_size(plan)), ink


def _value_labels(drawn, plan: Plan) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = plan.number_format, False
    labels.position = XL_LABEL_POSITION.ABOVE
    paper = OxmlElement("c:spPr")  # a background that keeps a number readable on a line
    add(add(paper, "a:solidFill"), "a:srgbClr", val=str(PAPER))
    labels._element.find(qn("c:numFmt")).addnext(paper)
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(10 if plan.panel else 14), True, INK
