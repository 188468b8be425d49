"""The inbox: load files put into it, then move them to done/ or, with what the sender needs to correct them, to
problem/.

The only state is the last snapshot of the inbox. A file that was loaded but not moved because the watch died is loaded
again at the next start, which changes nothing.
"""

import contextlib
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import polars as pl

from etl.api import load
from etl.contracts.faults import Refused
from etl.intake.annotated_return import annotated_return, annotated_return_name
from etl.storage import (
    CannotWriteError,
    WarehouseError,
    home,
    lock_file,
    make_folder,
    plain_errors,
    progress,
    report_progress,
    restrict_to_owner,
)
from etl.warehouse.load_report import Report
from etl.warehouse.revisions import Change
from words import language, say

DONE, PROBLEM = "done", "problem"
LAYOUT_SUFFIX = ".toml"
UNFINISHED_SUFFIXES = {".tmp", ".part", ".partial", ".crdownload", ".download"}
IGNORED_PREFIXES = ("~$", ".")  # Office lock files and hidden files
IGNORED_NAMES = {"thumbs.db", "desktop.ini"}
RETRY_RULES = {"missing", "cannot_open"}  # refused for reasons outside the file: retried
MAX_FAULTS = 20

Snapshot = dict[Path, tuple[int, ...]]  # file → size and modification time of it and of its layout


@dataclass(frozen=True)
class ProcessedFile:
    """A processed file: its new place, the files written beside it, and the report of its load."""

    file: str
    place: Path
    notes: list[Path]
    report: Report | None  # None: the load failed, a note gives the reason

    @property
    def all_in(self) -> bool:
        return not self.notes


def inbox() -> Path:
    """The folder that is watched; done/ and problem/ are in it."""
    return home() / "inbox"


def watch(
    every: float = 5, once: bool = False, by: str | None = None, stop: threading.Event | None = None
) -> Iterator[ProcessedFile]:
    """Load the files that arrive in the inbox; yields each file after it was moved.

    every: seconds between two snapshots; a file is loaded once two snapshots in a row agree on it. once: stop after two
    snapshots. stop: when set, finish the current file and return. Raises WarehouseError when another watch is running
    and, with `once`, when the warehouse cannot be written; otherwise it retries.
    """
    stop = stop or threading.Event()
    with _only_watch():
        waiting = _InboxLoader(by)
        report_progress("warehouse.inbox.watching", folder=inbox())
        before = _snapshot()
        while not stop.wait(every):
            now: Snapshot = {}
            try:
                now = _snapshot()
                still = [path for path in sorted(now) if now[path] == before.get(path)]
                waiting.log_arriving(set(now) - set(still))
                for taken in waiting.take(still):
                    yield taken
                    if stop.is_set():
                        return
            except CannotWriteError as error:
                if once:
                    raise
                waiting.log_once(inbox(), str(error))
            if once:
                return
            before = now


@contextlib.contextmanager
def _only_watch() -> Iterator[None]:
    with plain_errors():
        lock = lock_file("watch.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise WarehouseError("warehouse.inbox.watched_already", folder=inbox()) from None
    try:
        yield
    finally:
        lock.release()


def _snapshot() -> Snapshot:
    """The files in the inbox that are to be loaded, each with its state and that of its layout."""
    with plain_errors():
        for folder in (home(), inbox(), inbox() / DONE, inbox() / PROBLEM):
            make_folder(folder)
        seen = {path: _state(path) + _state(_layout_path(path)) for path in inbox().iterdir() if _is_candidate(path)}
    return {path: state for path, state in seen.items() if state}


def _is_candidate(path: Path) -> bool:
    name = path.name.lower()
    ours = (
        name.startswith(IGNORED_PREFIXES)
        or name in IGNORED_NAMES
        or path.suffix.lower() in {*UNFINISHED_SUFFIXES, LAYOUT_SUFFIX}
    )
    return not ours and path.is_file()


def _state(path: Path) -> tuple[int, ...]:
    """Size and modification time; () for a missing file."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return ()
    return facts.st_size, facts.st_mtime_ns


def _layout_path(path: Path) -> Path:
    return path.with_suffix(LAYOUT_SUFFIX)


class _InboxLoader:
    """Loads the files that are complete. A file's problem is logged once, not at every snapshot."""

    def __init__(self, by: str | None) -> None:
        self.by = by
        self.logged: dict[Path, str] = {}

    def take(self, paths: list[Path]) -> Iterator[ProcessedFile]:
        """Load files without a layout together, so that they share their units, then each of the others alone."""
        described = [path for path in paths if _layout_path(path).exists()]
        plain = [path for path in paths if path not in described]
        for together, layout in [(plain, None), *(([path], _layout_path(path)) for path in described)]:
            if together:
                yield from self._take(together, layout)

    def log_arriving(self, paths: set[Path]) -> None:
        """Log files that are still being copied into the inbox."""
        for path in sorted(paths):
            self.log_once(path, say("warehouse.inbox.arriving", file=path.name))

    def log_once(self, path: Path, sentence: str) -> None:
        """Log a sentence about a path unless it was the last one logged for it."""
        if self.logged.get(path) != sentence:
            progress.info(sentence)
        self.logged[path] = sentence

    def _take(self, paths: list[Path], layout: Path | None) -> Iterator[ProcessedFile]:
        before = {path: _state(path) for path in paths}
        report, failure = self._loaded(paths, layout)
        if (report is None or report.unconfirmed) and len(paths) > 1:
            for path in paths:  # one failing file must not return the others
                yield from self._take([path], layout)
            return
        for path in paths:
            own = _report_of_file(path, report, with_change=path == paths[0])
            refused = next((one.refused for one in own.files if one.refused), None) if own else None
            if not path.exists():
                self.log_once(path, say("warehouse.inbox.vanished", file=path.name))
            elif refused and refused.rule in RETRY_RULES:
                self.log_once(path, str(refused))
            elif _state(path) != before[path]:
                self.log_once(path, say("warehouse.inbox.arriving", file=path.name))
            elif taken := self._put_away(path, own, failure):
                yield taken

    def _loaded(self, paths: list[Path], layout: Path | None) -> tuple[Report | None, str]:
        """The report of a load, or None and the reason."""
        try:
            report = load(paths, layout, self.by)
            self.logged.pop(inbox(), None)
            return report, ""
        except CannotWriteError:
            if all(path.exists() for path in paths):
                raise
            return None, say("warehouse.inbox.vanished", file=paths[0].name)
        except WarehouseError as error:
            return None, str(error)
        except Exception as error:  # noqa: BLE001 - one file must not keep all later ones from being loaded
            progress.exception(type(error).__name__)
            return None, say("warehouse.inbox.unexpected", kind=type(error).__name__)

    def _put_away(self, path: Path, report: Report | None, failure: str) -> ProcessedFile | None:
        """Move a file to done/ or problem/, with the files for its sender beside it; existing files are kept."""
        if failure:
            progress.warning(failure)
        book, reason = _return_content(path, report, failure)
        folder = inbox() / (PROBLEM if book or reason else DONE)
        for number in itertools.count(1):
            stem = path.stem if number == 1 else f"{path.stem} ({number})"
            place = folder / f"{stem}{path.suffix}"
            notes = {folder / annotated_return_name(place.name): book} if book else {}
            notes |= {folder / say("warehouse.inbox.reason_file", name=stem): reason} if reason else {}
            if not any(one.exists() for one in (place, *notes)):
                break
        unseen = {note: note.with_name(f".{note.name}") for note in notes}  # hidden until the file itself is moved
        try:
            for note, content in notes.items():
                unseen[note].write_bytes(content)
                restrict_to_owner(unseen[note])
            path.rename(place)
            restrict_to_owner(place)
        except OSError as error:
            for note in unseen.values():
                note.unlink(missing_ok=True)
            self.log_once(path, say("warehouse.inbox.cannot_move", file=path.name, why=error.strerror))
            return None
        for note, written in unseen.items():
            written.rename(note)
        self.logged.pop(path, None)
        shown = place.relative_to(inbox())
        report_progress(f"warehouse.inbox.{folder.name}", file=path.name, place=shown)
        return ProcessedFile(path.name, place, list(notes), report)


def _report_of_file(path: Path, report: Report | None, with_change: bool) -> Report | None:
    """The part of a report about one file. with_change: include the change, which belongs to the whole load."""
    if report is None:
        return None
    files = [one for one in report.files if one.file == path.name]
    return replace(report, files=files, change=report.change if with_change else Change())


# --- what goes back to the sender -----------------------------------------------------------------------------------


def _return_content(path: Path, report: Report | None, failure: str) -> tuple[bytes, bytes]:
    """The bytes of the annotated return and of the text file with the reason; empty where not needed."""
    if report is None:
        return b"", _text_file([failure])
    if report.unconfirmed:
        return b"", _text_file([*(ask[language()] for ask in report.change.asks), say("warehouse.unconfirmed")])
    if refused := [str(one.refused) for one in report.files if one.refused]:
        return b"", _text_file(refused)
    faults = pl.concat([one.faults for one in report.files])
    if faults.is_empty():
        return b"", b""
    try:
        return annotated_return(path, faults), b""
    except (Refused, OSError) as unmarked:
        return b"", _text_file([str(unmarked), *faults[f"message_{language()}"].head(MAX_FAULTS)])


def _text_file(lines: list[str]) -> bytes:
    """Lines as UTF-8 with BOM and CRLF, which every office editor opens."""
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")
