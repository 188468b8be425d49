"""Why a file is refused for its headers: the sentences name what is missing, what stands there, and the nearest."""

import difflib
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.contracts.faults import Refused, in_both_languages, quoted_list
from etl.reading import tables
from etl.reading.entity_matching import Directory
from etl.reading.grid import Grid
from etl.reading.layout_file import Layout
from etl.reading.tables import normalize_header
from words import LANGUAGES, say

NO_TEXT = {"zh": "", "en": ""}


def missing_headers(
    path: Path,
    layout: Layout,
    sheet: str,
    at: int,
    headers: list[str],
    missing: dict[str, tuple[str, ...]],
    directory: Directory | None = None,
) -> Refused:
    """The refusal that names the missing headers, those present, and the most similar one."""
    standing = {normalize_header(header): header for header in headers}
    near = [
        standing[match]
        for candidate in next(iter(missing.values()))
        for match in difflib.get_close_matches(normalize_header(candidate), standing, n=1, cutoff=0.5)
    ]
    wanted = {
        # A standard column is named by its label, a column of a layout by its first accepted header.
        lang: quoted_list([_expected_header(layout, name, candidates, lang) for name, candidates in missing.items()])[
            lang
        ]
        for lang in LANGUAGES
    }
    return Refused(
        "missing_headers",
        path,
        place=in_both_languages("etl.refused_place", sheet=sheet_place(sheet), row=at),
        dataset={lang: say(f"columns.{layout.dataset}.label", lang) for lang in LANGUAGES},
        wanted=wanted,
        present=quoted_list(headers),
        hint=_sheet_named_like_unit(sheet, missing, directory)
        or (in_both_languages("etl.hint.nearest", nearest=near[0]) if near else NO_TEXT),
    )


def _sheet_named_like_unit(
    sheet: str, missing: dict[str, tuple[str, ...]], directory: Directory | None
) -> dict[str, str] | None:
    """A hint where the unit column is missing and the sheet is named after a unit: a layout can map it."""
    if (
        directory is None
        or "unit_id" not in missing
        or normalize_header(sheet) not in set(directory.names("unit")["same"])
    ):
        return None
    return in_both_languages("etl.hint.sheet_is_a_unit", sheet=sheet)


def _expected_header(layout: Layout, name: str, candidates: tuple[str, ...], lang: str) -> str:
    if layout.name == "standard" and name in columns(layout.dataset):
        return say(f"columns.{layout.dataset}.{name}.label", lang)
    return candidates[0]


def no_dataset(path: Path, grids: list[Grid]) -> Refused:
    """The refusal of a file without any known table, or without rows."""
    fullest = max(
        (headers for grid in grids for headers in tables.candidate_headers(grid).values()), key=len, default=[]
    )
    if not fullest:
        return Refused("no_rows", path, sheet=NO_TEXT)
    datasets = {
        lang: quoted_list([say(f"columns.{name}.label", lang) for name in DATASETS])[lang] for lang in LANGUAGES
    }
    return Refused("no_dataset", path, present=quoted_list(fullest), datasets=datasets)


def sheet_place(name: str) -> dict[str, str]:
    return in_both_languages("etl.where.sheet_name", sheet=name) if name else NO_TEXT
