"""The result of a refresh in words: a summary, a line for each change, and the file with comments at the changes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import polars as pl

from briefing.codes import exhibit_name
from briefing.edited.passages import Remark
from briefing.edited.remarks import add_remarks
from briefing.refreshing.changes import DATA, NUMBER, OPEN, SENTENCE, SOURCE, Change
from briefing.refreshing.refresh import Refreshed
from words import say

COLUMNS = ("kind", "place", "before", "after", "exhibit", "code")
ORDER = ((OPEN,), (SENTENCE, DATA), (NUMBER,), (SOURCE,))
FIRST = 6  # changed numbers that one comment names


def summary(refreshed: Refreshed, lang: str) -> str:
    """How many numbers, sentences and charts or tables are new, and how much is left open."""
    if not refreshed.sources.known:
        return say("checking.no_card", lang)
    counts = {kind: len(refreshed.of(kind)) for kind in (NUMBER, SENTENCE, DATA, OPEN)}
    if not any(counts.values()):
        return say("refreshing.nothing", lang, build=refreshed.newest)
    return say("refreshing.summary", lang, build=refreshed.newest, **counts)


def about_cards(refreshed: Refreshed, lang: str) -> Iterator[str]:
    """Codes that are not known, and cards that the newest build no longer gives."""
    for code, why in refreshed.sources.unknown.items():
        yield say(f"checking.card.{why}", lang, code=code)
    for code in refreshed.gone:
        exhibit = refreshed.sources.known[code].exhibit.id
        yield say("refreshing.gone", lang, code=code, name=exhibit_name(exhibit, lang))


def line(change: Change, lang: str) -> str:
    """A change in one sentence."""
    facts = {"place": change.place.words(lang), "before": change.before, "after": change.after, "n": change.count}
    facts |= {"exhibit": exhibit_name(change.exhibit, lang), "code": change.code, "reason": reason(change, lang)}
    return say(f"refreshing.change.{change.kind}", lang, **facts)


def reason(change: Change, lang: str) -> str:
    """Why something is left to people; "" for what was done."""
    if change.kind != OPEN:
        return ""
    return say(f"refreshing.open.{change.why}", lang, before=change.before, after=change.after)


def lines(refreshed: Refreshed, lang: str) -> Iterator[str]:
    """The whole result, a line each; what is left to people comes first."""
    yield summary(refreshed, lang)
    yield from about_cards(refreshed, lang)
    for kinds in ORDER:
        yield from (line(change, lang) for change in refreshed.of(*kinds))


def rows(refreshed: Refreshed, lang: str) -> pl.DataFrame:
    """The changes as a table; columns: COLUMNS. What is left to people comes first."""
    values = [
        (
            say(f"refreshing.kind.{each.kind}", lang),
            each.place.words(lang),
            each.before,
            reason(each, lang) or each.after or say("refreshing.count", lang, n=each.count),
            exhibit_name(each.exhibit, lang),
            each.code,
        )
        for kinds in ORDER
        for each in refreshed.of(*kinds)
    ]
    return pl.DataFrame(values, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def marked(refreshed: Refreshed, lang: str) -> bytes:
    """The refreshed file with comments: one at each sentence and at what is left open, one a place for its numbers."""
    package = refreshed.edited.package
    if package is None:
        return b""
    remarks = [
        Remark(line(each, lang), each.passage, each.start, each.end, each.chart)
        for each in refreshed.of(SENTENCE, OPEN, DATA)
    ]
    by_place: defaultdict[tuple[str, int, int], list[Change]] = defaultdict(list)
    for change in refreshed.of(NUMBER):
        cell = bool(change.place.about) and change.place.kind == "paragraph"
        by_place[
            change.place.kind, 0 if cell else change.place.number, change.passage.group if change.passage else 0
        ].append(change)
    remarks += [_of_numbers(those, lang) for those in by_place.values()]
    add_remarks(package, remarks, say("refreshing.author", lang))
    return package.written()


def _of_numbers(those: Sequence[Change], lang: str) -> Remark:
    first = those[0]
    comma = say("exhibits.list.comma", lang)
    said = comma.join(f"{each.before}→{each.after}" for each in those[:FIRST])
    more = len(those) - FIRST
    text = say("refreshing.numbers_more" if more > 0 else "refreshing.numbers", lang, said=said, n=len(those))
    return Remark(text, first.passage, first.start, first.end)
