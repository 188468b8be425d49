"""Sentences about service ratings and the hotline."""

from briefing.document.sentences.phrases import RATE, estimate, last_row, month_of, share
from exhibits.exhibit import Exhibit
from words import say


def service_ratings(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: good ratings among those given, and how many were given."""
    if (row := last_row(exhibit, "good_rate")) is None:
        return []
    facts = {"good": row["good_n"], "rated": row["rated_n"], "cases": row["cases_n"]}
    return [
        say(
            "document.says.ratings",
            lang,
            month=month_of(row["month"], lang),
            value=estimate(RATE, row, "good_rate", "lower", "upper", lang),
            active=RATE.value(row["active_share"], lang),
            **facts,
        )
    ]


def service_bad_ratings(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: bad ratings."""
    if (row := last_row(exhibit, "bad_rate")) is None:
        return []
    value = estimate(RATE, row, "bad_rate", "bad_lower", "bad_upper", lang)
    month = month_of(row["month"], lang)
    return [say("document.says.bad_ratings", lang, month=month, bad=row["bad_n"], rated=row["rated_n"], value=value)]


def hotline_flow(exhibit: Exhibit, lang: str) -> list[str]:
    """The last period: received, answered at once, dispatched."""
    if (row := last_row(exhibit, "received")) is None or row["answered"] is None or row["dispatched"] is None:
        return []
    counts = {name: row[name] for name in ("received", "answered", "dispatched")}
    share_of = share(row, "answered_share", "answered", "received", lang)
    first, last = f"{row['period']}", f"{row['period_to']}"
    return [say("document.says.hotline", lang, first=first, last=last, share=share_of, **counts)]


PATTERNS = (
    service_ratings,
    service_bad_ratings,
    hotline_flow,
)
