"""The unit of a portrait and those beside it: its heading, and what the reader chooses at the top of the page."""

import polars as pl
import streamlit as st

from exhibits.comparison.unit_profile import MOST_BESIDE
from shell.address import lost_words
from shell.session import ask, options, plain, speak, worded, wording


def choose_units() -> list[str]:
    """The unit of the page first, under its name, then those beside it, of the same class. A former unit leads to the
    one that continues it, an unknown one to the unit of the filter, or else the first."""
    units = ask("unit_list")
    current = units.filter(pl.col("unit_id") == pl.col("current_unit_id"))
    classes = dict(current.select("unit_id", "unit_class").iter_rows())
    continued = dict(units.select("unit_id", "current_unit_id").iter_rows())
    state, worded = st.session_state, wording(options()["unit"])
    if state.get("unit") and state["unit"] not in continued:
        st.warning(lost_words([state["unit"]]))
    asked = continued.get(state.get("unit"), (state.get("units") or [""])[0])
    state["unit"] = asked if asked in classes else next(iter(classes))
    with st.container(key="unit-choice"):
        heading, one, others = st.columns((2, 1, 1), vertical_alignment="bottom")
    one.selectbox(speak("shell.column.unit"), list(classes), key="unit", format_func=worded, persist_state="session")
    peers = [unit for unit, own in classes.items() if own == classes[state["unit"]] and unit != state["unit"]]
    state["beside"] = [unit for unit in state.get("beside", []) if unit in peers][:MOST_BESIDE]
    others.multiselect(
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
    with heading:
        _heading(state["unit"])
    return [state["unit"], *state["beside"]]


def _heading(unit: str) -> None:
    """The unit's name and class, and the former units whose records are part of its own."""
    units = ask("unit_list").filter(pl.col("current_unit_id") == unit)
    own, former = (units.filter(kept) for kept in (pl.col("unit_id") == unit, pl.col("unit_id") != unit))
    st.markdown(f"## {plain(own['unit'][0])}")
    said = [worded("unit_class", own["unit_class"][0])]
    ended = former.with_columns(year=pl.col("valid_to").dt.offset_by("1d").dt.year())
    for (year,), together in ended.sort("year").group_by("year", maintain_order=True):
        names = speak("exhibits.list.comma").join(together["unit"])
        said.append(speak("pages.unit.predecessors", units=names, year=year))
    st.caption(plain(" · ".join(said)))
