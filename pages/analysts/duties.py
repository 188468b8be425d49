"""Analysts: what leaders owe and have done: the checklist and its coverage; contact points and joint sessions."""

import streamlit as st

from shell import choice, selection, show, show_rows, speak

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


VIEWS = {"checklist": checklist, "contacts": contacts}
choice("view", VIEWS, lambda view: speak(f"pages.duties.view.{view}"), speak("pages.duties.choose"))
VIEWS[st.session_state["view"]]()
