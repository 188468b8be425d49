"""The native charts of an edited briefing: the values of their series, and the rows of their worksheets."""

import datetime
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import openpyxl

from briefing.edited.package import LARGEST, EditedError, Package
from briefing.edited.passages import Chart, Place, Point
from briefing.office_file import unpacked

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
AXES = (("value", f"{C}val"), ("x", f"{C}xVal"), ("y", f"{C}yVal"), ("value", f"{C}bubbleSize"))
FORMAT = re.compile(r"0(?:\.(0+))?(%?)")
DAY_0 = datetime.date(1899, 12, 30)  # from which workbooks count days
EXACT = 6  # digits that are compared where a format shows no number of them
LONGEST_SHEET = 20_000  # rows


def chart_of(package: Package, frame: Any, part: str, place: Place, group: int) -> Chart | None:
    """The chart that a frame of a slide or a drawing of a document shows; None if it shows none."""
    named = next(frame.iter(f"{C}chart"), None)
    _, name = package.relations(part).get(named.get(f"{R}id"), ("", "")) if named is not None else ("", "")
    if name not in package.parts:
        return None
    sheet = next(iter(package.related(name, "/package")), "")
    book = package.parts[sheet] if sheet else b""
    space = package.tree(name)
    drawing = next(iter(package.related(name, "/chartUserShapes")), "")
    drawn = package.tree(drawing) if drawing else None
    values, axes, shown = tuple(points(space)), tuple(ticks(space)), tuple(labels(space))
    return Chart(place, name, values, sheet, book, group, frame, part, space, drawing, drawn, axes, shown)


def points(space: Any) -> Iterator[Point]:
    """The values of a chart in the order of its series."""
    for series in space.iter(f"{C}ser"):
        name = _first(series.find(f"{C}tx"))
        categories = dict(_categories(series.find(f"{C}cat")))
        for axis, tag in AXES:
            values = series.find(tag)
            digits = _digits(values, axis, series)
            met: Counter[str] = Counter()
            for at, holder in _holders(values):
                category = categories.get(at, str(at + 1))
                met[category] += 1
                said = f"{category} ({met[category]})" if met[category] > 1 else category
                yield Point(name, said, axis, _number(holder.text), digits, holder)


def ticks(space: Any) -> Iterator[str]:
    """The numbers at the axes of a chart, as they are drawn."""
    for axis in space.iter(f"{C}valAx"):
        bounds = [axis.find(f"{C}scaling/{C}{end}") for end in ("min", "max")] + [axis.find(f"{C}majorUnit")]
        code = axis.find(f"{C}numFmt")
        if any(bound is None for bound in bounds) or code is None:
            continue
        low, high, step = (float(bound.get("val")) for bound in bounds)
        for at in range(int((high - low) / step + 1.5) if step > 0 else 0):
            yield _drawn(low + at * step, code.get("formatCode", ""))


def labels(space: Any) -> Iterator[str]:
    """The values that are written at points of a chart, as they are drawn. Labels with words of their own are left
    out."""
    for series in space.iter(f"{C}ser"):
        values = next((found for tag in ("val", "yVal") if (found := series.find(f"{C}{tag}")) is not None), None)
        shown = series.find(f"{C}dLbls")
        own = {each.find(f"{C}idx").get("val"): each for each in shown.findall(f"{C}dLbl")} if shown is not None else {}
        linked = next(values.iter(f"{C}formatCode"), None) if values is not None else None
        for at, holder in _holders(values):
            label = own.get(str(at), shown)
            value = _number(holder.text)
            if label is None or value is None or not _shows_value(label):
                continue
            codes = [each.find(f"{C}numFmt") for each in (label, shown) if each is not None]
            code = next((each.get("formatCode", "") for each in codes if each is not None), "")
            yield _drawn(value, code or (linked.text if linked is not None else "") or "")


def _shows_value(label: Any) -> bool:
    """True if a label shows the value of its point and nothing else."""
    deleted, shows = label.find(f"{C}delete"), label.find(f"{C}showVal")
    if label.find(f"{C}tx") is not None or (deleted is not None and deleted.get("val", "1") != "0"):
        return False
    return shows is not None and shows.get("val", "1") != "0"


def _drawn(value: float, code: str) -> str:
    """A value by its format, such as 0.0%."""
    found = FORMAT.search(code)
    if not found:
        return f"{value:g}"
    digits = len(found[1] or "")
    return f"{value * 100:.{digits}f}%" if found[2] else f"{value:.{digits}f}"


def sheet_cells(book: bytes) -> tuple[bytes, ...]:
    """The XML of the worksheets and texts of a workbook: equal for equal cells. Empty if it can't be read."""
    try:
        parts = {info.filename: part for info, part in unpacked(book, LARGEST, EditedError)}
    except EditedError:
        return ()
    return tuple(parts[name] for name in sorted(parts) if name.startswith(("xl/worksheets/sheet", "xl/sharedStrings")))


def same_sheets(one: bytes, other: bytes) -> bool:
    """True if two workbooks hold the same cells, but for the last digits of numbers."""
    if sheet_cells(one) == sheet_cells(other):
        return True
    ours, theirs = sheet_rows(one), sheet_rows(other)
    return ours is not None and theirs is not None and _rounded(ours) == _rounded(theirs)


def _rounded(rows: tuple[tuple[Any, ...], ...]) -> list[list[Any]]:
    return [[float(f"{value:.9g}") if isinstance(value, float) else value for value in row] for row in rows]


def sheet_rows(content: bytes) -> tuple[tuple[Any, ...], ...] | None:
    """The rows of the first worksheet without trailing blanks; None if the workbook can't be read."""
    try:
        list(unpacked(content, LARGEST, EditedError))  # refuses what is too large for openpyxl
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        rows = [_trimmed(row) for row in book.worksheets[0].iter_rows(values_only=True, max_row=LONGEST_SHEET)]
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile):
        return None
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _trimmed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    cells = list(row)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return tuple(cells)


def _first(texts: Any) -> str:
    return next((value.text or "" for value in texts.iter(f"{C}v")), "") if texts is not None else ""


def _categories(element: Any) -> Iterator[tuple[int, str]]:
    """The names of the categories. Days are numbers that programs write in several ways: 43739, 43739.0."""
    formats = [*element.iter(f"{C}formatCode")] if element is not None else []
    dated = bool(formats) and "y" in (formats[0].text or "").lower()
    for at, holder in _holders(element):
        day = _number(holder.text) if dated else None
        yield at, holder.text or "" if day is None else str(DAY_0 + datetime.timedelta(days=int(day)))


def _holders(element: Any) -> Iterator[tuple[int, Any]]:
    for point in element.iter(f"{C}pt") if element is not None else ():
        holder = point.find(f"{C}v")
        if holder is not None:
            yield int(point.get("idx", 0)), holder


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _digits(values: Any, axis: str, series: Any) -> int:
    """The digits after the point of a value, as its format or its labels show it: 0.0% shows three."""
    formats = [*values.iter(f"{C}formatCode")] if values is not None else []
    code = (formats[0].text or "") if formats else ""
    shown = FORMAT.search(code)
    if not shown or code.lower() == "general":
        return EXACT
    return len(shown[1] or "") + (2 if shown[2] else 0)
