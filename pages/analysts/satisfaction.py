"""Analysts: satisfaction by unit and respondent group, and which differences are more than random variation."""

import streamlit as st

from shell import beside, choice, selection, show, show_rows, speak, units_switch, views

COLUMNS = ("unit", "rate", "lower", "upper", "verdict", "satisfied_n", "valid_n", "unit_class", "year")

SPLITS = ("unit", "group")
COMPARISONS = ("unit_funnel", "unit_ranking", "unit_shrunk", "unit_case_mix")
SPANS = ("year", "three")


@st.fragment
def parts_of_the_change() -> None:
    choice("split_by", SPLITS, lambda by: speak(f"pages.satisfaction.by.{by}"), speak("pages.satisfaction.split_by"))
    show("satisfaction_decomposition", selection("split_by"))


@st.fragment
def units_compared() -> None:
    """One comparison of units at a time, for the last year or for three years together."""
    with st.container(horizontal=True):
        choice(
            "comparison", COMPARISONS, lambda name: speak(f"pages.satisfaction.{name}"), speak("pages.satisfaction.how")
        )
        choice("span", SPANS, lambda span: speak(f"pages.satisfaction.span.{span}"), speak("pages.satisfaction.years"))
    show(st.session_state["comparison"], selection("span", "units_shown"))


def city() -> None:
    chosen = selection()
    show("satisfaction_trend", chosen)
    beside("satisfaction_weighted", "opinion_trend", chosen)
    beside("satisfaction_by_group", "opinion_themes", chosen)
    parts_of_the_change()


def units() -> None:
    units_switch("satisfaction_by_unit")
    units_compared()
    show("satisfaction_by_unit", selection("units_shown"))
    show_rows("satisfaction_by_unit", selection("units_shown"), COLUMNS)


views("satisfaction", {"city": city, "units": units})
