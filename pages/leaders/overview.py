"""Leaders: how do we stand against the target and against last year, and what needs attention?"""

import streamlit as st

from shell import cards, selection, show

chosen = selection()
cards("headline", chosen)
show("satisfaction_trend", chosen)
left, right = st.columns(2)
with left:
    show("opinion_trend", chosen)
with right:
    show("rectification_closure", chosen)
show("attention", chosen, columns=("reason", "unit", "unit_class", "what"))
