"""The values of a chart and of its worksheet against those of the chart as made."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefing.checking.findings import UNKNOWN, WRONG, Finding, around
from briefing.edited.charts import EXACT, sheet_cells, sheet_rows
from briefing.edited.passages import Chart, Point
from words import say


def chart_places(edited: Sequence[Chart], made: Sequence[Chart]) -> list[int | None]:
    """For each chart the place of the one that it was made as, among those made: the one with the same series and the
    most equal points; None where there is none. A copy, of which at least half is equal, has the place of its model."""
    free = list(range(len(made)))
    places: list[int | None] = []
    for chart in edited:
        likeness = {at: _likeness(chart, made[at]) for at in free}
        best = max(free, key=lambda at: likeness[at], default=None)
        if best is None or not likeness[best]:
            copies = {at: _likeness(chart, model) for at, model in enumerate(made)}
            best = max(copies, key=lambda at: copies[at], default=None)
            best = best if best is not None and 2 * copies[best] >= len(chart.points) else None
        places.append(best)
        free = [at for at in free if at != places[-1]]
    return places


def _likeness(one: Chart, other: Chart) -> float:
    if not set(one.series) & set(other.series):
        return 0.0
    ours, theirs = ({(p.series, p.name, p.axis, _shown(p)) for p in chart.points} for chart in (one, other))
    names = {(p.series, p.name, p.axis) for p in one.points} & {(p.series, p.name, p.axis) for p in other.points}
    return len(ours & theirs) + len(names) / 1000 + 1e-6


def is_copy(chart: Chart, made: Chart) -> bool:
    """True if a chart shows all points of another one, and no others."""
    pairs = list(point_pairs(chart, made))
    equal = (other and _same(point.value, other.value, min(point.digits, other.digits)) for point, other in pairs)
    return len(pairs) == len(chart.points) == len(made.points) and all(equal)


def _shown(point: Point) -> float | None:
    return None if point.value is None else round(point.value, point.digits)


def differing(chart: Chart, made: Chart, code: str, exhibit: str, lang: str) -> Iterator[Finding]:
    """The values that differ at the digits shown; a value that differs in chart and worksheet is named once."""
    said = set()
    for point, other in point_pairs(chart, made):
        if other is None:
            yield from _added(chart, [point], lang)
        elif not _same(point.value, other.value, max(point.digits, other.digits)):
            says, should = written(point.value, point.digits), written(other.value, other.digits)
            said.add((says, should))
            about = say("checking.point", lang, series=point.series, name=around(other.name, 0, 40))
            yield Finding(WRONG, chart.place, says, should, code, exhibit, about, chart=chart, point=point)
    digits = max((point.digits for point in made.points), default=EXACT)
    for row, column, value, meant in sheet_pairs(chart, made):
        says, should = written(value, digits), written(meant, digits)
        if (says, should) not in said:
            about = say("checking.cell", lang, cell=f"{_letter(column)}{row + 1}")
            yield Finding(WRONG, chart.place, says, should, code, exhibit, about, chart=chart)


def unknown(chart: Chart, lang: str) -> Iterator[Finding]:
    """The values of a chart that no card has."""
    yield from _added(chart, chart.points, lang)


def _added(chart: Chart, added: Sequence[Point], lang: str) -> Iterator[Finding]:
    for point in added:
        if point.value is not None:
            about = say("checking.point", lang, series=point.series, name=around(point.name, 0, 40))
            yield Finding(
                UNKNOWN, chart.place, written(point.value, point.digits), around=about, chart=chart, point=point
            )


def point_pairs(chart: Chart, made: Chart) -> Iterator[tuple[Point, Point | None]]:
    """Each point with that of the chart as made: by series and category; of points with x and y by their order."""
    for series in chart.series:
        for axis in ("value", "x", "y"):
            ours = [point for point in chart.points if (point.series, point.axis) == (series, axis)]
            theirs = [point for point in made.points if (point.series, point.axis) == (series, axis)]
            if axis == "value":
                named = {point.name: point for point in theirs}
                yield from ((point, named.get(point.name)) for point in ours)
            else:
                yield from _by_order(ours, theirs)


def _by_order(ours: list[Point], theirs: list[Point]) -> Iterator[tuple[Point, Point | None]]:
    """Points in their order; where some were added or removed, the equal ones stay together."""
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
        return
    mine, made = [_shown(point) for point in ours], [_shown(point) for point in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, mine, made, autojunk=False).get_opcodes():
        others = theirs[c:d] if kind == "equal" or b - a == d - c else [None] * (b - a)
        yield from zip(ours[a:b], others, strict=True)


def sheet_pairs(chart: Chart, made: Chart) -> Iterator[tuple[int, int, float, float]]:
    """The cells of the worksheet whose numbers differ: row and column from 0, what they hold and what they held."""
    if not chart.book or not made.book or sheet_cells(chart.book) == sheet_cells(made.book):
        return
    ours, theirs = sheet_rows(chart.book) or (), sheet_rows(made.book) or ()
    mine, others = ([tuple(map(_cell, row)) for row in rows] for rows in (ours, theirs))
    for kind, a, b, c, d in SequenceMatcher(None, mine, others, autojunk=False).get_opcodes():
        if kind != "replace" or b - a != d - c:
            continue
        for at in range(b - a):
            for column, (value, other) in enumerate(zip(ours[a + at], theirs[c + at], strict=False)):
                if isinstance(value, (int, float)) and isinstance(other, (int, float)) and _cell(value) != _cell(other):
                    yield a + at, column, float(value), float(other)


def _cell(value: object) -> object:
    return round(float(value), EXACT) if isinstance(value, (int, float)) else value


def _same(one: float | None, other: float | None, digits: int) -> bool:
    """True if two values look alike at the digits shown, and are not half a digit apart either."""
    if one is None or other is None:
        return one is other
    return round(one, digits) == round(other, digits) or abs(one - other) < 0.5 * 10.0 ** -(digits + 1)


def written(value: float | None, digits: int) -> str:
    """A value at its digits; a share of a chart stays a share, as in its worksheet."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}" if digits < EXACT else f"{value:.{EXACT}f}".rstrip("0").rstrip(".")


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else f"{_letter(column // 26 - 1)}{_letter(column % 26)}"
