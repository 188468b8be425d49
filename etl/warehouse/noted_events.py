"""Dated events that stewards note for readers of series: the file events.csv of the warehouse, one row per event.

A row says when and what, what it concerns, who noted it and when. Events change no figure and belong to no build: the
file lies beside the builds. No row is ever removed: a withdrawn event keeps its row, with who withdrew it and when.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from etl.contracts.faults import in_both_languages
from etl.reading import cells
from etl.storage import WarehouseError, current_user, home, locked, plain_errors, write_text
from etl.warehouse.batches import now
from etl.warehouse.known_units import known_units
from words import label, say

NAME = "events.csv"
COLUMNS = ("event_id", "day", "what", "scope", "code", "author", "entered_at", "withdrawn_by", "withdrawn_at")
SAME = ("day", "what", "scope", "code")
SCOPES = ("city", "class", "unit", "instrument")
CODE_LISTS = {"class": "unit_class", "instrument": "instrument"}  # scope → the code list of what it concerns
UNCLASSIFIED = "unclassified"  # units of no class, of which no event is told
LONGEST_TEXT, LONGEST_NAME = 100, 40
FIRST_DAY = datetime.date(2000, 1, 1)
UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
BOM = "\ufeff"  # by which spreadsheet programs know UTF-8
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a spreadsheet runs a cell that begins so
WRITTEN_BY_PEOPLE = ("what", "author", "withdrawn_by")

Event = dict[str, str]


def noted_events() -> list[Event]:
    """All events, withdrawn ones too (`withdrawn_at` is not empty), the latest day first. Raises WarehouseError when
    the file cannot be read."""
    with plain_errors():
        return sorted(_read(), key=lambda event: (event["day"], event["event_id"]), reverse=True)


def event_codes() -> dict[str, list[str]]:
    """Scope of an event → the codes of what it may concern: none for the city, and for units those of their build."""
    directory = known_units().directory()
    listed = {scope: directory.names(CODE_LISTS[scope])["code"].unique(maintain_order=True) for scope in CODE_LISTS}
    codes = {scope: [code for code in found if code != UNCLASSIFIED] for scope, found in listed.items()}
    return {scope: codes.get(scope, []) for scope in SCOPES}


def note_event(
    day: datetime.date | str, what: str, scope: str = "city", concerns: str = "", by: str | None = None
) -> Event:
    """Note an event; its row. The same event twice is noted once. Raises WarehouseError for what cannot be noted.

    day: a date, or a text as offices write it. concerns: a unit, class of units or instrument by name or code; nothing
    for the city. by: the author; None: the user of the machine.
    """
    event = {
        "day": str(_day(day)),
        "what": _text(what, "text", LONGEST_TEXT),
        "scope": scope,
        "code": _code(scope, _one_line(concerns), _day(day)),
        "author": _text(by if by is not None else current_user() or "", "author", LONGEST_NAME),
        "entered_at": now(),
        "withdrawn_by": "",
        "withdrawn_at": "",
    }
    with locked():
        kept = _read()
        same = [one for one in kept if not one["withdrawn_at"] and all(one[name] == event[name] for name in SAME)]
        if same:
            return same[0]
        numbers = [int(one["event_id"][1:]) for one in kept if re.fullmatch(r"E\d{1,9}", one["event_id"])]
        event = {"event_id": f"E{max(numbers, default=0) + 1:04}"} | event
        _write([*kept, event])
    return event


def withdraw_event(event_id: str, by: str | None = None) -> Event:
    """Withdraw an event: its row stays, marked. Raises WarehouseError for an unknown or withdrawn one."""
    author = _text(by if by is not None else current_user() or "", "author", LONGEST_NAME)
    with locked():
        kept = _read()
        event = next((one for one in kept if one["event_id"] == event_id), None)
        if event is None:
            raise WarehouseError("warehouse.events.no_such_event", event=event_id[:LONGEST_NAME])
        if event["withdrawn_at"]:
            raise WarehouseError(
                "warehouse.events.withdrawn_before", event=event_id, by=event["withdrawn_by"], at=event["withdrawn_at"]
            )
        event |= {"withdrawn_by": author, "withdrawn_at": now()}
        _write(kept)
    return event


def event_lines(events: Sequence[Event]) -> Iterator[str]:
    """Events as lines of text."""
    for event in events:
        concerns = " ".join(filter(None, (label("event_scope", event["scope"]), event["code"])))
        gone = say("warehouse.events.gone", by=event["withdrawn_by"]) if event["withdrawn_at"] else ""
        told = (event["event_id"], event["day"], event["what"], concerns, event["author"], event["entered_at"], gone)
        yield "  ".join(filter(None, told))
    if not events:
        yield say("warehouse.events.none")


def _one_line(text: str) -> str:
    """A text on one line, without control characters and characters that nobody sees."""
    return UNSEEN.sub(" ", text).strip()


def _text(text: str, field: str, longest: int) -> str:
    said = _one_line(text)
    if not said:
        raise WarehouseError(f"warehouse.events.no_{field}")
    if said.startswith(FORMULA):
        raise WarehouseError(f"warehouse.events.formula_{field}", sign=said[0])
    if len(said) > longest:
        raise WarehouseError(f"warehouse.events.long_{field}", n=len(said), longest=longest)
    return said


def _day(given: datetime.date | str) -> datetime.date:
    day = given
    if isinstance(day, str):
        day = pl.select(cells.date(pl.lit(day.strip() or None, pl.String))).item()
    if day is None:
        raise WarehouseError("warehouse.events.no_day", found=_one_line(str(given))[:LONGEST_NAME])
    today = datetime.date.today()
    if not FIRST_DAY <= day <= today:
        raise WarehouseError("warehouse.events.day_outside", day=day, first=FIRST_DAY, today=today)
    return day


def _code(scope: str, concerns: str, day: datetime.date) -> str:
    """The code of what an event concerns; empty for the city."""
    directory = known_units().directory()
    said = concerns[:LONGEST_NAME]
    if scope not in SCOPES:
        raise WarehouseError("warehouse.events.unknown_scope", found=scope[:LONGEST_NAME])
    if scope == "city":
        if concerns:
            raise WarehouseError("warehouse.events.city_alone", found=said)
        return ""
    code_list = CODE_LISTS.get(scope, scope)
    asked = pl.DataFrame({"text": [concerns], "on": [day]}, schema={"text": pl.String, "on": pl.Date})
    found = directory.match(code_list, asked)["code"][0] if concerns else None
    if found is None and scope == "unit":
        nearest = directory.nearest("unit", said) if concerns else None
        hint = in_both_languages("etl.hint.nearest", nearest=nearest) if nearest else {"zh": "", "en": ""}
        raise WarehouseError("warehouse.events.unknown_unit", found=said, hint=hint)
    if found is None:
        raise WarehouseError(f"warehouse.events.unknown_{scope}", found=said, known=directory.allowed(code_list))
    return str(found)


def _read() -> list[Event]:
    """The rows in their order. A file that somebody saved in another form is refused, so that it is not overwritten."""
    file = home() / NAME
    try:
        text = _decoded(file.read_bytes(), file)
    except FileNotFoundError:
        return []
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if lines.fieldnames is None or not set(COLUMNS) <= set(lines.fieldnames):
            raise WarehouseError("warehouse.events.unreadable", file=file)
        return [{name: row[name] or "" for name in COLUMNS} for row in lines if any(row.values())]
    except csv.Error as error:
        raise WarehouseError("warehouse.events.unreadable", file=file) from error


def _decoded(data: bytes, file: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WarehouseError("warehouse.events.unreadable", file=file)


def _write(events: list[Event]) -> None:
    """Replace the file. A text of an older version that a spreadsheet would run gets an apostrophe, for good."""
    for event in events:
        event |= {name: f"'{event[name]}" for name in WRITTEN_BY_PEOPLE if event[name].startswith(FORMULA)}
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    lines.writeheader()
    lines.writerows(events)
    write_text(home() / NAME, BOM + text.getvalue())
