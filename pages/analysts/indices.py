"""Analysts: the four indices by year and by unit."""

import streamlit as st

from exhibits.indices.weights import declared, own_weights, written
from shell import ask, card, choice, draw, lang, plain, selection, show, show_rows, speak, worded

COLUMNS = ("year", "unit", "unit_class", "index", "subjects_n", "score", "change")
PLACES = (
    "unit",
    "unit_class",
    "rank",
    "rank_best",
    "rank_worst",
    "score",
    "geometric",
    "measures_n",
    "missing_indices",
)


@st.fragment
def weights() -> None:
    """The composite with a slider for the weight of each index. The URL keeps the weights."""
    measures = ask("composite_scores", selection())
    if not measures.is_empty():
        sliders(declared(measures))
    show("composite_scores", selection("weights"))
    show_rows("composite_scores", selection("weights"), PLACES)


def sliders(names: dict[str, float]) -> None:
    try:
        shares = own_weights(st.session_state.get("weights", ""), names, lang()) or names
    except ValueError as error:
        st.warning(plain(str(error)))
        forget_weights(tuple(names))
        shares = names
    st.caption(speak("pages.indices.weights_help"))
    for place, (index, share) in zip(st.columns(len(shares)), shares.items(), strict=True):
        place.slider(
            worded("index", index),
            0,
            100,
            round(share * 100),
            5,
            key=f"weight-{index}",
            on_change=set_weights,
            args=(tuple(shares),),
        )
    st.button(speak("pages.indices.declared"), type="tertiary", on_click=forget_weights, args=(tuple(shares),))


def set_weights(indices: tuple[str, ...]) -> None:
    st.session_state["weights"] = written({index: st.session_state[f"weight-{index}"] for index in indices})


def forget_weights(indices: tuple[str, ...]) -> None:
    for name in ("weights", *(f"weight-{index}" for index in indices)):
        st.session_state.pop(name, None)


show("index_trend", selection())
indices = [code for code_list, code in ask("filter_options").select("list", "code").iter_rows() if code_list == "index"]
choice("index", indices, lambda index: worded("index", index), speak("pages.indices.choose"))
chosen = selection("index")
with card("index_by_unit", chosen) as by_unit:
    draw(by_unit)
show_rows("index_by_unit", chosen, COLUMNS)
weights()
show("index_correlation", selection())
