"""Analysts: how satisfied is who with whom, and what of it is more than chance?"""

import streamlit as st

from shell import selection, show, show_rows

COLUMNS = ("year", "unit", "unit_class", "satisfied_n", "valid_n", "rate", "lower", "upper", "verdict")

chosen = selection()
show("satisfaction_trend", chosen)
left, right = st.columns(2)
with left:
    show("satisfaction_by_group", chosen)
with right:
    show("opinion_themes", chosen)
show("satisfaction_by_unit", chosen)
show_rows("satisfaction_by_unit", chosen, COLUMNS)
