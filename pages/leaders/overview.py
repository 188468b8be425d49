"""Leaders: the headline figures against target and last year, and the units that need attention."""

import streamlit as st

from exhibits.overview.attention import by_unit
from shell import cards, selection, show

chosen = selection()
cards("headline", chosen)
show("satisfaction_trend", chosen)
left, right = st.columns(2)
with left:
    show("opinion_trend", chosen)
with right:
    show("rectification_closure", chosen)
show("attention", chosen, columns=("unit", "reasons", "unit_class", "attention_score"), first=10, as_rows=by_unit)
