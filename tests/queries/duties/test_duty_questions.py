"""Duties as the small town has them on 30 June 2024, worked out by hand."""

import datetime

import pytest

import queries

day = datetime.date


def asked(name, town, **params) -> list[dict]:
    return queries.ask(name, build=town, **params).to_dicts()


COUNTS = ("owed", "done", "in_time", "waiting", "overdue", "checked", "proved", "duty_state")


def cells(town, **params) -> dict:
    rows = asked("duty_matrix", town, **params)
    return {(row["unit_id"], row["duty_action"]): tuple(row[name] for name in COUNTS) for row in rows}


def test_a_cell_is_what_its_worst_action_is(town):
    assert cells(town) == {
        ("u1", "studied_together"): (1, 1, 1, 0, 0, 1, 1, "done"),
        ("u1", "party_lecture"): (2, 1, 0, 0, 1, 0, 0, "late"),
        ("u2", "studied_together"): (1, 0, 0, 1, 0, 0, 0, "due"),  # due on the as-of day: its day is not over
        ("u2", "party_lecture"): (1, 1, 1, 0, 0, 1, 0, "unproven"),
    }


def test_a_day_later_what_was_due_is_late_and_before_it_was_done_nothing_is(town):
    assert cells(town, as_of=day(2024, 7, 1))["u2", "studied_together"][-1] == "late"
    assert cells(town, as_of=day(2024, 3, 10))["u1", "studied_together"][-1] == "due"
    assert cells(town, as_of=day(2024, 5, 5))["u1", "party_lecture"] == (2, 0, 0, 0, 2, 0, 0, "late")


def test_the_matrix_is_of_the_last_year_of_the_range_with_dates_and_evidence(town):
    assert cells(town, year_to=2023) == {("u2", "studied_together"): (1, 1, 1, 0, 0, 0, 0, "done")}
    rows = {(row["unit_id"], row["duty_action"]): row for row in asked("duty_matrix", town, units=["u1"])}
    lecture = rows["u1", "party_lecture"]
    assert (lecture["done_on"], lecture["open_on"], lecture["evidence"]) == (day(2024, 5, 10), day(2024, 4, 30), "e2")
    assert (lecture["family"], lecture["position"], lecture["assumed"]) == ("eight", 2, True)
    assert rows["u1", "studied_together"]["assumed"] is False


def test_coverage_is_a_count_of_all_but_in_a_spot_check(town):
    rows = {(row["coverage"], row["duty_action"]): row for row in asked("duty_coverage", town)}
    counts = {key: (row["due"], row["done"], row["in_time"]) for key, row in rows.items()}
    assert counts == {
        ("census", None): (4, 3, 2),
        ("census", "studied_together"): (1, 1, 1),
        ("census", "party_lecture"): (3, 2, 1),
        ("sample", None): (2, 1, 1),
        ("sample", "studied_together"): (1, 1, 1),
        ("sample", "party_lecture"): (1, 0, 0),
    }
    whole, drawn = rows["census", None], rows["sample", None]
    assert (whole["done_rate"], whole["lower"], whole["upper"]) == (0.75, None, None)
    # Wilson, 1 of 2: the centre is one half.
    assert (drawn["lower"], drawn["upper"]) == (pytest.approx(0.0945312), pytest.approx(0.9054688))
    assert (drawn["reported_due"], drawn["reported_done"], drawn["self_reported_rate"]) == (4, 3, 0.75)
    assert whole["self_reported_rate"] is None


def test_problems_of_a_contact_point_are_followed_into_the_ledger(town):
    rows = {row["unit_id"]: row for row in asked("contact_points", town)}
    told = ("visits_planned", "visits_done", "problems", "in_ledger", "closed", "open", "overdue", "unknown")
    assert tuple(rows["u1"][name] for name in told) == (4, 3, 3, 2, 1, 1, 1, 1)
    assert rows["u1"]["item_ids"] == "under_lamp/1/1+under_lamp/1/2"
    assert rows["u1"]["visit_rate"] == 0.75
    assert tuple(rows["u2"][name] for name in told) == (2, 0, 0, 0, 0, 0, 0, 0)


def test_contact_points_of_later_years_are_left_out_and_items_of_later_days_are_known(town):
    assert asked("contact_points", town, as_of=day(2023, 12, 31)) == []
    rows = {row["unit_id"]: row for row in asked("contact_points", town, as_of=day(2024, 1, 1))}
    told = ("visits_done", "last_visit_on", "problems", "in_ledger", "unknown")
    assert tuple(rows["u1"][name] for name in told) == (3, None, 3, 1, 1)  # visits and problems as last reported


def test_sessions_are_joint_where_both_have_a_topic(town):
    told = ("sessions", "joint", "party_only", "business_only", "party_topics", "business_topics", "joint_share")
    rows = {(row["year"], row["unit_id"]): tuple(row[name] for name in told) for row in asked("joint_sessions", town)}
    assert rows == {(2024, "u1"): (2, 1, 0, 1, 2, 5, 0.5), (2024, "u2"): (1, 0, 1, 0, 1, 0, 0.0)}
    later = asked("joint_sessions", town, as_of=day(2024, 7, 31), units=["u1"])
    assert [(row["sessions"], row["joint"]) for row in later] == [(3, 2)]
