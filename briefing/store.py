"""Files that briefings keep in the warehouse, beside the builds: written whole or not at all, and private."""

import os
import secrets
import tempfile
from pathlib import Path

from queries.connection import home


def folder(name: str) -> Path:
    """The folder of this name in the warehouse; made when something is first written in it."""
    return home() / name


def make_private(folder: Path) -> None:
    """Makes a folder and the missing ones above it, each for its owner alone. Raises OSError."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def write_whole(file: Path, content: bytes) -> None:
    """Replaces a file. A reader sees the old content or the new one, also after a power failure. Raises OSError."""
    make_private(file.parent)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_new(file: Path, content: bytes) -> None:
    """Writes a file that must not be there yet, whole or not at all. Raises FileExistsError if it is, else OSError."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    write_whole(beside, content)
    try:
        os.link(beside, file)  # unlike a rename, fails where the name is taken
    finally:
        beside.unlink(missing_ok=True)
