"""The worksheet behind a native chart: categories with their values, or points with their names beside them."""

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import XyWorkbookWriter

from briefing.plan import Plan, Series

XY = ("dots", "scatter", "curve")  # kinds whose points have two numbers


class NamedPoints(XyChartData):
    """Points whose names stand in a third column of the worksheet, where a reader edits the numbers."""

    names: list[list[str]]  # of each series

    @property
    def _workbook_writer(self):
        return _NamedPointsWriter(self)


class _NamedPointsWriter(XyWorkbookWriter):
    def _populate_worksheet(self, workbook, worksheet):
        super()._populate_worksheet(workbook, worksheet)
        for series, names in zip(self._chart_data, self._chart_data.names, strict=True):
            worksheet.write_column(self.series_table_row_offset(series) + 1, 2, names)


def chart_data(plan: Plan) -> CategoryChartData | XyChartData:
    if plan.kind not in XY:
        data = CategoryChartData(number_format=plan.number_format)
        data.categories = list(plan.days) or plan.categories
        for series in plan.series:
            data.add_series(series.name, series.values)
        return data
    across, up = (plan.number_format, "General") if plan.kind == "dots" else ("General", plan.number_format)
    points = NamedPoints(number_format=across)
    points.names = []
    places = [_places(series, plan) for series in plan.series]
    # LibreOffice draws no series that is longer than the first: the first has blanks below its points.
    places[0] += [(None, None)] * (max(map(len, places)) - len(places[0]))
    for series, own in zip(plan.series, places, strict=True):
        line = points.add_series(series.name, number_format=up)
        for x, y in own:
            line.add_data_point(x, y)
        points.names.append(_names(series, plan))
    return points


def _names(series: Series, plan: Plan) -> list[str]:
    """What each point is the point of: a row of dots, a unit in a scatter."""
    if series.role not in ("main", "interval") or plan.kind == "curve":
        return []
    names = [plan.categories[place] for place in series.places]
    return [word for name in names for word in (name, name, "")] if series.role == "interval" else names


def clear_gaps(chart) -> None:
    """A point without numbers cuts a line: the chart knows it as a place without a value, the worksheet as blank."""
    for value in chart._chartSpace.xpath(".//c:pt/c:v"):
        if value.text == "None":
            value.getparent().getparent().remove(value.getparent())


def _places(series: Series, plan: Plan) -> list[tuple[float | None, float | None]]:
    """x and y of each point that has a value; of dots the values lie along x, each on the height of its row."""
    if plan.kind != "dots":
        points = zip(series.xs, series.values, strict=True)
        return [(x, y) for x, y in points if y is not None]
    if series.role == "target":
        (value, *_) = series.values
        return [(value, 0.0), (value, float(len(plan.headed)))]
    heights = [len(plan.headed) - line - 0.5 for line, (place, _) in enumerate(plan.headed) if place is not None]
    if series.role == "interval":
        ends = [(series.values[place], series.highs[place], heights[place]) for place in series.places]
        return [point for low, high, y in ends for point in ((low, y), (high, y), (None, None))]
    return [(value, y) for value, y in zip(series.values, heights, strict=True) if value is not None]


def index(series: Series, place: int, plan: Plan) -> int:
    """Which point of the drawn series a position is: where points have two numbers, gaps have none."""
    return series.places.index(place) if plan.kind in XY else place
