"""The record of trace codes, in the folder `exports` of the warehouse: what was shown, what was exported, its figures.

`cards/` lists each card by its code (`briefing/card_lists.py`). `made/` holds one file per export, written whole
before the reader gets the export: who, when, what, and the figures in both languages, as they were shown. No figure is
kept that was not shown.
"""

import base64
import contextlib
import datetime
import getpass
import io
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from briefing import card_lists
from briefing.answered import answer
from briefing.store import folder, write_whole
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection

TEXTS = ("finding", "subtitle", "footer")
NOBODY = "-"
BATCH = ("batch_id", "dataset", "file", "loaded_at", "loaded_by")


@dataclass(frozen=True)
class Card:
    """A card that is exported: its exhibit in every language, the reader's choices, and the build."""

    shown: Mapping[str, Exhibit]
    selection: Selection
    build: str

    @property
    def code(self) -> str:
        return next(iter(self.shown.values())).code

    @property
    def exhibit(self) -> str:
        return next(iter(self.shown.values())).id


@dataclass(frozen=True)
class Export:
    """One export of a card: when, by whom, kind and name of the file, its language, and the file of the record."""

    made_at: str
    by: str
    kind: str
    file: str
    lang: str
    record: str


@dataclass(frozen=True)
class Kept:
    """What is known of a code. `page`: the address of the page that showed the card, "" if none did."""

    code: str
    exhibit: str
    settings: Mapping[str, str]
    build: str
    first_seen: str
    page: str
    exports: tuple[Export, ...]


@dataclass(frozen=True)
class Figures:
    """The figures of an exported card in one language, as they were shown, and the live batches of its build."""

    finding: str
    subtitle: str
    footer: str
    frame: pl.DataFrame
    batches: list[dict[str, str]]


def user() -> str:
    """Who exports on the command line: RONGHE_USER, else the user of the operating system."""
    with contextlib.suppress(KeyError, OSError):
        return os.environ.get("RONGHE_USER") or getpass.getuser()
    return NOBODY


def note_shown(code: str, exhibit: str, selection: Selection, build: str, page: str = "") -> None:
    """Lists a card that a page shows, once. Without effect where the warehouse can't be written to."""
    record = folder("exports")
    if not card_lists.is_listed(record, code, with_page=bool(page)):
        with contextlib.suppress(OSError):
            card_lists.add(record, _line(code, exhibit, selection, build) | {"page": page})


def keep(kind: str, file: str, lang: str, by: str, cards: Sequence[Card]) -> None:
    """Records an export. Raises OSError where the warehouse can't be written to."""
    name = _name()
    export = {"made_at": _now(), "by": by or NOBODY, "kind": kind, "file": Path(file).name, "lang": lang}
    batches = {build: live_batches(build) for build in {card.build for card in cards}}
    kept = [
        {
            "code": card.code,
            "build": card.build,
            "shown": {
                spoken: {text: getattr(exhibit, text) for text in TEXTS} | {"frame": _packed(exhibit.frame)}
                for spoken, exhibit in card.shown.items()
            },
        }
        for card in cards
    ]
    content = json.dumps(export | {"batches": batches, "cards": kept}, ensure_ascii=False)
    write_whole(folder("exports") / "made" / f"{name}.json", content.encode())
    for card in cards:
        line = _line(card.code, card.exhibit, card.selection, card.build)
        card_lists.add(folder("exports"), line | {"export": export | {"record": name}})


def keep_rows(kind: str, file: str, lang: str, by: str, build: str, rows: pl.DataFrame) -> None:
    """Records an export of rows that are no card's, such as what was rejected: how many, of which columns, and not what
    they say, which may be about persons. Raises OSError."""
    export = {"made_at": _now(), "by": by or NOBODY, "kind": kind, "file": Path(file).name, "lang": lang}
    about = {"build": build, "rows": rows.height, "columns": rows.columns, "cards": []}
    write_whole(folder("exports") / "made" / f"{_name()}.json", json.dumps(export | about, ensure_ascii=False).encode())


def found(code: str) -> Kept | None:
    """What is known of a tidy code; None if nothing is."""
    lines = card_lists.lines_of(folder("exports"), code)
    return _kept(lines) if lines else None


def exported() -> Iterator[Kept]:
    """Every card that was exported."""
    yield from map(_kept, card_lists.exported(folder("exports")))


def figures(kept: Kept, lang: str) -> Figures | None:
    """The figures of the card's last export in a language; None where it was only shown, or its record is lost."""
    for export in reversed(kept.exports):
        try:
            record = json.loads((folder("exports") / "made" / f"{export.record}.json").read_bytes())
            card = next(card for card in record["cards"] if card["code"] == kept.code)
            shown = card["shown"].get(lang) or next(iter(card["shown"].values()))
        except (OSError, ValueError, StopIteration):
            continue
        batches = record["batches"][card["build"]]
        return Figures(**{text: shown[text] for text in TEXTS}, frame=_unpacked(shown["frame"]), batches=batches)
    return None


def state() -> tuple[tuple[str, int], ...]:
    """Changes with every export."""
    return card_lists.exports_n(folder("exports"))


def live_batches(build: str) -> list[dict[str, str]]:
    """The batches that a build was made from, newest first; columns: BATCH. Raises queries.QuestionError."""
    listed = answer("loaded_batches", Selection(), build).filter("live").select(pl.col(BATCH).cast(pl.String))
    return listed.fill_null(NOBODY).to_dicts()


def _kept(lines: Sequence[dict[str, Any]]) -> Kept:
    """lines: of one code, oldest first."""
    first = lines[0]
    page = next((line["page"] for line in lines if line.get("page")), "")
    exports = tuple(Export(**line["export"]) for line in lines if "export" in line)
    return Kept(first["code"], first["exhibit"], first["settings"], first["build"], first["seen"], page, exports)


def _line(code: str, exhibit: str, selection: Selection, build: str) -> dict[str, Any]:
    return {"code": code, "exhibit": exhibit, "settings": selection.settings(), "build": build, "seen": _now()}


def _name() -> str:
    """A name for the record of an export: by its moment, and unlike any other."""
    return f"{datetime.datetime.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def _packed(frame: pl.DataFrame) -> str:
    file = io.BytesIO()
    frame.write_parquet(file)
    return base64.b64encode(file.getvalue()).decode()


def _unpacked(packed: str) -> pl.DataFrame:
    return pl.read_parquet(base64.b64decode(packed))
