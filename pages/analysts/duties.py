"""Analysts: what leaders owe and have done: the checklist, its coverage, contact points and joint sessions."""

import streamlit as st

from shell import selection, show, show_rows

CELLS = ("unit", "family", "duty_action", "duty_state", "owed", "done", "in_time", "waiting", "overdue", "done_on",
         "deadline", "open_on", "evidence", "checked", "proved")  # fmt: skip
POINTS = ("year", "post", "unit", "visits_planned", "visits_done", "visit_rate", "last_visit_on", "problems", "entered",
          "closed", "overdue", "unknown", "item_ids")  # fmt: skip
SESSIONS = ("year", "unit", "sessions", "joint", "joint_share", "party_only", "business_only", "party_topics",
            "business_topics", "latest_on")  # fmt: skip

chosen = selection()
show("duty_matrix", chosen)
show_rows("duty_matrix", chosen, CELLS)
left, right = st.columns(2)
with left:
    show("duty_coverage", chosen)
with right:
    show("contact_points", chosen)
show_rows("contact_points", chosen, POINTS)
show("joint_sessions", chosen)
show_rows("joint_sessions", chosen, SESSIONS)
