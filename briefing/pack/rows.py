"""The rows of an exhibit as an HTML table: what a page shows, with the whole value to sort by."""

import datetime
from html import escape
from typing import Any

from briefing.plan import Plan
from briefing.plans import PLANS, SHOWN_AS_ROWS
from exhibits.columns import heading, headings, notation, number_text, readable
from exhibits.exhibit import Exhibit
from words import say

MOST_ROWS = 2000


def words_of(exhibit: Exhibit, lang: str) -> str:
    """The cards or the table of an exhibit whose content is words, with the words of its slide; "" for all others."""
    if exhibit.figure is not None or exhibit.id not in SHOWN_AS_ROWS or exhibit.frame.is_empty():
        return ""
    plans = [plan for plan in PLANS[exhibit.id](exhibit.frame, lang) if plan.cells]
    return "".join(_cards(plan) if plan.kind == "cards" else _words(plan, exhibit) for plan in plans)


def _cards(plan: Plan) -> str:
    shown = []
    for _, value, *lines in plan.cells:
        said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        shown.append(f'<div><p class="value">{escape(value)}</p>{said}</div>')
    return f'<div class="cards">{"".join(shown)}</div>'


def _words(plan: Plan, exhibit: Exhibit) -> str:
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in plan.categories)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in plan.cells)
    note = f'<p class="quiet">{escape(plan.note)}</p>' if plan.note else ""
    return f"<div>{_table(heads, body, exhibit)}{note}</div>"


def _table(heads: str, body: str, exhibit: Exhibit) -> str:
    caption = f'<caption class="hidden">{escape(exhibit.finding)}</caption>'
    table = f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="rows" role="region" tabindex="0" aria-label="{escape(exhibit.finding)}">{table}</div>'


def table_of(exhibit: Exhibit, lang: str) -> str:
    """A table that opens on a click, open at once where the exhibit has no figure; "" without rows."""
    written = notation(exhibit.frame, lang, exhibit.in_points)
    frame = written.frame
    columns = [name for name in frame.columns if heading(name, lang) != name and not frame[name].is_null().all()]
    if frame.is_empty() or not columns:
        return ""
    known = frame.select(columns)
    shown = readable(known.head(MOST_ROWS), lang)
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in headings(known, lang).values())
    body = "".join(
        "<tr>"
        + "".join(
            _cell(value, written.patterns[name], name in written.percent)
            for name, value in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in shown.iter_rows()
    )
    more = say("compose.pack.first_rows", lang, most=MOST_ROWS, n=frame.height) if frame.height > MOST_ROWS else ""
    opened = "" if exhibit.figure is not None else " open"
    return (
        f"<details{opened}><summary>{escape(say('compose.pack.rows', lang, n=frame.height))}</summary>"
        + _table(heads, body, exhibit)
        + (f'<p class="quiet">{escape(more)}</p>' if more else "")
        + "</details>"
    )


def _cell(value: Any, pattern: str | None, share: bool) -> str:
    if value is None:
        return "<td>–</td>"
    if isinstance(value, bool | str | datetime.date):
        return f"<td>{escape(str(value))}</td>"
    if isinstance(value, int | float):
        said = number_text(value * 100 if share else value, pattern)
        return f'<td class="n" data-v="{value!r}">{escape(said)}</td>'
    return f"<td>{escape(', '.join(map(str, value)) if isinstance(value, list) else str(value))}</td>"
