"""Charts brought to the newest build: whole, where nobody touched them, else the data of their series alone."""

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from briefing.checking.charts import chart_places, point_pairs
from briefing.edited.charts import C, R, same_sheets
from briefing.edited.package import Package
from briefing.edited.passages import Chart, Point
from briefing.refreshing.changes import DATA, OPEN, Change
from briefing.refreshing.likeness import canonical
from briefing.refreshing.renewal import Renewal

# What a series shows, and what of its look follows the data: labels and marks of single points.
VALUES = tuple(f"{C}{tag}" for tag in ("cat", "val", "xVal", "yVal"))
FOLLOWING = tuple(f"{C}{tag}" for tag in ("dPt", "dLbls"))
SCALE = tuple(f"{C}{tag}" for tag in ("scaling", "majorUnit"))


def refreshed(package: Package, charts: Sequence[Chart], renewal: Renewal) -> Iterator[Change]:
    """Brings the charts of one card to the newest build."""
    old, new = renewal.old.made.charts, renewal.new.made.charts
    for chart, at in zip(charts, chart_places(charts, old), strict=True):
        if at is not None and len(new) == len(old):
            yield from _one(package, chart, old[at], new[at], renewal)
        elif at is not None:
            yield _change(OPEN, chart, renewal, "charts")


def _one(package: Package, chart: Chart, was: Chart, now: Chart, renewal: Renewal) -> Iterator[Change]:
    moved = sum(other is None or not _near(point, other) for point, other in point_pairs(now, was))
    if not moved and len(now.points) == len(was.points):
        return
    tree = package.tree(chart.part)
    if canonical(tree) == canonical(was.space):
        whole = copy.deepcopy(now.space)
        for mine, theirs in zip(
            tree.iter(f"{C}externalData", f"{C}userShapes"),
            whole.iter(f"{C}externalData", f"{C}userShapes"),
            strict=False,
        ):
            theirs.set(f"{R}id", mine.get(f"{R}id"))
        package.put(chart.part, _written(whole))
        if (
            chart.drawing
            and was.drawn is not None
            and now.drawn is not None
            and canonical(chart.drawn) == canonical(was.drawn)
        ):
            package.put(chart.drawing, _written(now.drawn))
    elif chart.drawing and not renewal.same_shape:  # the names beside it can't follow its rows
        yield _change(OPEN, chart, renewal, "rows")
        return
    elif left := _series(tree, was, now):
        package.changed(chart.part)
        yield _change(OPEN, chart, renewal, "series", before=", ".join(left))
    else:
        package.changed(chart.part)
    if chart.book and same_sheets(chart.book, was.book):
        package.put(chart.sheet, now.book)
    elif chart.book:
        yield _change(OPEN, chart, renewal, "worksheet")
    yield _change(DATA, chart, renewal, count=moved)


def _near(point: Point, other: Point) -> bool:
    """True if two values are equal but for the last digits, which the order of a sum may change."""
    if point.value is None or other.value is None:
        return point.value is other.value
    return math.isclose(point.value, other.value, rel_tol=1e-9, abs_tol=1e-12)


def _written(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _series(tree: Any, was: Chart, now: Chart) -> list[str]:
    """Brings the data of the series to the newest build; returns the names of series that stand on one side only."""
    mine, old, new = ({_name(each): each for each in space.iter(f"{C}ser")} for space in (tree, was.space, now.space))
    for name in mine.keys() & new.keys():
        for tag in VALUES:
            _exchange(mine[name], new[name], tag)
        for tag in FOLLOWING:
            if name in old and _texts(mine[name], tag) == _texts(old[name], tag):
                _exchange(mine[name], new[name], tag)
    for mine_axis, old_axis, new_axis in zip(
        *(list(space.iter(f"{C}valAx")) for space in (tree, was.space, now.space)), strict=False
    ):
        for tag in SCALE:
            if _texts(mine_axis, tag) == _texts(old_axis, tag):
                _exchange(mine_axis, new_axis, tag)
    return sorted(mine.keys() ^ new.keys())


def _name(series: Any) -> str:
    text = series.find(f"{C}tx")
    return next((value.text or "" for value in text.iter(f"{C}v")), "") if text is not None else ""


def _texts(parent: Any, tag: str) -> list[bytes]:
    return [canonical(each) for each in parent.findall(tag)]


def _exchange(mine: Any, new: Any, tag: str) -> None:
    """Puts the children of a kind from the newest chart in the place of those here."""
    here, there = mine.findall(tag), new.findall(tag)
    if not here and not there:
        return
    place = mine.index(here[0]) if here else _place(mine, new, tag)
    for each in here:
        mine.remove(each)
    for at, each in enumerate(there):
        mine.insert(place + at, copy.deepcopy(each))


def _place(mine: Any, new: Any, tag: str) -> int:
    """Where a child belongs that only the newest chart has: behind those that stand before it there."""
    before = {each.tag for each in new[: new.index(new.find(tag))]}
    return max((at + 1 for at, each in enumerate(mine) if each.tag in before), default=0)


def _change(kind: str, chart: Chart, renewal: Renewal, why: str = "", before: str = "", count: int = 1) -> Change:
    return Change(kind, chart.place, before, "", renewal.new.code, renewal.new.exhibit.id, why, count, chart=chart)
