"""What a picture says of an exhibit, as card.js draws it: texts, and a figure, rows or the cards of a headline."""

import datetime
import json
from typing import Any

import plotly.io as pio
import polars as pl

from briefing.plans import PLANS, SHOWN_AS_ROWS
from briefing.qr import code_address, qr_rows
from exhibits.columns import headings, notation, number_text, readable
from exhibits.exhibit import Exhibit
from words import say

ROWS = 36  # of a table: no sheet has room for more
CELL = 300  # letters of a cell
# The columns of the tables that pages show; exhibits with a plan of slides have theirs there.
COLUMNS = {
    "branch_star_reasons": ("unit", "branch", "score", "band_star", "precondition_star", "quota_star", "star",
                            "star_reason"),
    "rectification_items": ("source", "problem_id", "unit", "category", "problem_text", "found_on", "due_on", "state",
                            "overdue_days"),
    "programme_projects": ("year", "programme", "project", "unit", "deadline", "state", "light", "progress",
                           "overdue_days"),
    "inquiry_questions": ("session_on", "question", "asked_by", "topic", "unit", "promise", "deadline",
                          "promise_state"),
    "loaded_batches": ("dataset", "file", "rows_read", "accepted", "rejected", "loaded_at", "live"),
    "rejected_rows": ("dataset", "file", "source_sheet", "source_row", "header", "found", "message"),
    "quality_findings": ("check", "severity", "dataset", "unit", "period", "message"),
    "rejected_ranges": ("headline_figure", "year", "rejected_n", "value", "low", "high", "remark"),
    "index_reconciliation": ("year", "index", "given_n", "computed_n", "compared_n", "differing_n",
                             "greatest_difference"),
}  # fmt: skip


def card_content(exhibit: Exhibit, lang: str, page: str = "") -> dict[str, Any]:
    """The exhibit's words, what is drawn between them, and the QR of its trace code. page: as of briefing.picture."""
    sample = say("exhibits.sample", lang)
    words = {
        "finding": exhibit.finding,
        "subtitle": exhibit.subtitle,
        "footer": exhibit.footer,
        "alt": exhibit.alt,
        "code": exhibit.code,
        "qr": qr_rows(code_address(exhibit.code, page)) if exhibit.code else [],
        "qr_said": say("trace_code.qr", lang, code=exhibit.code),
        "sample": sample if exhibit.footer.startswith(sample) else "",
        "nothing": say("briefing.no_data", lang),
        "more": say("picture.more", lang, n="{n}"),
    }
    if exhibit.figure is not None:
        return words | {"figure": pio.to_json(exhibit.figure, validate=False)}
    if exhibit.frame.is_empty():
        return words
    if exhibit.id not in PLANS:
        return words | _rows(exhibit, lang)
    return words | _planned(exhibit, lang)


def letters(cards: list[dict[str, Any]]) -> str:
    """All texts of the cards, so that their letters can be cut out of a font."""
    spelled = [
        json.dumps({**card, "figure": json.loads(card.get("figure", "0"))}, ensure_ascii=False) for card in cards
    ]
    return "".join(spelled)


def _planned(exhibit: Exhibit, lang: str) -> dict[str, Any]:
    """The content of an exhibit whose rows a slide shows as cards or as a table."""
    plans = PLANS[exhibit.id](exhibit.frame, lang) if exhibit.id in SHOWN_AS_ROWS else []
    if not plans:
        return {}
    (plan,) = plans
    if plan.kind == "cards":
        names = ("tone", "value", "name", "verdict", "change", "interval")
        return {"headlines": [dict(zip(names, cells, strict=True)) for cells in plan.cells]}
    rows = [list(cells) for cells in plan.cells]
    return {"heads": plan.categories, "numbers": [], "rows": rows[:ROWS], "rows_n": len(rows)}


def _rows(exhibit: Exhibit, lang: str) -> dict[str, Any]:
    """The first rows of a table as a page shows it."""
    named = COLUMNS.get(exhibit.id, exhibit.frame.columns)
    written = notation(exhibit.frame, lang, exhibit.in_points)
    scaled = written.frame.with_columns(pl.col(written.percent) * 100)
    frame = scaled.select(name for name in named if name in scaled.columns)
    patterns = [written.patterns[name] for name in frame.columns]
    shown = readable(frame.head(ROWS), lang)
    rows = [[_cell(*pair, lang) for pair in zip(row, patterns, strict=True)] for row in shown.rows()]
    numbers = [kind.is_numeric() for kind in frame.dtypes]
    return {"heads": list(headings(frame, lang).values()), "numbers": numbers, "rows": rows, "rows_n": frame.height}


def _cell(value: Any, pattern: str | None, lang: str) -> str:
    match value:
        case None:
            return "–"
        case int() | float():
            return number_text(value, pattern)
        case datetime.datetime():
            return value.isoformat(" ", "minutes")
        case list() | pl.Series():
            return say("exhibits.list.comma", lang).join(map(str, value))
    return str(value)[:CELL]
