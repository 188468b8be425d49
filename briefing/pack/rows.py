"""The rows of an exhibit as an HTML table: what a page shows, with the whole value to sort by."""

import datetime
from html import escape
from typing import Any

import polars as pl

from exhibits.exhibit import Exhibit
from exhibits.readable import PLAIN_NUMBERS, RATES, SHARES, effects, heading, headings, readable
from words import say

MOST_ROWS = 2000


def table_of(exhibit: Exhibit, lang: str) -> str:
    """A table that opens on a click, open at once where the exhibit has no figure; "" without rows."""
    frame = exhibit.frame
    columns = [name for name in frame.columns if heading(name, lang) != name and not frame[name].is_null().all()]
    if frame.is_empty() or not columns:
        return ""
    known = frame.select(columns)
    shown = readable(known.head(MOST_ROWS), lang)
    shares = _shares(exhibit, known)
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in headings(known, lang).values())
    body = "".join(
        "<tr>"
        + "".join(_cell(name, value, name in shares, lang) for name, value in zip(columns, row, strict=True))
        + "</tr>"
        for row in shown.iter_rows()
    )
    more = say("compose.pack.first_rows", lang, most=MOST_ROWS, n=frame.height) if frame.height > MOST_ROWS else ""
    opened = "" if exhibit.figure is not None else " open"
    return (
        f"<details{opened}><summary>{escape(say('compose.pack.rows', lang, n=frame.height))}</summary>"
        f'<div class="rows"><table><caption class="hidden">{escape(exhibit.finding)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        + (f'<p class="quiet">{escape(more)}</p>' if more else "")
        + "</details>"
    )


def _shares(exhibit: Exhibit, known: pl.DataFrame) -> set[str]:
    """The columns in percent, by the rules of tables on pages. A score is no share, and changes by points."""
    frame = exhibit.frame
    shares = {name for name in known.columns if name in SHARES and known.schema[name].is_float()}
    if "score" in frame.columns:
        shares = {name for name in shares if not name.startswith("change")}
    largest = {name: known[name].abs().max() for name in shares if name in RATES}
    points = any(isinstance(value, float) and value > 1.5 for value in largest.values())  # the basis is points
    return (shares - set(RATES) if points else shares) | set(effects(known))


def _cell(name: str, value: Any, share: bool, lang: str) -> str:
    if value is None:
        return "<td>–</td>"
    if isinstance(value, bool | str | datetime.date):
        return f"<td>{escape(str(value))}</td>"
    if isinstance(value, int | float):
        return f'<td class="n" data-v="{value!r}">{escape(_number(name, value, share, lang))}</td>'
    return f"<td>{escape(', '.join(map(str, value)) if isinstance(value, list) else str(value))}</td>"


def _number(name: str, value: float, share: bool, lang: str) -> str:
    if share and name.startswith("change"):
        return say("shell.percentage_points", lang, change=f"{value * 100:+.1f}")
    if share:
        return f"{value * 100:.1f}%"
    if isinstance(value, int) or name in PLAIN_NUMBERS:
        return f"{value:.0f}"
    return f"{value:.6f}" if abs(value) < 0.1 and value else f"{value:.1f}"
