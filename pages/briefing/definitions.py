"""Briefing: the meaning, formula and texts of each figure, generated from the definitions in the code."""

import streamlit as st

from shell import ask, choice, contract_words, metric_words, newest_build, plain, rule_words, speak, table, worded

COLUMNS = ("name", "help", "type", "key", "needed", "rules")


def metrics(search: str) -> None:
    """The metrics by subject, folded until the reader opens one or searches."""
    subjects = metric_words(search)
    for subject, own in subjects.items():
        with st.expander(speak("pages.definitions.part", name=subject, n=len(own)), expanded=bool(search)):
            for metric in own:
                st.markdown(f"**{plain(metric['label'])}**  \n{plain(metric['meaning'])}")
                st.caption(plain(f"{speak('shell.column.formula')} · {metric['formula']}"))
    if not subjects:
        st.caption(plain(speak("pages.definitions.none", search=search)))


def rules(search: str) -> None:
    """The words of titles by what they judge, in two columns of folded tables."""
    st.caption(plain(speak("pages.definitions.words_help")))
    head = f"| {speak('pages.definitions.word')} | {speak('pages.definitions.when')} |\n|---|---|\n"
    tables = rule_words(search)
    for column, own in zip(st.columns(2), (tables[::2], tables[1::2]), strict=True):
        for name, said in own:
            with column.expander(plain(name), expanded=bool(search)):
                st.markdown(head + "\n".join(f"| {plain(words)} | {plain(when)} |" for words, when in said))
    if not tables:
        st.caption(plain(speak("pages.definitions.none", search=search)))


def datasets() -> None:
    known = ask("contract_columns")["dataset"].unique(maintain_order=True)
    choice("dataset", known, lambda code: worded("dataset", code), speak("shell.column.dataset"))
    st.markdown(plain(speak(f"columns.{st.session_state['dataset']}.help")))
    table(contract_words(st.session_state["dataset"]), COLUMNS, "columns")


sought = st.text_input(
    speak("pages.definitions.search"), key="definition", placeholder=speak("pages.definitions.hint")
).strip()
with st.container(border=True, key="card-metrics"):
    st.markdown("### " + speak("pages.definitions.metrics"))
    metrics(sought)
with st.container(border=True, key="card-words"):
    st.markdown("### " + speak("pages.definitions.words"))
    rules(sought)
if newest_build():
    with st.container(border=True, key="card-columns"):
        st.markdown("### " + speak("pages.definitions.columns"))
        datasets()
