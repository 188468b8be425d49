"""Analysts: the six programmes: traffic lights of the projects, progress against the plan, the course of a project."""

import streamlit as st

from exhibits.programmes.project_words import ORDER, rounds
from shell import ask, card, choice, draw, selection, show, speak, table, worded

ROWS = ("project", "unit", "light", "state", "progress", "schedule", "deadline", "overdue_days", "slip_days",
        "forecast_on", "stalled", "programme", "year")  # fmt: skip
REPORTS = ("reported_on", "state", "light", "progress", "schedule", "share_behind", "stalled", "fell", "past_deadline",
           "done_on", "source_sheet", "source_row")  # fmt: skip
STANDINGS = ("overdue", "stalled", "fell", "red", "yellow", "not_started", "in_progress", "done", "silent")


def programme(code: str) -> str:
    return worded("programme", code) if code else speak("pages.programmes.every_programme")


def standing(code: str) -> str:
    return worded("standing", code) if code else speak("pages.programmes.every_standing")


@st.fragment
def projects() -> None:
    """The projects with a search; below the course of the chosen one, without a choice of the first."""
    choice("standing", ("", *STANDINGS), standing, speak("pages.programmes.standing_choose"))
    st.text_input(speak("pages.programmes.search"), key="search", placeholder=speak("pages.programmes.hint"))
    chosen = selection("until", "programme", "standing", "search")
    with card("programme_projects", chosen) as listed:
        st.caption(speak("pages.programmes.pick"))
        row = table(listed.frame, ROWS, "projects", pick=True, alt=listed.alt)
    if not listed.frame.is_empty():
        project = listed.frame.row(row or 0, named=True)
        year = project["year"]
        own = selection("until", project_id=project["project_id"], year_from=year, year_to=year)
        with card("programme_story", own) as story:
            draw(story)
            table(story.frame, REPORTS, "reports")


choice("programme", ("", *ORDER), programme, speak("pages.programmes.programme_choose"))
choice("until", rounds(ask("programme_status", selection("programme"))), str, speak("pages.programmes.until_choose"))
show("programme_status", selection("until", "programme"))
show("programme_progress", selection("until", "programme"))
projects()
