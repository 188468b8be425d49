"""Analysts: inquiries: questions, answers and promises, and how long it takes until promises are kept."""

import streamlit as st

from shell import card, choice, draw, selection, show, speak, table

GROUPS = ("group_name", "asked", "answered", "promised", "kept", "kept_late", "waiting", "overdue", "kept_on_time_rate",
          "followed_up", "asker_satisfied_rate", "median_days")  # fmt: skip
QUESTIONS = ("question", "unit", "promise_state", "overdue_days", "promise", "deadline", "done_on", "asked_by", "topic",
             "session_on", "question_id")  # fmt: skip
WHOLE = ("question", "promise", "answered_on", "followed_up_on", "satisfied", "batch_id", "source_sheet", "source_row")


@st.fragment
def questions() -> None:
    """The questions with a search; choosing a row shows its whole text and where it stands in the workbook."""
    st.text_input(speak("pages.inquiries.search"), key="search", placeholder=speak("pages.inquiries.hint"))
    chosen = selection("search")
    with card("inquiry_questions", chosen) as listed:
        row = table(listed.frame, QUESTIONS, "questions", pick=True, alt=listed.alt)
        if row is None:
            st.caption(speak("pages.inquiries.pick"))
        else:
            table(listed.frame[[row]], WHOLE, "question")


groupings = ("all", "unit", "category", "source", "round")
choice("group_by", groupings, lambda by: speak(f"pages.inquiries.by.{by}"), speak("pages.inquiries.choose"))
grouped = selection("group_by")
with card("inquiry_flow", grouped) as flow:
    draw(flow)
    unit_of = "group" if grouped.group_by == "unit" else ""
    table(flow.frame, GROUPS[grouped.group_by == "all" :], "groups", unit_of=unit_of)
show("inquiry_promises", grouped)
if grouped.group_by != "unit":  # else the first chart is the same
    show("inquiry_by_unit", selection())
questions()
