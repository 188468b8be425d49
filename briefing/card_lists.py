"""The lists of cards in a record of exports: one JSON object a line, in a file for each first symbol of a code.

A line is added by one system call under a lock, so that several processes can write; a line that a dying process left
unfinished is skipped. Each process knows where the lines of a code stand, and reads only what was added since. What was
exported stays for ever. A card that was only shown is forgotten once its build is removed, at the earliest a month
after it was seen.
"""

import contextlib
import datetime
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import filelock

from briefing.store import make_private, write_whole
from queries.connection import kept_builds

REMEMBERED = datetime.timedelta(days=30)  # how long a card that was only shown is known at least
PATIENCE, POLLED = 10.0, 0.005  # seconds for the lock; a line takes less than a thousandth
Line = dict[str, Any]

_lock = threading.RLock()  # of what follows
_indexes: dict[Path, "_Index"] = {}
_tidied: dict[Path, tuple[Path, ...]] = {}  # folder of a record → the kept builds when this process last tidied it


@dataclass
class _Index:
    """Where the lines of each code stand in a file, as far as it was read."""

    inode: int
    end: int = 0
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # code → start and length of its lines
    with_page: set[str] = field(default_factory=set)
    exports: dict[str, int] = field(default_factory=dict)  # code → the number of its exports


def add(record: Path, line: Line) -> None:
    """Adds a line. record: the folder of the record of exports. Raises OSError where it cannot be written.

    It begins with a line break, so that an unfinished line before it does no harm.
    """
    file = _file_of(record, line["code"])
    make_private(file.parent)
    with filelock.FileLock(
        record / "lock", timeout=PATIENCE, mode=0o600, poll_interval=POLLED
    ):  # Timeout is an OSError
        _tidy(record)
        opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(opened, b"\n" + _written(line))
        finally:
            os.close(opened)


def is_listed(record: Path, code: str, with_page: bool) -> bool:
    """True if the code has a line, with_page: one with the address of a page. Files are looked at only if not known."""
    file = _file_of(record, code)
    for look in (_indexes.get, _indexed):
        index = look(file)
        if index and code in (index.with_page if with_page else index.places):
            return True
    return False


def lines_of(record: Path, code: str) -> list[Line]:
    """The lines of a code, oldest first; none if there is none."""
    file = _file_of(record, code)
    try:
        with file.open("rb") as opened:
            places = _read_on(file, opened).places.get(code, ())
            return [json.loads(os.pread(opened.fileno(), length, at)) for at, length in places]
    except OSError:
        return []


def exported(record: Path) -> Iterator[list[Line]]:
    """The lines of each code that was exported."""
    for file in _files(record):
        index = _indexed(file)
        for code in index.exports if index else ():
            yield lines_of(record, code)


def exports_n(record: Path) -> tuple[tuple[str, int], ...]:
    """The number of exports in each list: it changes with every export and nothing else."""
    found = ((file.name, _indexed(file)) for file in _files(record))
    return tuple((name, sum(index.exports.values())) for name, index in found if index)


def lines(file: Path) -> Iterator[Line]:
    """The whole lines of a list; none if there is no list."""
    try:
        content = file.read_bytes()
    except OSError:
        return
    for line in content.splitlines():
        with contextlib.suppress(ValueError):
            yield json.loads(line)


def _files(record: Path) -> list[Path]:
    return sorted((record / "cards").glob("*.jsonl"))


def _file_of(record: Path, code: str) -> Path:
    """The list with the codes that begin with the same symbol."""
    return record / "cards" / f"{code[0]}.jsonl"


def _written(line: Line) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


# --- where lines stand -----------------------------------------------------------------------------------------------


def _indexed(file: Path) -> _Index | None:
    """The index of a list; None if there is no list."""
    try:
        with file.open("rb") as opened:
            return _read_on(file, opened)
    except OSError:
        return None


def _read_on(file: Path, opened: BinaryIO) -> _Index:
    """The index of an opened list, with the lines that were added since it was last read. A list may be replaced:
    places are read from what is open."""
    facts = os.fstat(opened.fileno())
    with _lock:
        index = _indexes.get(file)
        if index is None or index.inode != facts.st_ino or index.end > facts.st_size:
            index = _indexes[file] = _Index(facts.st_ino)
        opened.seek(index.end)
        for text in opened:
            if not text.endswith(b"\n"):  # another process is writing it, or died
                break
            with contextlib.suppress(ValueError):
                _note(index, json.loads(text), len(text))
            index.end += len(text)
        return index


def _note(index: _Index, line: Line, length: int) -> None:
    code = line["code"]
    index.places.setdefault(code, []).append((index.end, length))
    if line.get("page"):
        index.with_page.add(code)
    if "export" in line:
        index.exports[code] = index.exports.get(code, 0) + 1


# --- what is forgotten -----------------------------------------------------------------------------------------------


def _tidy(record: Path) -> None:
    """Takes out of every list what need not be known any more, once for each set of kept builds. Under the lock."""
    kept = kept_builds()
    if _tidied.get(record) == kept:
        return
    builds, now = {file.stem for file in kept}, datetime.datetime.now().astimezone()
    for file in _files(record):
        before = list(lines(file))
        after = list(_needed(before, builds, now))
        if len(after) < len(before):
            write_whole(file, b"".join(map(_written, after)))
    _tidied[record] = kept


def _needed(listed: list[Line], builds: set[str], now: datetime.datetime) -> Iterator[Line]:
    """Exports; of what was only shown, the first line of a code and the first with a page, as long as it is known."""
    exported = {line["code"] for line in listed if "export" in line}
    met: set[tuple[str, bool]] = set()
    for line in listed:
        known = line["code"] in exported or line["build"] in builds
        if "export" in line:
            yield line
        elif known or now - datetime.datetime.fromisoformat(line["seen"]) < REMEMBERED:
            told = {(line["code"], False), (line["code"], bool(line.get("page")))}
            if told - met:
                yield line
            met |= told
