"""Open the zip package of a workbook, whichever way its parts are named."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlrd

from etl.contracts.faults import Refused


@contextmanager
def open_package(path: Path) -> Iterator[zipfile.ZipFile]:
    """The package of a workbook; parts named with back-slashes are found under their names with slashes."""
    with zipfile.ZipFile(path) as package:
        for part in package.infolist():
            if "\\" in part.filename:
                part.filename = part.filename.replace("\\", "/")
                package.NameToInfo[part.filename] = part
        yield package


def package_bytes(path: Path) -> bytes:
    """The package as bytes whose parts are named with slashes: the workbook reader finds no others."""
    with zipfile.ZipFile(path) as package:
        if not any("\\" in name for name in package.namelist()):
            return path.read_bytes()
    renamed = io.BytesIO()
    with open_package(path) as package, zipfile.ZipFile(renamed, "w") as written:
        for name in {part.filename for part in package.infolist() if not part.is_dir()}:
            written.writestr(name, package.read(name))
    return renamed.getvalue()


@contextmanager
def refuse_unreadable(path: Path) -> Iterator[None]:
    """Turn any parser error into Refused: a damaged workbook can raise anything."""
    try:
        yield
    except (MemoryError, Refused):
        raise
    except Exception as error:
        what = str(error) if isinstance(error, xlrd.XLRDError) else ""
        rule = "encrypted" if "encrypted" in what else "not_workbook" if "find workbook" in what else "truncated"
        raise Refused(rule, path) from error
