"""Names stand beside their marks where they overlap no other name and leave no plot, at every width."""

from charts.labels import SIDES, sides


def test_a_name_stands_at_the_right_where_nothing_is_in_the_way():
    assert sides([(0.2, 0.5), (0.2, 0.1)], ["name", ""], [200, 800], 200) == ["middle right", ""]


def test_a_name_at_the_edge_turns_to_the_other_side():
    assert sides([(0.95, 0.5)], ["a name"], [200, 800], 200) == ["middle left"]


def test_two_names_never_overlap_at_any_width():
    first, second = sides([(0.4, 0.5), (0.45, 0.5)], ["one name", "another name"], [200, 800], 200, crowd=1)
    assert first and second and first != second


def test_a_name_without_room_at_one_width_is_left_out():
    assert sides([(0.5, 0.5)], ["a long name"], [60, 800], 200) == [""]


def test_a_name_covers_no_other_mark_unless_it_may():
    crowded = [(0.5, 0.5)] + [(0.5 + 0.15 * across, 0.5 + 0.1 * down) for across, down in SIDES.values()]
    names = ["name"] + [""] * len(SIDES)
    assert sides(crowded, names, [200], 200)[0] == ""
    assert sides(crowded, names, [200], 200, crowd=3)[0] != ""
