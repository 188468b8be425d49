"""Analysts: are found problems really closed, how long does it take, and what is still open?"""

import streamlit as st

from shell import ask, card, choice, draw, selection, show, speak, table

SUMMARY = ("group_name", "total", "closed", "open", "due", "on_time", "overdue", "withdrawn", "reopened", "median_days",
           "closure_rate", "on_time_rate")  # fmt: skip
ITEMS = ("source", "round_no", "problem_id", "unit", "category", "problem_text", "found_on", "due_on", "closed_on",
         "state", "overdue_days", "days")  # fmt: skip
STORY = ("episode", "event", "on_date", "note")


def age(bucket: str) -> str:
    return speak("pages.rectification.age", bucket=bucket) if bucket else speak("pages.rectification.any_age")


@st.fragment
def items() -> None:
    """The ledger with search; choosing a row tells its whole story."""
    choice("bucket", ["", *ask("rectification_ageing", selection())["bucket"]], age, speak("shell.column.bucket"))
    st.text_input(speak("pages.rectification.search"), key="search", placeholder=speak("pages.rectification.hint"))
    chosen = selection("bucket", "search")
    with card("rectification_items", chosen) as listed:
        row = table(listed.frame, ITEMS, key=f"items-{chosen.bucket}-{chosen.search}", alt=listed.alt)
        if row is None:
            st.caption(speak("pages.rectification.pick"))
        else:
            table(ask("rectification_item_story", selection(item_id=listed.frame["item_id"][row])), STORY)


groupings = ("all", "unit", "category", "round", "source")
choice("group_by", groupings, lambda by: speak(f"pages.rectification.by.{by}"), speak("pages.rectification.choose"))
chosen = selection("group_by")
with card("rectification_summary", chosen) as summary:
    draw(summary)
    table(summary.frame, SUMMARY[chosen.group_by == "all" :])
show("rectification_closure", chosen)
left, right = st.columns(2)
with left:
    show("rectification_ageing", selection())
with right:
    show("rectification_backlog", selection())
items()
