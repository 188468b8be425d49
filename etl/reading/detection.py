"""Which dataset a file holds, and under which layout: the one given, a stored one, or the standard headers."""

import difflib
from dataclasses import dataclass, replace
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import READ_FROM, columns, key, required
from etl.contracts.faults import Refused, both, listed
from etl.reading import sources, tables
from etl.reading.entity_matching import Directory
from etl.reading.layouts import Layout, for_file, standard, standard_headers, with_answer_columns
from etl.reading.tables import Table, same
from words import LANGUAGES, say

MOST_HEADER_ROWS = 3
LOOKS_LIKE_IT = 3  # a sheet with fewer of a dataset's headers is a note, not a table
NOTHING = {"zh": "", "en": ""}

Found = tuple[Layout, list[Table]]


def given(path: Path, layout: Layout) -> Found:
    """The tables of a layout that was asked for; a sheet or header that it names and the file lacks is refused."""
    form = sources.kind(path, layout.format)
    found = []
    for grid in _grids(path, layout, form, _sheets(path, layout, form)):
        at = _header_row(grid, layout)
        table = tables.table(grid, at, layout.header_rows)
        if table is None:
            raise Refused("no_rows", path, sheet=_sheet(grid.sheet))
        if missing := _missing(layout, table.headers, everything=True):
            raise _missing_headers(path, layout, grid.sheet, at, table.headers, missing)
        found.append(table)
    return layout, found


def detected(path: Path, directory: Directory) -> tuple[list[Found], list[str]]:
    """What a file holds when nobody says: a stored layout that fits, else the standard headers, sheet by sheet. And
    the sheets with something on them that is none of our tables."""
    form = sources.kind(path)
    for layout in for_file(path, form):
        if found := _fitting(path, layout, form):
            return [(layout, found)], []
    fits: dict[str, Found] = {}
    grids = sources.grids(path, form=form)
    unread = []
    for grid in grids:
        if (best := _standard(grid, directory)) is None:
            unread += [grid.sheet] if grid.cells.width > 1 else []
            continue
        if missing := _missing(best.layout, best.headers):
            raise _missing_headers(path, best.layout, grid.sheet, best.at, best.headers, missing, directory)
        before = fits.get(best.layout.dataset, (best.layout, []))[1]
        fits[best.layout.dataset] = (best.layout, [*before, *_side_by_side(grid, best, directory)])
    if not fits:
        raise _unknown(path, grids)
    return [fits[dataset] for dataset in DATASETS if dataset in fits], unread


@dataclass(frozen=True)
class _Best:
    """The dataset whose standard headers a sheet has most of, the rows where they stand, and all headers."""

    layout: Layout
    at: int
    header_rows: int
    headers: list[str]


def _standard(grid: sources.Grid, directory: Directory) -> _Best | None:
    best: tuple[tuple[bool, int, int], _Best] | None = None
    joined = {rows: tables.joined(grid, rows) for rows in range(1, 2 if grid.named else MOST_HEADER_ROWS + 1)}
    for dataset in DATASETS:
        known = standard_headers(dataset, directory)
        for header_rows, names_at in joined.items():
            for at, names in names_at.items():
                headers = list(names.values() if grid.named else tables.simple(names, known).values())
                if known.isdisjoint(map(same, headers)):
                    continue
                layout = with_answer_columns(standard(dataset), headers, directory)
                there = sum(tables.first_of(wanted, headers) is not None for wanted in layout.columns.values())
                there += len(layout.unpivot.headers) if layout.unpivot else 0
                complete = not _missing(layout, headers)
                fit = (complete, there, -header_rows)
                if (complete or there >= LOOKS_LIKE_IT) and (best is None or fit > best[0]):
                    best = fit, _Best(layout, at, header_rows, headers)
    return best[1] if best else None


def _side_by_side(grid: sources.Grid, best: _Best, directory: Directory) -> list[Table]:
    """The table of a sheet, or the panels in which its headers come again."""
    known = standard_headers(best.layout.dataset, directory)
    whole = tables.table(grid, best.at, best.header_rows, known)
    assert whole is not None  # it has headers
    keys = {same(name) for column in key(best.layout.dataset) for name in best.layout.columns.get(column, ())}
    spans = [] if grid.named else tables.repeated(whole.letters, keys)
    if not spans:
        return [whole]
    panels = [tables.table(panel, best.at, best.header_rows, known) for panel in tables.panels(grid, spans)]
    return [replace(table, panel=":".join(span)) for table, span in zip(panels, spans, strict=True) if table]


def _fitting(path: Path, layout: Layout, form: str) -> list[Table] | None:
    """The layout's tables when every sheet it names is there with every header that it can't do without."""
    try:
        names = _sheets(path, layout, form)
    except Refused:
        return None
    found = []
    for grid in _grids(path, layout, form, names):
        table = tables.table(grid, _header_row(grid, layout), layout.header_rows)
        if table is not None and not _missing(layout, table.headers):
            found.append(table)
        elif layout.sheet != ("*",):
            return None
    return found or None


def _grids(path: Path, layout: Layout, form: str, names: list[str] | None) -> list[sources.Grid]:
    """The sheets of a layout, cut into its panels."""
    sheets = sources.grids(path, names, layout.encoding, layout.delimiter, form)
    return [panel for grid in sheets for panel in tables.panels(grid, layout.panels)]


def _sheets(path: Path, layout: Layout, form: str) -> list[str] | None:
    """The names of the sheets to read; None for a file that has no sheets."""
    if form != "xlsx":
        return None
    present = sources.sheet_names(path)
    if layout.sheet is None:
        return present[:1]
    if layout.sheet == ("*",):
        return present
    known = {same(name): name for name in present}
    for name in layout.sheet:
        if same(name) not in known:
            raise Refused("sheet", path, wanted=name, present=listed(present))
    return [known[same(name)] for name in layout.sheet]


def _header_row(grid: sources.Grid, layout: Layout) -> int:
    if layout.header_row:
        return layout.header_row
    wide = layout.unpivot.headers if layout.unpivot else ()
    named = [(name,) for name in [*layout.keep, *layout.skip_rows_where, *wide]]
    return tables.header_row(grid, [*layout.columns.values(), *named], layout.header_rows)


def _missing(layout: Layout, headers: list[str], everything: bool = False) -> dict[str, tuple[str, ...]]:
    """What the headers lack: our column (or the layout's word) → the headers wanted, any of which would do.

    Needed are the required columns; with `everything`, whatever the layout names, lest a slip in it empties a column.
    """
    needed = layout.columns.keys() if everything else layout.columns.keys() & set(required(layout.dataset))
    lacking = {
        name: wanted
        for name, wanted in layout.columns.items()
        if name in needed
        and tables.first_of((*wanted, *layout.columns.get(READ_FROM.get(name, ""), ())), headers) is None
    }
    for name in required(layout.dataset):
        if not {name, READ_FROM.get(name)} & layout.filled:
            lacking[name] = (say(f"columns.{layout.dataset}.{name}.label"),)
    for header in [*layout.keep, *layout.skip_rows_where, *(layout.unpivot.headers if layout.unpivot else ())]:
        if tables.first_of([header], headers) is None:
            lacking[header] = (header,)
    return lacking


def _missing_headers(
    path: Path,
    layout: Layout,
    sheet: str,
    at: int,
    headers: list[str],
    missing: dict[str, tuple[str, ...]],
    directory: Directory | None = None,
) -> Refused:
    """The sentence that names every missing header, those that stand there, and the one that comes nearest."""
    standing = {same(header): header for header in headers}
    near = [
        standing[match]
        for candidate in next(iter(missing.values()))
        for match in difflib.get_close_matches(same(candidate), standing, n=1, cutoff=0.5)
    ]
    wanted = {
        # A standard column goes by its label in the reader's language, a layout's by the first header that it allows.
        lang: listed([_wanted(layout, name, candidates, lang) for name, candidates in missing.items()])[lang]
        for lang in LANGUAGES
    }
    return Refused(
        "missing_headers",
        path,
        place=both("etl.refused_place", sheet=_sheet(sheet), row=at),
        dataset={lang: say(f"columns.{layout.dataset}.label", lang) for lang in LANGUAGES},
        wanted=wanted,
        present=listed(headers),
        hint=_sheet_is_a_unit(sheet, missing, directory)
        or (both("etl.hint.nearest", nearest=near[0]) if near else NOTHING),
    )


def _sheet_is_a_unit(
    sheet: str, missing: dict[str, tuple[str, ...]], directory: Directory | None
) -> dict[str, str] | None:
    """A sheet that lacks the unit and is called as one: a layout can say so, nobody guesses it."""
    if directory is None or "unit_id" not in missing or same(sheet) not in set(directory.names("unit")["same"]):
        return None
    return both("etl.hint.sheet_is_a_unit", sheet=sheet)


def _wanted(layout: Layout, name: str, candidates: tuple[str, ...], lang: str) -> str:
    if layout.name == "standard" and name in columns(layout.dataset):
        return say(f"columns.{layout.dataset}.{name}.label", lang)
    return candidates[0]


def _unknown(path: Path, grids: list[sources.Grid]) -> Refused:
    """No dataset at all: a file without rows says so, another one is told what it might have been."""
    fullest = max((headers for grid in grids for headers in tables.heads(grid).values()), key=len, default=[])
    if not fullest:
        return Refused("no_rows", path, sheet=NOTHING)
    datasets = {lang: listed([say(f"columns.{name}.label", lang) for name in DATASETS])[lang] for lang in LANGUAGES}
    return Refused("no_dataset", path, present=listed(fullest), datasets=datasets)


def _sheet(name: str) -> dict[str, str]:
    return both("etl.where.sheet_name", sheet=name) if name else NOTHING
