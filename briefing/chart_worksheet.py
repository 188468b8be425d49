"""The worksheet of a native chart: categories with their values, or points with their names in an extra column."""

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter, _BaseWorkbookWriter

from briefing.plan import Plan, Series
from briefing.workbook import Workbook

XY = ("dots", "scatter", "curve")  # kinds of chart whose points have x and y


class _Quick(_BaseWorkbookWriter):
    """Writes the worksheet by a workbook of our own, which keeps texts as texts."""

    @property
    def xlsx_blob(self) -> bytes:
        book = Workbook()
        self._populate_worksheet(book, book)
        return book.content()


class _CategoriesWriter(_Quick, CategoryWorkbookWriter):
    pass


class Categories(CategoryChartData):
    """Categories with their values."""

    @property
    def _workbook_writer(self):
        return _CategoriesWriter(self)


class NamedPoints(XyChartData):
    """XY data with the points' names in a third column of the worksheet, so that a reader can edit the right row."""

    names: list[list[str]]  # the names of the points, by series

    @property
    def _workbook_writer(self):
        return _NamedPointsWriter(self)


class _NamedPointsWriter(_Quick, XyWorkbookWriter):
    def _populate_worksheet(self, workbook, worksheet):
        super()._populate_worksheet(workbook, worksheet)
        for series, names in zip(self._chart_data, self._chart_data.names, strict=True):
            worksheet.write_column(self.series_table_row_offset(series) + 1, 2, names)


def chart_data(plan: Plan) -> CategoryChartData | XyChartData:
    if plan.kind not in XY:
        data = Categories(number_format=plan.number_format)
        data.categories = list(plan.days) or plan.categories
        for series in plan.series:
            data.add_series(series.name, series.values)
        return data
    across, up = (plan.number_format, "General") if plan.kind == "dots" else ("General", plan.number_format)
    points = NamedPoints(number_format=across)
    points.names = []
    places = [_places(series, plan) for series in plan.series]
    # LibreOffice draws no series that is longer than the first one, so the first one gets blank points at its end.
    places[0] += [(None, None)] * (max(map(len, places)) - len(places[0]))
    for series, own in zip(plan.series, places, strict=True):
        line = points.add_series(series.name, number_format=up)
        for x, y in own:
            line.add_data_point(x, y)
        points.names.append(_names(series, plan))
    return points


def _names(series: Series, plan: Plan) -> list[str]:
    """The name of each point: a row of dots, or a unit in a scatter."""
    if series.role not in ("main", "interval") or plan.kind == "curve":
        return []
    names = [plan.categories[place] for place in series.places]
    return [word for name in names for word in (name, name, "")] if series.role == "interval" else names


def number_axes(chart) -> None:
    """Gives the axes ids that the schema allows; those of the library are below zero."""
    for element in chart._chartSpace.xpath(".//c:axId | .//c:crossAx"):
        element.set("val", element.get("val").lstrip("-"))


def clear_gaps(chart) -> None:
    """Makes points without a value break the line: empty in the chart's data, blank in the worksheet."""
    for value in chart._chartSpace.xpath(".//c:pt/c:v"):
        if value.text == "None":
            value.getparent().getparent().remove(value.getparent())


def _places(series: Series, plan: Plan) -> list[tuple[float | None, float | None]]:
    """(x, y) of each point that has a value. For dots, x is the value and y the height of the row."""
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
    """The index of a position among the drawn points: in a chart with x and y, gaps are not drawn."""
    return series.places.index(place) if plan.kind in XY else place
