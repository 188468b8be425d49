"""Briefing: the meaning, formula and texts of each figure, generated from the definitions in the code."""

import streamlit as st

from shell import ask, choice, contract_words, metric_words, newest_build, plain, rule_words, speak, table, worded

COLUMNS = ("name", "help", "type", "key", "needed", "rules")


def datasets() -> None:
    st.markdown("### " + speak("pages.definitions.columns"))
    known = ask("contract_columns")["dataset"].unique(maintain_order=True)
    choice("dataset", known, lambda code: worded("dataset", code), speak("shell.column.dataset"))
    st.markdown(plain(speak(f"columns.{st.session_state['dataset']}.help")))
    table(contract_words(st.session_state["dataset"]), COLUMNS)


with st.container(border=True, key="card-metrics"):
    st.markdown("### " + speak("pages.definitions.metrics"))
    for metric in metric_words():
        st.markdown(f"**{plain(metric['label'])}**  \n{plain(metric['meaning'])}")
        st.caption(plain(f"{speak('shell.column.formula')} · {metric['formula']}"))
with st.container(border=True, key="card-words"):
    st.markdown("### " + speak("pages.definitions.words"))
    st.caption(plain(speak("pages.definitions.words_help")))
    rows = [f"| {speak('pages.definitions.word')} | {speak('pages.definitions.when')} |", "|---|---|"]
    for name, rules in rule_words():
        rows += [f"| **{plain(name)}** | |", *(f"| {plain(said)} | {plain(when)} |" for said, when in rules)]
    st.markdown("\n".join(rows))
if newest_build():
    with st.container(border=True, key="card-columns"):
        datasets()
