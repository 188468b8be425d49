"""Briefings saved under a name: every version is kept, and nothing is overwritten or lost.

A name has a folder, a version is a file in it that is written once. Whoever saves while somebody else has saved gets
the next number, and is told. What is deleted moves to a bin.
"""

import datetime
import errno
import hashlib
import json
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from briefing import store
from briefing.composition import Composition, as_bytes, clean, from_json, to_json
from briefing.refusal import RefusalError

LONGEST_NAME = 80


class CompositionError(RefusalError):
    """What can't be done with a saved briefing."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(f"compose.refused.{key}", **facts)


@dataclass(frozen=True)
class Version:
    """A saved version: who saved it when, and the number of the version that it was changed from (0: none)."""

    name: str
    number: int
    by: str
    at: str
    base: int
    composition: Composition

    @property
    def aside(self) -> bool:
        """True if somebody else had saved in between: the version before it is not in it."""
        return self.base != self.number - 1


def save(composition: Composition, name: str, by: str = "") -> Version:
    """Saves a further version under a name. Raises CompositionError for a name that is none, OSError if unwritable."""
    name = _proper(name)
    folder = _folder(name)
    base = composition.version if composition.name == name else 0
    number = max(_numbers(folder), default=0)
    while True:
        number += 1
        kept = replace(composition, name=name, version=number)
        at = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        version = Version(name, number, clean(by)[:LONGEST_NAME].strip(), at, base, kept)
        about = {"name": name, "number": number, "by": version.by, "at": at, "base": base}
        try:
            store.write_new(folder / f"{number:06}.json", as_bytes(about | {"composition": to_json(kept)}))
            return version
        except FileExistsError:
            continue  # somebody saved at the same moment: the next number is ours


def saved() -> list[Version]:
    """The newest version of each saved briefing, the last saved first."""
    folders = _saved().glob("*") if _saved().is_dir() else ()
    newest = [found[0] for found in map(_versions, folders) if found]
    return sorted(newest, key=lambda version: version.at, reverse=True)


def versions(name: str) -> list[Version]:
    """All versions under a name, the newest first."""
    return _versions(_folder(name))


def opened(name: str, number: int = 0) -> Composition:
    """A saved version, by default the newest. Raises CompositionError if there is none."""
    for version in versions(name):
        if number in (0, version.number):
            return version.composition
    known = ", ".join(version.name for version in saved()[:10]) or "–"
    raise CompositionError("unknown", name=name, known=known)


def rename(name: str, new: str, by: str = "") -> str:
    """Gives a briefing with all its versions another name, by a version that bears it. Raises CompositionError if that
    name is taken."""
    new, newest = _proper(new), opened(name)
    if new != name:
        _move(_folder(name), new)
        save(replace(newest, name=new), new, by)
    return new


def delete(name: str) -> None:
    """Moves a briefing with all its versions to the bin."""
    opened(name)
    store.make_private(_bin())
    _folder(name).rename(_bin() / f"{_folder(name).name}-{time.time_ns()}")


def deleted() -> list[tuple[str, Version]]:
    """(its place in the bin, newest version) of what was deleted, the last first."""
    folders = sorted(_bin().glob("*-*"), key=lambda folder: folder.name.rpartition("-")[2], reverse=True)
    return [(folder.name, found[0]) for folder in folders if (found := _versions(folder))]


def restore(place: str) -> str:
    """Takes a briefing out of the bin; returns its name. Raises CompositionError if the name is taken by now."""
    found = {known: version.name for known, version in deleted()}
    if place not in found:
        raise CompositionError("unknown", name=place, known="–")
    _move(_bin() / place, found[place])
    return found[place]


def _move(folder: Path, name: str) -> None:
    """Makes a folder that of this name. A name that is in use, if only since this moment, is refused."""
    try:
        folder.rename(_folder(name))
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
            raise
        raise CompositionError("taken", name=name) from None


def _saved() -> Path:
    return store.folder("briefings") / "saved"


def _bin() -> Path:
    return store.folder("briefings") / "bin"


def _folder(name: str) -> Path:
    """The folder of a name. No path is made of the name itself: it may hold any character."""
    return _saved() / hashlib.sha256(_plain(name).encode()).hexdigest()[:16]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", clean(name)).split())


def _proper(name: str) -> str:
    proper = _plain(name)
    if not proper:
        raise CompositionError("nameless")
    if len(proper) > LONGEST_NAME:
        raise CompositionError("long_name", most=LONGEST_NAME)
    return proper


def _numbers(folder: Path) -> Iterator[int]:
    return (int(file.stem) for file in folder.glob("*.json") if file.stem.isdecimal())


def _versions(folder: Path) -> list[Version]:
    """The versions in a folder, the newest first, all under the newest one's name; damaged files are no versions and
    stay where they are."""
    found: list[Version] = []
    for number in sorted(_numbers(folder), reverse=True):
        try:
            kept = json.loads((folder / f"{number:06}.json").read_text(encoding="utf-8"))
            name = found[0].name if found else str(kept["name"])
            composition = replace(from_json(kept["composition"]), name=name, version=number)
            found.append(Version(name, number, str(kept["by"]), str(kept["at"]), int(kept["base"]), composition))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found
