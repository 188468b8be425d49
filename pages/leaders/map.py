"""Leaders: where in the city does it stand how?"""

import streamlit as st

from shell import ask, card, choice, draw, selection, speak, table

COLUMNS = ("year", "zh", "en", "kind", "value", "valid_n", "lower", "upper")

known = ask("division_metrics", selection())
metrics = known["metric"].unique(maintain_order=True).to_list()
years = [str(year) for year in sorted(known["year"].unique(), reverse=True)]
with st.container(horizontal=True):
    choice("colour", metrics, lambda metric: speak(f"metrics.{metric}.label"), speak("pages.map.metric"))
    choice("map_year", years, str, speak("shell.column.year"))
if years:
    year = int(st.session_state["map_year"])
    with card("division_map", selection("colour", year_from=year, year_to=year)) as division_map:
        draw(division_map)
        table(division_map.frame, COLUMNS)
else:
    st.info(speak("shell.empty"))
