"""Why a file is refused for its headers: the sentences name what is missing, what stands there, and the nearest."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.contracts.faults import Refused, in_both_languages, quoted_list
from etl.reading import tables
from etl.reading.entity_matching import Directory
from etl.reading.grid import Grid
from etl.reading.layout_file import Layout
from etl.reading.layouts import all_standard_headers
from etl.reading.period_names import PERIOD_COLUMNS, mentions_beside, years_within
from etl.reading.tables import Table, normalize_header
from etl.reading.wide_periods import period_headers
from words import LANGUAGES, say

MIN_FIELDS = 3  # headers below each other that make a transposed table
SEARCHED_COLUMNS, SEARCHED_ROWS = 3, 60
NO_TEXT = {"zh": "", "en": ""}


def missing_headers(
    path: Path,
    layout: Layout,
    table: Table,
    missing: dict[str, tuple[str, ...]],
    directory: Directory | None = None,
) -> Refused:
    """The refusal that names the missing headers, those present, and what may help.

    missing: our column → the accepted headers. directory: of units, where a sheet may be named after one.
    """
    headers = table.headers
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
        place=in_both_languages("etl.refused_place", sheet=sheet_place(table.sheet), row=table.header_at),
        dataset={lang: say(f"columns.{layout.dataset}.label", lang) for lang in LANGUAGES},
        wanted=wanted,
        present=quoted_list(headers),
        hint=_sheet_named_like_unit(table.sheet, missing, directory)
        or (_period_hint(path, table, missing) if layout.name == "standard" else None)
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


def _period_hint(path: Path, table: Table, missing: Iterable[str]) -> dict[str, str] | None:
    """A hint where the columns are periods, or a period is missing that the texts beside the rows do not tell."""
    if wide := period_headers(table.headers):
        return in_both_languages("etl.hint.wide_periods", headers=quoted_list(wide))
    if set(missing) & set(PERIOD_COLUMNS):
        named = mentions_beside(path, table.sheet, table.above).values()
        found = {period for of in named for period in (*of.years, *of.parts, *of.yearless)} | years_within(table)
        if found:
            return in_both_languages("etl.hint.unclear_period", found=quoted_list(sorted(found)))
        return in_both_languages("etl.hint.no_period")
    return None


def wide_and_narrow(path: Path, one: Table, other: Table) -> Refused:
    """The refusal of sheets of one dataset with different shapes: one row, or one column, per answer or period."""
    return Refused("wide_and_narrow", path, sheets=quoted_list([one.sheet, other.sheet]))


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
    for grid in grids:
        if transposed := _fields_in_a_column(grid):
            return Refused("transposed", path, sheet=sheet_place(grid.sheet), fields=quoted_list(transposed))
    if wide := period_headers(fullest):
        return Refused("wide_periods", path, headers=quoted_list(wide), present=quoted_list(fullest))
    datasets = {
        lang: quoted_list([say(f"columns.{name}.label", lang) for name in DATASETS])[lang] for lang in LANGUAGES
    }
    return Refused("no_dataset", path, present=quoted_list(fullest), datasets=datasets)


def _fields_in_a_column(grid: Grid) -> list[str]:
    """The headers of a dataset that stand one under the other in one of the first columns, if there are several."""
    known = {normalize_header(name) for name in all_standard_headers()}
    for column in [] if grid.named else grid.cells.columns[1 : 1 + SEARCHED_COLUMNS]:
        texts = grid.cells[column].head(SEARCHED_ROWS).drop_nulls().unique(maintain_order=True).to_list()
        found = [text.strip() for text in texts if normalize_header(text) in known]
        if len(found) >= MIN_FIELDS:
            return found
    return []


def sheet_place(name: str) -> dict[str, str]:
    return in_both_languages("etl.where.sheet_name", sheet=name) if name else NO_TEXT
