"""Rows of `town`: dated records of the ledger, of projects and brands, of services, duties and inquiries."""

import datetime
from typing import Any

from tests.queries.small_build import (
    bad_rating,
    brand,
    contact,
    duty,
    episode,
    hot_topic,
    hotline,
    inquiry,
    project,
    ratings,
    session,
)

day = datetime.date
Rows = dict[str, list[dict[str, Any]]]


def rectification() -> Rows:
    """Episodes of the ledger."""
    return {
        "rectification_episode": [
            episode("1", day(2024, 1, 1), due_on=day(2024, 2, 1), closed_on=day(2024, 2, 1), problem_text="门难进"),
            episode("2", day(2024, 3, 1), due_on=day(2024, 4, 1), category="作风"),
            episode("3", day(2024, 3, 1), due_on=day(2024, 4, 1), extended_to=day(2024, 9, 1), unit_id="u2"),
            episode("4", day(2023, 3, 1), due_on=day(2023, 9, 1), closed_on=day(2023, 4, 1), unit_id="u2"),
            episode("4", day(2023, 8, 1), unit_id="u2", episode=2),
            episode("5", day(2024, 5, 1), due_on=day(2024, 5, 9), withdrawn_on=day(2024, 5, 2)),
            episode("6", day(2024, 7, 15), due_on=day(2024, 8, 9)),
            *(
                episode(f"d{no}", day(2024, 4, 1), due_on=day(2024, 5, 1), closed_on=day(2024, 5, 1), unit_id="u3")
                for no in range(12)
            ),
        ],
    }


def programmes_and_brands() -> Rows:
    """Reports of projects, and brands."""
    return {
        "programme_project": [
            project("p1", 0.5, day(2019, 6, 30)),
            project("p1", 0.9, day(2019, 12, 31)),
            project("p2", 0.7, day(2019, 12, 31)),
        ],
        "brand": [
            brand(2019, "甲先锋", award="top_ten", content=90.0, mechanism=80.0),
            brand(2019, "乙先锋", unit_id="u2", content=70.0),
        ],
    }


def services() -> Rows:
    """Hotline, ratings, bad ratings and topics."""
    return {
        "hotline": [
            *hotline(day(2023, 11, 1), received=50, due=40, on_time=38, valid_callbacks=20, satisfied=19),
            *hotline(day(2023, 12, 1), received=60, due=8, on_time=8),
            *hotline(day(2023, 12, 1), unit_id="u2", received=30, due=30, on_time=27),
            *hotline(day(2024, 1, 5), unit_id=None, period_kind="week", received=700, on_time_rate=0.99),
        ],
        "service_rating": [
            *ratings(day(2020, 12, 1), 95, 5, filled=300),
            *ratings(day(2021, 1, 1), 49, 1, unrated=50),
            *ratings(day(2021, 1, 1), 30, unit_id="u2", channel="online", unrated=20),
        ],
        "bad_rating": [bad_rating(f"{unit}{no}", day(2024, 1, 8), unit) for unit in ("u1", "u2") for no in range(12)],
        "hotline_topic": [hot_topic(day(2024, 1, 5), "noise", 70)],
    }


def duties() -> Rows:
    """Actions, contact points and joint sessions."""
    return {
        "duty_action": [
            duty("studied_together", day(2024, 3, 31), done_on=day(2024, 3, 20), evidence="e1"),
            duty("party_lecture", day(2024, 4, 30), done_on=day(2024, 5, 10), evidence="e2"),
            duty("party_lecture", day(2024, 4, 30), post="leader_in_charge"),
            duty("studied_together", day(2024, 6, 30), "u2"),
            duty("party_lecture", day(2024, 3, 31), "u2", done_on=day(2024, 3, 1)),
            duty("studied_together", day(2024, 3, 31), done_on=day(2024, 3, 20), coverage="sample"),
            duty("party_lecture", day(2024, 3, 31), "u2", coverage="sample"),
            duty("studied_together", day(2023, 3, 31), "u2", done_on=day(2023, 3, 1)),
        ],
        "contact_point": [
            contact(2024, 4, 3, last_visit_on=day(2024, 5, 20), problems_n=3, problem_ids="1、2，99"),
            contact(2024, 2, 0, "u2", post="city_leader"),
        ],
        "joint_session": [
            session(day(2024, 2, 1), 2, 3),
            session(day(2024, 3, 1), 0, 2),
            session(day(2024, 4, 1), 1, 0, "u2"),
            session(day(2024, 7, 15), 1, 1),
        ],
    }


def inquiries() -> Rows:
    """Questions of one session."""
    return {
        "inquiry_question": [
            inquiry(
                "1",
                day(2024, 1, 10),
                answered_on=day(2024, 1, 10),
                promise="p",
                deadline=day(2024, 3, 31),
                done_on=day(2024, 3, 1),
                followed_up_on=day(2024, 4, 1),
                satisfied=True,
            ),
            inquiry(
                "2",
                day(2024, 1, 10),
                answered_on=day(2024, 1, 20),
                promise="p",
                deadline=day(2024, 2, 29),
                done_on=day(2024, 3, 10),
                followed_up_on=day(2024, 4, 2),
                satisfied=False,
            ),
            inquiry("3", day(2024, 1, 10), "u2", answered_on=day(2024, 1, 10), deadline=day(2024, 5, 31)),
            inquiry("4", day(2024, 1, 10), "u2", answered_on=day(2024, 1, 15), topic=None),
            inquiry("5", day(2024, 6, 20), "u2"),
            inquiry(
                "6",
                day(2024, 6, 20),
                answered_on=day(2024, 6, 20),
                promise="p",
                deadline=day(2024, 9, 30),
                done_on=day(2024, 7, 5),
            ),
            inquiry("7", day(2024, 7, 10)),
        ],
    }
