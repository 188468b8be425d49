"""Analysts: rectification: closure, time to closure, quality of closing, and open items."""

import streamlit as st

from shell import ask, card, choice, draw, selection, show, speak, table, units_switch

SUMMARY = ("group_name", "total", "closed", "open", "due", "on_time", "overdue", "withdrawn", "reopened", "median_days",
           "closure_rate", "on_time_rate")  # fmt: skip
RATES = ("group_name", "total", "finished", "finish_rate", "closed", "closure_rate", "due", "on_time", "on_time_rate",
         "overdue", "overdue_unfinished", "overdue_rate", "extended", "extension_rate")  # fmt: skip
QUALITY = ("group_name", "ever_closed", "closed_with_due", "last_days", "last_days_share", "checked",
           "look_back_coverage", "relapsed", "relapse_rate", "graded", "satisfied", "satisfied_rate")  # fmt: skip
ITEMS = ("source", "round_no", "problem_id", "unit", "category", "problem_text", "found_on", "due_on", "closed_on",
         "state", "overdue_days", "days")  # fmt: skip
STORY = ("episode", "event", "on_date", "note")
OF_UNITS = {"progress": "rectification_summary", "pace": "rectification_logrank", "quality": "rectification_on_time"}


def age(bucket: str) -> str:
    return speak("pages.rectification.age", bucket=bucket) if bucket else speak("pages.rectification.any_age")


def choose(name: str, *options: str) -> None:
    worded = {option: speak(f"pages.rectification.{name}.{option}") for option in options}
    choice(name, options, worded.__getitem__, speak(f"pages.rectification.{name}_choose"))


def with_table(name: str, columns: tuple[str, ...], *own: str) -> None:
    chosen = selection("group_by", "units_shown", *own)
    with card(name, chosen) as shown:
        draw(shown)
        unit_of = "group" if chosen.group_by == "unit" else ""
        table(shown.frame, columns[chosen.group_by == "all" :], name, unit_of=unit_of)


def progress() -> None:
    with_table("rectification_summary", SUMMARY)
    choose("competing", "censored", "withdrawn")
    show("rectification_closure", selection("group_by", "competing"))
    left, right = st.columns(2)
    with left:
        show("rectification_ageing", selection())
    with right:
        show("rectification_backlog", selection())


def pace() -> None:
    show("rectification_duration", selection("group_by", "units_shown"))
    choose("cohort", "year", "quarter")
    show("rectification_cohorts", selection("cohort"))
    show("rectification_logrank", selection("group_by", "units_shown"))


def quality() -> None:
    choose("deadline", "original", "extended", "working_days")
    with_table("rectification_on_time", RATES, "deadline")
    with_table("rectification_quality", QUALITY, "deadline")
    show("rectification_reopening", selection("group_by"))
    show("rectification_states", selection("group_by"))


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


VIEWS = {"progress": progress, "pace": pace, "quality": quality}
groupings = ("all", "unit", "category", "round", "source")
choose("view", *VIEWS)
choice("group_by", groupings, lambda by: speak(f"pages.rectification.by.{by}"), speak("pages.rectification.choose"))
units_switch(OF_UNITS[st.session_state["view"]])
VIEWS[st.session_state["view"]]()
items()
