"""The unit of a portrait and those beside it: what the reader chooses at the top of the page."""

import polars as pl
import streamlit as st

from exhibits.comparison.unit_profile import MOST_BESIDE
from shell.session import ask, options, speak, wording


def choose_units() -> list[str]:
    """The unit of the page first, then those beside it, of the same class. A former unit leads to the one that
    continues it, an unknown one to the unit of the filter, or else the first."""
    units = ask("unit_list")
    current = units.filter(pl.col("unit_id") == pl.col("current_unit_id"))
    classes = dict(current.select("unit_id", "unit_class").iter_rows())
    continued = dict(units.select("unit_id", "current_unit_id").iter_rows())
    state, worded = st.session_state, wording(options()["unit"])
    asked = continued.get(state.get("unit"), (state.get("units") or [""])[0])
    state["unit"] = asked if asked in classes else next(iter(classes))
    left, right = st.columns(2)
    left.selectbox(speak("shell.column.unit"), list(classes), key="unit", format_func=worded, persist_state="session")
    peers = [unit for unit, own in classes.items() if own == classes[state["unit"]] and unit != state["unit"]]
    state["beside"] = [unit for unit in state.get("beside", []) if unit in peers][:MOST_BESIDE]
    right.multiselect(
        speak("pages.unit.beside"),
        peers,
        key="beside",
        format_func=worded,
        max_selections=MOST_BESIDE,
        placeholder=speak("pages.unit.nobody_beside"),
        filter_mode="contains",
        select_all=False,
        persist_state="session",
    )
    return [state["unit"], *state["beside"]]
