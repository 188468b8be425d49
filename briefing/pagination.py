"""How a plan is spread over slides: what is too long to be legible on one goes on on the next, on the same axis."""

from dataclasses import replace

from briefing.axes import span
from briefing.plan import Plan
from charts.theme import half_widths

LINES = 18  # of a column of rows; more rows stand in two columns
COLUMNS = 2
PANELS = 6
CELLS = 12  # rows of a table


def pages(plans: list[Plan]) -> list[list[Plan]]:
    """The charts of each slide."""
    if len(plans) != 1:
        return [plans[at : at + PANELS] for at in range(0, len(plans), PANELS)]
    (plan,) = plans
    if plan.kind == "table":
        rows = (tuple(plan.categories), *plan.cells)
        whole = replace(plan, widths=tuple(max(map(half_widths, column)) for column in zip(*rows, strict=True)))
        cuts = [plan.cells[at : at + CELLS] for at in range(0, len(plan.cells), CELLS)]
        return [[replace(whole, cells=cells)] for cells in cuts]
    if plan.kind not in ("dots", "bars") or len(plan.headed) <= LINES:
        return [plans]
    lines = _evenly(plan)
    whole = replace(plan, panel=True, reach=span(plan), lines=lines)
    columns = [whole.part(first, end) for first, end in _columns(plan, lines)]
    return [columns[at : at + COLUMNS] for at in range(0, len(columns), COLUMNS)]


def _evenly(plan: Plan) -> int:
    """The fewest lines of a column with which the rows need no more columns: none is left with a lone row."""
    needed = len(_columns(plan, LINES))
    return next(lines for lines in range(1, LINES + 1) if len(_columns(plan, lines)) <= needed)


def _columns(plan: Plan, lines: int) -> list[tuple[int, int]]:
    """The first and the end row of each column of so many lines; each begins with the heading of its section."""
    cuts, used = [0], 0
    for place in range(len(plan.categories)):
        headed = bool(plan.sections) and (place == cuts[-1] or plan.sections[place] != plan.sections[place - 1])
        used += 1 + headed
        if used > lines and place > cuts[-1]:
            cuts.append(place)
            used = 1 + bool(plan.sections)
    return list(zip(cuts, [*cuts[1:], len(plan.categories)], strict=True))
