"""What is no fault, but what a sender should know: rows that were left out, and hidden ones that were not."""

import re
from collections.abc import Iterable
from pathlib import Path

from etl.contracts.faults import both, listed
from etl.reading.column_naming import Named
from etl.reading.tables import Table
from words import LANGUAGES, say

MOST = 8  # stretches of rows that are listed
OURS = {say(f"office.sheet.{sheet}", lang) for sheet in ("guide", "lists") for lang in LANGUAGES}  # of a template


def notices(path: Path, tables: list[Table], parts: list[Named]) -> list[dict[str, str]]:
    """One sentence in both languages a thing and table, in the order of the tables."""
    return [notice for table, part in zip(tables, parts, strict=True) for notice in _of_table(path, table, part)]


def not_read(path: Path, sheets: list[str]) -> list[dict[str, str]]:
    """Of a workbook that nobody described: its sheets that are none of our tables."""
    unknown = [sheet for sheet in sheets if sheet and sheet not in OURS]
    return [_told(path, "", "not_read", sheets=listed(unknown))] if unknown else []


def _of_table(path: Path, table: Table, part: Named) -> list[dict[str, str]]:
    found = []
    marks, sheet = table.marks, table.sheet
    if marks.hidden:
        found.append(_told(path, sheet, "hidden_sheet"))
    if table.panel:
        found.append(_told(path, sheet, "panel", columns=table.panel))
    if rows := sorted(marks.hidden_rows & set(table.rows["source_row"])):
        found.append(_told(path, sheet, "hidden_rows", rows=stretches(rows)))
    if columns := [letter for letter in table.letters.values() if letter in marks.hidden_columns]:
        found.append(_told(path, sheet, "hidden_columns", columns=listed(columns)))
    read = set(part.places.values())
    again = [header for header in table.headers if header not in read and re.sub(r" \(\d+\)$", "", header) in read]
    if again:
        found.append(_told(path, sheet, "repeated_header", columns=listed([table.letters[header] for header in again])))
    for (why,), rows_of in part.left_out.group_by("why", maintain_order=True):
        rows = rows_of["source_row"].sort().to_list()
        found.append(_told(path, sheet, f"left_out_{why}", rows=stretches(rows), n=len(rows)))
    return found


def _told(path: Path, sheet: str, what: str, **facts: object) -> dict[str, str]:
    place = both("etl.where.sheet_name", sheet=sheet) if sheet else {"zh": "", "en": ""}
    return both(f"etl.notice.{what}", file=path.name, sheet=place, **facts)


def stretches(rows: Iterable[int]) -> dict[str, str]:
    """Rows to be read: `3、5—9` and `3, 5–9`, the first stretches of them."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    shown = {
        lang: [str(first) if first == last else f"{first}{dash}{last}" for first, last in found[:MOST]]
        for lang, dash in (("zh", "—"), ("en", "–"))
    }
    more = len(found) > MOST
    return {
        "zh": "、".join(shown["zh"]) + ("……" if more else ""),
        "en": ", ".join(shown["en"]) + (" …" if more else ""),
    }
