"""Where the warehouse lies on disk, and the few ways in which anything is written there.

Nothing is ever written in place: a file or folder is finished beside, flushed to the disk, then renamed.
A build holds every cell, also those that no reader is shown, and a batch the workbook as it came: nobody but the owner
of the warehouse may read anything in it.
"""

import contextlib
import errno
import getpass
import glob
import itertools
import logging
import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import filelock

from etl.contracts.faults import in_both_languages
from words import LANGUAGES, language, say

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "data" / "reference"
MODELS = Path(__file__).parent / "warehouse" / "models"
MEMORY_LIMIT = "1200MB"
OWNER_ONLY_FOLDER, OWNER_ONLY_FILE, OTHERS_MASK = 0o700, 0o600, 0o077

# What DuckDB raises when the system does not let it write, also when that is found out by a commit.
SYSTEM_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, duckdb.TransactionException)
ERRNO_WORDS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "file_too_large",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "read_only",
}

progress = logging.getLogger("etl")
progress.setLevel(logging.INFO)  # shown where somebody has given it a handler


class WarehouseError(Exception):
    """Something that the person at the keyboard can do something about, said in both languages."""

    def __init__(self, key: str, **facts: object) -> None:
        """`facts` fill the sentence; a fact that is a {zh, en} mapping differs by language."""
        told = in_both_languages(key, **facts)
        self.zh, self.en = told["zh"], told["en"]
        super().__init__(self.zh if language() == "zh" else self.en)


class CannotWriteError(WarehouseError):
    """The warehouse's own trouble (disk, permissions): the files that were to be loaded are not to blame."""


def home() -> Path:
    """The warehouse's folder: RONGHE_HOME, else data/warehouse."""
    return Path(os.environ.get("RONGHE_HOME") or ROOT / "data" / "warehouse").absolute()


def batch_folder() -> Path:
    """Batches that were taken in, one folder each."""
    return home() / "batches"


def staging_folder() -> Path:
    """Batches that are being taken in; whatever lies here when a load starts was left by one that died."""
    return home() / "staged"


def build_folder() -> Path:
    """Published builds, the drafts of the next one, and `current`, which names the one in force."""
    return home() / "builds"


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """One writer at a time; a second one waits and says so. What a dead or a failed writer left is cleared away.

    What the block writes is for the owner's eyes only, and so is all that was there before. A folder that cannot be
    written, a full disk and the like become a WarehouseError.
    """
    with plain_errors():
        lock = lock_file("lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            report_progress("warehouse.waiting")
            lock.acquire()
        before = os.umask(
            OTHERS_MASK
        )  # of the whole process; the lock sees to it that only one thread at a time sets it
        try:
            _clear_leftovers()
            restrict_to_owner(home())
            yield
        finally:
            _clear_leftovers()
            os.umask(before)
            lock.release()


def lock_file(name: str) -> filelock.BaseFileLock:
    """A lock in the warehouse, which is made if there is none."""
    make_folder(home())
    return filelock.FileLock(home() / name, mode=OWNER_ONLY_FILE)


def make_folder(folder: Path) -> None:
    """A folder of the warehouse, made if it is missing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    restrict_to_owner(folder, whole=False)


def restrict_to_owner(place: Path, whole: bool = True) -> None:
    """Let nobody but the owner read a file or folder of the warehouse (whole: and what is in it); elsewhere nothing.

    Nothing is opened to anybody by it. What belongs to another account is left to that one; so is a folder for
    everybody's use (sticky) that serves as the warehouse. Windows has other permissions: those of the folder above.
    """
    if os.name == "nt" or not place.absolute().is_relative_to(home()):
        return
    inside = (Path(folder) / name for folder, names, files in os.walk(place) for name in names + files)
    for path in itertools.chain([home(), place], inside if whole else ()):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            mode = path.lstat().st_mode
            if mode & OTHERS_MASK and not stat.S_ISLNK(mode) and not mode & stat.S_ISVTX:
                path.chmod(stat.S_IMODE(mode) & ~OTHERS_MASK)


def report_progress(key: str, **facts: object) -> None:
    """Say how far the work has come: in the language of the machine, and in both to whoever listens."""
    told = {lang: say(key, lang, **facts) for lang in LANGUAGES}
    progress.info(told[language()], extra=told)


@contextlib.contextmanager
def heard(by: Callable[[dict[str, str]], None]) -> Iterator[None]:
    """While the block runs, `by` is given each line of progress of this thread's work, as {zh, en}."""
    ear = _ProgressHandler(by)
    progress.addHandler(ear)
    try:
        yield
    finally:
        progress.removeHandler(ear)


class _ProgressHandler(logging.Handler):
    """Hears the thread that made it, and no other reader's work."""

    def __init__(self, by: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self.by, self.thread = by, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and hasattr(record, "zh"):
            self.by({lang: getattr(record, lang) for lang in LANGUAGES})


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Errors of the file system as a sentence instead of a traceback."""
    try:
        yield
    except (OSError, *SYSTEM_ERRORS) as error:
        raise CannotWriteError("warehouse.cannot_write", home=home(), why=_error_reason(error)) from error


def _error_reason(error: Exception) -> dict[str, str] | str:
    """What the system says of a write that failed: in words where it is one of the usual things."""
    for number, name in ERRNO_WORDS.items():  # DuckDB has the system's words in its own
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return in_both_languages(f"warehouse.system.{name}")
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def _clear_leftovers() -> None:
    batch_folder().mkdir(exist_ok=True)
    build_folder().mkdir(exist_ok=True)
    shutil.rmtree(staging_folder(), ignore_errors=True)
    left = [*build_folder().glob("*.draft*")]
    left += [*home().glob("*.new"), *build_folder().glob("*.new"), *batch_folder().glob("*/*.new")]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def current_user() -> str | None:
    """Who works on this machine, where it says."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def flush(path: Path) -> None:
    """Have the disk really hold a file, or a folder's list of names."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot flush a folder, and need not
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Put a small text file in place at once: readers see the old one or the new one, whole."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    flush(beside)
    beside.replace(path)
    flush(path.parent)


def connect(database: Path | str = ":memory:", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with bounds on it, that never asks the network for anything. spill: where it may put what
    does not fit into memory."""
    bounds: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY_LIMIT,
        "threads": min(os.cpu_count() or 1, 8),
        "preserve_insertion_order": False,
        "temp_directory": str(spill) if spill else "",
    }
    connection = duckdb.connect(str(database), config=bounds)
    connection.execute("set enable_progress_bar = false")  # standard output is for what the command says
    return connection


def sql_path(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet_scan(*paths: Path) -> str:
    """The SQL that reads Parquet files, whatever characters their folder's name has."""
    names = ", ".join(sql_path(Path(glob.escape(str(path)))) for path in paths)
    return f"read_parquet([{names}], union_by_name = true)"


def model_sql(name: str) -> str:
    """The text of a model, one .sql file."""
    return (MODELS / f"{name}.sql").read_text(encoding="utf-8")
