"""The result of a check in words: a summary, a line for each finding, a CSV, and the file with comments."""

import io
from collections.abc import Iterator

import polars as pl

from briefing.checking.check import Checked
from briefing.checking.findings import UNKNOWN, WORD, WRONG, Finding
from briefing.codes import exhibit_name, outcome
from briefing.edited.passages import Remark
from briefing.edited.remarks import add_remarks, remarked_pdf
from exhibits.columns import harmless
from words import say

COLUMNS = ("kind", "place", "says", "should", "exhibit", "code", "around")


def summary(checked: Checked, lang: str) -> str:
    """How many numbers were read, and how many of them agree, differ and are not known."""
    if not checked.sources.known:
        return say("checking.no_card", lang)
    counts = {kind: len(checked.of(kind)) for kind in (WRONG, UNKNOWN, WORD)}
    return say(
        "checking.summary", lang, cards=len(checked.sources.known), read=checked.read, agree=checked.agreeing, **counts
    )


def about_cards(checked: Checked, lang: str) -> Iterator[str]:
    """Codes that are not known, and cards whose figures a newer build has changed."""
    for code, why in checked.sources.unknown.items():
        yield say(f"checking.card.{why}", lang, code=code)
    for code, source in checked.sources.known.items():
        if source.card.changes and source.card.changes.all:
            yield say(
                "checking.card.changed",
                lang,
                code=code,
                name=exhibit_name(source.exhibit.id, lang),
                said=outcome(source.card),
            )


def line(finding: Finding, lang: str) -> str:
    """A finding in one sentence."""
    facts = {
        "place": finding.place.words(lang),
        "says": finding.says,
        "should": finding.should,
        "around": finding.around,
    }
    facts |= {
        "exhibit": exhibit_name(finding.exhibit, lang) if finding.exhibit else "",
        "code": finding.code,
        "why": finding.why,
    }
    key = finding.kind if finding.exhibit or finding.kind != WRONG else "wrong_within"
    return say(f"checking.finding.{key}", lang, **facts)


def lines(checked: Checked, lang: str) -> Iterator[str]:
    """The whole result, a line each: summary, cards, findings; unknown numbers last."""
    yield summary(checked, lang)
    yield from about_cards(checked, lang)
    for kind in (WRONG, WORD, UNKNOWN):
        yield from (line(finding, lang) for finding in checked.of(kind))


def rows(checked: Checked, lang: str) -> pl.DataFrame:
    """The findings as a table; columns: COLUMNS. Unknown numbers last."""
    found = [finding for kind in (WRONG, WORD, UNKNOWN) for finding in checked.of(kind)]
    values = [
        (
            say(f"checking.kind.{each.kind}", lang),
            each.place.words(lang),
            each.says,
            each.should or (say("checking.not_borne", lang, why=each.why) if each.kind == WORD else ""),
            exhibit_name(each.exhibit, lang) if each.exhibit else "",
            each.code,
            each.around,
        )
        for each in found
    ]
    return pl.DataFrame(values, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def csv_bytes(checked: Checked, lang: str) -> bytes:
    """The table as CSV for Excel, with headings in words."""
    said = harmless(rows(checked, lang)).rename({name: say(f"checking.column.{name}", lang) for name in COLUMNS})
    file = io.BytesIO()
    said.write_csv(file, include_bom=True)
    return file.getvalue()


def commented(checked: Checked, content: bytes, lang: str) -> bytes:
    """A copy of the file with a comment at each number that differs and each word that the figures do not bear.

    The tree of a checked file is changed by it: a result is commented once.
    """
    remarks = [_remark(finding, lang) for kind in (WRONG, WORD) for finding in checked.of(kind)]
    author = say("checking.author", lang)
    package = checked.edited.package
    if package is None:
        return remarked_pdf(content, remarks, author)
    add_remarks(package, remarks, author)
    return package.written()


def _remark(finding: Finding, lang: str) -> Remark:
    text = line(finding, lang)
    return Remark(text, finding.passage, finding.start, finding.end, finding.chart)
