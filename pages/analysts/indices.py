"""Analysts: the four indices by year and by unit, the points of members, the stars of branches."""

import streamlit as st

from exhibits.indices.weights import declared, own_weights, written
from shell import ask, beside, choice, lang, plain, selection, show, show_rows, speak, units_switch, views, worded

COLUMNS = ("unit", "score", "change", "subjects_n", "unit_class")
PLACES = (
    "unit",
    "score",
    "rank",
    "rank_best",
    "rank_worst",
    "geometric",
    "missing_indices",
    "unit_class",
)


POINTS = ("unit", "branch", "members_n", "q1", "median", "q3")
BRANCHES = (
    "unit",
    "branch",
    "score",
    "band_star",
    "precondition_star",
    "quota_star",
    "veto_star",
    "star",
    "star_reason",
    "given_star",
    "source_sheet",
    "source_row",
)
DRAWN = "units_shown"


@st.fragment
def weights() -> None:
    """The composite with a slider for the weight of each index. The URL keeps the weights."""
    measures = ask("composite_scores", selection())
    if not measures.is_empty():
        sliders(declared(measures))
    show("composite_scores", selection("weights", DRAWN))
    show_rows("composite_scores", selection("weights", DRAWN), PLACES)


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


def by_unit() -> None:
    """One index by unit, chosen among those that have data."""
    options = ask("filter_options").select("list", "code").iter_rows()
    indices = [code for code_list, code in options if code_list == "index"]
    choice("index", indices, lambda index: worded("index", index), speak("pages.indices.choose"))
    show("index_by_unit", selection("index", DRAWN))
    show_rows("index_by_unit", selection("index", DRAWN), COLUMNS)


def four() -> None:
    show("index_trend", selection())
    units_switch("index_by_unit", "composite_scores")
    left, right = st.columns(2)
    with left:
        by_unit()
    with right:
        weights()
    show("index_correlation", selection())


def points() -> None:
    units_switch("member_points")
    show("member_points", selection(DRAWN))
    beside("member_points_bands", "member_points_items", selection())
    show_rows("member_points", selection(DRAWN), POINTS)


def stars() -> None:
    beside("branch_stars", "branch_star_steps", selection())
    beside("branch_star_quota", "branch_lagging", selection())
    show("branch_star_moves", selection())
    show("branch_star_reasons", selection(), BRANCHES)


views("indices", {"four": four, "points": points, "stars": stars})
