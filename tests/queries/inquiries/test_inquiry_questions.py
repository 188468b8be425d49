"""Inquiries as the small town has them on 30 June 2024, worked out by hand."""

import datetime

import pytest

import queries

day = datetime.date
COUNTS = ("asked", "answered", "promised", "kept", "kept_late", "waiting", "overdue", "due", "in_time", "followed_up",
          "satisfied")  # fmt: skip


def asked(name, town, **params) -> list[dict]:
    return queries.ask(name, build=town, **params).to_dicts()


def test_the_steps_from_question_to_follow_up(town):
    (row,) = asked("inquiry_flow", town)
    assert tuple(row[name] for name in COUNTS) == (6, 5, 4, 1, 1, 1, 1, 3, 1, 2, 1)
    assert row["answered_rate"] == pytest.approx(5 / 6)
    assert (row["kept_on_time_rate"], row["asker_satisfied_rate"]) == (pytest.approx(1 / 3), 0.5)
    assert row["median_days"] == 51


def test_the_same_by_unit_topic_and_session(town):
    by_unit = {
        row["group"]: tuple(row[name] for name in COUNTS[:8]) for row in asked("inquiry_flow", town, group_by="unit")
    }
    assert by_unit == {"u1": (3, 3, 3, 1, 1, 1, 0, 2), "u2": (3, 2, 1, 0, 0, 0, 1, 1)}
    topics = {row["group"]: row["asked"] for row in asked("inquiry_flow", town, group_by="category")}
    assert topics == {"housing": 5, "unclassified": 1}
    sessions = {row["group"]: row["asked"] for row in asked("inquiry_flow", town, group_by="round")}
    assert sessions == {"2024-01-10": 4, "2024-06-20": 2}


def test_the_curve_censors_what_is_not_kept(town):
    rows = asked("inquiry_promises", town)
    curve = {row["day"]: (row["at_risk"], row["kept"], row["censored"], row["open_share"]) for row in rows}
    # 6 leaves after 10 days, 2 is kept after 50, 1 after 51; 3 is open for 172 days.
    assert curve == {
        10: (4, 0, 1, 1.0),
        50: (3, 1, 0, pytest.approx(2 / 3)),
        51: (2, 1, 0, pytest.approx(1 / 3)),
        172: (1, 0, 1, pytest.approx(1 / 3)),
    }
    assert {row["watched_days"] for row in rows} == {172}


def test_later_events_are_not_known_yet(town):
    (row,) = asked("inquiry_flow", town, as_of=day(2024, 3, 5))
    assert tuple(row[name] for name in COUNTS) == (4, 4, 3, 1, 0, 1, 1, 2, 1, 0, 0)


def test_units_and_questions(town):
    units = {row["unit_id"]: (row["promised"], row["overdue"], row["longest_overdue_days"])
             for row in asked("inquiry_by_unit", town)}  # fmt: skip
    assert units == {"u2": (1, 1, 30), "u1": (3, 0, None)}
    rows = {row["question_id"]: (row["promise_state"], row["overdue_days"]) for row in asked("inquiry_questions", town)}
    assert rows == {
        "1": ("kept", None),
        "2": ("kept_late", None),
        "3": ("overdue", 30),
        "4": ("no_promise", None),
        "5": ("unanswered", None),
        "6": ("waiting", None),
    }
    assert [row["question_id"] for row in asked("inquiry_questions", town, search="Q3")] == ["3"]
