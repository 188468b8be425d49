"""Leaders: the metrics by division on a map."""

import streamlit as st

from shell import ask, card, choice, draw, lang, selection, speak, table

METRICS = ("satisfaction_rate", "dissatisfied_rate", "dont_know_rate", "valid_n")
FORMS = ("tiles", "columns")


def measure(metric: str) -> str:
    return speak(f"metrics.{metric}.label")


years = [str(year) for year in ask("division_metrics", selection())["year"].unique().sort(descending=True)]
if years:
    with st.container(horizontal=True):
        choice("colour", METRICS, measure, speak("pages.map.colour"), titled=True)
        choice("map_form", FORMS, lambda form: speak(f"pages.map.form.{form}"), speak("pages.map.form_of"), titled=True)
        if st.session_state["map_form"] == "columns":
            choice("height", METRICS[::-1], measure, speak("pages.map.height"), titled=True)
        choice("map_year", years, str, speak("shell.column.year"), titled=True)
    year = int(st.session_state["map_year"])
    chosen = selection("colour", "height", "map_form", year_from=year, year_to=year)
    with card("division_map", chosen) as division_map:
        draw(division_map)
        columns = (lang(), "kind", "value", "valid_n", "lower", "upper")
        table(division_map.frame, columns, "divisions")
else:
    st.info(speak("shell.empty"))
