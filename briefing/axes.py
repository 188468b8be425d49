"""Position of a native chart's plot, and scales, ticks and names of its axes."""

import datetime
import math
from collections.abc import Sequence

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches

from briefing.plan import PARTS, Plan
from briefing.style import FAINT, GREY, add, draw_line, write_axis_name
from charts.theme import half_widths
from words import say

Place = tuple[int, int, int, int]  # left, top, width, height in EMU
WIDE = 0.6  # width of a half-width character, as a share of the font size
DAYS = (5, 15, 30, 60, 90, 180, 365, 730)  # allowed steps between two ticks of a curve


def plot_place(plan: Plan, place: Place) -> Place:
    """The place of the plot on the slide: the chart's place without the margins for axes and names."""
    left, top, width, height = place
    before, above, after, below = (Inches(inches) for inches in _edges(plan))
    room = height - above - below
    if plan.lines:  # rows have the same height as in the longest column
        room = room * len(plan.headed) // plan.lines
    return left + before, top + above, width - before - after, room


def _edges(plan: Plan) -> tuple[float, float, float, float]:
    """The margins left, top, right and bottom of the plot, in inches."""
    above = 0.45 * plan.named + 0.55 * bool(plan.note)
    if plan.kind in ("dots", "bars"):
        size = row_size(plan) / 72
        names = [name for place, name in plan.headed if place is not None]
        named = min(max(map(half_widths, names)) * size * WIDE + 0.3, 2.3 if plan.panel else 4.5)
        marked = max(map(half_widths, plan.marks), default=0) * size * WIDE + 0.3
        return named, above + 0.3, marked, 0.65 if plan.measure else 0.35
    if plan.panel:
        return 0.55, above + 0.45, 0.3, 0.6 if plan.across else 0.35
    ends = [
        words[place] for words, place in ((each.words, len(each.values) - 1) for each in plan.series) if place in words
    ]
    after = 1.1 if plan.kind == "line" else 0.3
    return 0.95, above + 0.2, max(after, max(map(half_widths, ends), default=0) * 0.095 + 0.25), 0.75


def row_size(plan: Plan) -> float:
    """The font size of a row's words, in points: smaller if there are many rows."""
    return 11 if plan.panel else 12 if len(plan.headed) > 10 else 14


def fix_plot(chart: Chart, plan: Plan, place: Place) -> None:
    """Sets a fixed place for the plot, so that the shapes drawn around the chart fit it."""
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
    """Scales, ticks and names of both axes. An axis that does not start at 0 is labelled with its start."""
    value, other = chart.value_axis, chart.category_axis
    if plan.kind == "dots":  # their values are on the horizontal axis
        value, other = other, value
    low, high, step = span(plan)
    value.minimum_scale, value.maximum_scale, value.major_unit = low, high, step
    value.has_major_gridlines = True
    draw_line(value.major_gridlines._xAx.majorGridlines, FAINT)
    draw_line(value._element, None)
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _tick_format(plan, step), False
    measure = plan.measure
    if low > 0:
        start = f"{low * 100:g}%" if "%" in plan.number_format else f"{low:g}"
        measure = say("briefing.axis.raised", lang, measure=measure, start=start)
    if plan.panel and plan.kind not in ("dots", "bars"):
        chart.has_title = True
        chart.chart_title.include_in_layout = False
        write_axis_name(chart.chart_title._element, measure)
    elif measure:
        write_axis_name(value.axis_title._element, measure)
    if plan.kind == "bars":  # the first row is on top, the value axis at the bottom
        value._element.find(qn("c:crosses")).set("val", "max")
    if plan.across:
        write_axis_name(other.axis_title._element, plan.across)
    other.has_major_gridlines = False
    draw_line(other._element, None if plan.kind == "bars" else GREY)
    other.major_tick_mark = XL_TICK_MARK.NONE
    other.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _span_other(other, plan)


def _span_other(other, plan: Plan) -> None:
    """Sets the scale of the other axis: days, sizes, rows or categories."""
    if plan.kind == "curve":
        every = next(days for days in DAYS if plan.until / days <= 7 or days == DAYS[-1])
        other.minimum_scale, other.maximum_scale, other.major_unit = 0, plan.until, every
    elif plan.kind == "scatter":
        low, high, step = span_across(plan)
        other.minimum_scale, other.maximum_scale, other.major_unit = low, high, step
        form = _digits(step)
        other.tick_labels.number_format, other.tick_labels.number_format_is_linked = form, False
    elif plan.kind == "dots":
        other.minimum_scale, other.maximum_scale = 0, len(plan.headed)
        other.visible = False
    elif plan.kind == "bars":
        other.reverse_order = True
    elif plan.days:
        _tick_dates(other, plan.days)


def _tick_dates(axis, days: Sequence[datetime.date]) -> None:
    """One tick per year, or one per quarter for two years or less."""
    long = (days[-1] - days[0]).days > 2 * 366
    axis.tick_labels.number_format = "yyyy" if long else "yyyy-mm"
    axis.tick_labels.number_format_is_linked = False
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in axis._element.findall(qn(tag)):
            axis._element.remove(old)
    monthly = len({(day.year, day.month) for day in days}) == len(days)
    units = {"c:baseTimeUnit": "months" if monthly else "days", "c:majorUnit": "12" if long else "3",
             "c:majorTimeUnit": "months"}  # fmt: skip
    for tag, value in units.items():
        add(axis._element, tag, val=value)


def span(plan: Plan) -> tuple[float, float, float]:
    """(lowest, highest, step) of the value axis: as given, else round steps that cover everything drawn."""
    if plan.reach:
        return plan.reach
    if plan.shares:
        return 0.0, 1.0, 0.25
    if plan.kind == "bars":
        rows = list(
            zip(*([value or 0.0 for value in each.values] for each in plan.series if each.role in PARTS), strict=True)
        )
        return rounded(
            min(sum(min(part, 0.0) for part in row) for row in rows),
            max(sum(max(part, 0.0) for part in row) for row in rows),
        )
    drawn = [each for each in plan.series if each.role != "outer" or plan.corners]
    shown = [value for each in drawn for value in (*each.values, *each.highs) if value is not None]
    if not shown or (plan.kind == "curve" and max(shown) > 0.5):
        return 0.0, 1.0, 0.25
    low, high, step = rounded(min(shown), max(shown), tight=bool(plan.corners))
    if "%" in plan.number_format:
        high = min(high, max(1.0, *shown))
    return low, high, step


def span_across(plan: Plan) -> tuple[float, float, float]:
    """(lowest, highest, step) of a scatter's horizontal axis. With words in its corners, the points fill the plot."""
    xs = [x for series in plan.series for x in series.xs]
    return rounded(min(xs), max(xs), tight=bool(plan.corners))


def rounded(low: float, high: float, tight: bool = False) -> tuple[float, float, float]:
    """(lowest, highest, step) in round steps that cover two values; from 0 unless both are far above it, or `tight`."""
    rough = max((high - low) / 5, abs(high) * 1e-3, 1e-9)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    top = math.ceil(round(high / step, 6)) * step
    bottom = math.floor(round(low / step, 6)) * step
    if low >= 0 and not tight:
        bottom = 0.0 if low < 0.6 * high else bottom - step
    return round(bottom, 10), round(max(top, bottom + step), 10), step


def _tick_format(plan: Plan, step: float) -> str:
    if plan.shares:
        return "0%"
    if "%" in plan.number_format:
        return f"{_digits(step * 100)}%"
    return _digits(step)


def _digits(step: float) -> str:
    return "0" if step >= 1 else "0." + "0" * math.ceil(-math.log10(step) - 1e-9)
