"""Document properties by which an annotated return is recognized when it is loaded."""

import re
import zipfile
from pathlib import Path

# Document properties: sha256 of the original file; name of the problem sheet.
RETURN_PROPERTY, PROBLEM_SHEET_PROPERTY = "ronghe_returns", "ronghe_problems"
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
    """The sha256 of the file whose annotated return this is; None if it is not a return."""
    return _property(path, RETURN_PROPERTY)


def problem_sheet(path: Path) -> str | None:
    """The name of the problem list in an annotated return; it holds no data."""
    return _property(path, PROBLEM_SHEET_PROPERTY)
