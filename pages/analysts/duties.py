"""Analysts: what leaders owe and have done: the checklist and its coverage; contact points and joint sessions."""

from shell import selection, show, show_rows, views

CELLS = ("unit", "family", "duty_action", "duty_state", "owed", "done", "in_time", "waiting", "overdue", "done_on",
         "deadline", "open_on", "evidence", "checked", "proved")  # fmt: skip
POINTS = ("year", "post", "unit", "visits_planned", "visits_done", "visit_rate", "last_visit_on", "problems",
          "in_ledger", "closed", "overdue", "unknown", "item_ids")  # fmt: skip
SESSIONS = ("year", "unit", "sessions", "joint", "joint_share", "party_only", "business_only", "party_topics",
            "business_topics", "latest_on")  # fmt: skip


def checklist() -> None:
    show("duty_matrix", selection())
    show_rows("duty_matrix", selection(), CELLS)
    show("duty_coverage", selection())


def contacts() -> None:
    show("contact_points", selection())
    show_rows("contact_points", selection(), POINTS)
    show("joint_sessions", selection())
    show_rows("joint_sessions", selection(), SESSIONS)


views("duties", {"checklist": checklist, "contacts": contacts})
