"""Analysts: services to the public: ratings (好差评), the 12345 hotline, and control charts of monthly figures."""

import streamlit as st

from exhibits.services.series_signals import charted
from shell import ask, choice, selection, show, show_rows, speak, worded

UNIT_RATINGS = ("unit", "cases_n", "rated_n", "active_share", "bad_n", "good_rate", "lower", "upper", "verdict",
                "months_hidden")  # fmt: skip
ORDERS = ("unit", "unit_class", "received", "orders_due", "orders_on_time", "orders_on_time_rate", "valid_callbacks",
          "callback_rate", "lower", "upper", "no_requests")  # fmt: skip


def ratings() -> None:
    """The claim month by month, then rates, bad ratings and units of one channel."""
    show("service_claim", selection())
    channels = ask("service_ratings", selection())["channel"].unique().sort().to_list()
    choice("channel", channels, rating_channel, speak("pages.services.channel_choose"))
    chosen = selection("channel")
    left, right = st.columns(2)
    with left:
        show("service_ratings", chosen)
    with right:
        show("service_bad_ratings", chosen)
    show("service_ratings_by_unit", chosen)
    show_rows("service_ratings_by_unit", chosen, UNIT_RATINGS)


def rating_channel(channel: str) -> str:
    return speak("exhibits.all_channels") if channel == "all" else worded("service_channel", channel)


def hotline() -> None:
    """Requests received, their channels, how they are settled, and the units that settle them."""
    left, right = st.columns(2)
    with left:
        show("hotline_flow", selection())
    with right:
        show("hotline_channels", selection())
    show("hotline_quality", selection())
    left, right = st.columns(2)
    with left:
        show("hotline_by_unit", selection())
    with right:
        show("hotline_callbacks_by_unit", selection())
    show_rows("hotline_by_unit", selection(), ORDERS)
    st.info(speak("pages.services.no_topics"))


def signals() -> None:
    """Signals beyond random variation in one series, and whether its target is reached."""
    series = charted(ask("series_signals", selection()))
    choice("series", series, lambda name: worded("series", name), speak("pages.signals.choose"))
    show("series_signals", selection("series"))


VIEWS = {"ratings": ratings, "hotline": hotline, "signals": signals}
words = {view: speak(f"pages.services.view.{view}") for view in VIEWS}
choice("view", VIEWS, words.__getitem__, speak("pages.services.view_choose"))
VIEWS[st.session_state["view"]]()
