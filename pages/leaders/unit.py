"""Leaders: the portrait of one unit, against its class and beside up to three others of it."""

import streamlit as st

from shell import choose_units, options, selection, show, speak

PROFILE = ("metric_name", "unit", "figure", "interval", "figure_of_class", "rank_band", "against_class")
ITEMS = ("source", "problem_id", "category", "problem_text", "found_on", "due_on", "state", "overdue_days")
PAIRS = (
    ("satisfaction_trend", "opinion_themes"),
    ("index_trend", "linkage"),
    ("rectification_closure", "rectification_backlog"),
)

if options().get("unit"):
    units = tuple(choose_units())
    show("unit_profile", selection("unit", "beside", units=(), unit_class=(), group_by="unit"), columns=PROFILE)
    alone, compared = (selection(units=shown, unit_class=()) for shown in (units[:1], units))
    for pair in PAIRS:
        for column, name in zip(st.columns(2), pair, strict=True):
            with column:
                show(name, compared if name == "linkage" else alone)  # the others would pool the units
    show("rectification_items", alone, columns=ITEMS, first=10)
else:
    st.info(speak("shell.empty"))
