"""How a plan is split over slides: rows that do not fit on one slide continue on the next, with the same axis."""

import math
from collections.abc import Iterator
from dataclasses import replace

from briefing.axes import span
from briefing.plan import Plan
from charts.theme import half_widths

LINES = 18  # rows in one column; more rows are set in two columns
COLUMNS = 2
PANELS = 6
CELLS = 12  # rows of a table on one slide, if none takes several lines
BREADTH, EDGES = 123, 2.5  # of a table and of both margins of a cell, in half-width characters


def pages(plans: list[Plan]) -> list[list[Plan]]:
    """The plans of each slide, in order."""
    if len(plans) != 1:
        return [plans[at : at + PANELS] for at in range(0, len(plans), PANELS)]
    (plan,) = plans
    if plan.kind == "table":
        rows = (tuple(plan.categories), *plan.cells)
        needed = tuple(max(map(half_widths, column)) for column in zip(*rows, strict=True))
        whole = replace(plan, widths=plan.widths or needed)
        return [[replace(whole, cells=cells)] for cells in _cuts(whole)]
    if plan.kind not in ("dots", "bars") or len(plan.headed) <= LINES:
        return [plans]
    lines = _evenly(plan, LINES)
    whole = replace(plan, panel=True, reach=span(plan), lines=lines)
    parts = [whole.part(first, end) for first, end in _columns(plan, lines)]
    return [parts[at : at + COLUMNS] for at in range(0, len(parts), COLUMNS)]


def _cuts(plan: Plan) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The rows of a table that each slide has room for. The last column gets what the others leave, and its texts may
    take several lines."""
    room = max(1.0, BREADTH - sum(plan.widths[:-1]) - EDGES * len(plan.widths))
    start, used = 0, 0.0
    for at, row in enumerate(plan.cells):
        tall = max(1, 0.1 + 0.56 * math.ceil(half_widths(row[-1]) / room))
        if used + tall > CELLS and at > start:
            yield plan.cells[start:at]
            start, used = at, 0.0
        used += tall
    yield plan.cells[start:]


def columns(plan: Plan, longest: int) -> list[tuple[int, int]]:
    """(first, end) row of each column of about equal length, none with more lines than `longest`."""
    return _columns(plan, _evenly(plan, longest))


def _evenly(plan: Plan, longest: int) -> int:
    """The smallest number of lines per column that needs no more columns, so that no column has a single row."""
    needed = len(_columns(plan, longest))
    return next(lines for lines in range(1, longest + 1) if len(_columns(plan, lines)) <= needed)


def _columns(plan: Plan, lines: int) -> list[tuple[int, int]]:
    """(first, end) row of each column with this many lines. Each column starts with the heading of its section."""
    cuts, used = [0], 0
    for place in range(len(plan.categories)):
        headed = bool(plan.sections) and (place == cuts[-1] or plan.sections[place] != plan.sections[place - 1])
        used += 1 + headed
        if used > lines and place > cuts[-1]:
            cuts.append(place)
            used = 1 + bool(plan.sections)
    return list(zip(cuts, [*cuts[1:], len(plan.categories)], strict=True))
