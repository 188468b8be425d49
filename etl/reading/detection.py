"""Find the dataset and layout of a file: the given layout, a stored layout, or the standard headers."""

from dataclasses import dataclass, replace
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import READ_FROM, key_columns, required_columns
from etl.contracts.faults import Refused, quoted_list
from etl.reading import refusals, sources, survey_sites, tables
from etl.reading.entity_matching import Directory
from etl.reading.file_formats import file_format
from etl.reading.grid import Grid, fill_merged
from etl.reading.layout_file import Layout
from etl.reading.layouts import (
    all_standard_headers,
    layouts_for_file,
    standard_headers,
    standard_layout,
    with_answer_columns,
)
from etl.reading.panels import repeated_panels, split_panels
from etl.reading.parsed_once import parsed_once
from etl.reading.period_names import PERIOD_COLUMNS, mentions_beside, only_year, told_period, years_within
from etl.reading.stacked_tables import stacked_tables
from etl.reading.tables import Table, normalize_header
from etl.reading.wide_periods import dated_headers, period_headers, with_period_columns
from etl.reading.workbooks import sheet_names
from words import say

MAX_HEADER_ROWS = 3
MIN_MATCHING_HEADERS = 3  # a sheet with fewer headers of a dataset is a note, not a table

LayoutTables = tuple[Layout, list[Table]]


def tables_of_file(path: Path, layout: Layout | None, directory: Directory) -> tuple[list[LayoutTables], list[str]]:
    """The tables of a file by dataset, and the names of the sheets that were not read. Raises Refused."""
    with parsed_once():
        if layout is None:
            return _detect_tables(path, directory)
        if layout.survey_site:
            return _tables_of_site(path, layout, directory), []
        return [_tables_of_layout(path, layout)], []


def _tables_of_site(path: Path, layout: Layout, directory: Directory) -> list[LayoutTables]:
    """The tables of a survey site's export with a given layout. Raises Refused when it is none."""
    form = file_format(path, layout.format)
    grids = _grids_of_layout(path, layout, form, _sheets_to_read(path, layout, form))
    if export := _site_export(path, grids, layout, directory):
        return export
    raise Refused("no_survey_site", path)


def _tables_of_layout(path: Path, layout: Layout) -> LayoutTables:
    """The tables of a given layout. Raises Refused when a sheet or header of the layout is missing."""
    form = file_format(path, layout.format)
    found = []
    for grid in _grids_of_layout(path, layout, form, _sheets_to_read(path, layout, form)):
        at = _header_row(grid, layout)
        table = tables.table_from_grid(grid, at, layout.header_rows)
        if table is None:
            raise Refused("no_rows", path, sheet=refusals.sheet_place(grid.sheet))
        if missing := _find_missing(layout, table.headers, everything=True):
            raise refusals.missing_headers(path, layout, table, missing)
        found.append(table)
    return layout, found


def _detect_tables(path: Path, directory: Directory) -> tuple[list[LayoutTables], list[str]]:
    """The tables of a file without a given layout, by dataset, and the names of the sheets that were not read.

    A stored layout that fits is used, else the standard headers sheet by sheet. Raises Refused when there is no table,
    or a table lacks a required column.
    """
    form = file_format(path)
    for layout in layouts_for_file(path, form):
        if found := _tables_if_complete(path, layout, form):
            return [(layout, found)], []
    fits: dict[str, LayoutTables] = {}
    grids = sources.read_grids(path, form=form)
    if export := _site_export(path, grids, _site_layout(path, form, grids), directory):
        read = export[0][1][0].sheet
        return export, [grid.sheet for grid in grids if grid.sheet != read and grid.cells.width > 1]
    unread = []
    for grid in grids:
        every = [
            (part, _best_standard_match(path, part, directory)) for part in stacked_tables(grid, all_standard_headers())
        ]
        unread += _unread_parts(grid, every)
        for part, best in every:
            if best is None:
                continue
            found = [_with_period(path, table, best, directory) for table in _tables_or_panels(part, best, directory)]
            fits[best.layout.dataset] = _joined(path, fits.get(best.layout.dataset), best.layout, found)
    if not fits:
        raise refusals.no_dataset(path, grids)
    return [fits[dataset] for dataset in DATASETS if dataset in fits], unread


def _unread_parts(grid: Grid, parts: list[tuple[Grid, "_BestMatch | None"]]) -> list[str]:
    """The name of a sheet that holds no known table; of one that holds some, the rows of its other tables."""
    if not any(best for _, best in parts):
        return [grid.sheet] if grid.cells.width > 1 else []
    rows = [part.cells["source_row"] for part, best in parts if best is None]
    return [f"{grid.sheet}!{numbers[0]}:{numbers[-1]}" for numbers in rows]


def _site_export(path: Path, grids: list[Grid], layout: Layout | None, directory: Directory) -> list[LayoutTables]:
    """The forms and opinions of a survey site's export, if one of the sheets is one; else none."""
    for grid in grids:
        if not grid.named and (site := survey_sites.recognize(grid, directory)):
            return [(ours, [table]) for ours, table in survey_sites.read_export(path, grid, site, layout, directory)]
    return []


def _site_layout(path: Path, form: str, grids: list[Grid]) -> Layout | None:
    """The saved layout for survey sites' exports of this name, if the file has the headers that it names."""
    headers = {header for grid in grids for found in tables.candidate_headers(grid).values() for header in found}
    for layout in layouts_for_file(path, form):
        named = [tables.first_present(wanted, sorted(headers)) for wanted in layout.columns.values()]
        if layout.survey_site and layout.files and None not in named:
            return layout
    return None


@dataclass(frozen=True)
class _BestMatch:
    """The dataset whose standard headers fit a sheet best, the position of the header rows, and all headers."""

    layout: Layout
    at: int
    header_rows: int
    headers: list[str]
    lacking: dict[str, tuple[str, ...]]  # required headers that are missing


def _best_standard_match(path: Path, grid: Grid, directory: Directory) -> _BestMatch | None:
    best: tuple[tuple[int, int, int], _BestMatch] | None = None
    joined = [
        (header_rows, at, names, tables.possible_headers(names.values()))
        for header_rows in range(1, 2 if grid.named else MAX_HEADER_ROWS + 1)
        for at, names in tables.candidate_header_names(grid, header_rows).items()
    ]
    for dataset in DATASETS:
        known = standard_headers(dataset, directory)
        for header_rows, at, names, possible in joined:
            if known.isdisjoint(possible):
                continue
            headers = list(names.values() if grid.named else tables.shorten_headers(names, known).values())
            beside = _beside(path, grid, at) if period_headers(headers) else None
            layout = with_answer_columns(standard_layout(dataset), headers, directory)
            layout = with_period_columns(layout, headers, *beside) if beside else layout
            there = sum(tables.first_present(wanted, headers) is not None for wanted in layout.columns.values())
            there += len(layout.unpivot.headers) if layout.unpivot else 0
            lacking = _find_missing(layout, headers)
            complete = 2 if not lacking else 1 if lacking.keys() <= set(PERIOD_COLUMNS) else 0
            fit = (complete, there, -header_rows)
            if best is not None and fit <= best[0]:
                continue
            enough = complete == 2 or there >= MIN_MATCHING_HEADERS
            if enough or (complete and told_period(path, grid.sheet, _text_above(grid, at), lacking)):
                best = fit, _BestMatch(layout, at, header_rows, headers, lacking)
    return best[1] if best else None


def _text_above(grid: Grid, header_row: int) -> str:
    top = grid.cells.head(header_row - 1)
    return tables.text_above(fill_merged(replace(grid, cells=top)), header_row)


def _beside(path: Path, grid: Grid, header_row: int) -> tuple[str, str | None]:
    """The sheet's name with the text above a header, and the year that the texts beside the rows tell."""
    above = _text_above(grid, header_row)
    return f"{grid.sheet} {above}", _year_beside(path, grid.sheet, above)


def _year_beside(path: Path, sheet: str, above: str) -> str | None:
    return next(iter(only_year(mentions_beside(path, sheet, above))), None)


def _with_period(path: Path, table: Table, best: _BestMatch, directory: Directory) -> Table:
    """The table with what the sheet's name, its title or the file's name tells of a period that has no column.

    Raises Refused where another column is missing, or nothing tells the period.
    """
    wide = best.layout.unpivot.headers if best.layout.unpivot else ()
    if dated := dated_headers(wide, _year_beside(path, table.sheet, table.above)):
        table = replace(table, dated=dated)
    if not best.lacking:
        return table
    if told := told_period(path, table.sheet, table.above, best.lacking, years_within(table)):
        return replace(table, told=told.values, told_by=told.where)
    raise refusals.missing_headers(path, best.layout, table, best.lacking, directory)


def _joined(path: Path, before: LayoutTables | None, layout: Layout, found: list[Table]) -> LayoutTables:
    """The tables of a dataset so far and those of a further sheet, with a layout that reads them all.

    Raises Refused where some sheets have one column per answer or period and others one row.
    """
    if before is None:
        return layout, found
    other = before[0].unpivot
    if (other is None) != (layout.unpivot is None) or (
        other and layout.unpivot and other.name_to != layout.unpivot.name_to
    ):
        raise refusals.wide_and_narrow(path, before[1][0], found[0])
    if other and layout.unpivot:
        headers = tuple(dict.fromkeys((*other.headers, *layout.unpivot.headers)))
        layout = replace(layout, unpivot=replace(other, headers=headers))
    return layout, [*before[1], *found]


def _tables_or_panels(grid: Grid, best: _BestMatch, directory: Directory) -> list[Table]:
    """The table of a sheet, or its side-by-side panels if the headers repeat."""
    known = standard_headers(best.layout.dataset, directory)
    whole = tables.table_from_grid(grid, best.at, best.header_rows, known)
    assert whole is not None  # it has headers
    keys = {
        normalize_header(name)
        for column in key_columns(best.layout.dataset)
        for name in best.layout.columns.get(column, ())
    }
    spans = [] if grid.named else repeated_panels(whole.letters, keys)
    if not spans:
        return [whole]
    panels = [tables.table_from_grid(panel, best.at, best.header_rows, known) for panel in split_panels(grid, spans)]
    return [replace(table, panel=":".join(span)) for table, span in zip(panels, spans, strict=True) if table]


def _tables_if_complete(path: Path, layout: Layout, form: str) -> list[Table] | None:
    """The layout's tables if all its sheets and required headers are present, else None."""
    if layout.survey_site:  # no table: see _site_layout
        return None
    try:
        names = _sheets_to_read(path, layout, form)
    except Refused:
        return None
    found = []
    for grid in _grids_of_layout(path, layout, form, names):
        table = tables.table_from_grid(grid, _header_row(grid, layout), layout.header_rows)
        if table is not None and not _find_missing(layout, table.headers):
            found.append(table)
        elif layout.sheet != ("*",):
            return None
    return found or None


def _grids_of_layout(path: Path, layout: Layout, form: str, names: list[str] | None) -> list[Grid]:
    """The sheets of a layout, split into its panels."""
    sheets = sources.read_grids(path, names, layout.encoding, layout.delimiter, form)
    return [panel for grid in sheets for panel in split_panels(grid, layout.panels)]


def _sheets_to_read(path: Path, layout: Layout, form: str) -> list[str] | None:
    """The names of the sheets to read; None for a file without sheets."""
    if form != "xlsx":
        return None
    present = sheet_names(path)
    if layout.sheet is None:
        return present[:1]
    if layout.sheet == ("*",):
        return present
    known = {normalize_header(name): name for name in present}
    for name in layout.sheet:
        if normalize_header(name) not in known:
            raise Refused("sheet", path, wanted=name, present=quoted_list(present))
    return [known[normalize_header(name)] for name in layout.sheet]


def _header_row(grid: Grid, layout: Layout) -> int:
    if layout.header_row:
        return layout.header_row
    wide = layout.unpivot.headers if layout.unpivot else ()
    named = [(name,) for name in [*layout.keep, *layout.skip_rows_where, *wide]]
    return tables.find_header_row(grid, [*layout.columns.values(), *named], layout.header_rows)


def _find_missing(layout: Layout, headers: list[str], everything: bool = False) -> dict[str, tuple[str, ...]]:
    """Missing headers: our column (or the layout's word) → the accepted headers.

    Required columns must be present; with `everything` all headers that the layout names, so that a typing error in it
    does not empty a column.
    """
    needed = layout.columns.keys() if everything else layout.columns.keys() & set(required_columns(layout.dataset))
    lacking = {
        name: wanted
        for name, wanted in layout.columns.items()
        if name in needed
        and tables.first_present((*wanted, *layout.columns.get(READ_FROM.get(name, ""), ())), headers) is None
    }
    for name in required_columns(layout.dataset):
        if not {name, READ_FROM.get(name)} & layout.filled:
            lacking[name] = (say(f"columns.{layout.dataset}.{name}.label"),)
    for header in [*layout.keep, *layout.skip_rows_where, *(layout.unpivot.headers if layout.unpivot else ())]:
        if tables.first_present([header], headers) is None:
            lacking[header] = (header,)
    return lacking
