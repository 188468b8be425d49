"""Leaders: the portrait of one unit, against its class and beside up to three others of it."""

import streamlit as st

from shell import card, choose_units, options, selection, show, side_by_side, speak, table

PROFILE = ("metric_name", "figure", "interval", "figure_of_class", "rank_band", "against_class")
SYSTEMS = ("system", "metric_name", "figure", "figure_of_class", "period_remark")
BESIDE = {"unit_profile": ("figure", "against_class"), "unit_systems": ("figure",)}  # what a cell of each unit says
ITEMS = ("problem_text", "state", "overdue_days", "due_on", "found_on", "category", "source", "problem_id")
# Charts beside each other, and their height in pixels: nine cards are to stay one page.
PAIRS = (
    (("satisfaction_trend", "opinion_themes"), 280),
    (("index_trend", "linkage"), 400),
    (("unit_closure", "rectification_backlog"), 260),
)

if options().get("unit"):
    units = tuple(choose_units())
    with st.container(key="portrait"):
        beside = selection("unit", "beside", units=(), unit_class=(), group_by="unit")
        for name, columns in (("unit_profile", PROFILE), ("unit_systems", SYSTEMS)):
            with card(name, beside) as shown:
                if units[1:]:
                    side_by_side(shown.frame, "metric_name", BESIDE[name], name, shown.alt)
                else:
                    table(shown.frame, columns, name, alt=shown.alt)
        alone, compared = (selection("unit", units=shown, unit_class=()) for shown in (units[:1], units))
        for pair, height in PAIRS:
            for column, name in zip(st.columns(2), pair, strict=True):
                with column:
                    # The others would pool the units.
                    show(name, compared if name == "linkage" else alone, height=height)
        show("rectification_items", alone, columns=ITEMS, first=5)
else:
    st.info(speak("shell.empty"))
