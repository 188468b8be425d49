"""How a workbook that was sent back is known again when it returns."""

import re
import zipfile
from pathlib import Path

RETURN_PROPERTY, PROBLEM_SHEET_PROPERTY = (
    "ronghe_returns",
    "ronghe_problems",
)  # document properties: sha256 of what came first; our sheet in it
PROPERTIES_PART = "docProps/custom.xml"


def _property(path: Path, name: str) -> str | None:
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as parts:
            text = (
                parts.read(PROPERTIES_PART).decode("utf-8", errors="ignore")
                if PROPERTIES_PART in parts.namelist()
                else ""
            )
    except (zipfile.BadZipFile, OSError):
        return None
    found = re.search(rf'name="{name}"[^>]*>\s*<[^>]*lpwstr[^>]*>([^<]*)<', text)
    return found.group(1) if found else None


def returned_sha256(path: Path) -> str | None:
    """The sha256 of the file of which this one is the annotated return; None where it is none."""
    return _property(path, RETURN_PROPERTY)


def problem_sheet(path: Path) -> str | None:
    """The name of our list of problems in a returned workbook: it is no data."""
    return _property(path, PROBLEM_SHEET_PROPERTY)
