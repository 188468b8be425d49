"""Sentences about the rectification ledger."""

from briefing.document.sentences.phrases import RATE, as_of, day_of, estimate, late, listed, numbers, only_row
from exhibits.exhibit import Exhibit
from words import label, say


def rectification_summary(exhibit: Exhibit, lang: str) -> list[str]:
    """What was due, what was closed on time, and what is open."""
    row = only_row(exhibit)
    if row is None or not row["total"]:
        return []
    counts = numbers(row, "total", "closed", "open", "withdrawn")
    said = [say("document.says.ledger", lang, as_of=as_of(exhibit, lang), late=late(row["overdue"], lang), **counts)]
    if row["on_time_rate"] is not None:
        rate = estimate(RATE, row, "on_time_rate", "on_time_lower", "on_time_upper", lang)
        said.append(say("document.says.on_time", lang, rate=rate, **numbers(row, "due", "on_time")))
    return said


def rectification_on_time(exhibit: Exhibit, lang: str) -> list[str]:
    """The rates of official bulletins, each with its counts."""
    row = only_row(exhibit)
    if row is None or row["on_time_rate"] is None or row["finish_rate"] is None or row["closure_rate"] is None:
        return []
    rates = {
        name: estimate(RATE, row, f"{name}_rate", f"{name}_lower", f"{name}_upper", lang)
        for name in ("on_time", "finish", "closure")
    }
    first = {"rate": rates["on_time"], "due": row["due"], "on_time": row["on_time"]}
    second = {"finish": rates["finish"], "closure": rates["closure"]} | numbers(row, "total", "finished", "closed")
    return [
        say("document.says.due", lang, as_of=as_of(exhibit, lang), **first),
        say("document.says.finished", lang, **second),
    ]


def rectification_ageing(exhibit: Exhibit, lang: str) -> list[str]:
    """The open items by the time since they were found."""
    parts = [
        say(
            "document.says.bucket",
            lang,
            name=label("age", bucket, lang),
            n=n,
            late=late(overdue, lang),
        )
        for bucket, n, overdue in exhibit.frame.select("bucket", "open", "overdue").iter_rows()
    ]
    return [say("document.says.ageing", lang, as_of=as_of(exhibit, lang), parts=listed(parts, lang))]


def rectification_backlog(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: open at its end, found in it, and closed or withdrawn in it."""
    row = exhibit.frame.row(-1, named=True)
    if row["backlog_open"] is None:
        return []
    counts = {"backlog": row["backlog_open"], "opened": row["opened"], "ended": row["ended_n"]}
    return [say("document.says.backlog", lang, day=day_of(row["month_end"], lang), **counts)]


def rectification_duration(exhibit: Exhibit, lang: str) -> list[str]:
    """The median number of days until closed."""
    row = only_row(exhibit)
    if row is None or None in (row["median_days"], row["median_lower"], row["median_upper"]):
        return []
    days = {"days": row["median_days"], "lower": row["median_lower"], "upper": row["median_upper"]}
    return [say("document.says.median", lang, as_of=as_of(exhibit, lang), total=row["total"], **days)]


def rectification_quality(exhibit: Exhibit, lang: str) -> list[str]:
    """What was looked at again, and what had relapsed."""
    row = only_row(exhibit)
    if row is None or row["relapse_rate"] is None or row["look_back_coverage"] is None:
        return []
    coverage = estimate(RATE, row, "look_back_coverage", "look_back_lower", "look_back_upper", lang)
    relapse = estimate(RATE, row, "relapse_rate", "relapse_lower", "relapse_upper", lang)
    counts = numbers(row, "ever_closed", "checked", "relapsed")
    return [
        say("document.says.look_back", lang, as_of=as_of(exhibit, lang), coverage=coverage, relapse=relapse, **counts)
    ]


PATTERNS = (
    rectification_summary,
    rectification_on_time,
    rectification_ageing,
    rectification_backlog,
    rectification_duration,
    rectification_quality,
)
