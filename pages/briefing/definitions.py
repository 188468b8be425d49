"""Briefing: what each figure means and how it is made; generated from the metrics and the contracts themselves."""

import polars as pl
import streamlit as st

from shell import ask, choice, metric_words, newest_build, speak, table, worded

METRICS = ("metric", "meaning", "formula", "unit_shown")
COLUMNS = ("column", "meaning", "type", "key", "nullable", "rules")

with st.container(border=True, key="card-metrics"):
    st.markdown("### " + speak("pages.definitions.metrics"))
    for metric, meaning, formula, _ in metric_words().iter_rows():
        st.markdown(f"**{metric}**")
        st.caption(f"{meaning}  \n{speak('shell.column.formula')}: {formula}")
if newest_build():
    with st.container(border=True, key="card-columns"):
        st.markdown("### " + speak("pages.definitions.columns"))
        contract = ask("contract_columns")
        choice(
            "dataset",
            contract["dataset"].unique(maintain_order=True),
            lambda code: worded("dataset", code),
            speak("shell.column.dataset"),
        )
        chosen = contract.filter(pl.col("dataset") == st.session_state["dataset"])
        st.caption(speak(f"columns.{st.session_state['dataset']}.help"))
        table(chosen, COLUMNS)
