"""Analysts: rectification: closure, time to closure, quality of closing, and open items."""

import streamlit as st

from shell import ask, beside, card, choice, choose, selection, show, show_rows, speak, table, units_switch, worded

SUMMARY = ("group_name", "total", "closed", "open", "due", "on_time", "overdue", "withdrawn", "reopened", "median_days",
           "closure_rate", "on_time_rate")  # fmt: skip
RATES = ("group_name", "total", "finished", "finish_rate", "closed", "closure_rate", "due", "on_time", "on_time_rate",
         "overdue", "overdue_unfinished", "overdue_rate", "extended", "extension_rate")  # fmt: skip
QUALITY = ("group_name", "ever_closed", "closed_with_due", "last_days", "last_days_share", "checked",
           "look_back_coverage", "relapsed", "relapse_rate", "graded", "satisfied", "satisfied_rate")  # fmt: skip
ITEMS = ("unit", "problem_text", "state", "overdue_days", "due_on", "found_on", "closed_on", "days", "category",
         "source", "round_no", "problem_id")  # fmt: skip
STORY = ("episode", "event", "on_date", "note")
FIRST = 5  # rows of a table
OF_UNITS = {"progress": "rectification_summary", "pace": "rectification_logrank", "timely": "rectification_on_time",
            "quality": "rectification_quality"}  # fmt: skip


def age(bucket: str) -> str:
    return worded("age", bucket) if bucket else speak("pages.rectification.any_age")


def rows(name: str, columns: tuple[str, ...], *own: str) -> None:
    """The figures of a chart; of many groups the first, until the reader asks for all."""
    chosen = selection("group_by", "units_shown", *own)
    unit_of = "group" if chosen.group_by == "unit" else ""
    show_rows(name, chosen, columns[chosen.group_by == "all" :], FIRST, unit_of)


def progress() -> None:
    show("rectification_summary", selection("group_by", "units_shown"))
    rows("rectification_summary", SUMMARY)
    beside("rectification_ageing", "rectification_backlog", selection())


def pace() -> None:
    left, right = st.columns(2)
    with left:
        choose("rectification", "competing", "censored", "withdrawn")
        show("rectification_closure", selection("group_by", "competing"))
    with right:
        choose("rectification", "cohort", "year", "quarter")
        show("rectification_cohorts", selection("cohort"))
    if st.session_state["group_by"] == "unit":  # two charts with a row for each unit
        beside("rectification_duration", "rectification_logrank", selection("group_by", "units_shown"))
    else:
        show("rectification_duration", selection("group_by", "units_shown"))
        show("rectification_logrank", selection("group_by", "units_shown"))


def timely() -> None:
    choose("rectification", "deadline", "original", "extended", "working_days")
    show("rectification_on_time", selection("group_by", "units_shown", "deadline"))
    rows("rectification_on_time", RATES, "deadline")


def quality() -> None:
    choose("rectification", "deadline", "original", "extended", "working_days")
    show("rectification_quality", selection("group_by", "units_shown", "deadline"))
    rows("rectification_quality", QUALITY, "deadline")
    beside("rectification_reopening", "rectification_states", selection("group_by"))


@st.fragment
def items() -> None:
    """The ledger with a search; choosing a row shows all events of the item."""
    choice("bucket", ["", *ask("rectification_ageing", selection())["bucket"]], age, speak("shell.column.bucket"))
    st.text_input(speak("pages.rectification.search"), key="search", placeholder=speak("pages.rectification.hint"))
    chosen = selection("bucket", "search")
    with card("rectification_items", chosen) as listed:
        row = table(listed.frame, ITEMS, "items", pick=True, alt=listed.alt)
        if row is None:
            st.caption(speak("pages.rectification.pick"))
        else:
            table(ask("rectification_item_story", selection(item_id=listed.frame["item_id"][row])), STORY, "story")


VIEWS = {"progress": progress, "pace": pace, "timely": timely, "quality": quality}
groupings = ("all", "unit", "category", "round", "source")
choose("rectification", "view", *VIEWS)
choice("group_by", groupings, lambda by: speak(f"pages.rectification.by.{by}"), speak("pages.rectification.choose"))
units_switch(OF_UNITS[st.session_state["view"]])
VIEWS[st.session_state["view"]]()
items()
