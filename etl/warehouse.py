"""Where the warehouse lies on disk, and the few ways in which anything is written there.

Nothing is ever written in place: a file or folder is finished beside, flushed to the disk, then renamed.
"""

import contextlib
import errno
import getpass
import glob
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import filelock

from etl.faults import both
from words import LANGUAGES, language, say

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "data" / "reference"
MODELS = Path(__file__).parent / "models"
MEMORY_LIMIT = "1200MB"

# What DuckDB raises when the system does not let it write, also when that is found out by a commit.
OF_THE_SYSTEM = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, duckdb.TransactionException)
SYSTEM_SAYS = {
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
        told = both(key, **facts)
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

    A folder that cannot be written, a full disk and the like become a WarehouseError.
    """
    with plain_errors():
        home().mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(home() / "lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            tell("warehouse.waiting")
            lock.acquire()
        try:
            _clear_leftovers()
            yield
        finally:
            _clear_leftovers()
            lock.release()


def tell(key: str, **facts: object) -> None:
    """Say how far the work has come: in the language of the machine, and in both to whoever listens."""
    told = {lang: say(key, lang, **facts) for lang in LANGUAGES}
    progress.info(told[language()], extra=told)


@contextlib.contextmanager
def heard(by: Callable[[dict[str, str]], None]) -> Iterator[None]:
    """While the block runs, `by` is given each line of progress of this thread's work, as {zh, en}."""
    ear = _Ear(by)
    progress.addHandler(ear)
    try:
        yield
    finally:
        progress.removeHandler(ear)


class _Ear(logging.Handler):
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
    except (OSError, *OF_THE_SYSTEM) as error:
        raise CannotWriteError("warehouse.cannot_write", home=home(), why=_why(error)) from error


def _why(error: Exception) -> dict[str, str] | str:
    """What the system says of a write that failed: in words where it is one of the usual things."""
    for number, name in SYSTEM_SAYS.items():  # DuckDB has the system's words in its own
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return both(f"warehouse.system.{name}")
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


def user() -> str | None:
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


def write_text(path: Path, text: str, private: bool = False) -> None:
    """Put a small text file in place at once: readers see the old one or the new one, whole. private: only the owner
    may read it."""
    beside = path.with_name(path.name + ".new")
    beside.touch(mode=0o600 if private else 0o666)
    beside.write_text(text, encoding="utf-8")
    flush(beside)
    beside.replace(path)
    flush(path.parent)


def engine(database: Path | str = ":memory:", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
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


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet(*paths: Path) -> str:
    """The SQL that reads Parquet files, whatever characters their folder's name has."""
    names = ", ".join(quoted(Path(glob.escape(str(path)))) for path in paths)
    return f"read_parquet([{names}], union_by_name = true)"


def model(name: str) -> str:
    """The text of a model, one .sql file."""
    return (MODELS / f"{name}.sql").read_text(encoding="utf-8")
