"""The warehouse on disk: its folders, its lock, atomic writes, permissions, DuckDB connections.

Nothing is overwritten in place: a file or folder is written beside, flushed to disk, then renamed. Builds hold
suppressed figures and batches hold original workbooks, so only the owner of the warehouse may read its files.
"""

import contextlib
import errno
import getpass
import glob
import hashlib
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
THREADS = min(os.cpu_count() or 1, 8)
OWNER_ONLY_FOLDER, OWNER_ONLY_FILE, OTHERS_MASK = 0o700, 0o600, 0o077

# What DuckDB raises when the system denies a write, also during commit.
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
progress.setLevel(logging.INFO)  # shown only where a handler is attached


class WarehouseError(Exception):
    """An error that the user can act on, with its sentence in both languages (`.zh`, `.en`)."""

    def __init__(self, key: str, **facts: object) -> None:
        """key: a key of words. facts: its fields; a {zh, en} mapping gives one value per language."""
        sentence = in_both_languages(key, **facts)
        self.zh, self.en = sentence["zh"], sentence["en"]
        super().__init__(self.zh if language() == "zh" else self.en)


class CannotWriteError(WarehouseError):
    """The warehouse cannot be written (disk, permissions). The files to be loaded are not at fault."""


def home() -> Path:
    """The warehouse folder: RONGHE_HOME, else data/warehouse."""
    return Path(os.environ.get("RONGHE_HOME") or ROOT / "data" / "warehouse").absolute()


def batch_folder() -> Path:
    """The folder of stored batches, one folder per batch."""
    return home() / "batches"


def staging_folder() -> Path:
    """The folder of batches being loaded. Its content at the start of a load is left over from an interrupted one."""
    return home() / "staged"


def build_folder() -> Path:
    """The folder of published builds, draft builds, and `current`, which names the build in force."""
    return home() / "builds"


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Hold the warehouse's write lock; a second writer waits and says so. Leftovers of interrupted writers are removed.

    Files written in the block, and those already in the warehouse, become readable by the owner only. Raises
    WarehouseError for file system errors such as a full disk.
    """
    with plain_errors():
        lock = lock_file("lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            report_progress("warehouse.waiting")
            lock.acquire()
        with contextlib.ExitStack() as at_the_end:  # does each of these, whatever the others raise
            at_the_end.callback(lock.release)
            # The mask is the whole process's; the lock ensures that only one thread sets it.
            at_the_end.callback(os.umask, os.umask(OTHERS_MASK))
            at_the_end.callback(_clear_leftovers)
            _clear_leftovers()
            restrict_to_owner(home())
            yield


def lock_file(name: str) -> filelock.BaseFileLock:
    """A lock file in the warehouse folder, which is created if missing."""
    make_folder(home())
    return filelock.FileLock(home() / name, mode=OWNER_ONLY_FILE)


def make_folder(folder: Path) -> None:
    """Create a folder of the warehouse if missing, readable by the owner only."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    restrict_to_owner(folder, whole=False)


def restrict_to_owner(place: Path, whole: bool = True) -> None:
    """Remove the permissions of group and others from a file or folder in the warehouse; elsewhere do nothing.

    whole: also from everything in the folder. Files of another account are skipped, and so is a sticky folder that
    everybody uses. On Windows permissions come from the parent folder.
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
    """Log a line of progress: in the language of the machine, and in both for handlers that read record.zh and
    record.en."""
    sentence = {lang: say(key, lang, **facts) for lang in LANGUAGES}
    progress.info(sentence[language()], extra=sentence)


@contextlib.contextmanager
def progress_listener(by: Callable[[dict[str, str]], None]) -> Iterator[None]:
    """While the block runs, call `by` with each progress line of the current thread, as {zh, en}."""
    ear = _ProgressHandler(by)
    progress.addHandler(ear)
    try:
        yield
    finally:
        progress.removeHandler(ear)


class _ProgressHandler(logging.Handler):
    """Forwards the progress records of the thread that created it."""

    def __init__(self, by: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self.by, self.thread = by, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and hasattr(record, "zh"):
            self.by({lang: getattr(record, lang) for lang in LANGUAGES})


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn file system and DuckDB write errors into CannotWriteError."""
    try:
        yield
    except (OSError, *SYSTEM_ERRORS) as error:
        raise CannotWriteError("warehouse.cannot_write", home=home(), why=error_reason(error)) from error


def error_reason(error: Exception) -> dict[str, str] | str:
    """The reason of a failed write: a sentence in both languages for common causes, else the system's message."""
    for number, name in ERRNO_WORDS.items():  # DuckDB's messages contain the system's
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
    """The name of the operating system user; None if unknown."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def flush(path: Path) -> None:
    """Flush a file, or the entries of a folder, to disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot flush folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Replace a small text file atomically: readers see the whole old text or the whole new one."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    flush(beside)
    beside.replace(path)
    flush(path.parent)


def write_output(path: Path, content: bytes) -> None:
    """Write a file where the user wants it; folders above it are made. Raises WarehouseError that names the file."""
    with _named_in_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        restrict_to_owner(path.parent, whole=False)
        path.write_bytes(content)
        restrict_to_owner(path, whole=False)


def check_output_folder(folder: Path) -> None:
    """Raise WarehouseError that names a folder for files that the user wants, if it cannot be made or written in.

    Nothing is made: there may be no file to write.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if os.path.lexists(each))
    with _named_in_errors(folder):
        if not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextlib.contextmanager
def _named_in_errors(place: Path) -> Iterator[None]:
    """Turn file system errors into WarehouseError with the name of a file or folder outside the warehouse's care."""
    try:
        yield
    except OSError as error:
        raise WarehouseError("warehouse.cannot_write_file", file=place, why=error_reason(error)) from error


def connect(database: Path | str = ":memory:", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with limits on memory and threads, and without extension downloads.

    spill: a folder for data that does not fit in memory; None: no spilling.
    """
    bounds: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY_LIMIT,
        "threads": THREADS,
        "preserve_insertion_order": False,
        "temp_directory": str(spill) if spill else "",
    }
    connection = duckdb.connect(str(database), config=bounds)
    connection.execute("set enable_progress_bar = false")  # stdout is reserved for results
    return connection


def file_sha256(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sql_path(path: Path) -> str:
    """A path as an SQL string literal."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet_scan(*paths: Path) -> str:
    """SQL that scans Parquet files, with glob characters in their paths escaped."""
    names = ", ".join(sql_path(Path(glob.escape(str(path)))) for path in paths)
    return f"read_parquet([{names}], union_by_name = true)"


def model_sql(name: str) -> str:
    """The SQL text of a model in etl/warehouse/models."""
    return (MODELS / f"{name}.sql").read_text(encoding="utf-8")
