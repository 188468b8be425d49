"""Sentences about ledgers: rectification, appraisal, inquiries, duties."""

import polars as pl

from briefing.document.sentences.phrases import RATE, Row, as_of, day_of, estimate, listed, share
from exhibits.exhibit import Exhibit
from exhibits.gates import Facts, word
from words import say


def _only(exhibit: Exhibit) -> Row | None:
    """The row of all items together; None where the figure is split into groups."""
    return exhibit.frame.row(0, named=True) if exhibit.frame.height == 1 else None


def _numbers(row: Row, *names: str) -> dict[str, object]:
    return {name: row[name] for name in names}


def _late(overdue: int, lang: str) -> str:
    """How many are overdue, or that none is, in the words of the gates."""
    return word("late", Facts(count=overdue), lang, count=overdue)


def rectification_summary(exhibit: Exhibit, lang: str) -> list[str]:
    """What was due, what was closed on time, and what is open."""
    row = _only(exhibit)
    if row is None or not row["total"]:
        return []
    counts = _numbers(row, "total", "closed", "open", "withdrawn")
    said = [say("document.says.ledger", lang, as_of=as_of(exhibit, lang), late=_late(row["overdue"], lang), **counts)]
    if row["on_time_rate"] is not None:
        rate = estimate(RATE, row, "on_time_rate", "on_time_lower", "on_time_upper", lang)
        said.append(say("document.says.on_time", lang, rate=rate, **_numbers(row, "due", "on_time")))
    return said


def rectification_on_time(exhibit: Exhibit, lang: str) -> list[str]:
    """The rates of official bulletins, each with its counts."""
    row = _only(exhibit)
    if row is None or row["on_time_rate"] is None or row["finish_rate"] is None or row["closure_rate"] is None:
        return []
    rates = {
        name: estimate(RATE, row, f"{name}_rate", f"{name}_lower", f"{name}_upper", lang)
        for name in ("on_time", "finish", "closure")
    }
    first = {"rate": rates["on_time"], "due": row["due"], "on_time": row["on_time"]}
    second = {"finish": rates["finish"], "closure": rates["closure"]} | _numbers(row, "total", "finished", "closed")
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
            name=say("exhibits.bucket", lang, bucket=bucket),
            n=n,
            late=_late(overdue, lang),
        )
        for bucket, n, overdue in exhibit.frame.select("bucket", "open", "overdue").iter_rows()
    ]
    return [say("document.says.ageing", lang, as_of=as_of(exhibit, lang), parts=listed(parts, lang))]


def rectification_backlog(exhibit: Exhibit, lang: str) -> list[str]:
    """The last month: open at its end, found and closed in it."""
    row = exhibit.frame.row(-1, named=True)
    if row["backlog_open"] is None:
        return []
    counts = {"backlog": row["backlog_open"], "opened": row["opened"], "closed": row["closed"]}
    return [say("document.says.backlog", lang, day=day_of(row["month_end"], lang), **counts)]


def rectification_duration(exhibit: Exhibit, lang: str) -> list[str]:
    """The median number of days until closed."""
    row = _only(exhibit)
    if row is None or None in (row["median_days"], row["median_lower"], row["median_upper"]):
        return []
    days = {"days": row["median_days"], "lower": row["median_lower"], "upper": row["median_upper"]}
    return [say("document.says.median", lang, as_of=as_of(exhibit, lang), total=row["total"], **days)]


def rectification_quality(exhibit: Exhibit, lang: str) -> list[str]:
    """What was looked at again, and what had relapsed."""
    row = _only(exhibit)
    if row is None or row["relapse_rate"] is None or row["look_back_coverage"] is None:
        return []
    coverage = estimate(RATE, row, "look_back_coverage", "look_back_lower", "look_back_upper", lang)
    relapse = estimate(RATE, row, "relapse_rate", "relapse_lower", "relapse_upper", lang)
    counts = _numbers(row, "ever_closed", "checked", "relapsed")
    return [
        say("document.says.look_back", lang, as_of=as_of(exhibit, lang), coverage=coverage, relapse=relapse, **counts)
    ]


def appraisal_followup(exhibit: Exhibit, lang: str) -> list[str]:
    """The last year's feedback: sent, and read."""
    row = exhibit.frame.row(-1, named=True)
    if row["feedback_rate"] is None or row["feedback_read_rate"] is None:
        return []
    sent = share(row, "feedback_rate", "sent_n", "persons_n", lang)
    read = share(row, "feedback_read_rate", "read_n", "sent_n", lang)
    return [say("document.says.feedback", lang, as_of=as_of(exhibit, lang), year=row["year"], sent=sent, read=read)]


def appraisal_grades(exhibit: Exhibit, lang: str) -> list[str]:
    """The grades of the last year, as they were given; those of few people are not told."""
    year = exhibit.frame["year"].max()
    rows = exhibit.frame.filter((pl.col("year") == year) & (pl.col("level") == "city"))
    if rows.is_empty() or rows["part_n"].null_count() or rows["suppressed"].any():
        return []
    parts = [
        say("document.says.grade", lang, name=name, n=n, share=RATE.value(part, lang))
        for name, n, part in rows.select("grade_name", "part_n", "share").iter_rows()
        if n
    ]
    facts = {"year": year, "persons": rows["persons_n"][0], "parts": listed(parts, lang)}
    return [say("document.says.grades", lang, **facts)]


def inquiry_flow(exhibit: Exhibit, lang: str) -> list[str]:
    """Questions asked and answered, promises made and kept on time."""
    row = _only(exhibit)
    if row is None or row["kept_on_time_rate"] is None or row["answered_rate"] is None:
        return []
    answered = share(row, "answered_rate", "answered", "asked", lang)
    kept = share(row, "kept_on_time_rate", "in_time", "due", lang)
    facts = {"promised": row["promised"], "late": _late(row["overdue"], lang)}
    return [say("document.says.inquiries", lang, as_of=as_of(exhibit, lang), answered=answered, kept=kept, **facts)]


def duty_coverage(exhibit: Exhibit, lang: str) -> list[str]:
    """Actions reported as done of all that are due, and what spot checks found."""
    said = []
    whole = exhibit.frame.filter(pl.col("duty_action").is_null() & pl.col("family").is_null()).drop_nulls("done_rate")
    for row in whole.iter_rows(named=True):
        if row["coverage"] == "census":
            rate = share(row, "done_rate", "done", "due", lang)
            said.append(say("document.says.reported", lang, as_of=as_of(exhibit, lang), year=row["year"], rate=rate))
        elif row["coverage"] == "sample":
            rate = estimate(RATE, row, "done_rate", "lower", "upper", lang)
            said.append(
                say("document.says.checked", lang, units=row["units"], due=row["due"], done=row["done"], rate=rate)
            )
    return said


PATTERNS = (
    rectification_summary,
    rectification_on_time,
    rectification_ageing,
    rectification_backlog,
    rectification_duration,
    rectification_quality,
    appraisal_followup,
    appraisal_grades,
    inquiry_flow,
    duty_coverage,
)
