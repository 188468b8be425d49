"""What is too long for one slide goes on on the next: no row is lost or told twice, and the axis stays."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefing.labels import apart
from briefing.pagination import CELLS, LINES, pages
from briefing.plan import Plan, Series


def dots(sections: list[str]) -> Plan:
    rows = len(sections)
    names = [f"单位{row}" for row in range(rows)]
    values = [row / rows for row in range(rows)]
    return Plan("dots", [Series("满意率", values)], "满意率", "", names, marks=tuple(names), sections=tuple(sections),
                toned=(False,) * rows)  # fmt: skip


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), min_size=1, max_size=120).map(sorted))
def test_every_row_stands_once_in_order_and_each_column_begins_with_its_heading(sections):
    plan = dots(sections)
    columns = [column for sheet in pages([plan]) for column in sheet]
    assert [name for column in columns for name in column.categories] == plan.categories
    assert [value for column in columns for value in column.series[0].values] == plan.series[0].values
    assert all(len(column.headed) <= LINES for column in columns)
    assert all(column.headed[0] == (None, column.sections[0]) for column in columns)
    assert len({column.reach for column in columns}) == 1


def test_no_column_is_left_with_a_lone_row():
    columns = [column for sheet in pages([dots(["甲"] * (2 * LINES - 1))]) for column in sheet]
    assert [len(column.categories) for column in columns] == [12, 12, 11]


def test_marks_go_with_their_rows_to_the_next_column():
    plan = dots(["甲"] * 30)
    plan = replace(plan, series=[replace(plan.series[0], hollow=(0, 29), signs={29: "below"})])
    (first, second) = pages([plan])[0]
    assert (first.series[0].hollow, second.series[0].hollow) == ((0,), (14,))
    assert (dict(first.series[0].signs), dict(second.series[0].signs)) == ({}, {14: "below"})


def test_a_long_table_keeps_its_headings_and_the_widths_of_its_columns():
    rows = tuple((str(row), "很长的说明" if row == CELLS else "短") for row in range(CELLS + 1))
    first, second = (sheet[0] for sheet in pages([Plan("table", [], "", "", ["序号", "说明"], cells=rows)]))
    assert first.cells + second.cells == rows
    assert first.categories == second.categories == ["序号", "说明"]
    assert first.widths == second.widths == (4, 10)


def test_rows_of_several_lines_leave_room_for_fewer():
    rows = tuple((str(row), "很长的说明" * 20) for row in range(CELLS))
    sheets = [sheet[0].cells for sheet in pages([Plan("table", [], "", "", ["序号", "说明"], cells=rows)])]
    assert sum(sheets, ()) == rows
    assert [len(cells) for cells in sheets] == [9, 3]  # two lines need 1.22 times the height of one


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=6))
def test_names_at_the_ends_of_lines_are_moved_apart_in_their_order(heights):
    moved = apart(heights, 10)
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    places = [moved[at] for at in order]
    assert all(high - low > 9 for low, high in pairwise(places))
