"""Sentences about inquiries."""

from briefing.document.sentences.phrases import as_of, late, only_row, share
from exhibits.exhibit import Exhibit
from words import say


def inquiry_flow(exhibit: Exhibit, lang: str) -> list[str]:
    """Questions asked and answered, promises made and kept on time."""
    row = only_row(exhibit)
    if row is None or row["kept_on_time_rate"] is None or row["answered_rate"] is None:
        return []
    answered = share(row, "answered_rate", "answered", "asked", lang)
    kept = share(row, "kept_on_time_rate", "in_time", "due", lang)
    facts = {"promised": row["promised"], "late": late(row["overdue"], lang)}
    return [say("document.says.inquiries", lang, as_of=as_of(exhibit, lang), answered=answered, kept=kept, **facts)]


PATTERNS = (inquiry_flow,)
