"""Analysts: how figures went, by year as small multiples and by month against other months; the events of the time."""

import streamlit as st

from exhibits.services.series_changes import monthly
from shell import ask, choice, selection, show, show_rows, speak, units_switch, views, worded
from shell.stewards.noted_events import events_card

YEARS = ("title", "year", "satisfied_n", "valid_n", "rate", "lower", "upper", "change", "verdict")
CHANGES = ("_yoy", "_yoy_lower", "_yoy_upper", "_pop", "_pop_lower", "_pop_upper")
MONTHS = ("month", "value", "rate", "base_n", "lower", "upper", *(f"growth{end}" for end in CHANGES),
          *(f"change{end}" for end in CHANGES), "reason_yoy", "reason_pop")  # fmt: skip
PANELS = ("class", "group", "division", "unit")


def yearly() -> None:
    """Satisfaction of each class, group, division or unit, then the indices."""
    with st.container(horizontal=True):
        choice("trend_by", PANELS, lambda by: speak(f"pages.trends.by_{by}"), speak("pages.trends.by"))
        if st.session_state["trend_by"] == "unit":
            units_switch("satisfaction_multiples")
    chosen = selection("trend_by", "units_shown")
    show("satisfaction_multiples", chosen)
    show_rows("satisfaction_multiples", chosen, YEARS)
    show("index_trend", selection())


def months() -> None:
    """One monthly series against the year before and the month before, then the open items of the ledger."""
    series = monthly(ask("series_changes", selection()))
    choice("series", series, lambda name: worded("series", name), speak("pages.signals.choose"))
    show("series_changes", selection("series"))
    show_rows("series_changes", selection("series"), MONTHS)
    show("rectification_backlog", selection())


views("trends", {"yearly": yearly, "monthly": months})
events_card()
