"""What has changed between the figures of a card as it was and as it is now, at the digits that readers see."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

import queries
from exhibits import CATALOGUE
from exhibits.columns import headings, notation, number_text, readable
from exhibits.setting import ASKED
from words import say

NOTHING = "–"
ALL = "all"  # the code of a row about all groups


@dataclass(frozen=True)
class Change:
    """What has changed. kind: `changed` (a figure), `hidden` (not shown in the newest build), `gone`, `new` (a row).

    `row`, `column`: in words. The values are set for a changed figure only.
    """

    kind: str
    row: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Changes:
    """All changes in the order of the rows; `visible`: the earlier frame without what is not shown today."""

    all: tuple[Change, ...]
    visible: pl.DataFrame

    def of(self, kind: str) -> tuple[Change, ...]:
        return tuple(change for change in self.all if change.kind == kind)

    @property
    def hides(self) -> bool:
        """True if a figure that was shown is not shown today, so that texts with figures must not be shown either."""
        return any(change.kind in ("hidden", "gone") for change in self.all)


def changes_between(exhibit: str, before: pl.DataFrame, after: pl.DataFrame, lang: str, points: bool) -> Changes:
    """The changes of an exhibit's frame. points: the rates of the frames are means of points."""
    key = _key(exhibit, before, after)
    columns = [name for name in before.columns if name in after.columns and name not in key]
    named = _names(before, key, lang)
    now = {_place(row, key, at): row for at, row in enumerate(after.iter_rows(named=True))}
    was = {_place(row, key, at): row for at, row in enumerate(before.iter_rows(named=True))}
    then, today = _written(before, lang, points), _written(after, lang, points)
    at_now = {place: at for at, place in enumerate(now)}
    said = headings(before, lang)
    found, visible = [], []
    for at, (place, row) in enumerate(was.items()):
        shown = {name for name in (*key, *columns) if place in now and now[place][name] is not None}
        visible.append({name: value if name in shown or name in key else None for name, value in row.items()})
        if place not in now:
            found.append(Change("gone", named[at]))
            continue
        for name in columns:
            old, new = then[name][at], today[name][at_now[place]]
            if row[name] is not None and name not in shown:
                found.append(Change("hidden", named[at], said[name]))
            elif old != new:
                found.append(Change("changed", named[at], said[name], old, new))
    names = _names(after, key, lang)
    found += [Change("new", names[at]) for place, at in at_now.items() if place not in was]
    return Changes(tuple(found), pl.DataFrame(visible, schema=before.schema))


def _key(exhibit: str, before: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    """The columns that identify a row: the grain of the questions, then texts as needed. Empty: rows have no identity
    but their place."""
    spec = CATALOGUE[exhibit]
    asked = [question for question in spec.questions if question not in ASKED]
    shared = [name for name in before.columns if name in after.columns]
    grain = dict.fromkeys(name for question in asked for name in queries.contract(question)["grain"] if name in shared)
    texts = [name for name in shared if before.schema[name] == pl.String and name not in grain]
    key: list[str] = list(grain)
    for name in [*texts, None]:
        if key and before.select(key).is_unique().all() and after.select(key).is_unique().all():
            return key
        key += [name] if name else []
    return []


def _place(row: Mapping[str, object], key: list[str], at: int) -> object:
    return tuple(row[name] for name in key) if key else at


def _names(frame: pl.DataFrame, key: list[str], lang: str) -> list[str]:
    """The rows in words: the names that stand for ids, and the words of codes."""
    names = {name: next((each for each in _said_by(name) if each in frame.columns), name) for name in key}
    if not names:
        return [str(at) for at in range(1, frame.height + 1)]
    words = readable(frame.select(list(dict.fromkeys(names.values()))), lang)
    said = ([str(value) for value in row if value not in (None, ALL)] for row in words.iter_rows())
    return [" · ".join(row) or say("trace_code.all", lang) for row in said]


def _said_by(name: str) -> tuple[str, ...]:
    """The columns that may hold the name of what a column identifies."""
    return ("label",) if name == "metric" else (name.removesuffix("_id"),)


def _written(frame: pl.DataFrame, lang: str, points: bool) -> dict[str, list[str]]:
    """The values of each column as readers see them."""
    written = notation(frame, lang, points)
    words = readable(written.frame.with_columns(pl.col(written.percent) * 100), lang)
    said = headings(written.frame, lang)
    return {name: _texts(words[said[name]], pattern) for name, pattern in written.patterns.items()}


def _texts(values: pl.Series, pattern: str | None) -> list[str]:
    """A number is written as `number_text` does; other values have no pattern."""
    numeric = values.dtype.is_numeric()
    return [NOTHING if value is None else number_text(value, pattern) if numeric else str(value) for value in values]
