"""Leaders: the portrait of one unit, against its class and beside up to three others of it."""

import streamlit as st

from shell import ask, options, selection, show, speak, wording

PROFILE = ("metric_name", "unit", "figure", "interval", "figure_of_class", "rank_band", "against_class")
ITEMS = ("source", "problem_id", "category", "problem_text", "found_on", "due_on", "state", "overdue_days")
PAIRS = (
    ("satisfaction_trend", "opinion_themes"),
    ("index_trend", "linkage"),
    ("rectification_closure", "rectification_backlog"),
)
MOST_BESIDE = 3


def choose() -> list[str]:
    """The unit of the page, and those beside it: of the same class, former units excluded."""
    names, units = options()["unit"], ask("unit_list")
    current = units.filter(units["unit_id"] == units["current_unit_id"])
    classes = dict(current.select("unit_id", "unit_class").iter_rows())
    state = st.session_state
    continued = dict(units.select("unit_id", "current_unit_id").iter_rows())
    asked = continued.get(state.get("unit"), (state.get("units") or [""])[0])
    state["unit"] = asked if asked in classes else next(iter(classes))
    left, right = st.columns(2)
    left.selectbox(
        speak("shell.column.unit"), list(classes), key="unit", format_func=wording(names), persist_state="session"
    )
    peers = [unit for unit, own in classes.items() if own == classes[state["unit"]] and unit != state["unit"]]
    state["beside"] = [unit for unit in state.get("beside", []) if unit in peers][:MOST_BESIDE]
    right.multiselect(
        speak("pages.unit.beside"),
        peers,
        key="beside",
        format_func=wording(names),
        max_selections=MOST_BESIDE,
        placeholder=speak("pages.unit.nobody_beside"),
        filter_mode="contains",
        select_all=False,
        persist_state="session",
    )
    return [state["unit"], *state["beside"]]


if options().get("unit"):
    units = choose()
    show("unit_profile", selection("unit", "beside", units=(), unit_class=(), group_by="unit"), columns=PROFILE)
    compared = selection(units=tuple(units), unit_class=())
    alone = selection(units=(units[0],), unit_class=())
    for pair in PAIRS:
        for column, name in zip(st.columns(2), pair, strict=True):
            with column:
                show(name, compared if name in ("index_trend", "linkage") else alone)
    show("rectification_items", alone, columns=ITEMS, first=10)
else:
    st.info(speak("shell.empty"))
