"""Analysts: service brands: who has one, how the yearly contest goes, who wins, and the story of one brand."""

import streamlit as st

from shell import ask, beside, card, draw, selection, show, show_rows, speak, table, views, wording

COVERAGE = (
    "year",
    "organisations",
    "with_brand",
    "judged",
    "earlier",
    "without",
    "coverage_rate",
    "claim",
    "rejected_n",
)
GAPS = ("year", "unit", "unit_class", "current_unit", "brand_from")
WINNERS = ("brand", "unit", "year", "award", "streak", "won_n", "flagship_n", "top_ten_n", "excellent_n")
SCORES = ("criterion", "weight", "winners_mean", "others_mean", "difference", "difference_lower", "difference_upper",
          "p_holm", "told_apart", "gap_points")  # fmt: skip
STORY = ("year", "unit_then", "stage", "award", "streak", "total_points", "content", "mechanism", "integration",
         "approval", "influence")  # fmt: skip


@st.fragment
def story() -> None:
    """One brand, chosen from those of the filters. The URL keeps the choice."""
    brands = {row["brand_id"]: speak("pages.brands.option", **row) for row in ask("brand_list", selection()).to_dicts()}
    if brands:
        if st.session_state.get("brand_id") not in brands:
            st.session_state["brand_id"] = next(iter(brands))
        st.selectbox(
            speak("pages.brands.choose"),
            list(brands),
            format_func=wording(brands),
            key="brand_id",
            filter_mode="contains",
            persist_state="session",
        )
    chosen = selection("brand_id")
    with card("brand_story", chosen) as told:
        draw(told)
        table(told.frame, STORY, "story")


def coverage() -> None:
    with card("brand_coverage", selection()) as covered:
        draw(covered)
        table(covered.frame, COVERAGE, "coverage")
    show("brand_gaps", selection(), GAPS)


def contest() -> None:
    beside("brand_stages", "brand_stage_years", selection())
    beside("brand_awards", "brand_scores", selection())
    show_rows("brand_scores", selection(), SCORES)


def winners() -> None:
    show("brand_winners", selection())
    show_rows("brand_winners", selection(), WINNERS)


views("brands", {"coverage": coverage, "contest": contest, "winners": winners, "story": story})
