"""Analysts: services to the public: ratings (好差评), the 12345 hotline, and control charts of monthly figures."""

import streamlit as st

from exhibits.services.bad_ratings_by_place import PLACES
from exhibits.services.series_signals import charted
from shell import ask, beside, choice, selection, show, show_rows, speak, views, worded

UNIT_RATINGS = ("unit", "cases_n", "rated_n", "active_share", "bad_n", "good_rate", "lower", "upper", "verdict",
                "months_hidden")  # fmt: skip
HANDLING = ("period_said", "bad_n", "struck_n", "waiting_n", "due_n", "on_time_n", "late_n", "overdue_n",
            "replied_rate", "rectified_rate", "called_back_rate", "bad_callback_rate", "of_both_n",
            "summary_n")  # fmt: skip
BY_PLACE = (*PLACES, "bad_n", "struck_n", "due_n", "on_time_n", "late_n", "overdue_n", "replied_rate",
            "rectified_rate", "rectified_lower", "rectified_upper", "called_back_rate", "bad_callback_rate",
            "years_hidden")  # fmt: skip
TOPICS = ("hot_topic", "topic_n", "bulletins", "bulletins_all", "share", "before_share", "growth", "growth_lower",
          "growth_upper")  # fmt: skip
ORDERS = ("unit", "unit_class", "received", "orders_due", "orders_on_time", "orders_on_time_rate", "valid_callbacks",
          "callback_rate", "lower", "upper", "no_requests")  # fmt: skip


def ratings() -> None:
    """The claim month by month, then rates and bad ratings, and the units of one channel."""
    show("service_claim", selection())
    channels = ask("service_ratings", selection())["channel"].unique().sort().to_list()
    choice("channel", channels, rating_channel, speak("pages.services.channel_choose"))
    chosen = selection("channel")
    beside("service_ratings", "service_bad_ratings", chosen)
    show("service_ratings_by_unit", chosen)
    show_rows("service_ratings_by_unit", chosen, UNIT_RATINGS)


def bad() -> None:
    """What became of bad ratings, over time and by hall, window group or unit."""
    choice("place_by", PLACES, lambda by: speak(f"pages.services.place_by.{by}"), speak("pages.services.place_choose"))
    left, right = st.columns(2)
    with left:
        show("bad_rating_handling", selection())
    with right:
        show("bad_ratings_by_place", selection("place_by"))
    show_rows("bad_ratings_by_place", selection("place_by"), BY_PLACE)
    show_rows("bad_rating_handling", selection(), HANDLING)


def rating_channel(channel: str) -> str:
    return speak("exhibits.all_channels") if channel == "all" else worded("service_channel", channel)


def hotline() -> None:
    """Requests received, their channels, how they are settled, and the units that settle them."""
    beside("hotline_flow", "hotline_channels", selection())
    show("hotline_quality", selection())
    beside("hotline_by_unit", "hotline_callbacks_by_unit", selection())
    show_rows("hotline_by_unit", selection(), ORDERS)


def topics() -> None:
    show("hotline_topics", selection())
    show_rows("hotline_topics", selection(), TOPICS)


def signals() -> None:
    """Signals beyond random variation in one series, and whether its target is reached."""
    series = charted(ask("series_signals", selection()))
    choice("series", series, lambda name: worded("series", name), speak("pages.signals.choose"))
    show("series_signals", selection("series"))


views("services", {"ratings": ratings, "bad": bad, "hotline": hotline, "topics": topics, "signals": signals})
